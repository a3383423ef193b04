"""Checks that add up: V1 parts, V2 splits, V3 columns of a matrix, V4 其中, V5 amounts for each member."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ..matrix import is_own, total_bearer
from ..measure_units import convert, dimension
from ..records import Unit
from .facts import COUNTED, Facts, amount, plain, same_measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..numbers import Value
    from ..plan import Plan
    from ..records import Allocation, Id, Indicator
    from .problem import Problem

Split = list[tuple["Allocation", "Value"]]


def parts_make_the_whole(facts: Facts) -> Iterator[Problem]:
    """V1: the parts of an indicator add up to it, in its target and in every column of its split.

    Rounded figures may differ by (n + 1)/2 units of the last digit shown; what is counted may not differ at all.
    """
    for parent in facts.plan.indicators:
        parts = [
            i for i in facts.plan.sub_indicators(parent.id) if i.parent_relation == "part" and same_measure(i, parent)
        ]
        if len(parts) < 2:
            continue
        whole = facts.number(parent)
        if whole is not None:
            numbers = [_converted(facts.number(p), p.measure_unit, parent.measure_unit) for p in parts]
            if said := _parts_differ(whole, numbers, parent.measure_unit):
                yield facts.problem("V1", "error", parent, f"{len(parts)}个分项{said}。", whole, *numbers)
        yield from _parts_by_column(facts, parent, parts)


def _parts_by_column(facts: Facts, parent: Indicator, parts: Sequence[Indicator]) -> Iterator[Problem]:
    columns: dict[tuple[Id, Id], list[Decimal | None]] = {}
    for part in parts:
        for allocation, value in facts.amounts.get(part.id, ()):
            number = _converted(facts.in_unit(value, part.measure_unit), part.measure_unit, parent.measure_unit)
            columns.setdefault((allocation.bearer, allocation.partner), []).append(number)
    for allocation, value in facts.amounts.get(parent.id, ()):
        whole = facts.in_unit(value, parent.measure_unit)
        numbers = columns.get((allocation.bearer, allocation.partner), [])
        if whole is not None and numbers and (said := _parts_differ(whole, numbers, parent.measure_unit)):
            yield facts.problem("V1", "error", parent, f"{facts.bearer(allocation)}：分项{said}。", whole, *numbers)


def _parts_differ(whole: Decimal, numbers: Sequence[Decimal | None], measure_unit: str) -> str:
    """What to say where the parts do not make the whole; "" where they do, or where a missing part leaves it open."""
    known = [n for n in numbers if n is not None]
    total = sum(known, Decimal(0))
    least, most = whole - _tolerance(whole, known, measure_unit), whole + _tolerance(whole, known, measure_unit)
    if total > most or (total < least and len(known) == len(numbers)):
        sums = "＋".join(str(plain(n)) for n in known)
        return f"合计{sums}={amount(plain(total), measure_unit)}，上级指标是{amount(whole, measure_unit)}，相差{amount(plain(abs(total - whole)), measure_unit)}"
    return ""


def _tolerance(whole: Decimal, numbers: Sequence[Decimal], measure_unit: str) -> Decimal:
    if dimension(measure_unit) in COUNTED:
        return Decimal(0)
    exponents = [e for n in (whole, *numbers) if isinstance(e := n.as_tuple().exponent, int)]
    last = max((e for e in exponents if e < 0), default=0)
    return Decimal(len(numbers) + 1) / 2 * Decimal(1).scaleb(last) if last else Decimal(0)


def _converted(number: Decimal | None, from_unit: str, to_unit: str) -> Decimal | None:
    return None if number is None else convert(number, from_unit, to_unit)


# ------------------------------------------------------------------------------------------------ splits


def split_makes_the_target(facts: Facts) -> Iterator[Problem]:
    """V2: what the units bear adds up to the target; floors (不低于) to no less. One remainder may stand without a number.

    What a unit hands on to those below it adds up to its own share; this also holds in the part of the plan it was sent.
    """
    for indicator in facts.plan.indicators:
        split = facts.amounts.get(indicator.id)
        if not split:
            continue
        first, handed_on = _by_hand(facts, split)
        for bearer, parts in handed_on.items():
            yield from _share_differs(facts, indicator, [(a, v) for a, v in split if a.bearer == bearer], parts)
        target = facts.number(indicator)
        if target is not None and not facts.plan.is_part and not _is_matrix(facts, split):
            yield from _split_differs(facts, indicator, first, target)


def _by_hand(facts: Facts, split: Split) -> tuple[Split, dict[Id, Split]]:
    """The amounts that the plan itself gives out, and those that a unit which has one gives to units below it, by that unit.

    Towns of a county are one hand away from it, whatever lies between; who bears the totals hands nothing on.
    """
    top = total_bearer(facts.plan, (a.bearer for a, _ in split))
    holders = {a.bearer for a, _ in split} - {top}
    first: Split = []
    handed_on: dict[Id, Split] = {}
    for allocation, value in split:
        holder = _nearest_above(facts.plan, allocation.bearer, holders)
        (first if holder is None else handed_on.setdefault(holder, [])).append((allocation, value))
    return first, handed_on


def _nearest_above(plan: Plan, bearer: Id, holders: set[Id]) -> Id | None:
    seen = {bearer}
    unit = plan.get(Unit, bearer)
    while unit is not None and unit.parent is not None and unit.parent not in seen:
        if unit.parent in holders:
            return unit.parent
        seen.add(unit.parent)
        unit = plan.get(Unit, unit.parent)
    return None


def _share_differs(facts: Facts, indicator: Indicator, own: Split, parts: Split) -> Iterator[Problem]:
    """What a unit was given against what it hands on; said of the unit that does so."""
    unit = indicator.measure_unit
    mine, given = ([facts.share(a, v, unit) for a, v in some] for some in (own, parts))
    if not own or None in mine or None in given or any(v.remainder or v.qualifier == "~" for _, v in (*own, *parts)):
        return
    share, total = (plain(sum((n for n in some if n is not None), Decimal(0))) for some in (mine, given))
    if total == share or (total > share and any(v.qualifier == ">=" for _, v in (*own, *parts))):
        return
    apart = f"还差{amount(share - total, unit)}" if total < share else f"超出{amount(total - share, unit)}"
    said = f"{facts.bearer(own[0][0])}承担{amount(share, unit)}，分给所属单位{amount(total, unit)}，{apart}。"
    yield facts.problem("V2", "error", indicator, said, own[0][0].bearer, share, total)


def _split_differs(facts: Facts, indicator: Indicator, split: Split, target: Decimal) -> Iterator[Problem]:
    unit = indicator.measure_unit
    shares = [facts.share(a, v, unit) for a, v in split]
    rest = [a for a, v in split if v.remainder]
    known = [s for s in shares if s is not None]
    if not known or (None in shares and sum(s is None for s in shares) > len(rest)):
        return
    total = plain(sum(known, Decimal(0)))
    floors = any(v.qualifier == ">=" for _, v in split) or facts.target(indicator).qualifier == ">="
    ceiling = facts.target(indicator).qualifier == "<="
    if any(v.qualifier == "~" for _, v in split) or facts.target(indicator).qualifier == "~":
        return
    said = f"已分解{amount(total, unit)}，目标{amount(target, unit)}"
    if len(rest) > 1:
        names = "、".join(facts.bearer(a) for a in rest)
        yield facts.problem(
            "V2", "error", indicator, f"{names}都没有写明数额，只能有一个单位承担余数。", "rest", len(rest)
        )
    elif rest and total < target:
        left = f"余{amount(plain(target - total), unit)}由{facts.bearer(rest[0])}承担（文件未写明数额），请核对。"
        yield facts.problem("V2", "hint", indicator, f"{said}，{left}", total, target)
    elif total < target and not ceiling and not rest:
        yield facts.problem(
            "V2", "error", indicator, f"{said}，还差{amount(plain(target - total), unit)}。", total, target
        )
    elif total > target and (not floors or ceiling):
        yield facts.problem(
            "V2", "error", indicator, f"{said}，超出{amount(plain(total - target), unit)}。", total, target
        )


# ------------------------------------------------------------------------------------------------ matrix


def _is_matrix(facts: Facts, split: Split) -> bool:
    return any(a.partner for a, _ in split) or total_bearer(facts.plan, (a.bearer for a, _ in split)) is not None


def columns_make_the_total(facts: Facts) -> Iterator[Problem]:
    """V3: the columns of the counties add up to the total columns, row by row.

    Whether the totals include the city's own column (本级) is one habit of the whole table: that which more than half of
    the rows show; where they do not tell, everything printed is added.
    """
    leave_out = totals_leave_out_own(facts)
    for indicator, total, columns, own in facts.once(_matrix_rows):
        found = columns if leave_out else columns + own
        if found != total:
            unit = indicator.measure_unit
            counted = "各列（不含本级）" if leave_out else "各列"
            message = f"{counted}合计{amount(plain(found), unit)}，总数{amount(plain(total), unit)}，相差{amount(plain(abs(found - total)), unit)}。"
            yield facts.problem("V3", "error", indicator, message, found, total)


def totals_leave_out_own(facts: Facts) -> bool:
    """Whether the totals of the matrix do not count the city's own column: more than half of its rows show it."""
    rows = facts.once(_matrix_rows)
    return sum(total == columns != columns + own for _, total, columns, own in rows) * 2 > len(rows)


def _matrix_rows(facts: Facts) -> list[tuple[Indicator, Decimal, Decimal, Decimal]]:
    return [row for i in facts.plan.indicators if (row := _matrix_row(facts, i))]


def _matrix_row(facts: Facts, indicator: Indicator) -> tuple[Indicator, Decimal, Decimal, Decimal] | None:
    """A row of a matrix: its total, the sum of its columns, and what stands in the city's own column; None for another row."""
    split = facts.amounts.get(indicator.id)
    top = total_bearer(facts.plan, (a.bearer for a, _ in split)) if split else None
    if not split or top is None:
        return None
    numbers = [(a, facts.in_unit(v, indicator.measure_unit)) for a, v in _by_hand(facts, split)[0]]
    totals = [n for a, n in numbers if a.bearer == top and n is not None]
    columns = [n for a, n in numbers if a.bearer != top and not is_own(facts.plan, a.bearer) and n is not None]
    own = [n for a, n in numbers if a.bearer != top and is_own(facts.plan, a.bearer) and n is not None]
    if not totals or not columns:
        return None
    return indicator, sum(totals, Decimal(0)), sum(columns, Decimal(0)), sum(own, Decimal(0))


# ------------------------------------------------------------------------------------------------ 其中


def subset_within_the_whole(facts: Facts) -> Iterator[Problem]:
    """V4: a 其中 row is not more than the row above it; 人 beside 人次 cannot be compared and is said so."""
    for child in facts.plan.indicators:
        parent = facts.plan.get(type(child), child.parent)
        if parent is None or child.parent_relation not in ("subset", "part"):
            continue
        number, whole = facts.number(child), facts.number(parent)
        if number is None or whole is None:
            continue
        here, above = amount(number, child.measure_unit), amount(whole, parent.measure_unit)
        converted = convert(number, child.measure_unit, parent.measure_unit)
        if converted is None:
            if {dimension(child.measure_unit), dimension(parent.measure_unit)} == {"person", "person_time"}:
                yield facts.problem(
                    "V4",
                    "hint",
                    child,
                    f"计量单位与上级指标不同（本行{here}，上级指标{above}），人与人次不能比较。",
                    here,
                    above,
                )
        elif converted > whole and facts.target(parent).qualifier != ">=":
            yield facts.problem(
                "V4", "warning", child, f"“其中”数{here}大于上级指标“{parent.name}”的{above}。", here, above
            )


# ------------------------------------------------------------------------------------------------ each


def groups_have_their_size(facts: Facts) -> Iterator[Problem]:
    """V5: an amount for each member needs the size of its group, and a group has as many members as it says."""
    for group in facts.plan.groups:
        listed = len(facts.plan.members.get(group.id, ()))
        if group.expected_size and not listed and not group.open:
            said = f"应有{group.expected_size}个成员，还没有列出是哪些单位。"
            yield facts.problem("V5", "hint", group, said, group.expected_size, 0)
        if group.expected_size and listed and listed != group.expected_size and not group.open:
            yield facts.problem(
                "V5",
                "error",
                group,
                f"应有{group.expected_size}个成员，已列出{listed}个。",
                group.expected_size,
                listed,
            )
    for indicator in facts.plan.indicators:
        for allocation, value in facts.amounts.get(indicator.id, ()):
            if value.per_member and value.number is not None and facts.members(allocation.bearer) is None:
                message = f"{facts.bearer(allocation)}“{allocation.amount.strip()}”：不知道有几个成员，算不出合计；请写明应有个数。"
                yield facts.problem("V5", "hint", indicator, message, allocation.bearer)
