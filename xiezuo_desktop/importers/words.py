"""What texts look like: header words of the tables that offices issue, measure units, names of units.

Words are matched after `folded`; a header word counts whole or with an addition (年度, 2024年, 全市, 完成) in front or behind.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ..core.matrix import OWN_WORDS
from ..core.measure_units import dimension
from ..core.names import looks_like_group
from ..core.unit_kinds import ends_like_body


def _several(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Role → words that name such a column. The first tuple names it beyond doubt, the second may also name another role.
HEADERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ordinal": (_several("序号 编号 编码 代码 序 项次 NO NO."), _several("号")),
    "category": (
        _several(
            "类别 分类 指标类别 指标分类 任务类别 任务分类 工作类别 项目类别 一级指标 大类 领域 工作领域 "
            "协作领域 板块 所属类别 所属领域 考核类别 重点领域 任务领域 工作板块 项目分类 工作方面"
        ),
        _several("项目 内容 方面 重点工作 二级指标"),
    ),
    "name": (
        _several(
            "指标名称 名称指标 指标内容 任务名称 任务指标 主要指标 具体指标 工作指标 指标项目 项目名称 "
            "三级指标 指标项 主要任务指标 考核指标名称 目标名称 考核项目 具体任务 工作任务 任务内容 "
            "任务事项 工作事项 指标任务 目标任务名称 事项名称 重点指标 协作指标 帮扶指标 "
            "主题 民生实事 实事项目 实事名称 督办事项 督查事项 重点事项 事项内容 任务清单 职责任务 工作职责 主要职责 职责分工 部门职责 职责内容 任务项目 重点工作任务 项目类别及名称 指标及任务"
        ),
        _several(
            "指标 考核指标 名称 项目 事项 内容 任务 工作内容 主要任务 重点任务 考核内容 主要内容 目标任务 重点工作 二级指标"
        ),
    ),
    "measure_unit": (_several("计量单位 指标单位 度量单位 计算单位 数量单位 单位名称(计量)"), _several("单位")),
    "target": (
        _several(
            "目标值 年度目标 目标数 任务数 指标值 计划数 计划值 考核目标 任务目标 目标任务 年度任务 "
            "年度目标任务 年度目标值 任务数量 目标数量 指标数 任务量 年度计划 全年目标 全年任务 任务值 "
            "年度任务数 下达任务数 分解任务数 考核目标值 年度指标 计划目标 工作目标 年度考核目标 目标 "
            "全年目标任务 全年计划 分解数 下达数 指标数量 计划任务数 目标要求 资金计划 计划资金 资金安排 安排资金 "
            "资金额度 计划金额 安排金额 援助资金 任务分解数 资金规模 投资规模 计划投资 投资金额 项目资金 项目金额 预算资金 补助金额 "
            "协作资金 帮扶资金 投入资金 计划投入"
        ),
        _several(
            "考核指标 指标 任务 数量 任务指标 计划 指标任务 金额 工作标准 名额 选派人数 计划人数 派出人数 采购任务 采购额 总投资 投资额 资金 预算 项目总投资 投资总额 计划总投资 估算总投资"
        ),
    ),
    "nature": (_several("指标性质 性质 指标属性 属性 指标类型"), _several("类型")),
    "lead": (_several("牵头单位 牵头部门 牵头责任单位 主办单位 主办部门 主责单位 第一责任单位 牵头"), ()),
    "responsible": (
        _several(
            "责任部门 责任单位 承办单位 承办部门 落实单位 落实部门 承担单位 完成单位 实施单位 责任主体 "
            "负责单位 负责部门 主要责任单位 任务单位 责任科室 承担部门 实施部门 执行单位 具体责任单位 责任分工 "
            "项目实施单位 项目单位 项目责任单位 建设单位 主管部门 主管单位 项目主管部门 行业主管部门 责任镇街 责任处室 派出单位 选派单位 派员单位 派出部门 选派部门"
        ),
        _several("单位 部门 单位名称"),
    ),
    "cooperating": (
        _several(
            "配合单位 配合 协办 配合部门 协办单位 协办部门 协助单位 协同单位 参与单位 参加单位 配合责任单位 协作单位 "
            "协同部门 协助部门 参与部门 共同责任单位 协同配合单位 配合责任部门"
        ),
        (),
    ),
    "statistics": (
        _several(
            "统计单位 统计部门 数据汇总单位 汇总单位 统计汇总单位 数据来源单位 数据报送单位 数据提供单位 统计责任单位"
        ),
        _several("数据来源 资料来源"),
    ),
    "funding": (_several("资金保障单位 资金保障部门 资金拨付单位"), ()),
    "guidance": (_several("指导单位 指导部门 业务指导单位 业务指导部门"), ()),
    "definition": (
        _several(
            "指标解释 指标说明 指标含义 指标释义 统计口径 口径 口径说明 解释说明 指标口径 解释 释义 计算口径 "
            "指标定义 建设内容 建设内容及规模 主要建设内容 建设规模及内容 任务说明 认定标准 统计口径说明 计算方法 统计标准 指标解释及口径 口径解释"
        ),
        _several("说明 具体要求 标准 要求"),
    ),
    "evidence": (
        _several(
            "佐证材料 佐证 考核依据 佐证要求 证明材料 佐证资料 印证材料 评价依据 支撑材料 报送材料 评分依据 考核资料"
        ),
        _several("依据 数据来源 资料来源"),
    ),
    "deadline": (
        _several(
            "完成时限 完成时间 完成节点 时间安排 时限 时间要求 时限要求 截止时间 完成期限 期限 时间节点 办结时限 完成日期"
        ),
        _several("时间 进度要求 进度安排"),
    ),
    "leader": (
        _several(
            "责任领导 分管领导 牵头领导 联系领导 挂钩领导 包抓领导 责任人 责任领导及单位 分管区领导 分管县领导 领导"
        ),
        (),
    ),
    "note": (_several("备注 附注 备注说明"), _several("说明 注")),
    # columns of other kinds of tables: known, so that they are not taken for one of the above
    "points": (
        _several(
            "分值 权重 满分 得分 评分 标准分 赋分 自评分 考核得分 评价得分 基础分 基本分 基准分 满分值 标准分值 权重分 分数 配分"
        ),
        (),
    ),
    "ignore": (("导入问题",), ()),  # written by the program beside rows with problems
    "progress": (
        _several(
            "完成情况 完成数 完成率 完成值 实际完成 进度 完成比例 累计完成 目前进展 工作进展 进展情况 "
            "指标完成情况 累计完成数 完成进度 序时进度 "
            "完成 已完成 完成额 完成金额 完成比例 累计完成 排名 位次 名次 存在问题 问题困难 下步打算 下一步打算 下一步计划 目前进度 推进情况 落实情况"
        ),
        (),
    ),
    "last_value": (
        _several(
            "上年完成 上年完成数 上年完成值 上年完成情况 上年实绩 上年基数 上年数 上年实际 上年实际完成 上年度完成数 "
            "上年度完成情况 上年度实绩 去年完成 去年完成数 去年实绩"
        ),
        _several("基数"),
    ),
    "contact": (
        _several("联系人 联络员 联络人 联系人员 联系人姓名 经办人 经办人员 项目负责人 工作联系人"),
        _several("姓名 负责人"),
    ),
    "phone": (
        _several(
            "联系电话 电话 电话号码 联系方式 联系人电话 联系人及电话 联系人及联系电话 联系人及联系方式 办公电话 手机 手机号 手机号码"
        ),
        (),
    ),
    "measures": (
        _several(
            "落实工作措施 工作措施 落实措施 具体措施 主要措施 工作举措 推进措施 具体举措 措施 主要举措 "
            "落实举措 任务措施 重点举措 推进举措 推进计划 任务举措 工作措施及要求"
        ),
        _several("工作要求 工作内容 主要内容 具体内容"),
    ),
    "superior": (_several("上级任务 上级下达任务 下达任务 省市下达任务 省下达任务 市下达任务 任务来源 上级要求"), ()),
    "rule": (_several("评分标准 评分办法 计分办法 折算计分办法 评分细则 考核标准 赋分标准 评价标准 计分标准"), ()),
    "method": (_several("考核方式 评价方式 考核方法"), ()),
    "assessor": (_several("考核单位 考核部门 评分单位 评价单位 评价部门 赋分单位 评分部门 考评单位 考评部门"), ()),
    "party": (
        _several(
            "地区 区域 县区 区县 市县 县市 被考核单位 被考核对象 考核对象 被考核地区 街镇 镇街 乡镇 镇乡 镇 乡 县 区"
        ),
        (),
    ),
    "place": (
        _several(
            "派往地 派往地区 派驻地 派驻地区 受援地 受援地区 服务地 服务地区 挂职地 接收地 建设地点 实施地点 项目地点 "
            "实施地区 项目所在地 地点 派往单位 接收单位 派驻单位 挂职单位"
        ),
        (),
    ),
    "split": (_several("分解情况 任务分解 分解明细 分解任务 具体分解"), ()),
    "total": (
        _several("合计 总计 小计 总数 总量 全市 全区 全县 全州 全市合计 总任务数 总任务 任务总数 任务合计 总目标"),
        (),
    ),
}
UNIT_ROLES = ("lead", "responsible", "cooperating", "statistics", "funding", "guidance")
NATURES = {"约束性": "binding", "预期性": "expected", "统计性": "statistical"}

_ADDED_BEFORE = re.compile(
    r"^(?:(?:19|20)\d{2}(?:年度?|-)|本?年度?|全年|本年|当年|\d{1,2}月|[全本][省市区县旗镇州]|[省市区县旗镇]级?|主要|下达|协作|帮扶|工作|具体|计划)+"
)
_YEAR = re.compile(r"(?:19|20)\d{2}年?度?")
_BRACKETS = re.compile(r"\([^()]*\)")


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """One width, no blanks: the form in which words are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


_STAGE = re.compile(
    r"(?:(?:[前第]?[一二三四1-4]个?季度|[上下]半年|半年|全年|年[底末]|(?:截至)?\d{1,2}(?:-\d{1,2})?月(?:份|底)?)(?:末|底|前)?)+"
    r"(?:目标|计划|任务|进度|安排|工作|累计|序时|要求|节点|指标|完成|数|值|\([^()]*\))*"
)
_EAST = re.compile(r"东部.{0,8}|(?:帮扶|支援|援助)(?:方|地区?|单位|主体|[区县市镇]+).{0,4}")
_WEST = re.compile(
    r"西部.{0,8}|(?:受帮扶|被帮扶|受援|受助|被支援|对口)(?:方|地区?|单位|对象|[区县市镇村]+).{0,4}|(?:帮扶|结对)对象.{0,4}"
)

_FORMS = (
    (
        re.compile(
            r"(?:计划|要求)?(?:完成|办结|截止|截至|整改|交付|验收|销号|落实|竣工|完工|建成|结束)(?:时限|时间|期限|日期|节点|限期|年月)"
        ),
        "deadline",
    ),
    (re.compile(r"(?:计划|拟|项目)?(?:启动|开始|起始|开工|动工)(?:时间|日期|时限|节点|年月)"), "start"),
    # 牵头站办, 协同处室, 参与 below 责任部门: whatever the offices are called
    (re.compile(r"(?:牵头|主办|主责)(?!.*(?:领导|人$|时|目标|任务|事项)).{0,6}"), "lead"),
    (
        re.compile(r"(?:协同|协办|协助|配合|参与|参加|共同责任)(?!.*(?:领导|人$|时|目标|任务|事项|情况)).{0,6}"),
        "cooperating",
    ),
    (re.compile(r".{0,8}(?:支持|对接|联合|会办|联络)(?:单位|部门)"), "cooperating"),  # 商请贵区支持单位
    (
        re.compile(
            r"(?:责任|承办|落实|承担)(?:站办|站所|科室|处室|股室|村居?|社区|企业|学校|主体|镇街|街镇|乡镇)(?:[(].*[)])?"
        ),
        "responsible",
    ),
)
_EVIDENCE = re.compile(
    r"(?:佐证|证明|印证|支撑|考核|考评|评价|查验|备查|依据|评分|检查|验收)(?:资料|材料|依据|来源|要件)(?:要求|清单|目录|来源)?|(?:资料|材料)(?:依据|清单|目录|要求|要件)"
)
_RULE = re.compile(
    r"(?:评分|计分|赋分|打分|得分|扣分|加分|考分|评定)(?:标准|办法|方法|细则|规则|方式|说明|要求|口径)?(?:及说明)?"
)
_BENEFIT = re.compile(r"(?:预计)?(?:受益|覆盖|惠及|带动).{0,8}")  # what an amount of money does for people: 受益户数

_SURE = {word: role for role, (sure, _) in HEADERS.items() for word in sure}
_LONG_WORDS = tuple(word for word in _SURE if len(word) > 1)
_MAYBE: dict[str, list[str]] = {}
for _role, (_, _words) in HEADERS.items():
    for _word in _words:
        _MAYBE.setdefault(_word, []).append(_role)


@lru_cache(maxsize=4096)
def header_roles(text: str) -> dict[str, float]:
    """What a header cell may name: role → how sure the word alone makes it, from 0.3 to 1. {} for no header word."""
    word = _BRACKETS.sub("", folded(text)).strip("、:：.·").upper()
    if word not in _SURE and _STAGE.fullmatch(word):
        return {"stage": 1.0}
    out: dict[str, float] = {}
    for form, weight in (
        (word, 1.0),
        (word.replace("、", ""), 1.0),
        (_ADDED_BEFORE.sub("", word), 0.95),
        (_YEAR.sub("", word), 0.95),
    ):
        if form in _SURE:
            out[_SURE[form]] = max(out.get(_SURE[form], 0.0), weight)
        for role in _MAYBE.get(form, ()):
            out[role] = max(out.get(role, 0.0), 0.6 * weight)
    if not out and 2 < len(word) <= 14 and (word.endswith(_LONG_WORDS) or word.startswith(_LONG_WORDS)):
        for known, role in _SURE.items():
            if len(known) >= 2 and (word.endswith(known) or (word.startswith(known) and len(known) > 2)):
                out[role] = max(out.get(role, 0.0), 0.45 + 0.05 * len(known))
    if not out and re.search(r"[/／及和与、]", word) and len(word) <= 16:
        found = [
            max(header_roles(w).items(), key=lambda x: x[1], default=None) for w in re.split(r"[/／及和与、]", word)
        ]
        for pair in found[:1] if all(found) else []:
            assert pair
            out[pair[0]] = 0.8 * pair[1]
    return out or _roles_by_form(text, word)


def _roles_by_form(text: str, word: str) -> dict[str, float]:
    """What words outside the lists may name: 镇（街道） whose rows these are, 采购额（万元） a figure, 东部单位 one of a pair."""
    if looks_like_group(re.sub(r"名称$", "", folded(text))):
        return {"party": 0.8}
    for pattern, role in ((_WEST, "west"), (_EAST, "east")):
        if pattern.fullmatch(word):
            return {role: 0.8}
    if re.fullmatch(r"(?:结对|协作|帮扶)(?:类型|类别|形式|方式|层级)", word):
        return {"pairing_kind": 0.8}
    for pattern, role in _FORMS:
        if pattern.fullmatch(word):
            return {role: 0.9}
    for pattern, role in ((_BENEFIT, "benefit"), (_EVIDENCE, "evidence"), (_RULE, "rule")):
        if pattern.fullmatch(word):
            return {role: 1.0}
    return {"figure": 0.6} if measure_unit_in(text) or dimension(word) else {}


def is_header_word(text: str) -> bool:
    """Whether a cell names a column."""
    return bool(header_roles(text))


def measure_unit_in(text: str) -> str:
    """The measure unit in the brackets at the end of a header or a name: 目标值（万元） → 万元; "" when there is none."""
    found = re.search(r"\((?:[^()]*[,，、;:])?([^(),，、;:]{1,6})\)$", folded(text))
    return found[1] if found and dimension(found[1]) else ""


def without_measure_unit(name: str) -> str:
    """A name without the measure unit in its last brackets: 培训（人次） → 培训, 引进项目（投资额，亿元） → 引进项目（投资额）."""
    bare = re.sub(r"\s*[（(]\s*(?:单位\s*[:：])?[^（）()，,、；;:：]*[）)]\s*$", "", name)
    return bare if bare != name else re.sub(r"\s*[，,、；;:：][^（）()，,、；;:：]*([）)])\s*$", r"\1", name)


def people_in(text: str) -> str:
    """The measure unit that a header word counts: 选派人数 → 人, 受益户数 → 户; "" for another word."""
    found = re.search(r"([人户])数$", folded(text))
    return found[1] if found else ""


_NOT_OFFICE = re.compile(
    r"[。；！？,:：]|^\d|完成|开展|推进|落实|实现|不少于|不低于|以上|就业|人数|情况|[^人]数$|选派|参与"
)
_PIECES = re.compile(r"[、,，;；\s/]+")


def looks_like_office(name: str) -> bool:
    """Whether a short text reads like the name of an office, body, town or company, or of a group of them."""
    text = folded(name)
    text = _BRACKETS.sub("", text.removesuffix("等")) or text
    if not 1 < len(text) <= 30 or _NOT_OFFICE.search(text):
        return False
    return ends_like_body(text) or looks_like_group(name)


_REGION = re.compile(r"[\u4e00-\u9fff]{1,8}[省市县区州盟旗]")


def names_somebody(text: str) -> bool:
    """Whether a header word is the name of an office or of a region: 青石街道, 乙湖县, 市本级."""
    return looks_like_office(text) or folded(text) in OWN_WORDS or bool(_REGION.fullmatch(folded(text)))


_ROLE_BEHIND = re.compile(
    r"(?:按职责分工)?(?:牵头|主办|负责|主责|配合|协助|参与|协同|协办|参加)(?:负责|落实|实施|推进|完成)?$"
)
_ROLE_BEFORE = re.compile(r"^由?(?:(?:牵头|责任|主办|配合|协办|协助|参与)(?:责任)?(?:单位|部门)?[:：])?")


_AND_OTHERS = re.compile(r"等(?:有关|相关|各)?(?:责任)?(?:单位|部门)$")  # 县国资局等单位


def unit_share(text: str) -> float:
    """The share of the pieces of a cell that read like offices, split at every mark that may part them."""
    pieces = [p for p in _PIECES.split(unicodedata.normalize("NFKC", text)) if p and p not in ("等", "-")]
    pieces = [_ROLE_BEHIND.sub("", _ROLE_BEFORE.sub("", p)) or p for p in pieces if not _BRACKETS.fullmatch(p)]
    pieces = [_AND_OTHERS.sub("", p) or p for p in pieces]
    return sum(looks_like_office(p) for p in pieces) / len(pieces) if pieces else 0.0
