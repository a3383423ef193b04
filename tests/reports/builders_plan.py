"""Plans made by hand for tests of reports."""

from __future__ import annotations

from datetime import date
from itertools import count

from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.records import (
    Allocation,
    Category,
    Chapter,
    Clause,
    Indicator,
    Measure,
    Member,
    Paragraph,
    PlanInfo,
    Responsibility,
    TableColumn,
    Task,
    Unit,
    UnitGroup,
)
from xiezuo_desktop.core.tree import spread_keys


class PlanBuilder:
    """Collects records; every new one stands behind the others."""

    def __init__(self, **info):
        self._ids = count(1)
        self._orders = iter(spread_keys(20_000))
        self._rows = {}
        self._units = {}
        self.add(PlanInfo, **info)

    def add(self, record_type, **fields):
        if "order" in record_type.fields:
            fields.setdefault("order", next(self._orders))
        if "id" in record_type.keys:
            fields["id"] = next(self._ids)
        record = record_type(**fields)
        self._rows.setdefault(record_type, {})[record.key] = record
        return record

    def unit(self, name):
        if name not in self._units:
            self._units[name] = self.add(Unit, name=name).id
        return self._units[name]

    def indicator(self, name, units=(), cooperating=(), **fields):
        found = self.add(Indicator, name=name, **fields)
        for role, names in (("responsible", units), ("cooperating", cooperating)):
            for unit in names:
                self.add(Responsibility, subject=found.id, unit=self.unit(unit), role=role)
        return found

    def allocation(self, indicator, bearer, amount, partner=""):
        key = {"indicator": indicator.id, "bearer": self.unit(bearer) if bearer else 0}
        key["partner"] = self.unit(partner) if partner else 0
        record = Allocation(**key, order=next(self._orders), amount=amount)
        self._rows.setdefault(Allocation, {})[record.key] = record

    def group(self, name, *members):
        self._units[name] = group = self.add(UnitGroup, name=name).id
        for member in members:
            record = Member(group=group, unit=self.unit(member), order=next(self._orders))
            self._rows.setdefault(Member, {})[record.key] = record

    def task(self, theme, *measures, lead=(), responsible=(), **fields):
        """A task; a measure is its text, or its text and its deadline."""
        found = self.add(Task, theme=theme, **fields)
        for measure in measures:
            text, deadline = (measure, "") if isinstance(measure, str) else measure
            self.add(Measure, task=found.id, text=text, deadline=deadline)
        for role, names in (("lead", lead), ("responsible", responsible)):
            for unit in names:
                self.add(Responsibility, subject=found.id, unit=self.unit(unit), role=role)
        return found

    def category(self, ordinal, name):
        return self.add(Category, ordinal=ordinal, name=name).id

    def column(self, field, caption, table=""):
        self.add(TableColumn, field=field, caption=caption, table=table)

    def chapter(self, ordinal, unit, *clauses):
        chapter = self.add(Chapter, ordinal=ordinal, unit=self.unit(unit))
        for number, text in enumerate(clauses, 1):
            self.add(Clause, chapter=chapter.id, ordinal=str(number), text=text)

    def text(self, section, text):
        self.add(Paragraph, section=section, text=text)

    @property
    def plan(self):
        return Plan(self._rows)


def county_plan(chapters=12):
    """A whole paper of an invented county: head, notice, chapters by unit, indicators, 版记."""
    b = PlanBuilder(
        title="2031年临江－云岭东西部协作工作任务书",
        year=2031,
        issuer="临江区人民政府办公室",
        mark="临江区人民政府办公室文件",
        doc_number="临政办〔2031〕18号",
        notice_title="临江区人民政府办公室关于印发2031年临江－云岭东西部协作工作任务书的通知",
        book_title="2031年临江－云岭东西部协作工作任务书",
        table_title="2031年临江－云岭东西部协作工作主要任务指标分解表",
        main_to="各镇人民政府、街道办事处，区属各单位",
        copy_to="区委各部门，区人大常委会办公室，区政协办公室，区人武部。",
        written_on=date(2031, 3, 5),
        printed_by="临江区人民政府办公室",
        printed_on=date(2031, 3, 6),
    )
    b.text("notice", "现将《2031年临江－云岭东西部协作工作任务书》印发给你们，请结合实际认真抓好落实。")
    b.text("preamble", "为做好2031年东西部协作工作，压实责任，推动各项任务落地见效，制定本任务书。")
    work = "主动对接云岭县有关部门，制定年度工作方案，明确时间节点和责任人员，按季度报送进展情况。"
    units = ["区委组织部", "区发展和改革局", "区教育局", "区民政局（区乡村振兴局）", "区财政局", "区人力社保局"]
    for n in range(chapters):
        texts = [f"做好第{k}项工作。{work * (1 + (n + k) % 3)}" for k in range(1, 3 + n % 3)]
        b.chapter("一二三四五六七八九十"[n % 10], units[n % 6], *texts)
    one, two = b.category("一", "组织领导"), b.category("二", "劳务协作")
    b.indicator("召开联席会议", ["区政府办", "区委办"], category=one, ordinal="1", measure_unit="次", target="2")
    b.indicator("领导互访", ["区政府办", "区委办"], category=one, ordinal="2", measure_unit="次", target="1")
    for n in range(3, 24):
        b.indicator(f"帮助农村劳动力就业第{n}类人数（含存量）", ["区人力社保局", "区教育局", "区商务局"],
                    category=two, ordinal=str(n), measure_unit="人", target=f"{n}0")  # fmt: skip
    parent = b.indicator("企业投资额", ["区商务局"], category=two, ordinal="24", measure_unit="亿元", target="5.50")
    b.indicator("其中：新增", ["区商务局"], category=two, measure_unit="亿元", target="-", parent=parent.id)
    for name in ("入园企业带动就业数", "入园企业带动脱贫人口就业数"):
        b.indicator(name, ["区商务局"], category=two, measure_unit="人", target="该指标只作统计，不作考核")
    return b


def city_plan():
    """A city's targets split over its counties and their partners."""
    b = PlanBuilder(title="东澜市2031年度东西部协作任务指标分解计划", year=2031, issuer="东澜市人民政府办公室")
    one, two, three = b.category("一", "资金支持"), b.category("二", "劳务协作"), b.category("三", "产业协作")
    b.indicator("财政协作资金数", category=one, measure_unit="万元", target="按省定标准拨付", nature="binding")
    work = b.indicator(
        "帮助农村劳动力就业数", category=two, ordinal="1", measure_unit="人", target="1500", nature="binding"
    )
    poor = b.indicator(
        "其中：脱贫人口", category=two, measure_unit="人", target="600", parent=work.id, nature="binding"
    )
    money = b.indicator("企业到位投资额", category=three, measure_unit="亿元", target="5.50", nature="expected")
    for indicator, amounts in (
        (work, ("700", "400", "200", "150")),
        (poor, ("300", "", "100", "200")),
        (money, ("2.00", "", "3.50", "")),
    ):
        columns = (("临江区", "云岭县"), ("临江区", "松坪县"), ("望潮区", "龙坪县"), ("市本级", ""))
        for (bearer, partner), amount in zip(columns, amounts, strict=True):
            if amount:
                b.allocation(indicator, bearer, amount, partner)
    b.text("note", "备注：市本级任务由市直部门承担。")
    return b


def division_plan():
    """A district's tasks with measures, units and deadlines."""
    b = PlanBuilder(title="2031年临江区东西部协作任务分工表", year=2031, issuer="临江区人民政府办公室")
    b.group("八街镇", "潮生街道", "青埠镇")
    for field, caption in (
        ("ordinal", "序号"),
        ("theme", "省、市下达任务"),
        ("measures", "落实工作措施"),
        ("lead", "牵头单位"),
        ("deadline", "完成时限"),
    ):
        b.column(field, caption, "division")
    b.task(
        "调研对接",
        "召开联席会议2次。",
        lead=["区政府办"],
        ordinal="1",
        superior_text="每年至少调研对接一次。",
        deadline="10月底前",
    )
    b.task("人才选派", ("区教育局选派8人。", "4月底前"), ("落实生活补助。", "12月底前"), lead=["区委组织部", "区教育局"], ordinal="2",
           superior_text="按岗位需求选派专业技术人才。", deadline="12月底前")  # fmt: skip
    b.task("自选动作", "设立展陈点，常年展销。", lead=["区文旅局"], ordinal="3", superior_text="/", deadline="持续推进")
    b.task("自选动作", "组织夏令营。", lead=["八街镇", "区教育局"], ordinal="4", superior_text="/", deadline="8月底前")
    funds = b.indicator("社会帮扶资金", ["区民政局"], measure_unit="万元", target="300万元以上", deadline="6月底前")
    b.allocation(funds, "八街镇", "各筹集25.5万元")
    b.allocation(funds, "区工商联", "负责筹集不低于50万元")
    b.allocation(funds, "区国资公司", "以签订的任务数为准")
    return b
