"""A year played through on real files: ten counties and two partner regions, from issuing the plan to the next one.

What the program works out is worked out here a second time, from the figures as they were typed.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from types import SimpleNamespace

import pytest

from xiezuo_desktop.core.adjusting import FixedByIssue, adjustments_of, basis
from xiezuo_desktop.core.errors import Invalid, Refused
from xiezuo_desktop.core.figures.attention import concerns, reminder_text
from xiezuo_desktop.core.figures.duties import Duties, month_state
from xiezuo_desktop.core.figures.proof import unproved
from xiezuo_desktop.core.figures.sheet import FigureSheet
from xiezuo_desktop.core.figures.steps import Said, Writer, figure_steps
from xiezuo_desktop.core.handling import Handled, days_late, say
from xiezuo_desktop.core.overview import overview
from xiezuo_desktop.core.records import (
    Allocation,
    Category,
    Evidence,
    Handling,
    Indicator,
    Pairing,
    Period,
    PlanInfo,
    Reminder,
    Report,
    Responsibility,
    Scheme,
    ScoreGroup,
    ScoreItem,
    Task,
    Unit,
)
from xiezuo_desktop.core.scoring.plan_scores import score_plan
from xiezuo_desktop.core.scoring.reading import read_rule
from xiezuo_desktop.core.scoring.rules import write_rule
from xiezuo_desktop.core.tree import spread_keys
from xiezuo_desktop.core.versions import compare
from xiezuo_desktop.core.year_end import archive_values, is_as_archived
from xiezuo_desktop.exchange.enclosed import absent_files
from xiezuo_desktop.exchange.merge import merge
from xiezuo_desktop.exchange.returning import make_return
from xiezuo_desktop.exchange.send import Request, send
from xiezuo_desktop.reports import compose
from xiezuo_desktop.storage import PlanFile, evidence
from xiezuo_desktop.storage.carrying import carry_into

YEAR = 2024
COUNTIES = ("东山", "西塘", "南浦", "北桥", "前洲", "后坪", "左岸", "右坝", "上湾", "下渡")
PARTNERS = ("云岭县", "雪松县")
WORKS = (  # name, measure unit, digits behind the point, evidence that is asked for
    ("选派专业技术人才人数", "人", 0, "选派文件"),
    ("采购和帮助销售金额", "万元", 2, ""),
    ("帮助农村劳动力就业人数（含存量）", "人", 0, ""),
    ("培训乡村振兴干部人次", "人次", 0, ""),
)
SPEED = [Decimal(n) for n in ("0.62", "1.00", "0.95", "1.10", "0.48", "1.02", "0.81", "1.10", "1.25", "0.90")]
LATE, CORRECTED, MISSING, UNRETURNED = (
    2,
    1,
    6,
    9,
)  # counties: late in May, wrong in April, silent in August, no file in March
BY = basis("云协办〔2024〕18号", date(YEAR, 7, 12), "上级追加任务")
RULES = ("得分=3×完成率", "得分=4×完成率", "前二名得3分，完成任务得2分，未完成不得分")


def share(work: int, county: int, partner: int) -> Decimal:
    """What a county bears for a partner in January."""
    return (Decimal(10 + 3 * work + county), Decimal("120.50") + county * 7 + partner, Decimal(200 + 20 * county),
            Decimal(30 + county + partner))[work]  # fmt: skip


def typed(work: int, county: int, month: int) -> Decimal:
    """What a county reports at the end of a month, cumulative."""
    whole = sum(share(work, county, partner) for partner in (0, 1))
    step = Decimal(1).scaleb(-WORKS[work][2])
    return (whole * SPEED[county] * month / 12).quantize(step, ROUND_HALF_UP)


def is_missing(county: int, month: int) -> bool:
    return (county == MISSING and month == 8) or (county == UNRETURNED and month <= 3)


def counted(work: int, county: int, month: int) -> Decimal | None:
    """The figure of a county that counts at the end of a month: the last one that it reported."""
    months = [m for m in range(1, month + 1) if not is_missing(county, m)]
    return typed(work, county, months[-1]) if months else None


def goal(work: int, county: int, *, adjusted: bool = True) -> Decimal:
    more = 5 if adjusted and (work, county) == (0, 0) else 0
    return sum(share(work, county, partner) for partner in (0, 1)) + more


# ------------------------------------------------------------------------------------------------ the year


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    folder = tmp_path_factory.mktemp("year")
    played = SimpleNamespace(folder=folder, path=folder / "plan.xiezuo")
    draft(played)
    with PlanFile.open(played.path, author="市协作办") as file:
        first_quarter(file, played)
        april_to_june(file, played)
        july(file, played)
        for month in range(7, 13):
            report_month(file, played, month)
            if month == 8:
                august(file, played)
        november(file, played)
        december(file, played)
        played.plan = file.plan
        yield played


def draft(played):
    with PlanFile.create(played.path, title="临江市2024年度协作任务", year=YEAR, author="市协作办") as file:
        with file.edit("编制") as edit:
            edit.put(PlanInfo, file.plan.info.key, cut_off_day=25, issuer="临江市协作办公室")
            played.counties = [
                edit.add(Unit, name=f"{n}县", kind="county", order=k)
                for n, k in zip(COUNTIES, spread_keys(10), strict=True)
            ]
            played.partners = [
                edit.add(Unit, name=n, kind="partner", order=f"z{k}") for n, k in zip(PARTNERS, "12", strict=True)
            ]
            for number, county in enumerate(played.counties):
                edit.add(Pairing, east=county, west=played.partners[number % 2], kind="county", order=f"{number}1")
            homes = [edit.add(Category, name=n, order=n) for n in ("人才与资金", "劳务与培训")]
            played.works = []
            for work, (name, measure, _, proof) in enumerate(WORKS):
                total = sum(goal(work, c, adjusted=False) for c in range(10))
                made = edit.add(
                    Indicator, name=name, measure_unit=measure, target=str(total), evidence=proof, ordinal=str(work + 1),
                    order=f"{work}1", category=homes[work // 2], deadline="12月底前",
                )  # fmt: skip
                played.works.append(made)
                edit.add(Responsibility, subject=made, unit=played.counties[0], role="lead", order="1")
                for c, county in enumerate(played.counties):
                    for p, partner in enumerate(played.partners):
                        amount = str(share(work, c, p))
                        edit.put(Allocation, (made, county, partner), amount=amount, order=f"{c}{p}1")
            add_scheme(edit, played)
            add_tasks(edit, played)
        with file.edit("下达计划") as edit:
            edit.put(PlanInfo, file.plan.info.key, stage="issued")


def add_tasks(edit, played):
    """One that two counties share, one that a third leads; both with a day."""
    shared = edit.add(Task, ordinal="1", theme="高层互访", deadline="3月底前", order="1")
    led = edit.add(Task, ordinal="2", theme="签订协议", deadline="6月底前", order="2")
    for county in (0, 1):
        edit.add(Responsibility, subject=shared, unit=played.counties[county], role="responsible", order=f"{county}1")
    edit.add(Responsibility, subject=led, unit=played.counties[2], role="lead", order="1")
    edit.add(Responsibility, subject=led, unit=played.counties[3], role="cooperating", order="2")
    played.tasks = [shared, led]


def add_scheme(edit, played):
    scheme = edit.add(Scheme, title="年度评价办法", total="10", order="1")
    group = edit.add(ScoreGroup, scheme=scheme, name="业务指标", points="10", order="1")
    played.items = []
    for number, (words, points) in enumerate(zip(RULES, ("3", "4", "3"), strict=True)):
        rule = read_rule(words, Decimal(points)).rule
        assert rule is not None
        played.items.append(
            edit.add(ScoreItem, group=group, ordinal=str(number + 1), content=words, points=points,
                     rule=write_rule(rule), confirmed=True, indicator=played.works[number], order=f"{number}1")
        )  # fmt: skip


def first_quarter(file, played):
    """Everybody is sent a file; all but one return it filled in."""
    mail, back = played.folder / "下发", played.folder / "上报"
    mail.mkdir()
    back.mkdir()
    request = Request(date(YEAR, 4, 5), YEAR * 100 + 3, "请填报一季度完成数")
    sent = send(file, played.counties, mail, request, today=date(YEAR, 3, 20))
    assert len(sent) == 10
    returned = []
    for each in sent:
        county = played.counties.index(each.unit)
        if county == UNRETURNED:
            continue
        with PlanFile.open(each.path, author=f"{COUNTIES[county]}县") as part:
            for month in (1, 2, 3):
                fill(part, played, county, month, date(YEAR, month, 24))
            if county < 2:
                say_of(part, played.tasks[0], each.unit, "done", date(YEAR, 3, 20 + 5 * county))
            if county == 0:
                with_minutes(part, played)
            returned.append(make_return(part, back, today=date(YEAR, 3, 30), with_evidence=True).path)
    assert [path.suffix for path in returned] == [".zip", *[".xiezuo"] * 8]
    merged = merge(file, returned, backup=False)
    assert merged.enclosed == 1
    assert sum(a.conflicts for a in merged.arrivals) == 0
    assert len(file.plan.rows(Report)) == 9 * 3 * 4


def say_of(file, task, unit, state, day, note=""):
    with file.edit("办理情况") as edit:
        edit.apply(say([task], unit, state, author=file.author, today=day, note=note))


def with_minutes(part, played):
    """The county adds the minutes of a visit, a file of its own, to what it returns."""
    paper = part.path.with_name("互访纪要.txt")
    paper.write_text("纪要", "utf-8")
    kept = evidence.keep(part.path, paper)
    with part.edit("登记佐证") as edit:
        edit.add(Evidence, title="互访纪要", indicator=played.works[1], unit=played.counties[0],
                 file_name=kept.name, sha256=kept.sha256, size=kept.size, order="1")  # fmt: skip


def fill(file, played, county, month, day, *, wrong=0, correction=""):
    sheet = FigureSheet(file.plan, YEAR * 100 + month, day)
    unit = played.counties[county]
    said = [Said(work, unit, "value", str(typed(n, county, month) + wrong)) for n, work in enumerate(played.works)]
    steps = figure_steps(sheet, said, Writer("填报人", day, correction=correction))
    with file.edit(f"填报{month}月") as edit:
        edit.apply(steps)


def report_month(file, played, month, wrong_county=None):
    for county in range(10):
        if not is_missing(county, month):
            day = date(YEAR, month, 28 if county == LATE and month == 5 else 23)
            fill(file, played, county, month, day, wrong=1000 if county == wrong_county else 0)
    with file.edit("锁定") as edit:
        edit.put(Period, (YEAR * 100 + month, 0, 0), locked=True)


def april_to_june(file, played):
    """A wrong figure of April is corrected in June, when April is locked."""
    report_month(file, played, 4, wrong_county=CORRECTED)
    report_month(file, played, 5)
    with pytest.raises(Invalid, match="已经锁定"):
        fill(file, played, CORRECTED, 4, date(YEAR, 6, 3))
    fill(file, played, CORRECTED, 4, date(YEAR, 6, 3), correction="重复计入，核减")
    report_month(file, played, 6)
    file.copy_to(played.folder / "六月.xiezuo")


def july(file, played):
    """A document adds five people to the first county's task; a county says its task is done, the office finds it is not."""
    led, leader = played.tasks[1], played.counties[2]
    say_of(file, led, leader, "done", date(YEAR, 7, 3))
    played.when_said = [c.unit for c in concerns(file.plan, date(YEAR, 7, 4)) if c.record is Task]
    say_of(file, led, 0, "doing", date(YEAR, 7, 5), note="协议还没有盖章")
    played.when_sent_back = [c for c in concerns(file.plan, date(YEAR, 7, 6)) if c.record is Task]
    say_of(file, led, leader, "done", date(YEAR, 7, 20))
    work, county, partner = played.works[0], played.counties[0], played.partners[0]
    indicator = file.plan.get(Indicator, work)
    values = {"target": str(Decimal(indicator.target) + 5)}
    with pytest.raises(FixedByIssue), file.edit("修改年度目标") as edit:
        edit.put(Indicator, work, **values)
    file.adjusting_by = BY
    with file.edit("修改年度目标") as edit:
        edit.put(Indicator, work, **values)
        edit.put(Allocation, (work, county, partner), amount=str(share(0, 0, 0) + 5))
    file.adjusting_by = None


def august(file, played):
    """Who has not reported is reminded, and answers."""
    silent = played.counties[MISSING]
    found = [c for c in concerns(file.plan, date(YEAR, 8, 27)) if c.unit == silent]
    with file.edit("催办") as edit:
        made = edit.add(
            Reminder, unit=silent, made_on=date(YEAR, 8, 27), level="yellow", order="1",
            text=reminder_text(file.plan, silent, found, date(YEAR, 8, 27)),
        )  # fmt: skip
        edit.put(Reminder, made, answer="经办人调动，下月补报", answered_on=date(YEAR, 8, 29))


def november(file, played):
    """Evidence of those who have finished, but for one."""
    paper = played.folder / "选派文件.pdf"
    paper.write_bytes(b"%PDF-1.4 paper of the posting")
    kept = evidence.keep(played.path, paper)
    with file.edit("登记佐证") as edit:
        for county in finished(0):
            if COUNTIES[county] != "上湾":
                edit.add(
                    Evidence, title="选派文件", kind="document", indicator=played.works[0], state="accepted",
                    unit=played.counties[county], file_name=kept.name, sha256=kept.sha256, size=kept.size, order="1",
                )  # fmt: skip


def finished(work):
    return [c for c in range(10) if counted(work, c, 12) >= goal(work, c)]


def december(file, played):
    made = carry_into(file.plan, played.folder / "next.xiezuo", author="市协作办")
    assert (made.indicators, made.units) == (4, 12)
    file.copy_to(played.folder / "archive.xiezuo")


# ------------------------------------------------------------------------------------------------ what came of it


def test_every_sum_of_every_month_is_that_of_the_typed_figures(year):
    for month in range(1, 13):
        sheet = FigureSheet(year.plan, YEAR * 100 + month, date(YEAR, month, 28))
        for work, indicator in enumerate(map(year.plan.indicators.__getitem__, range(4))):
            values = [counted(work, county, month) for county in range(10)]
            assert sheet.entry(indicator, 0).value == sum(v for v in values if v is not None)
            for county, value in enumerate(values):
                entry = sheet.entry(indicator, year.counties[county])
                assert entry.value == value
                assert entry.goal.number == goal(work, county)
                assert entry.rate == (None if value is None else pytest.approx(value / goal(work, county)))


def test_completeness_and_timeliness_of_each_month(year):
    duties = Duties(year.plan)
    for month in range(1, 13):
        found = month_state(year.plan, duties, YEAR * 100 + month, year.counties)
        there = [c for c in range(10) if not is_missing(c, month)]
        assert (found.whole.expected, found.whole.reported) == (40, 4 * len(there))
        late = [year.counties[LATE]] if month == 5 else []
        assert found.late == late
        assert found.whole.in_time == 4 * (len(there) - len(late))
        assert found.silent == [year.counties[c] for c in range(10) if is_missing(c, month)]


def test_the_corrected_figure_has_its_reason_and_its_history(year):
    key = (year.works[0], year.counties[CORRECTED], YEAR * 100 + 4)
    report = year.plan.get(Report, key)
    assert report.correction == "重复计入，核减"
    with PlanFile.open(year.path, read_only=True) as file:
        values = [e.after for e in file.history(Report, key, "value")]
    assert [Decimal(v) for v in values] == [typed(0, CORRECTED, 4), typed(0, CORRECTED, 4) + 1000]


def test_the_adjustment_keeps_both_values_and_is_all_that_differs_from_june(year):
    before = sum(goal(0, c, adjusted=False) for c in range(10))
    kept = {a.what: (a.old, a.new, a.doc_number) for a in adjustments_of(year.plan, year.works[0])}
    assert kept == {
        "target": (str(before), str(before + 5), BY.doc_number),
        "share": (str(share(0, 0, 0)), str(share(0, 0, 0) + 5), BY.doc_number),
    }
    with PlanFile.open(year.folder / "六月.xiezuo", read_only=True) as june:
        found = compare(june.plan, year.plan)
    assert [(d.kind, d.change) for d in found] == [("target", Decimal(5)), ("share", Decimal(5))]
    text = all_text(compose("adjustments", year.plan))
    assert BY.doc_number in text
    assert f"{before}\n{before + 5}\n+5" in text


def test_who_was_silent_was_reminded_of_all_that_was_open(year):
    (reminder,) = year.plan.rows(Reminder).values()
    assert reminder.text.count("2024年8月还没有填报") == 4
    assert all(name in reminder.text for name, *_ in WORKS)
    assert reminder.answer
    silent = [c for c in concerns(year.plan, date(YEAR, 8, 27)) if c.reason == "unreported"]
    assert {c.unit for c in silent} == {year.counties[MISSING]}
    assert len(silent) == 4


def test_finished_without_evidence_is_listed(year):
    names = {year.plan.bearer_name(c.unit) for c in unproved(year.plan, date(YEAR, 12, 31))}
    assert names == {"上湾县"}


def test_tasks_are_done_when_those_say_so_who_answer_and_the_office_does_not_object(year):
    plan, handled = year.plan, Handled(year.plan)
    shared, led = plan.tasks
    assert handled.of(shared).done_on == date(YEAR, 3, 25)  # the later of the two
    assert year.when_said == []
    assert [(c.unit, c.words) for c in year.when_sent_back] == [(year.counties[2], "6月底前，已逾期6天")]
    assert handled.of(led).done_on == date(YEAR, 7, 20)
    assert [days_late(plan, task, handled.of(task)) for task in (shared, led)] == [
        0,
        (date(YEAR, 7, 20) - date(YEAR, 6, 30)).days,
    ]
    assert not [c for c in concerns(plan, date(YEAR, 12, 31)) if c.record is Task]
    assert overview(plan, date(YEAR, 12, 31)).tasks == (2, 2, 0)
    assert "已办结" in all_text(compose("unit", plan, unit="南浦县"))


def test_evidence_came_with_the_return_and_lies_beside_the_plan(year):
    (minutes,) = [e for e in year.plan.ordered(Evidence) if e.title == "互访纪要"]
    kept = evidence.find(year.path, minutes.sha256, minutes.file_name)
    assert kept.read_text("utf-8") == "纪要"
    assert absent_files(year.plan, year.path) == {}


def test_scores_and_ranking_are_those_worked_out_by_hand(year):
    plan = year.plan
    scores = score_plan(plan, plan.schemes[0], YEAR * 100 + 12)
    expected = {}
    for county, unit in enumerate(year.counties):
        mine = []
        for work, points in ((0, 3), (1, 4)):
            rate = min(Decimal(1), counted(work, county, 12) / goal(work, county))
            mine.append((points * rate).quantize(Decimal("0.01"), ROUND_HALF_UP))
        value, whole = counted(2, county, 12), goal(2, county)
        ahead = sum(counted(2, c, 12) > value for c in range(10) if counted(2, c, 12) >= goal(2, c))
        mine.append(Decimal(0 if value < whole else 3 if ahead < 2 else 2))
        assert [scores.scores[item, unit].final for item in year.items] == mine
        expected[unit] = sum(mine)
    assert {unit: scores.totals[unit].points for unit in year.counties} == expected
    places = {u: 1 + sum(other > total for other in expected.values()) for u, total in expected.items()}
    assert {unit: scores.totals[unit].place for unit in year.counties} == places
    assert all_text(compose("scores", plan, period="2024-12"))


def test_the_report_of_the_year_has_the_sums(year, tmp_path):
    from xiezuo_desktop.documents.pdf.write_pdf import write_pdf
    from xiezuo_desktop.documents.write_docx import write_docx
    from xiezuo_desktop.documents.write_xlsx import write_xlsx

    paper = compose("completion", year.plan, period="2024-12")
    text = all_text(paper)
    for work in range(4):
        value, whole = sum(counted(work, c, 12) for c in range(10)), sum(goal(work, c) for c in range(10))
        shown = (value / whole * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert f"{whole}\n{format(value.normalize(), 'f')}\n{shown}%" in text
    for end, write in (("pdf", write_pdf), ("docx", write_docx), ("xlsx", write_xlsx)):
        write(paper, tmp_path / f"report.{end}")
        assert (tmp_path / f"report.{end}").stat().st_size > 5000
    own = all_text(compose("completion", year.plan, period="2024-12", unit="东山县"))
    assert f"{goal(0, 0)}" in own


def test_the_overview_of_the_year_agrees(year):
    found = overview(year.plan, date(YEAR, 12, 31))
    rates = [
        min(Decimal(1), sum(counted(w, c, 12) for c in range(10)) / sum(goal(w, c) for c in range(10)))
        for w in range(4)
    ]
    assert found.rate == pytest.approx(sum(rates) / 4)
    assert found.reported == (10, 10)
    assert sum(found.states.values()) == 4


def test_the_next_year_begins_with_what_was_reached(year):
    with PlanFile.open(year.folder / "next.xiezuo", read_only=True) as file:
        plan = file.plan
        assert (plan.info.year, plan.info.title, plan.info.stage) == (2025, "临江市2025年度协作任务", "")
        reached = [sum(counted(work, c, 12) for c in range(10)) for work in range(4)]
        assert [Decimal(i.last_value) for i in plan.indicators] == reached
        assert [i.base for i in plan.indicators] == ["", "", plan.indicators[2].last_value, ""]
        assert {i.target for i in plan.indicators} == {""}
        assert {a.amount for a in plan.rows(Allocation).values()} == {""}
        assert len(plan.rows(Allocation)) == 80
        assert [u.name for u in plan.units] == [u.name for u in year.plan.units]
        assert not plan.rows(Report)
        assert not plan.rows(Task)
        assert not plan.rows(Handling)
        assert [i.indicator for i in plan.ordered(ScoreItem)] == [i.id for i in plan.indicators[:3]]
        assert file.verify() == []


def test_the_archived_year_is_closed_and_known_by_its_code(year):
    with PlanFile.open(year.folder / "archive.xiezuo", author="市协作办") as file:
        with file.edit("年终归档") as edit:
            edit.put(PlanInfo, file.plan.info.key, stage="archived", **archive_values(file.plan, date(2025, 1, 20)))
        assert is_as_archived(file.plan)
        part = sorted((year.folder / "下发").glob("*.xiezuo"))[0]
        with PlanFile.open(part, author="甲县") as late:
            with late.edit("补报") as edit:
                edit.put(Report, (year.works[0], late.plan.rows(Report).popitem()[0][1], YEAR * 100 + 12), value="1")
            returned = make_return(late, year.folder / "上报", today=date(2025, 1, 21)).path
        with pytest.raises(Refused, match="已经归档"):
            merge(file, [returned], backup=False)
        with pytest.raises(Refused, match="已经归档"):
            fill(file, year, 0, 12, date(2025, 1, 21), wrong=1, correction="想改")
        assert file.verify() == []


def all_text(paper):
    """Every text of a paper, cells one a line."""
    out = []
    for section in paper.sections:
        for block in section.blocks:
            if hasattr(block, "rows"):
                out += [cell.text for row in block.rows for cell in row.cells]
            else:
                out.append(getattr(block, "text", ""))
    return "\n".join(out)
