"""The rules of the checks by their names, and one run over all of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Context, localcontext
from itertools import chain
from typing import TYPE_CHECKING

from xiezuo_desktop.wanted import still_wanted

from . import book, duties, issued, papers, scores, stages, sums, wording
from .facts import Facts
from .problem import SEVERITIES, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..plan import Plan

# V10 (万元 and 亿元 are converted before they are compared, never rounded) holds inside the others.
RULES: dict[str, Callable[[Facts], Iterator[Problem]]] = {
    "V1": sums.parts_make_the_whole,
    "V2": sums.split_makes_the_target,
    "V3": sums.columns_make_the_total,
    "V4": sums.subset_within_the_whole,
    "V5": sums.groups_have_their_size,
    "V6": book.clauses_state_the_target,
    "V7": duties.every_target_has_a_unit,
    "V8": duties.names_name_somebody,
    "V9": wording.measure_unit_fits_the_name,
    "V11": scores.points_add_up,
    "V12": wording.ordinals_run_on,
    "V13": lambda facts: chain(
        wording.statistical_rows_have_no_target(facts), scores.statistical_rows_are_not_scored(facts)
    ),
    "V14": issued.targets_reach_the_superiors,
    "V15": scores.cumulative_figures_do_not_fall,
    "V16": scores.rates_can_be_worked_out,
    "V17": scores.figures_keep_pace,
    "V18": issued.finished_figures_are_proved,
    "V19": issued.targets_change_by_documents,
    "V20": papers.later_headers_are_the_same,
    "V21": wording.month_bands_join,
    "V22": wording.one_target_for_one_indicator,
    "V23": duties.pairings_are_known,
    "V24": lambda facts: chain(
        scores.the_year_is_not_the_sum_of_its_months(facts), stages.stages_lead_to_the_target(facts)
    ),
    "V25": wording.blanks_are_not_nought,
}
# What these compare is elsewhere in part where a unit has only its part: numbers in a row, the other parts of a sum, chapters.
NEED_THE_WHOLE = frozenset({"V1", "V6", "V7", "V12"})
_GRAVITY = {severity: n for n, severity in enumerate(SEVERITIES)}
_EXACT = Context(prec=120)  # sums of the longest numbers a cell may hold stay exact


def run(plan: Plan) -> list[Problem]:
    """What all rules find: see `check`."""
    accepted = {(w.rule, w.place): w.reason or "已豁免" for w in plan.waivers}
    facts = Facts(plan)
    found: list[Problem] = []
    with localcontext(_EXACT):
        for name, rule in RULES.items():
            if plan.is_part and name in NEED_THE_WHOLE:
                continue
            still_wanted()
            for problem in rule(facts):
                reason = accepted.get((problem.rule, problem.place))
                found.append(problem if reason is None else replace(problem, waived=reason))
    return sorted(found, key=lambda p: _GRAVITY[p.severity])
