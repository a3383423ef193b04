"""Splitting targets: what of a target is still open, exact shares, and the steps that write them. Nothing here knows a screen."""

from __future__ import annotations

from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from .changes import Drop, Put
from .checks.facts import Facts, plain
from .checks.sums import totals_leave_out_own
from .errors import Invalid
from .matrix import MatrixColumn, is_own, matrix_columns, total_bearer
from .names import NameRegister, normalise
from .numbers import read_amount, shown
from .records import Allocation, Indicator
from .tree import key_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .changes import Step
    from .numbers import Value
    from .plan import Plan
    from .records import Id

_LONG = Context(prec=120)  # cells may hold numbers longer than the usual 28 digits

# ------------------------------------------------------------------------------------------------ shares


def places(number: Decimal) -> int:
    """How many decimals a number shows: 5.50 shows 2."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def weighted_shares(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """`total` by weights, to its own decimals, by largest remainders (of equal ones the first), so that the sum is exact.

    Raises Invalid for a negative total or weight, or where no weight is above 0.
    """
    if total < 0:
        raise Invalid("要分的数是负数，没有改动。", "请先核对下达总数和已经分出去的数。")
    if any(w < 0 for w in weights) or not any(weights):
        raise Invalid("权数里没有大于 0 的数，不能按比例分。", "请另选一项做权数。")
    digits = places(total)
    units = _counted(total, digits)
    scale = max(places(w) for w in weights)
    whole = [_counted(w, scale) for w in weights]
    divisor = sum(whole)
    shares = [units * w // divisor for w in whole]
    over = [units * w % divisor for w in whole]
    for n in sorted(range(len(whole)), key=lambda n: -over[n])[: units - sum(shares)]:
        shares[n] += 1
    return [Decimal(f"{share}E-{digits}") for share in shares]


def _counted(number: Decimal, digits: int) -> int:
    """A number that is not negative in units of its last shown decimal: however long it is, nothing is rounded."""
    _, figures, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    return int("".join(map(str, figures)) + "0" * (digits + exponent))


# ------------------------------------------------------------------------------------------------ what is open


class Balance(NamedTuple):
    """What of a row's target is borne. `left` is None where there is no whole or a part cannot be counted (`unclear` says why)."""

    whole: Decimal | None = None  # in the row's measure unit
    by_totals: bool = False  # the whole is the sum of the total columns
    borne: Decimal = Decimal(0)
    left: Decimal | None = None
    has_rest: bool = False  # a bearer takes what the others leave over
    loose: bool = False  # about so much, at least so much: what is left over or too much is no mistake
    unclear: str = ""

    @property
    def state(self) -> str:
        """even, open (something is left), over (too much), or "" where nothing can be said."""
        if self.left is None:
            return "unclear" if self.unclear else ""
        if self.left == 0 or self.loose or (self.has_rest and self.left > 0):
            return "even"
        return "open" if self.left > 0 else "over"


class Portion(NamedTuple):
    """A text to be written into a cell of the matrix; a blank one takes the cell's record away."""

    indicator: Id
    column: MatrixColumn
    text: str


class Splitter:
    """The rules of splitting for one plan and the columns of its matrix."""

    def __init__(self, plan: Plan, columns: Iterable[MatrixColumn]) -> None:
        self.plan = plan
        self.columns = list(columns)
        self.facts = Facts(plan)
        self.total = total_bearer(plan, (c.bearer for c in self.columns))
        has_own = any(is_own(plan, c.bearer) for c in self.columns)
        self._own_left_out = self.total is not None and has_own and totals_leave_out_own(self.facts)

    def with_plan(self, plan: Plan) -> Splitter:
        """The same columns on the plan as it is after an edit."""
        return Splitter(plan, self.columns)

    def is_total(self, column: MatrixColumn) -> bool:
        """Whether a column states totals and bears nothing itself."""
        return self.total is not None and column.bearer == self.total

    def counts(self, column: MatrixColumn) -> bool:
        """Whether what stands in a column is added up against the total."""
        return not self.is_total(column) and not (self._own_left_out and is_own(self.plan, column.bearer))

    def shares(self) -> list[MatrixColumn]:
        """The columns that a target is split over."""
        return [c for c in self.columns if self.counts(c)]

    def share(self, indicator: Indicator, allocation: Allocation) -> Decimal | None:
        """What a cell adds to its row, in the row's measure unit: for each member times the members; None without a number."""
        value = read_amount(allocation.amount, allocation.amount_reading)
        return self.facts.share(allocation, value, indicator.measure_unit)

    def balance(self, indicator: Indicator) -> Balance:
        """What of a row's target is borne and what is left: in a part that was sent to a unit, of that unit's own amount."""
        split = [(a, read_amount(a.amount, a.amount_reading)) for a in self.plan.allocations(indicator.id)]
        totals = [n for a, v in split if self._is_total_of(a) and (n := self._in_unit(indicator, v)) is not None]
        target = self.facts.target(indicator)
        whole = self.facts.number(indicator)
        by_totals = bool(totals) and (whole is None or self.plan.is_part)
        if by_totals:
            whole = plain(sum(totals, Decimal(0)))
        borne, unclear, rest, loose = Decimal(0), "", False, target.qualifier == "~"
        for allocation, value in split:
            if not self.counts(MatrixColumn(allocation.bearer, allocation.partner)):
                continue
            rest = rest or value.remainder
            loose = loose or value.qualifier == "~"
            if value.number is None:
                continue
            share = self.facts.share(allocation, value, indicator.measure_unit)
            if share is None:
                unclear = self._unclear(indicator, allocation, value)
            else:
                borne += share
        if whole is None or unclear:
            return Balance(whole, by_totals, borne, None, rest, loose, unclear if whole is not None else "")
        at_least = target.qualifier == ">=" or any(v.qualifier == ">=" for _, v in split)
        left = plain(whole - borne)
        loose = loose or (left < 0 and at_least and target.qualifier != "<=") or (left > 0 and target.qualifier == "<=")
        return Balance(whole, by_totals, plain(borne), left, rest, loose)

    def total_of_split(self, indicator: Indicator) -> Decimal | None:
        """What a row without a target of its own is split into altogether; None where the parts cannot be added up."""
        found = self.balance(indicator)
        if found.by_totals:
            return found.whole
        split = self.plan.allocations(indicator.id)
        counted = [self.share(indicator, a) for a in split if self.counts(MatrixColumn(a.bearer, a.partner))]
        return plain(found.borne) if any(c is not None for c in counted) and None not in counted else None

    def _is_total_of(self, allocation: Allocation) -> bool:
        return self.total is not None and allocation.bearer == self.total

    def _in_unit(self, indicator: Indicator, value: Value) -> Decimal | None:
        return self.facts.in_unit(value, indicator.measure_unit)

    def _unclear(self, indicator: Indicator, allocation: Allocation, value: Value) -> str:
        who = self.facts.bearer(allocation)
        if value.per_member and self.facts.members(allocation.bearer) is None:
            return f"{who}“{allocation.amount.strip()}”：不知道有几个成员，算不出合计；请写明应有个数。"
        return f"{who}“{allocation.amount.strip()}”：与本行的计量单位“{indicator.measure_unit}”不能换算。"

    # -------------------------------------------------------------------------------------------- splitting

    def evenly(self, indicator: Indicator, columns: Sequence[MatrixColumn]) -> list[Portion]:
        """What the other columns leave of a target, evenly over these. Raises Invalid where that cannot be."""
        return self.by_weights(indicator, columns, [Decimal(1)] * len(columns))

    def by_weights(
        self, indicator: Indicator, columns: Sequence[MatrixColumn], weights: Sequence[Decimal]
    ) -> list[Portion]:
        """What the other columns leave of a target, over these by weights. Raises Invalid where that cannot be."""
        shares = weighted_shares(self._to_split(indicator, columns), weights)
        return [
            Portion(indicator.id, column, shown(share) if weight else "")
            for column, share, weight in zip(columns, shares, weights, strict=True)
        ]

    def _to_split(self, indicator: Indicator, columns: Sequence[MatrixColumn]) -> Decimal:
        """What is left for these columns, with the decimals of the target."""
        balance = self.balance(indicator)
        if balance.whole is None:
            raise Invalid(f"“{indicator.name}”没有写明下达总数，不能分。", "请先填写下达总数。")
        kept = [c for c in self.columns if self.counts(c) and c not in set(columns)]
        here = {MatrixColumn(a.bearer, a.partner): a for a in self.plan.allocations(indicator.id)}
        borne = Decimal(0)
        for column in kept:
            allocation = here.get(column)
            if allocation is None or read_amount(allocation.amount, allocation.amount_reading).number is None:
                continue
            share = self.share(indicator, allocation)
            if share is None:
                raise Invalid(f"“{indicator.name}”里有算不出的数，不能分。", balance.unclear)
            borne += share
        left = plain(balance.whole - borne)
        digits = max(places(balance.whole), places(left))
        return left.quantize(Decimal(f"1E-{digits}"), context=_LONG)

    def rest_to(self, indicator: Indicator, column: MatrixColumn) -> list[Portion]:
        """What is left of a target (or too much) added to one column. Raises Invalid where the column holds no plain number."""
        balance = self.balance(indicator)
        if balance.left is None:
            raise Invalid(f"“{indicator.name}”算不出余数。", balance.unclear or "请先填写下达总数。")
        if not balance.left:
            return []
        found = self.plan.get(Allocation, (indicator.id, column.bearer, column.partner))
        before = Decimal(0)
        if found is not None and found.amount.strip():
            value = read_amount(found.amount, found.amount_reading)
            number = self._in_unit(indicator, value)
            if number is None or value.per_member or value.qualifier != "=":
                raise Invalid(f"“{indicator.name}”这一格是“{found.amount}”，不能加上余数。", "请另选一列。")
            before = number
        after = before + balance.left
        if after < 0:
            raise Invalid(f"“{indicator.name}”这一格会变成负数，没有改动。", "请先核对已经分出去的数。")
        return [Portion(indicator.id, column, shown(after))]

    def weights_of(self, indicator: Indicator, columns: Sequence[MatrixColumn]) -> list[Decimal]:
        """What a row's split says of these columns, as weights: no number is 0."""
        here = {MatrixColumn(a.bearer, a.partner): a for a in self.plan.allocations(indicator.id)}
        return [
            max(Decimal(0), (self.share(indicator, here[c]) or Decimal(0))) if c in here else Decimal(0)
            for c in columns
        ]

    def weights_like(self, other: Plan, indicator: Indicator, columns: Sequence[MatrixColumn]) -> list[Decimal]:
        """How another plan (of last year) splits the indicator of this name over the units of these names, as weights.

        Raises Invalid where it has no such indicator, or splits it over none of these units.
        """
        name = normalise(indicator.name)
        same = [i for i in other.indicators if normalise(i.name) == name]
        if len(same) > 1:
            same = [i for i in same if i.ordinal == indicator.ordinal] or same
        if not same:
            raise Invalid(f"那份计划里没有“{indicator.name}”，", "请改用别的办法分。")
        register = NameRegister(other)

        def there(bearer: Id) -> Id:
            return (register.find(self.plan.bearer_name(bearer)) or -1) if bearer else 0

        theirs = [MatrixColumn(there(c.bearer), there(c.partner)) for c in columns]
        weights = Splitter(other, theirs).weights_of(same[0], theirs)
        if not any(weights):
            raise Invalid(f"那份计划里“{indicator.name}”没有分给这些单位，", "请改用别的办法分。")
        return weights

    # -------------------------------------------------------------------------------------------- sums

    def adds_up(self, indicator: Indicator, measure_unit: str) -> bool:
        """Whether a row is counted in the totals of the columns: it has this measure unit and stands below no other row."""
        return indicator.parent is None and indicator.measure_unit.strip() == measure_unit.strip()

    def column_total(self, indicators: Iterable[Indicator], column: MatrixColumn, measure_unit: str) -> Decimal | None:
        """What a column bears of the rows of one measure unit; None where it bears nothing of it."""
        total = None
        for indicator in indicators:
            if self.adds_up(indicator, measure_unit):
                found = self.plan.get(Allocation, (indicator.id, column.bearer, column.partner))
                share = self.share(indicator, found) if found is not None else None
                if share is not None:
                    total = (total or Decimal(0)) + share
        return total

    # -------------------------------------------------------------------------------------------- steps

    def steps(self, portions: Iterable[Portion]) -> list[Step]:
        """The steps that write texts into cells; a blank text deletes, an unchanged one does nothing.

        A new cell takes its place in the row's order where its column stands among the others.
        """
        by_row: dict[Id, dict[MatrixColumn, str]] = {}
        for indicator, column, text in portions:
            by_row.setdefault(indicator, {})[column] = text.strip()
        out: list[Step] = []
        ranks = {column: n for n, column in enumerate(self.columns)}
        for indicator, cells in by_row.items():
            out += self._row_steps(indicator, cells, ranks)
        return out

    def _row_steps(
        self, indicator: Id, cells: Mapping[MatrixColumn, str], ranks: Mapping[MatrixColumn, int]
    ) -> list[Step]:
        here = {MatrixColumn(a.bearer, a.partner): a for a in self.plan.allocations(indicator)}
        orders = {column: a.order for column, a in here.items()}
        out: list[Step] = []
        for column in sorted(cells, key=lambda c: ranks.get(c, len(ranks))):
            text, key = cells[column], (indicator, column.bearer, column.partner)
            found = here.get(column)
            if not text:
                if found is not None:
                    out.append(Drop(Allocation, key))
            elif found is None:
                orders[column] = _place(column, orders, ranks)
                out.append(Put(Allocation, key, {"amount": text, "order": orders[column]}))
            elif found.amount.strip() != text:
                out.append(Put(Allocation, key, {"amount": text, "amount_reading": ""}))
        return out

    def drop_columns(self, columns: Iterable[MatrixColumn]) -> list[Step]:
        """The steps that take columns away with everything that stands in them."""
        gone = set(columns)
        keys = self.plan.rows(Allocation)
        return [Drop(Allocation, key) for key in keys if MatrixColumn(key[1], key[2]) in gone]


def _place(column: MatrixColumn, orders: Mapping[MatrixColumn, str], ranks: Mapping[MatrixColumn, int]) -> str:
    """An order key behind the nearest column at the left that the row has, before whatever follows that one."""
    rank = ranks.get(column, len(ranks))
    left = [(r, orders[c]) for c in orders if (r := ranks.get(c, len(ranks))) < rank]
    low = max(left)[1] if left else ""
    high = min((o for o in orders.values() if o > low), default="")
    return key_between(low, high)


def parse_weights(text: str) -> list[Decimal] | None:
    """Weights as a person types them, 3:2:1 or 3、2、1; None where that is something else."""
    parts = [p for p in "".join("|" if ch in ":：、,，;；/ \t" else ch for ch in text.strip()).split("|") if p]
    if not parts or any(not p.isascii() or not p.replace(".", "", 1).isdigit() or len(p) > 30 for p in parts):
        return None
    return [Decimal(p) for p in parts]


@lru_cache(maxsize=1)
def whole_matrix(plan: Plan) -> Splitter:
    """The splitter of all columns of a plan; the last one is remembered, since many rows ask for it."""
    return Splitter(plan, matrix_columns(plan, [i.id for i in plan.indicators]))
