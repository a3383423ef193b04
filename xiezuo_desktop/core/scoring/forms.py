"""The forms of one rule: each looks at a folded text (see `reading`) and gives the rule it finds there, or None."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from ..ordinals import parse_chinese_numeral
from .rules import Level, Rule, Step

N = r"(\d{1,6}(?:\.\d{1,4})?)"
HAN = "零一二两三四五六七八九十"
INT = rf"(\d{{1,3}}|[{HAN}]{{1,3}})"
_UNIT = r"个百分点|百分点|人次|场次|班次|个月|万元|亿元|平方米|公里|[个名人次项家对所天日处条篇份元户例件期场批轮起宗辆台套亩吨年月周%]"
GETS = r"的?,?(?:可|均|各|都|每项)?(?:得|计|给|为|记|赋)?"
NOTHING = r"(?:得?0(?:\.0+)?分|不得分|不计分|不给分|不予计分|零分)"
_ZERO = re.compile(
    rf"(?:未|没有?|否则|不达标|达不到|不足|低于|不满|不符合|其余|其他)[^;。]{{0,30}}?(?:{NOTHING}|(?:得|计){N}分)"
)


def whole(text: str) -> int | None:
    """A whole number in figures or Chinese numerals: 3, 三."""
    return int(text) if text.isdigit() else parse_chinese_numeral(text)


def done_points(folded: str) -> Decimal | None:
    """The points that a text gives for doing what is asked: the first that it gives at all."""
    found = re.search(rf"(?<!不)(?:得|计|给|为|记|赋|加){N}分|^[^。;扣减罚]*?{N}分", folded)
    return Decimal(found[1] or found[2]) if found else None


def _zero(folded: str) -> Decimal | None:
    found = _ZERO.search(folded)
    return None if found is None else Decimal(found[1] or 0)


def _nothing_else(folded: str) -> bool:
    """Whether what is not done gets nothing, plainly said."""
    return bool(re.search(rf"(?:未|没有?|否则|不达标|达不到|不足|低于|不满|其余|其他)[^;。]{{0,30}}?{NOTHING}", folded))


def has_ratio(folded: str) -> bool:
    """Whether a text gives points in proportion to what was done."""
    return bool(_FORMULA.search(folded) or _BY_SHARE.search(folded))


# ------------------------------------------------------------------------------------------------ counting

_LESS = r"少于|低于|短少|少|缺|差|欠|降低|下降|减少|低"
_VERB = rf"(?P<verb>{_LESS}|迟报|漏报|逾期|延迟|推迟|晚|迟|发现|出现|发生|存在|有|漏|未[^,;。\d]{{1,8}})?[^,;。\d扣]{{0,8}}?"
_EACH = rf"(?P<each>{N[1:-1]}|[一二两三五十半])?"
_OFF = rf"[^,;。扣]{{0,16}}?,?的?扣(?:减|除)?(?P<points>{N[1:-1]})分"
_EACH_LESS = re.compile(rf"每{_VERB}{_EACH}(?P<unit>{_UNIT}){_OFF}")
_EACH_FAULT = re.compile(rf"每{_VERB}{_EACH}(?P<unit>){_OFF}")
_EACH_MORE = re.compile(
    rf"每(?P<verb>超额?(?:完成|过)?|多|高出?|[^,;。\d扣]{{0,12}}?){_EACH}(?P<unit>{_UNIT})"
    rf"[^,;。扣]{{0,16}}?,?(?:得|加|计|记|奖|给)(?P<points>{N[1:-1]})分"
)
_MOST = re.compile(
    rf"(?:最高|最多|至多|上限|封顶|不超过|合计不超|满分)[^,;。\d扣]{{0,8}}?{N}分|{N}分(?:封顶|为止|为限|为上限)"
)
_MOST_OFF = re.compile(rf"(?:最[高多]|至多|累计|合计|不超过|扣分不超过)[^,;。\d]{{0,6}}扣?[^,;。\d]{{0,4}}{N}分")
_TIMES_COUNT = re.compile(rf"{N}×(?!\()[^+,;。=/×()]{{0,12}}?[数额量](?![^,;。]*/)")


def _amount(text: str | None) -> Decimal:
    if not text:
        return Decimal(1)
    if text == "半":
        return Decimal("0.5")
    value = whole(text) if not re.match(r"\d", text) else None
    return Decimal(text) if value is None else Decimal(value)


def deduction(folded: str, points: Decimal | None) -> Rule | None:
    """完成得3分，每少1个扣0.1分，扣完为止; 每低1个百分点扣0.2分; 每发现1起扣0.5分，最多扣2分."""
    found = _EACH_LESS.search(folded) or _EACH_FAULT.search(folded)
    if found is None:
        return None
    unit = found["unit"] or ""
    if unit in ("个百分点", "百分点", "%"):
        basis, unit = "rate", ""
    else:
        basis = "missing" if re.fullmatch(_LESS, found["verb"] or "") else "fault"
    before = folded[: found.start()]
    full = re.search(rf"(?:得|计|为|满分){N}分", before)
    behind = folded[found.end() :]
    most = _MOST_OFF.search(behind)
    least = _LEAST.search(folded) if basis != "fault" else None
    return Rule(
        "deduction",
        least=Level(Decimal(least[1]), percent=True) if least else None,
        full=Decimal(full[1]) if full else points,
        basis=basis,
        each=_amount(found["each"]),
        measure_unit=unit,
        points=Decimal(found["points"]),
        cap=Decimal(most[1]) if most else None,
    )


def each_clauses(folded: str) -> list[re.Match[str]]:
    """The places of a text that give or take points for each of something, in order."""
    out: list[re.Match[str]] = []
    at = 0
    while found := [m for form in (_EACH_LESS, _EACH_FAULT, _EACH_MORE) if (m := form.search(folded, at))]:
        out.append(min(found, key=lambda m: m.start()))
        at = out[-1].end()
    return out


def cap_of(folded: str) -> Decimal | None:
    """The most points that a text lets something give: 最高6分, 3分封顶; None where it has no such limit."""
    most = _MOST.search(folded)
    return Decimal(most[1] or most[2]) if most else None


def coefficient(folded: str, points: Decimal | None) -> Rule | None:
    """每举办1场得0.5分，最高3分; 完成得2分，每超额1个加0.1分，最高3分; 得分＝0.57×实际达标数."""
    each = _EACH_MORE.search(folded)
    times = None if each else _TIMES_COUNT.search(folded)
    found = each or times
    if found is None:
        return None
    cap = cap_of(folded)
    if each is None:
        assert times
        basis = "over" if "超" in times[0] else ""
        return Rule("coefficient", points=Decimal(times[1]), basis=basis, cap=cap)
    over = bool(re.match(r"超|多|高", each["verb"]) or re.search(r"超[^;。\d]{0,10}$", folded[: each.start()]))
    base = re.search(rf"完成[^,;。]{{0,8}}?得(?:基[本础]分)?{N}分", folded[: each.start()])
    if base and cap is not None and re.search(r"最[高多]加|加分(?:最[高多]|不超过|上限|不得超过)", folded):
        cap += Decimal(base[1])  # 最高加1分: above what is given anyway
    return Rule(
        "coefficient",
        each=_amount(each["each"]),
        measure_unit=each["unit"],
        points=Decimal(each["points"]),
        basis="over" if over else "",
        base=Decimal(base[1]) if base else None,
        cap=cap,
    )


# ------------------------------------------------------------------------------------------------ marks to reach

_LOWER = r"≥|>=|大于等于|不低于|不少于|至少|达到|达|满|>|大于|超过|高于|多于"
_OVER = (">", "大于", "超过", "高于", "多于")
_DAY = re.compile(
    rf"\d月(?:底|末|初|中旬|份|\d{{1,2}}日)[^;。]{{0,16}}?(?:得|计){N}分"
)  # 6月底前拨付得12分: when, not how much
_TASK = r"(?:年度|全年|目标|任务|既定|指标|要求|计划|值|数|全部)*"
_WHOLE = re.compile(
    rf"(?<![未没能额本])(?:(?:达标|完成|达到|实现){_TASK}|全部[^,;。\d率]{{1,6}}?)的?,?(?:得|计|给|赋){N}分"
)
_MORE = re.compile(rf"超额?(?:完成|过)?{_TASK}的?,?(?:得|计|给|赋){N}分")
_BELOW = r"≤|<=|<|小于|低于|不足|少于|不满|未达到?|不到"
_MARK = re.compile(
    rf"(?:(?P<lower>{_LOWER})|(?P<below>{_BELOW}))?(?<![\d.])(?P<low>{N[1:-1]})(?![\d.])(?P<percent>%)?"
    rf"(?:\(含\))?(?:(?:-|至|到)(?:<|≤)?(?P<high>{N[1:-1]})(?P<percent2>%)?)?(?P<unit>{_UNIT})?"
    rf"(?:\((?:含|不含)[^()]{{0,8}}\))?(?P<how>及?(?:以上|以内|之间|以下))?(?:\((?:含|不含)\))?(?(unit)[^,;。:\d%得计给分扣减罚]{{0,10}}?)"
    rf"{GETS}(?:(?P<points>{N[1:-1]})分|(?P<nothing>{NOTHING}))"
)


def _marks(folded: str) -> tuple[list[Step], list[Decimal], str]:
    """The marks of a text with their points, the highest first; the points below marks; the unit of the marks."""
    steps: list[Step] = []
    below: list[Decimal] = []
    unit = ""
    for found in _MARK.finditer(folded):
        worth = Decimal(found["points"]) if found["points"] else Decimal(0)
        percent = bool(found["percent"] or found["percent2"])
        if found["below"] or (found["how"] or "").endswith("以下"):
            below.append(worth)
        elif worth or steps:
            over = found["lower"] in _OVER
            steps.append(Step(Level(Decimal(found["low"]), percent, over), worth))
            unit = unit or (found["unit"] or "")
    steps.sort(key=lambda s: -s.mark.value)
    return steps, below, unit


def _with_the_whole(steps: list[Step], folded: str) -> list[Step]:
    """Shares to reach with those said in words: 超额完成得20分, 达标得15分，完成80%以上得10分."""
    more, whole = _MORE.search(folded), _WHOLE.search(folded)
    if not (steps or more) or any(not s.mark.percent for s in steps):
        return steps
    hundred = Decimal(100)
    if whole and all(s.mark.number != hundred for s in steps):
        steps = [*steps, Step(Level(hundred, percent=True), Decimal(whole[1]))]
    if more and all(s.mark.number <= hundred for s in steps):
        steps = [*steps, Step(Level(hundred, percent=True, over=True), Decimal(more[1]))]
    return sorted(steps, key=lambda s: (-s.mark.value, not s.mark.over))


def bounded(folded: str, points: Decimal | None) -> Rule | None:
    """Marks with points: several are tiers, one is a threshold (1次及以上得3分) or a rate (100%的得2分)."""
    if _DAY.search(folded):
        return None
    steps, below, unit = _marks(folded)
    steps = _with_the_whole(steps, folded)
    rest = below[-1] if below else _rest(folded)
    if len(steps) > 1 or (len(steps) == 1 and rest):
        percents = [s.mark.percent for s in steps]
        if any(percents) != all(percents):
            return None
        steps = list(dict.fromkeys(steps))
        same = any(a.mark == b.mark for a, b in pairwise(steps))
        if same or any(a.points < b.points for a, b in pairwise(steps)):
            most = max(*(s.points for s in steps), points or Decimal(0))
            return Rule("discretionary", full=most, by_hand=True)  # 5%以内得9分，10%以内得6分: no marks to reach
        return Rule(
            "tier", steps=tuple(steps), zero=rest, measure_unit=unit, basis="rate" if any(percents) else "value"
        )
    if len(steps) != 1:
        return None
    only = steps[0]
    if not only.mark.percent:
        known = unit and unit not in ("%", "年", "月", "日") and only.points > 0 and not has_ratio(folded)
        return (
            Rule("threshold", at_least=only.mark.number, measure_unit=unit, full=only.points, zero=rest)
            if known
            else None
        )
    if _FORMULA.search(folded) or (_BY_SHARE.search(folded) and not _nothing_else(folded)):
        return None
    return Rule("rate", rate=only.mark, full=only.points, zero=rest)


def _rest(folded: str) -> Decimal | None:
    found = re.search(rf"(?:其[余他]|否则|未|没有?)[^,;。\d]{{0,12}}?,?(?:{NOTHING}|(?:得|计){N}分)", folded)
    return None if found is None else Decimal(found[1] or 0)


# ------------------------------------------------------------------------------------------------ ratios, hands, done

_FORMULA = re.compile(
    rf"{N}×[^+,;。=]{{0,16}}?(?:率|比例|百分比)|(?:率|比例|百分比)\)?×{N}|{N}×\(?[^,;。=()]{{1,16}}/[^,;。=()]{{1,16}}\)?"
    rf"|/[^,;。=×]{{1,16}}×{N}|×(?:完成率|完成比例)|得分=[^,;。×]{{0,4}}完成率"
)
_BY_SHARE = re.compile(
    r"按(?:照|其|实际|任务|目标|年度)*(?:完成|所占|实际)?(?:任务|目标|数)?的?(?:比例|完成率|百分比|进度|率|[^,;。]{0,10}率)[^,;。\d]{0,6}?(?:得|计|给|赋|折|算|扣|评)|按[^,;。]{0,12}(?:占|与|和|同)[^,;。]{1,12}(?:之比|比例|比值|比率|百分比)[^,;。\d]{0,4}(?:得|计|给|赋|折|算)|按比例|同比例|折算(?:得|计)分"
)
_LEAST = re.compile(rf"(?:低于|不足|达不到|未达到?|不到|小于|<){N}%[^,;。\d]{{0,6}},?{NOTHING}")
_FULL_FROM = re.compile(rf"(?:≥|>=|达到|达|不低于)?{N}%(?:\(含\))?及?(?:以上)?的?,?得{N}分")
_BEST = re.compile(
    r"(?P<what>[^,;。]{0,12}?)(?:最[高大多](?:者|的|值|数|县|市|区|单位)|第一名?(?:者|的)?)[^,;。]{0,8}?(?:为|得|计)(?:\d+(?:\.\d+)?分|满分)"
)
_GRADES = re.compile(r"优秀?[^,;。]{0,6}?得?\d.*?良好?[^,;。]{0,6}?得?\d")
_GRADE = re.compile(
    rf"(?<!不)(?:优秀?|良好?|合格|较?好|一般|较?差|中等?|及格|[一二三四甲乙丙丁]等)(?:等?次|档)?{GETS}{N}分"
)  # 较好的得8分，一般的得5分: somebody has to say which
_SPAN = re.compile(r"[得计给评](?:为|分)?\d+(?:\.\d+)?-\d+(?:\.\d+)?分")  # 较规范得10-19分: somebody has to choose
_GIVEN = re.compile(rf"(?<!不)(?:得|计|给|记|赋){N}分")
_TAKEN = re.compile(rf"(?:未|没有?|不|缺|逾期|迟)[^,;。\d扣]{{0,20}}?,?的?扣(?:减|除)?{N}分")
_LENIENT = re.compile(r"酌情|视情|酌减|酌扣")
_HAND = re.compile(
    r"酌情|视情|综合评[定价分]|评议|评审|打分|专家|由.{1,16}评[分定]|根据.{1,24}(?:给|计|得|评|赋|扣)分|酌减|酌扣"
)


def ratio(folded: str, points: Decimal | None) -> Rule | None:
    """完成得3分；未完成的，得分＝3×完成率; 按完成比例得分; 得分＝实际数/任务数×5，不封顶."""
    formula = _FORMULA.search(folded)
    if formula is None and _BY_SHARE.search(folded) is None:
        return None
    stated = next((Decimal(g) for g in formula.groups() if g), None) if formula else None
    done = re.search(rf"(?:完成|达到|达标|足额|全部|满分)[^,;。\d]{{0,8}}?(?:得|计){N}分", folded)
    full = stated if stated is not None else Decimal(done[1]) if done else points
    cap = cap_of(folded)
    least = _LEAST.search(folded)
    begins = _FULL_FROM.search(folded)
    full_from = Level(Decimal(begins[1]), percent=True) if begins and Decimal(begins[1]) < 100 else None
    uncapped = bool(re.search(r"不封顶|不设上限|上不封顶|可超过?满?分", folded)) or (
        cap is not None and full is not None and cap > full
    )
    best = _BEST.search(folded)
    return Rule(
        "ratio",
        full=full,
        basis="" if best is None else "best_rate" if "率" in best["what"] else "best_value",
        uncapped=uncapped,
        cap=cap if uncapped else None,
        least=Level(Decimal(least[1]), percent=True) if least else None,
        full_from=full_from,
    )


def discretionary(folded: str, points: Decimal | None) -> Rule | None:
    """开展工作的得3分；未开展的酌情扣分; 规范得20分，较规范得10-19分; 6月底前得20分，9月底前得15分."""
    steps = {Decimal(g[1]) for g in _GIVEN.finditer(folded)} - {Decimal(0)}
    dated = len(steps) > 1 and _DAY.search(folded)
    graded = len({Decimal(g[1]) for g in _GRADE.finditer(folded)} - {Decimal(0)}) > 1
    if not dated and not graded and not any(form.search(folded) for form in (_HAND, _GRADES, _SPAN)):
        return None
    full = max(steps) if steps else done_points(folded)
    if full is None or (not steps and points is not None):
        full = points  # 优秀（90分以上）: no points of the item
    lenient = len(steps) == 1 and _LENIENT.search(folded) is not None  # 未开展的酌情扣分: who has done it gets all
    return Rule("discretionary", full=full, by_hand=not lenient)


def plain(folded: str, points: Decimal | None) -> Rule | None:
    """完成得4分，未完成得0分; 未报送的扣2分: what is left of the points then."""
    full = done_points(folded)
    taken = _TAKEN.search(folded) if folded.count("扣") == 1 else None
    if full is None and points is not None and (taken or re.search(NOTHING, folded)):
        full = points
    if full is None:
        return None
    if taken and _ZERO.search(folded) is None:
        return Rule("binary", full=full, zero=max(Decimal(0), full - Decimal(taken[1])))
    return Rule("binary", full=full, zero=_zero(folded))
