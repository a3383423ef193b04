"""各单位报送情况: units by months."""

from __future__ import annotations

from datetime import date

from tests.core.plans import indicator, plan_of, share, unit
from tests.ui.windows import open_window
from xiezuo_desktop.core.records import Allocation, Indicator, PlanInfo, Report, Unit
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.dialogs.reporting_dialog import ReportingDialog, _cell, unit_years

TODAY = date(2024, 6, 20)


def test_what_is_in_time_late_missing_and_not_asked_yet_is_told_apart():
    east, west = unit("东港镇"), unit("西山镇")
    row = indicator("就业人数", "200")
    info = PlanInfo(id=1, year=2024, cut_off_day=20)
    said = [(east, 3, 4), (east, 4, 5), (west, 4, 29), (east, 6, 1)]
    reports = [
        Report(indicator=row.id, bearer=u.id, period=202400 + m, value="1", reported_on=date(2024, m, d))
        for u, m, d in said
    ]
    plan = plan_of(info, east, west, row, share(row, east, "100"), share(row, west, "100"), *reports)
    whole, first, second = unit_years(plan, lambda *_: None)

    def tones(of):
        return {m: (c.text, c.tone) for m in range(2, 8) for c in [_cell(of, month=202400 + m, today=TODAY)]}

    assert tones(first) == {
        2: ("·", "ink_off"), 3: ("1/1", "ok"), 4: ("1/1", "ok"), 5: ("0/1", "bad"), 6: ("1/1", "ok"), 7: ("·", "ink_off"),
    }  # fmt: skip
    assert tones(second)[3] == ("0/1", "bad")
    assert tones(second)[4] == ("迟 1/1", "warn")
    assert "迟报 1 项（2024年4月20日截止）" in _cell(second, month=202404, today=TODAY).tip
    assert tones(whole)[4] == ("迟 2/2", "warn")


def test_a_row_leads_to_the_sheet_of_its_unit(qtbot, tmp_path):
    with PlanFile.create(tmp_path / "plan.xiezuo", title="计划", year=2024) as file, file.edit("制作") as edit:
        towns = [edit.add(Unit, name=name, order=key) for name, key in (("东港镇", "V"), ("西山镇", "W"))]
        made = edit.add(Indicator, name="就业人数", target="200", order="V")
        for town in towns:
            edit.put(Allocation, (made, town, 0), amount="100")
    window = open_window(qtbot, tmp_path / "plan.xiezuo")
    window.show_page("figures")
    page = window.current_page
    page.actions_.reporting.trigger()
    dialog = page.findChild(ReportingDialog)
    qtbot.waitUntil(lambda: len(dialog.table.rows) == 3)
    dialog.table.selectRow(2)
    dialog._show.click()
    assert page.model.unit == towns[1]
