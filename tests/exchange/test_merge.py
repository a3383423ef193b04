import shutil
from datetime import date

import pytest

from tests.exchange.offices import dispatch, head_office, mailed_back, received, report, split, value_of
from xiezuo_desktop.core.errors import ReadOnly
from xiezuo_desktop.core.records import Dispatch, Indicator, Receipt, Unit
from xiezuo_desktop.exchange.merge import merge, preview
from xiezuo_desktop.exchange.rights import own_unit
from xiezuo_desktop.exchange.send import send
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.storage.backup import backups_of
from xiezuo_desktop.storage.schema import LOG_FORMAT


def returned(office, number, folder, value="12"):
    unit = office.units[number]
    part = received(dispatch(office, unit)[0], folder, f"员{number}")
    report(part, office.indicators[number], unit, value)
    return mailed_back(part, folder)


def test_looking_changes_nothing_and_tells_what_merging_does(tmp_path):
    office = head_office(tmp_path / "区办")
    paths = [returned(office, n, tmp_path / str(n)) for n in range(2)]
    before = office.plan_file.path.read_bytes()
    seen = preview(office.plan_file, paths)
    assert office.plan_file.path.read_bytes() == before
    assert [(c.label, c.was, c.now, c.unit) for c in seen.changes] == [
        ("累计完成数", "", "12", office.units[0]),
        ("累计完成数", "", "12", office.units[1]),
    ]
    assert [c.files for c in seen.changes] == [(0,), (1,)]
    assert len(seen.of_unit(office.units[1])) == 1
    assert [a.sentence for a in seen.arrivals] == [
        "区甲局第1轮：1条新内容，应填1项、已填1项。",
        "区乙局第1轮：1条新内容，应填1项、已填1项。",
    ]
    done = merge(office.plan_file, paths)
    assert {(c.where, c.now) for c in done.cells} == {(c.where, c.now) for c in seen.changes}


def test_one_undo_takes_the_whole_merge_back(tmp_path):
    office = head_office(tmp_path / "区办")
    paths = [returned(office, n, tmp_path / str(n)) for n in range(3)]
    rows = {t: dict(office.plan_file.plan.rows(t)) for t in (Indicator, Receipt, Dispatch)}
    merge(office.plan_file, paths)
    assert office.plan_file.undo_label == "合并3个文件"
    office.plan_file.undo()
    assert {t: dict(office.plan_file.plan.rows(t)) for t in rows} == rows
    assert value_of(office.plan_file, office.indicators[0], office.units[0]) == ""
    office.plan_file.redo()
    assert value_of(office.plan_file, office.indicators[2], office.units[2]) == "12"


def test_a_backup_is_made_first_and_only_where_something_comes_in(tmp_path):
    office = head_office(tmp_path / "区办")
    path = returned(office, 0, tmp_path / "甲")
    done = merge(office.plan_file, [path])
    with PlanFile.open(done.backup, read_only=True) as copy:
        assert value_of(copy, office.indicators[0], office.units[0]) == ""
    again = merge(office.plan_file, [path])
    assert again.backup is None
    assert again.transaction is None
    assert backups_of(office.plan_file.path) == [done.backup]


def test_bad_files_are_named_and_the_good_ones_come_in(tmp_path):
    office = head_office(tmp_path / "区办")
    good = returned(office, 0, tmp_path / "甲")
    data = good.read_bytes()
    cut, newer, empty, word = (tmp_path / f"{n}.xiezuo" for n in ("断", "新版", "空", "文档"))
    cut.write_bytes(data[: len(data) // 3])
    newer.write_bytes(data[:60] + (LOG_FORMAT + 1).to_bytes(4, "big") + data[64:])
    empty.write_bytes(b"")
    word.write_bytes(b"PK\x03\x04" + bytes(200))
    with PlanFile.create(tmp_path / "去年.xiezuo", title="临江区2023年协作计划", year=2023) as old:
        pass
    done = merge(office.plan_file, [cut, newer, good, empty, word, old.path, tmp_path / "没有.xiezuo"])
    assert [a.state for a in done.arrivals] == ["refused", "refused", "new", "refused", "refused", "refused", "refused"]
    said = [str(a.reason) for a in done.refused]
    for word_, sentence in zip(("不完整", "更新版本", "空的", "打不开", "2023年度", "找不到"), said, strict=True):
        assert word_ in sentence
        assert sentence.endswith("。")
    assert value_of(office.plan_file, office.indicators[0], office.units[0]) == "12"


def test_only_bad_files_leave_no_backup_and_no_step(tmp_path):
    office = head_office(tmp_path / "区办")
    (tmp_path / "空.xiezuo").write_bytes(b"")
    label = office.plan_file.undo_label
    done = merge(office.plan_file, [tmp_path / "空.xiezuo"])
    assert (done.backup, done.transaction, office.plan_file.undo_label) == (None, None, label)


def test_changes_outside_the_senders_own_rows_are_named(tmp_path):
    office = head_office(tmp_path / "区办")
    unit = office.units[0]
    part = received(dispatch(office, unit)[0], tmp_path / "甲", "甲")
    with part.edit("越界") as edit:  # another tool does not ask for rights
        edit.put(Unit, office.units[1], phone="555")
        edit.put(Indicator, office.indicators[0], target="1")
    report(part, office.indicators[0], unit, "12")
    (arrival,) = preview(office.plan_file, [mailed_back(part, tmp_path / "甲")]).arrivals
    assert arrival.outside_count == 2
    assert any("区乙局" in row for row in arrival.outside)
    assert any("协作事项1" in row for row in arrival.outside)
    assert "其中2条不是该单位自己的内容" in arrival.sentence


def test_a_whole_copy_of_the_plan_merges_too(tmp_path):
    office = head_office(tmp_path / "区办")
    office.plan_file.close()
    copy = tmp_path / "科里.xiezuo"
    shutil.copyfile(office.plan_file.path, copy)
    with PlanFile.open(office.plan_file.path, author="王") as here, PlanFile.open(copy, author="陈") as there:
        for plan_file, value in ((here, "200"), (there, "300")):
            with plan_file.edit("改目标") as edit:
                edit.put(Indicator, office.indicators[0], target=value)
        done = merge(here, [copy])
        assert (done.conflicts, done.arrivals[0].conflicts, done.arrivals[0].unit) == (1, 1, None)
        assert done.arrivals[0].authors == ("陈",)
        assert "1处与别处的修改有分歧" in done.arrivals[0].sentence


def test_two_computers_of_the_head_office_agree(tmp_path):
    office = head_office(tmp_path / "区办")
    paths = [returned(office, n, tmp_path / str(n)) for n in range(2)]
    other = received(office.plan_file.path, tmp_path / "二号机", "二号机")
    merge(office.plan_file, paths)
    merge(other, [paths[1], paths[0]], today=date(2024, 7, 20))
    merge(other, [office.plan_file.path])
    merge(office.plan_file, [other.path])
    assert office.plan_file.conflict_count() == other.conflict_count() == 0
    for record in (Receipt, Dispatch):
        assert office.plan_file.plan.rows(record) == other.plan.rows(record)


def test_what_one_computer_sent_may_come_back_to_the_other(tmp_path):
    office = head_office(tmp_path / "区办")
    other = received(office.plan_file.path, tmp_path / "二号机", "二号机")
    path = returned(office, 0, tmp_path / "甲")  # sent by the first
    merge(other, [path])
    assert value_of(other, office.indicators[0], office.units[0]) == "12"
    assert not other.is_part
    assert own_unit(other) is None
    merge(other, [office.plan_file.path])
    assert other.verify() == []


def test_a_unit_that_mails_its_whole_file_has_returned(tmp_path):
    office = head_office(tmp_path / "区办")
    part = received(dispatch(office, office.units[0])[0], tmp_path / "甲", "甲")
    report(part, office.indicators[0], office.units[0], "12")
    part.close()
    done = merge(office.plan_file, [part.path], today=date(2024, 7, 2))
    assert done.arrivals[0].unit_name == "区甲局"
    (receipt,) = office.plan_file.plan.ordered(Receipt)
    assert (receipt.received_on, receipt.made_by, receipt.file_name) == (date(2024, 7, 2), "甲", "甲.xiezuo")
    merge(office.plan_file, [part.path])
    assert len(office.plan_file.plan.rows(Receipt)) == 1


def test_a_unit_takes_in_no_other_units_file(tmp_path):
    office = head_office(tmp_path / "区办")
    first = received(dispatch(office, office.units[0])[0], tmp_path / "甲", "甲")
    (second,) = dispatch(office, office.units[1])
    (arrival,) = merge(first, [second]).arrivals
    assert "是下发给“区乙局”的，不是本单位的" in arrival.sentence
    assert [i.id for i in first.plan.indicators] == [office.indicators[0]]


def test_what_towns_return_travels_on_with_the_county(tmp_path):
    office = head_office(tmp_path / "区办", 3, county=True)
    county, town = office.units[2:4]
    own = received(dispatch(office, county)[0], tmp_path / "县", "县里小赵")
    split(own, office.indicators[2], {town: "40"})
    (sent,) = send(own, [town], tmp_path / "县")
    part = received(sent.path, tmp_path / "镇", "镇里小孙")
    report(part, office.indicators[2], town, "7")
    straight = mailed_back(part, tmp_path / "镇")
    (arrival,) = merge(own, [straight]).arrivals
    assert (arrival.unit_name, arrival.outside_count) == ("白水镇", 0)
    done = merge(office.plan_file, [mailed_back(own, tmp_path / "县")])
    assert value_of(office.plan_file, office.indicators[2], town) == "7"
    assert (done.arrivals[0].unit_name, done.arrivals[0].outside_count) == ("云岭县", 0)
    assert "镇里小孙" in done.arrivals[0].authors


def test_cancelling_takes_everything_back(tmp_path):
    office = head_office(tmp_path / "区办")
    paths = [returned(office, n, tmp_path / str(n)) for n in range(2)]

    class Cancelled(Exception):
        pass

    def stop_at_second(done, total):
        if done == total:
            raise Cancelled

    with pytest.raises(Cancelled):
        merge(office.plan_file, paths, progress=stop_at_second)
    assert value_of(office.plan_file, office.indicators[0], office.units[0]) == ""
    assert backups_of(office.plan_file.path) == []
    assert office.plan_file.verify() == []


def test_a_county_may_add_towns_and_only_below_itself(tmp_path):
    office = head_office(tmp_path / "区办", 3, county=True)
    county = office.units[2]
    own = received(dispatch(office, county)[0], tmp_path / "县", "县里小赵")
    with own.edit("新增乡镇") as edit:
        town = edit.add(Unit, name="新街镇", parent=county, order="9")
        edit.add(Unit, name="野单位", order="9")
    split(own, office.indicators[2], {town: "40"})
    report(own, office.indicators[2], town, "7")
    (arrival,) = merge(office.plan_file, [mailed_back(own, tmp_path / "县")]).arrivals
    assert arrival.outside == ("单位“野单位”",)


def test_what_was_made_and_unmade_elsewhere_is_no_change_to_tell(tmp_path):
    office = head_office(tmp_path / "区办", 3, county=True)
    own = received(dispatch(office, office.units[2])[0], tmp_path / "县", "县里小赵")
    with own.edit("新增单位") as edit:
        edit.add(Unit, name="新单位", parent=office.units[2], order="9")
    own.undo()
    back = mailed_back(own, tmp_path / "县")
    assert not any(cell.record is Unit for cell in preview(office.plan_file, [back]).changes)
    assert not any(cell.record is Unit for cell in merge(office.plan_file, [back]).cells)


def test_what_was_taken_back_counts_again_when_it_is_merged_again(tmp_path):
    office = head_office(tmp_path / "区办")
    path = returned(office, 0, tmp_path / "甲")
    merge(office.plan_file, [path])
    office.plan_file.undo()
    (arrival,) = merge(office.plan_file, [path]).arrivals
    assert arrival.sentence.startswith("区甲局第1轮：1条新内容（1条以前合并过又撤销，现在重新计入）")
    assert value_of(office.plan_file, office.indicators[0], office.units[0]) == "12"
    assert len(office.plan_file.plan.rows(Receipt)) == 1


def test_the_plan_itself_among_the_files_brings_nothing(tmp_path):
    office = head_office(tmp_path / "区办")
    path = returned(office, 0, tmp_path / "甲")
    done = merge(office.plan_file, [office.plan_file.path, path])
    assert [a.state for a in done.arrivals] == ["nothing_new", "new"]
    assert done.conflicts == 0


def test_a_dispute_in_which_our_value_stays_is_told_before_and_after(tmp_path):
    office = head_office(tmp_path / "区办")
    unit, indicator = office.units[0], office.indicators[0]
    part = received(dispatch(office, unit)[0], tmp_path / "甲", "甲员")
    report(part, indicator, unit, "6")
    for number in range(40):  # our clock is further on: our value counts until somebody decides
        report(office.plan_file, indicator, unit, f"{number}")
    report(office.plan_file, indicator, unit, "5")
    path = mailed_back(part, tmp_path / "甲")
    said = "本机的“5”与区甲局的“6”不同，先按本机的算，记为分歧"
    (seen,) = preview(office.plan_file, [path]).changes
    assert (seen.was, seen.now, seen.dispute, seen.files, seen.unit) == ("5", "5", said, (0,), unit)
    assert seen.stays
    (done,) = merge(office.plan_file, [path]).cells
    assert (done.dispute, done.stays) == (said, True)


def test_a_dispute_in_which_their_value_counts_is_told_beside_the_change(tmp_path):
    office = head_office(tmp_path / "区办")
    unit, indicator = office.units[0], office.indicators[0]
    part = received(dispatch(office, unit)[0], tmp_path / "甲", "甲员")
    report(office.plan_file, indicator, unit, "5")
    for number in range(40):
        report(part, indicator, unit, f"{number}")
    report(part, indicator, unit, "6")
    (seen,) = preview(office.plan_file, [mailed_back(part, tmp_path / "甲")]).changes
    assert (seen.was, seen.now, seen.stays) == ("5", "6", False)
    assert seen.dispute == "区甲局的“6”与本机的“5”不同，先按区甲局的算，记为分歧"


def test_a_file_given_twice_is_told_from_one_that_was_merged_before(tmp_path):
    office = head_office(tmp_path / "区办")
    unit, indicator = office.units[0], office.indicators[0]
    part = received(dispatch(office, unit)[0], tmp_path / "甲", "甲员")
    report(part, indicator, unit, "6")
    first = mailed_back(part, tmp_path / "甲")
    copy = shutil.copyfile(first, tmp_path / "甲" / "副本.xiezuo")
    report(part, indicator, unit, "7")
    second = mailed_back(part, tmp_path / "甲")
    told = [a.sentence for a in preview(office.plan_file, [first, copy]).arrivals]
    assert told[1] == f"区甲局第1轮：与前面的《{first.name}》相同。"
    told = [a.sentence for a in preview(office.plan_file, [second, first]).arrivals]
    assert told[1] == f"区甲局第1轮：内容都在前面的《{second.name}》里。"
    merge(office.plan_file, [first])
    assert "以前已经合并过" in preview(office.plan_file, [copy]).arrivals[0].sentence


def test_a_trial_on_a_file_that_cannot_be_written_tells_the_same(tmp_path):
    office = head_office(tmp_path / "区办")
    paths = [returned(office, n, tmp_path / str(n)) for n in range(2)]
    seen = preview(office.plan_file, paths)
    before = office.plan_file.path.read_bytes()
    with PlanFile.open(office.plan_file.path, read_only=True) as looked_at:
        assert preview(looked_at, paths) == seen
        with pytest.raises(ReadOnly):
            merge(looked_at, paths)
    assert office.plan_file.path.read_bytes() == before
