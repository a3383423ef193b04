"""Plans made by hand for tests of reports."""

from __future__ import annotations

from datetime import date
from itertools import count

from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.records import (
    Category,
    Chapter,
    Clause,
    Indicator,
    Paragraph,
    PlanInfo,
    Responsibility,
    TableColumn,
    Unit,
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
        record = record_type(id=next(self._ids), **fields)
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

    def category(self, ordinal, name):
        return self.add(Category, ordinal=ordinal, name=name).id

    def column(self, field, caption):
        self.add(TableColumn, field=field, caption=caption)

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
