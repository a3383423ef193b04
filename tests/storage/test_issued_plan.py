"""What an issued plan refuses, and what a document changes in it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders_storage import add_units, assert_rebuild_equals, make_plan
from xiezuo_desktop.core.adjusting import FixedByIssue, adjustments_of, basis, sentence
from xiezuo_desktop.core.errors import Invalid, Refused
from xiezuo_desktop.core.records import Adjustment, Allocation, Indicator, PlanInfo, Report, Responsibility, full_key
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.storage.past import plan_at

BY = basis("临政办〔2024〕9号", date(2024, 7, 10), "资金渠道变化")


def issued(folder) -> PlanFile:
    file = make_plan(folder)
    education, civil = add_units(file, "区教育局", "区民政局")
    with file.edit("新增指标") as edit:
        made = edit.add(Indicator, name="培训人数", measure_unit="人", target="300", order="1")
        edit.put(Allocation, (made, education, 0), amount="100", order="1")
        edit.put(Allocation, (made, civil, 0), amount="", order="2")
        edit.add(Responsibility, subject=made, unit=education, role="lead", order="1")
    with file.edit("下达") as edit:
        edit.put(PlanInfo, file.plan.info.key, stage="issued")
    return file


def only(file: PlanFile) -> Indicator:
    (row,) = file.plan.indicators
    return row


def only_first(file: PlanFile) -> Indicator:
    return file.plan.indicators[0]


def set_target(file: PlanFile, target: str) -> None:
    with file.edit("修改年度目标") as edit:
        edit.put(Indicator, only(file).key, target=target)


def test_issued_targets_shares_and_duties_are_refused_and_nothing_changes(tmp_path):
    with issued(tmp_path) as file:
        row = only(file)
        duty = file.plan.responsibilities(row.id)[0]
        share = file.plan.allocations(row.id)[0]
        before = {t: dict(file.plan.rows(t)) for t in (Indicator, Allocation, Responsibility)}
        for record, key, values in (
            (Indicator, row.key, {"target": "350"}),
            (Indicator, row.key, {"name": "培训人次"}),
            (Allocation, share.key, {"amount": "90"}),
            (Responsibility, duty.key, {"role": "cooperating"}),
            (Indicator, full_key(77), {"name": "新的"}),
        ):
            with pytest.raises(FixedByIssue, match="已经下达"), file.edit("改") as edit:
                edit.put(record, key, **values)
        for record, key in ((Indicator, row.key), (Allocation, share.key), (Responsibility, duty.key)):
            with pytest.raises(FixedByIssue), file.edit("删") as edit:
                edit.delete(record, key)
        assert before == {t: dict(file.plan.rows(t)) for t in before}


def test_issued_plan_takes_figures_notes_and_the_same_values_again(tmp_path):
    with issued(tmp_path) as file:
        row = only(file)
        with file.edit("填报") as edit:
            edit.put(Report, (row.id, file.plan.units[0].id, 202406), value="50")
            edit.put(Indicator, row.key, note="说明", target="300", direction="up")
            edit.put(Allocation, file.plan.allocations(row.id)[1].key, amount="")
        assert only(file).note == "说明"


def test_a_document_keeps_both_values_and_undo_takes_both_back(tmp_path):
    with issued(tmp_path) as file:
        file.adjusting_by = BY
        set_target(file, "350")
        (kept,) = adjustments_of(file.plan, only(file).id)
        assert (kept.old, kept.new, kept.what, kept.doc_number) == ("300", "350", "target", BY.doc_number)
        assert sentence(file.plan, kept) == "培训人数的年度目标由300调整为350（临政办〔2024〕9号，2024年7月10日）"
        file.adjusting_by = None
        file.undo()
        assert only(file).target == "300"
        assert not file.plan.rows(Adjustment)
        file.redo()
        assert only(file).target == "350"
        assert len(file.plan.rows(Adjustment)) == 1
        assert_rebuild_equals(file)


def test_one_document_changes_a_place_once_and_back_is_nothing(tmp_path):
    with issued(tmp_path) as file:
        file.adjusting_by = BY
        for target in ("350", "360"):
            set_target(file, target)
        (kept,) = file.plan.ordered(Adjustment)
        assert (kept.old, kept.new) == ("300", "360")
        set_target(file, "300")
        assert not file.plan.rows(Adjustment)


def test_shares_and_duties_are_kept_in_words(tmp_path):
    with issued(tmp_path) as file:
        row, (_education, civil) = only(file), file.plan.units
        file.adjusting_by = BY
        with file.edit("分解") as edit:
            edit.put(Allocation, (row.id, civil.id, 0), amount="20")
            edit.add(Responsibility, subject=row.id, unit=civil.id, role="cooperating", order="2")
        found = {a.what: a for a in file.plan.ordered(Adjustment)}
        assert (found["share"].bearer, found["share"].old, found["share"].new) == (civil.id, "", "20")
        assert found["duty"].old == "牵头：区教育局"
        assert found["duty"].new == "牵头：区教育局；配合：区民政局"


def test_a_target_left_open_was_what_it_was_split_into(tmp_path):
    with issued(tmp_path) as file:
        education, civil = file.plan.units
        file.adjusting_by = BY
        with file.edit("新增指标") as edit:
            made = edit.add(Indicator, name="就业人数", measure_unit="人", order="2")
            edit.put(Allocation, (made, education.id, 0), amount="1200", order="1")
            edit.put(Allocation, (made, civil.id, 0), amount="30", order="2")
        with file.edit("修改年度目标") as edit:
            edit.put(Indicator, full_key(made), target="1300")
        with file.edit("分解") as edit:
            edit.put(Allocation, (only_first(file).id, civil.id, 0), amount="20")
        (kept,) = [a for a in file.plan.ordered(Adjustment) if a.what == "target"]
        assert (kept.old, kept.new) == ("1230", "1300")
        share = next(
            a for a in file.plan.ordered(Adjustment) if a.what == "share" and a.indicator == only_first(file).id
        )
        assert "由未分调整为20" in sentence(file.plan, share)
        with file.edit("退回") as edit:
            edit.put(Indicator, full_key(made), target="")
        assert not [a for a in file.plan.ordered(Adjustment) if a.what == "target"]


def test_rows_that_come_and_go_are_one_adjustment_each(tmp_path):
    with issued(tmp_path) as file:
        row = only(file)
        file.adjusting_by = BY
        with file.edit("换指标") as edit:
            edit.add(Indicator, name="就业人数", target="20", measure_unit="人", order="2")
            for share in file.plan.allocations(row.id):
                edit.delete(Allocation, share.key)
            edit.delete(Indicator, row.key)
        assert sorted((a.what, a.old, a.new) for a in file.plan.ordered(Adjustment)) == [
            ("added", "", "就业人数 20人"),
            ("dropped", "培训人数 300人", ""),
        ]


def test_older_steps_cannot_be_taken_back_after_issuing(tmp_path):
    with issued(tmp_path) as file:
        step = next(t for t in file.transactions() if t.label == "新增指标")
        with pytest.raises(FixedByIssue):
            file.undo_transaction(step.site, step.ts)
        assert only(file).target == "300"
        file.undo()  # the issuing
        assert file.plan.info.stage == ""


def test_archived_plan_refuses_all_but_being_opened_again(tmp_path):
    with issued(tmp_path) as file:
        with file.edit("归档") as edit:
            edit.put(PlanInfo, file.plan.info.key, stage="archived")
        for values in ({"title": "新"}, {"stage": "issued", "title": "新"}):
            with pytest.raises(Refused, match="已经归档"), file.edit("改") as edit:
                edit.put(PlanInfo, file.plan.info.key, **values)
        with pytest.raises(Refused, match="已经归档"), file.edit("填报") as edit:
            edit.put(Report, (only(file).id, 0, 202412), value="1")
        with file.edit("取消归档") as edit:
            edit.put(PlanInfo, file.plan.info.key, stage="issued")
        assert file.plan.info.stage == "issued"


def test_basis_needs_number_day_and_reason():
    with pytest.raises(Invalid, match="调整文号、调整日期、调整理由"):
        basis(" ", None, "")


def test_the_plan_as_it_was_has_what_was_deleted_and_not_what_came(tmp_path):
    from datetime import datetime, timedelta
    from unittest.mock import patch

    with issued(tmp_path) as file:
        row, units = only(file), [u.name for u in file.plan.units]
        before = {t: dict(file.plan.rows(t)) for t in (Indicator, Allocation, Responsibility)}
        later = datetime.now() + timedelta(hours=1)
        with patch("xiezuo_desktop.storage.log.time.time", lambda: later.timestamp() + 60):
            file.adjusting_by = BY
            set_target(file, "350")
            with file.edit("换") as edit:
                edit.delete(Responsibility, file.plan.responsibilities(row.id)[0].key)
                edit.add(Indicator, name="后来的", order="9")
        past = plan_at(file, later)
        assert {t: dict(past.rows(t)) for t in before} == before
        assert [u.name for u in past.units] == units
        assert not past.rows(Adjustment)
