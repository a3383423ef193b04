"""The registry: every record type of a plan, field by field. The tables in the file, the numbers in its log, the JSON,
the screens and the descriptions of changes all come from here; a new field is one line. What the year brings (dispatches,
figures, evidence, scores …) is declared in `year_records` and belongs to it.

Numbers of record types and fields are written into files and are never reused. Texts hold what a document says;
values that a rule can read out of a text (numbers, deadlines) are not stored a second time: see `numbers` and `deadlines`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .record_base import Field as Field
from .record_base import Id as Id
from .record_base import Key as Key
from .record_base import Record as Record
from .record_base import column
from .record_base import full_key as full_key
from .year_records import Adjustment as Adjustment
from .year_records import Dispatch as Dispatch
from .year_records import Evidence as Evidence
from .year_records import Handling as Handling
from .year_records import LockException as LockException
from .year_records import Period as Period
from .year_records import Receipt as Receipt
from .year_records import Reminder as Reminder
from .year_records import Report as Report
from .year_records import Scheme as Scheme
from .year_records import ScoreEntry as ScoreEntry
from .year_records import ScoreGroup as ScoreGroup
from .year_records import ScoreItem as ScoreItem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

# ------------------------------------------------------------------------------------------------ the record types

UNIT_KINDS = {
    "party": "党委",
    "government": "政府",
    "mass": "群团",
    "institution": "事业单位",
    "state_enterprise": "国企",
    "zone": "功能区",
    "town": "街镇",
    "enterprise": "企业",
    "social": "社会组织",
    "field_team": "前方工作队",
    "superior": "上级",
    "county": "县市区",
    "partner": "协作地区",
}
TARGET_KINDS = {
    "number": "数值",
    "none_set": "未下达",
    "not_applicable": "不适用",
    "not_assessed": "不考核",
    "text": "文本",
    "done": "已完成",
    "pending": "待定",
    "inherited": "同上级行",
}
ROLES = {
    "lead": "牵头",
    "responsible": "责任",
    "cooperating": "配合",
    "statistics": "统计汇总",
    "funding": "资金保障",
    "guidance": "指导",
}


class PlanInfo(Record, number=1, name="plan", label="年度计划"):
    """年度计划: what the papers of this plan say about themselves. One row, made when the file is made."""

    id: Id
    title: str = column(1, "标题")
    year: int | None = column(2, "年度")
    issuer: str = column(3, "发文机关")
    doc_number: str = column(4, "发文字号")
    written_on: date | None = column(5, "成文日期")
    main_to: str = column(6, "主送机关")
    copy_to: str = column(7, "抄送机关")
    printed_by: str = column(8, "印发机关")
    printed_on: date | None = column(9, "印发日期")
    mark: str = column(10, "发文机关标志")
    notice_title: str = column(11, "通知标题")
    book_title: str = column(12, "任务书标题")
    table_title: str = column(13, "附件表标题")
    signer: str = column(14, "签发人")
    secrecy: str = column(15, "密级和保密期限")
    urgency: str = column(16, "紧急程度")
    copy_number: str = column(17, "份号")
    contact: str = column(18, "联系方式")
    stage: str = column(19, "阶段", choices={"draft": "编制", "issued": "下达", "archived": "归档"})
    cut_off_day: int | None = column(20, "每月填报截止日")
    tolerance: Decimal | None = column(21, "视为正常的差距")  # percentage points below the pace; none: 2
    far_behind: Decimal | None = column(22, "严重滞后线")  # per cent of the pace; none: 70
    archived_on: date | None = column(23, "归档日期")
    archive_code: str = column(24, "归档校验码")
    remark: str = column(25, "附注")  # 此件公开发布; printed in brackets below the day (GB/T 9704-2012, 7.3.6)


class Paragraph(Record, number=2, name="paragraph", label="段落"):
    """段落: running text that belongs to no unit: of the notice, before the chapters, or notes below a table."""

    id: Id
    order: str = column(1, "次序")
    section: str = column(
        2,
        "所在部分",
        choices={
            "notice": "通知正文",
            "preamble": "任务书引言",
            "closing": "结尾",
            "above": "表上文字",
            "note": "备注说明",
        },
    )
    text: str = column(3, "文字")


class Unit(Record, number=3, name="unit", label="单位", tree="parent"):
    """单位: an office, body, town, company or region that bears, helps with or receives something."""

    id: Id
    parent: Id | None = column(1, "上级单位", refers="unit")
    order: str = column(2, "次序")
    name: str = column(3, "名称")
    kind: str = column(4, "类型", choices=UNIT_KINDS)
    plaques: str = column(5, "挂牌")  # one name a line
    contact: str = column(6, "联系人")
    phone: str = column(7, "电话")
    same_as: Id | None = column(8, "合并到", refers="unit")


class Alias(Record, number=4, name="alias", label="单位别名"):
    """单位别名: another wording of a unit's or group's name, confirmed by a person or stated by a document."""

    id: Id
    unit: Id | None = column(1, "单位", refers=("unit", "unit_group"))
    text: str = column(2, "写法")


class UnitGroup(Record, number=5, name="unit_group", label="单位组合"):
    """单位组合: 十街镇, 各镇（乡）街道: several units named as one. `open` when the list ends in 等 or 各相关."""

    id: Id
    order: str = column(1, "次序")
    name: str = column(2, "名称")
    expected_size: int | None = column(3, "应有个数")
    open: bool = column(4, "未列全")


class Member(Record, number=6, name="member", label="组合成员", keys=("group", "unit")):
    """组合成员: one unit of a group."""

    group: Id
    unit: Id
    order: str = column(1, "次序")


class Pairing(Record, number=7, name="pairing", label="结对关系"):
    """结对关系: an eastern and a western party."""

    id: Id
    order: str = column(1, "次序")
    east: Id | None = column(2, "东部一方", refers="unit")
    west: Id | None = column(3, "西部一方", refers="unit")
    kind: str = column(
        4,
        "类型",
        choices={
            "city": "市州",
            "county": "县",
            "town": "乡镇",
            "village": "村社区",
            "enterprise": "村企",
            "school": "学校",
            "hospital": "医院",
            "social": "社会组织",
        },
    )
    ordinal: str = column(5, "序号")
    note: str = column(6, "备注")


class Category(Record, number=8, name="category", label="类别"):
    """类别: 一、组织领导."""

    id: Id
    order: str = column(1, "次序")
    ordinal: str = column(2, "序号")
    name: str = column(3, "名称")


class Indicator(Record, number=9, name="indicator", label="指标", tree="parent"):
    """指标: one row of a table of indicators. `target` is the text of the target cell; `numbers.read_target` reads it."""

    id: Id
    parent: Id | None = column(1, "上级指标", refers="indicator")
    order: str = column(2, "次序")
    category: Id | None = column(3, "类别", refers="category")
    ordinal: str = column(4, "序号")
    name: str = column(5, "指标名称")
    measure_unit: str = column(6, "计量单位")
    target: str = column(7, "年度目标")
    target_reading: str = column(8, "目标的读法")  # only where a person corrected what the rule reads
    nature: str = column(9, "指标性质", choices={"binding": "约束性", "expected": "预期性", "statistical": "统计性"})
    parent_relation: str = column(10, "与上级指标的关系", choices={"subset": "其中", "part": "分项", "related": "相关"})
    definition: str = column(11, "指标解释")
    evidence: str = column(12, "佐证要求")
    deadline: str = column(13, "完成时限")
    direction: str = column(14, "方向", choices={"up": "正向", "down": "逆向", "range": "区间", "yes_no": "是否"})
    accumulation: str = column(15, "累计方式", choices={"sum": "累计", "point": "时点", "max": "最大值"})
    leader: str = column(16, "责任领导")
    note: str = column(17, "备注")
    last_value: str = column(18, "上年完成数")
    stages: str = column(20, "阶段目标")  # 一季度20；上半年50: `stages` reads it, the 序时进度 follows it
    base: str = column(19, "存量基数")  # what stood at the end of last year, where a target includes it (含存量)


class Responsibility(Record, number=10, name="responsibility", label="责任"):
    """责任: a unit or group answers for an indicator or a task. `capacity` is the 挂牌 name under which it does."""

    id: Id
    subject: Id | None = column(1, "事项", refers=("indicator", "task"))
    unit: Id | None = column(2, "单位", refers=("unit", "unit_group"))
    role: str = column(3, "角色", choices=ROLES)
    order: str = column(4, "次序")
    capacity: str = column(5, "以何名义")
    open: bool = column(6, "等")  # the list in the document ends in 等
    wording: str = column(7, "文中写法")  # where the document says the role in words: 县人社局、县教育局配合


class Allocation(Record, number=11, name="allocation", label="分解数", keys=("indicator", "bearer", "partner")):
    """分解数: the part of a target that a unit or group bears, for a partner region where there is one (else 0)."""

    indicator: Id
    bearer: Id  # unit or group; 0: not said
    partner: Id  # unit of kind partner; 0: none
    order: str = column(1, "次序")
    amount: str = column(2, "数额")
    amount_reading: str = column(3, "数额的读法")


class Task(Record, number=12, name="task", label="工作任务"):
    """工作任务: a row of a division table."""

    id: Id
    order: str = column(1, "次序")
    ordinal: str = column(2, "序号")
    theme: str = column(3, "主题")
    origin: str = column(4, "来源", choices={"superior": "上级下达", "own": "自选动作"})
    superior_text: str = column(5, "上级任务")
    deadline: str = column(6, "完成时限")
    indicator: Id | None = column(7, "关联指标", refers="indicator")
    heading: str = column(8, "类别")
    leader: str = column(9, "责任领导")
    note: str = column(10, "备注")
    goal: str = column(11, "工作目标")


class Measure(Record, number=13, name="measure", label="落实措施"):
    """落实措施: one step of a task."""

    id: Id
    task: Id | None = column(1, "任务", refers="task")
    order: str = column(2, "次序")
    text: str = column(3, "措施")
    deadline: str = column(4, "完成时限")


class Chapter(Record, number=14, name="chapter", label="任务书章"):
    """任务书章: what one unit has to do. `heading` is kept where it says more than the unit's name."""

    id: Id
    order: str = column(1, "次序")
    ordinal: str = column(2, "序号")
    unit: Id | None = column(3, "单位", refers=("unit", "unit_group"))
    heading: str = column(4, "标题")


class Clause(Record, number=15, name="clause", label="任务书条"):
    """任务书条: a numbered paragraph of a chapter; `lead` is its short first sentence, without the full stop."""

    id: Id
    chapter: Id | None = column(1, "章", refers="chapter")
    order: str = column(2, "次序")
    ordinal: str = column(3, "序号")
    lead: str = column(4, "主题句")
    text: str = column(5, "正文")


class Mention(Record, number=16, name="mention", label="文中指标数"):
    """文中指标数: a number in a clause, tied to the indicator it states."""

    id: Id
    clause: Id | None = column(1, "条", refers="clause")
    order: str = column(2, "次序")
    number_text: str = column(3, "数")
    measure_unit: str = column(4, "计量单位")
    indicator: Id | None = column(5, "指标", refers="indicator")


class Unplaced(Record, number=17, name="unplaced", label="未归位内容"):
    """未归位内容: a text of an imported document that stands nowhere else yet, with its place and the reason."""

    id: Id
    order: str = column(1, "次序")
    source: str = column(2, "来源文件")
    part: str = column(3, "位置")
    row: int | None = column(4, "行")
    col: int | None = column(5, "列")
    text: str = column(6, "文字")
    reason: str = column(7, "原因")
    settled: bool = column(8, "不必处理")  # the plan expresses it otherwise: sums, numbers of rows


class Source(Record, number=18, name="source", label="来源文件"):
    """来源文件: a document as it was read, word for word; `paper` is its text form, `sha256` that of the file."""

    id: Id
    order: str = column(1, "次序")
    name: str = column(2, "文件名")
    sha256: str = column(3, "校验值")
    read_as: str = column(4, "读作")
    paper: str = column(5, "原文")
    other_headers: str = column(
        6, "续页不同的表头"
    )  # one line for each page part that prints another header than the one before


class TableColumn(Record, number=20, name="table_column", label="表栏"):
    """表栏: a column of a table as the document words it: 名称指标, 考核指标, 责任部门. `table` is empty for the indicators."""

    id: Id
    order: str = column(1, "次序")
    field: str = column(
        2,
        "内容",
        choices={
            "category": "类别",
            "ordinal": "序号",
            "name": "指标名称",
            "measure_unit": "计量单位",
            "target": "年度目标",
            "nature": "指标性质",
            "lead": "牵头单位",
            "responsible": "责任单位",
            "cooperating": "配合单位",
            "statistics": "统计单位",
            "funding": "资金保障单位",
            "guidance": "指导单位",
            "definition": "指标解释",
            "evidence": "佐证要求",
            "deadline": "完成时限",
            "leader": "责任领导",
            "note": "备注",
            "theme": "主题",
            "superior_text": "上级任务",
            "goal": "工作目标",
            "measures": "落实措施",
            "group": "评分类别",
            "group_points": "类别分值",
            "content": "考核内容",
            "standard": "评分标准",
            "points": "分值",
            "assessor": "考核单位",
            "last_value": "上年完成数",
            "party": "各行的单位",
            "contact": "联系人",
            "phone": "联系电话",
            "east": "东部一方",
            "west": "西部一方",
            "pairing_kind": "结对类型",
            "other": "空着的其他栏",
        },
    )
    caption: str = column(3, "表头文字")
    table: str = column(4, "所在的表", choices={"division": "任务分工表", "scheme": "评价办法", "pairings": "结对表"})


class Waiver(Record, number=19, name="waiver", label="校核豁免"):
    """校核豁免: a finding of a check that a person accepts, with the reason. `place` is the finding's own mark."""

    id: Id
    rule: str = column(1, "规则")
    place: str = column(2, "位置")
    reason: str = column(3, "理由")


class PageSetup(Record, number=35, name="page_setup", label="页面设置", keys=("report",)):
    """页面设置: how a report of this plan was printed last; it stays with the plan and is not sent to units.

    `report` is the number of the report (`reports.REPORTS`). A row says all of it: no choice is the usual one.
    """

    report: int
    title: str = column(1, "报表")
    paper: str = column(2, "纸张", choices={"A4": "A4", "A3": "A3"})
    orientation: str = column(3, "方向", choices={"upright": "纵向", "turned": "横向"})
    line_pitch: Decimal | None = column(4, "行距")  # points; none: that of the standard
    form: str = column(
        5,
        "公文格式",
        choices={
            "document": "文件",
            "letter": "信函",
            "order": "命令（令）",
            "minutes": "纪要",
            "plain": "不要红头",
        },
    )
    unsealed: bool = column(6, "不留盖章的位置")
    unbound: bool = column(7, "附件另外装订")
    remainder: bool = column(8, "加未分解栏")
    continued: bool = column(9, "写续表")
    job: bool = column(10, "各单位连成一份")
    draft: bool = column(11, "草稿字样")
    last_year: bool = column(12, "加上年完成栏")
    handled: bool = column(13, "加办理情况栏")


RECORD_TYPES: tuple[type[Record], ...] = tuple(sorted(Record.__subclasses__(), key=lambda each: each.number))
BY_NUMBER: dict[int, type[Record]] = {t.number: t for t in RECORD_TYPES}
BY_NAME: dict[str, type[Record]] = {t.name_: t for t in RECORD_TYPES}


def children_of(record_type: type[Record]) -> Iterator[tuple[type[Record], Field]]:
    """The fields of all record types that refer to this type: where a record of it is used."""
    for other in RECORD_TYPES:
        for field in other.fields.values():
            if record_type.name_ in field.refers:
                yield other, field
