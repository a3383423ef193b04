"""One finding of a check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..records import Key, Record

SEVERITIES = {"error": "错误", "warning": "警告", "hint": "提示"}
SUBJECTS = {  # what each rule looks at, in the fewest words
    "V1": "分项合计",
    "V2": "分解合计",
    "V3": "各列合计",
    "V4": "其中项",
    "V5": "组合成员",
    "V6": "条文数字",
    "V7": "责任单位",
    "V8": "单位名称",
    "V9": "计量单位",
    "V11": "分值",
    "V12": "序号",
    "V13": "仅统计项",
    "V14": "上级目标",
    "V15": "累计数",
    "V16": "完成率",
    "V17": "序时进度",
    "V18": "佐证材料",
    "V19": "目标调整",
    "V20": "表头",
    "V21": "时段",
    "V22": "重复指标",
    "V23": "结对关系",
    "V24": "阶段数",
    "V25": "空白与零",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding: the rule, how grave it is, where (in words), what (with the numbers), and the record it is about.

    `place` is the mark by which a person accepts it (Waiver.place): it stays the same while the finding is about the same
    thing and the same numbers. `waived` is the reason given, None while nobody accepted it.
    """

    rule: str
    severity: str
    where: str
    message: str
    record: type[Record] | None = None
    key: Key | None = None
    place: str = ""
    waived: str | None = None

    @property
    def subject(self) -> str:
        """What the rule looks at: 计量单位, 序时进度."""
        return SUBJECTS[self.rule]
