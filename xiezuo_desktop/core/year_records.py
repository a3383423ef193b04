"""The record types of what happens with a plan: sending and returning, figures, evidence, reminders, adjustments, scores.

They belong to the registry: see `records`, which names them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .record_base import Id, Record, column

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


class Dispatch(Record, number=21, name="dispatch", label="下发"):
    """下发: the part of the plan that was mailed to a unit. `sender` is the unit that sent it, none for the plan's own office.

    Whether it came back, in time or late, follows from its receipts: see `exchange.receipts`.
    """

    id: Id
    order: str = column(1, "次序")
    unit: Id | None = column(2, "收件单位", refers="unit")
    sender: Id | None = column(3, "发件单位", refers="unit")
    round: int | None = column(4, "轮次")
    sent_on: date | None = column(5, "下发日期")
    due_on: date | None = column(6, "要求报回日期")
    period: int | None = column(7, "填报期次")  # as in the key of Report
    request: str = column(8, "填报要求")
    code: str = column(9, "校验码")
    file_name: str = column(10, "文件名")


class Receipt(Record, number=22, name="receipt", label="上报"):
    """上报: one file that a unit returned, noted by the unit itself; that it is in the sender's plan says that it came.

    The sender notes one only for a unit that mails its whole file, which holds none: then who received it and when.
    """

    id: Id
    order: str = column(1, "次序")
    dispatch: Id | None = column(2, "下发", refers="dispatch")
    made_on: date | None = column(3, "上报日期")
    made_by: str = column(4, "上报人")
    filled: int | None = column(5, "已填")
    expected: int | None = column(6, "应填")
    received_on: date | None = column(7, "收到日期")
    received_by: str = column(8, "收件人")
    code: str = column(9, "校验码")
    file_name: str = column(10, "文件名")
    sent_back_on: date | None = column(11, "退回日期")
    reason: str = column(12, "退回原因")


class Report(Record, number=23, name="report", label="填报", keys=("indicator", "bearer", "period")):
    """填报: how far a unit has come with an indicator. `value` is cumulative, as typed; `periods` reads and writes the period."""

    indicator: Id
    bearer: Id  # unit or group; 0: the plan as a whole
    period: int  # 202406: June 2024; 202400: the whole year
    value: str = column(1, "累计完成数")
    note: str = column(2, "工作进展")
    problem: str = column(3, "存在问题")
    next_step: str = column(4, "下一步打算")
    state: str = column(5, "状态", choices={"reported": "已报", "returned": "退回", "accepted": "核定"})
    reported_by: str = column(6, "填报人", follows="value")
    reported_on: date | None = column(7, "填报日期", follows="value")
    received_via: str = column(
        8, "收到方式", choices={"typed": "录入", "form": "填报表", "file": "回传文件", "paper": "纸质"}, follows="value"
    )
    follow_up: bool = column(9, "待核实")
    comment: str = column(10, "批注")
    correction: str = column(11, "更正理由")  # of a figure that was changed after its period was locked


class Period(Record, number=24, name="period", label="期次", keys=("period",)):
    """期次: what is settled for a month of reporting. One that has no row is open, and due on the plan's usual day."""

    period: int  # as in the key of Report
    cut_off: date | None = column(1, "填报截止日")
    locked: bool = column(2, "已锁定")
    pace: Decimal | None = column(3, "序时进度")  # per cent, where it is not month/12


class LockException(Record, number=25, name="lock_exception", label="锁定例外", keys=("period", "unit")):
    """锁定例外: a unit may still report for a locked month until a day. Unit 0: all of them."""

    period: int
    unit: Id
    until: date | None = column(1, "开放至")
    reason: str = column(2, "理由")


class Handling(Record, number=34, name="handling", label="办理情况", keys=("subject", "unit")):
    """办理情况: how far a unit is with a task or a measure of one, in its own words. Unit 0: what the plan's office finds.

    What all of them together come to follows from these rows: see `handling`.
    """

    subject: Id  # task or measure
    unit: Id
    state: str = column(1, "办理状态", choices={"open": "未开展", "doing": "进行中", "done": "已办结"})
    done_on: date | None = column(2, "办结日期")
    note: str = column(3, "办理说明")
    said_by: str = column(4, "填报人", follows="state")
    said_on: date | None = column(5, "填报日期", follows="state")


class Evidence(Record, number=26, name="evidence", label="佐证材料"):
    """佐证材料: what proves a reported figure: a file in the folder beside the plan file, found by its sha256, or a paper."""

    id: Id
    order: str = column(1, "次序")
    title: str = column(2, "材料名称")
    kind: str = column(
        3,
        "类型",
        choices={
            "document": "文件",
            "minutes": "会议纪要",
            "agreement": "协议",
            "voucher": "转账凭证",
            "roster": "花名册",
            "photo": "照片",
            "news": "报道",
        },
    )
    indicator: Id | None = column(4, "指标", refers="indicator")
    unit: Id | None = column(5, "提供单位", refers=("unit", "unit_group"))
    period: int | None = column(6, "所属期次")  # as in the key of Report
    covers: str = column(7, "证明的数额")
    file_name: str = column(8, "文件名")
    sha256: str = column(9, "校验值")
    size: int | None = column(10, "字节数")
    place: str = column(11, "存放处")  # of a paper
    state: str = column(
        12, "核验状态", choices={"accepted": "通过", "rejected": "不符", "on_site": "现场核验"}
    )  # none: 待核
    verifier: str = column(13, "核验人")
    verified_on: date | None = column(14, "核验日期")
    note: str = column(15, "备注")


class Reminder(Record, number=27, name="reminder", label="催办"):
    """催办: a unit was reminded; what of is kept as it was said then, with its answer."""

    id: Id
    order: str = column(1, "次序")
    unit: Id | None = column(2, "单位", refers=("unit", "unit_group"))
    made_on: date | None = column(3, "催办日期")
    level: str = column(4, "等次", choices={"notice": "提醒", "yellow": "黄灯", "red": "红灯"})
    text: str = column(5, "内容")
    answered_on: date | None = column(6, "答复日期")
    answer: str = column(7, "答复")


class Adjustment(Record, number=28, name="adjustment", label="目标调整"):
    """目标调整: a target of an issued plan was changed by a document; `old` and `new` are the texts as they stood."""

    id: Id
    order: str = column(1, "次序")
    indicator: Id | None = column(2, "指标", refers="indicator")
    bearer: Id | None = column(3, "承担单位", refers=("unit", "unit_group"))  # none: the target of the indicator itself
    partner: Id | None = column(4, "协作地区", refers="unit")
    old: str = column(5, "调整前")
    new: str = column(6, "调整后")
    doc_number: str = column(7, "调整文号")
    adjusted_on: date | None = column(8, "调整日期")
    reason: str = column(9, "调整理由")
    what: str = column(
        10,
        "调整内容",
        choices={
            "target": "年度目标",
            "share": "分解数",
            "duty": "责任单位",
            "deadline": "完成时限",
            "wording": "指标内容",
            "added": "新增指标",
            "dropped": "取消指标",
        },
    )


class Scheme(Record, number=30, name="scheme", label="评价办法"):
    """评价办法: how the year is scored. What its text leaves open is a setting here; an empty one stands for the first choice."""

    id: Id
    order: str = column(1, "次序")
    title: str = column(2, "标题")
    total: str = column(3, "总分")
    parties: Id | None = column(4, "被考核对象", refers="unit_group")
    rank_by: str = column(5, "名次依据", choices={"value": "按完成数", "rate": "按完成率"})
    ranked: str = column(6, "参加排名", choices={"finished": "完成任务的", "all": "全部"})
    ties: str = column(7, "名次并列", choices={"all": "都得分", "none": "超出名额的都不得分"})
    unfinished: str = column(8, "排名项未完成", choices={"zero": "不得分", "ratio": "按完成率得分"})
    cap: str = column(9, "超额完成", choices={"full": "得满分为止", "none": "按实际完成率"})
    no_target: str = column(
        10, "没有任务的项", choices={"scaled": "不计入，其余折算", "full": "得满分", "zero": "不得分"}
    )
    decimals: int | None = column(11, "小数位数")
    rounding: str = column(12, "取舍", choices={"half_up": "四舍五入", "down": "只舍不入"})


class ScoreGroup(Record, number=31, name="score_group", label="评分类别"):
    """评分类别: several items of a scheme with the points they have together: 组织领导（10分）."""

    id: Id
    scheme: Id | None = column(1, "评价办法", refers="scheme")
    order: str = column(2, "次序")
    ordinal: str = column(3, "序号")
    name: str = column(4, "名称")
    points: str = column(5, "分值")
    limit: str = column(6, "加减分限额")  # 10, -10 (points off); none: what the name says, see `scoring.limits`


class ScoreItem(Record, number=32, name="score_item", label="评分项", tree="parent"):
    """评分项: what is scored, with how many points and by which rule; the parts of a composite item are items below it.

    `rule` is what `scoring.rules` understands of the text, as data; `confirmed` when a person has looked at it.
    """

    id: Id
    group: Id | None = column(1, "评分类别", refers="score_group")
    parent: Id | None = column(2, "上级评分项", refers="score_item")
    order: str = column(3, "次序")
    ordinal: str = column(4, "序号")
    name: str = column(5, "名称")
    content: str = column(6, "考核内容")
    standard: str = column(7, "评分标准")
    points: str = column(8, "分值")
    rule: str = column(9, "计分规则")
    confirmed: bool = column(10, "规则已核对")
    evidence: str = column(11, "考核依据")
    indicator: Id | None = column(12, "对应指标", refers="indicator")
    assessor: str = column(13, "考核单位")
    note: str = column(14, "备注")


class ScoreEntry(Record, number=33, name="score", label="得分", keys=("item", "party")):
    """得分: what a person settles for an item and a party: figures that no report holds, points given by hand with the reason."""

    item: Id
    party: Id  # unit
    value: str = column(1, "完成数")
    target: str = column(2, "任务数")
    adjusted: Decimal | None = column(3, "评定得分")
    reason: str = column(4, "评定理由")
    scorer: str = column(5, "评分人")
    state: str = column(6, "评分状态", choices={"self": "自评", "first": "初评", "review": "复核", "final": "定稿"})
