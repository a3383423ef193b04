import pytest

from tests.disks import fill_up, small_disk
from tests.exchange.offices import dispatch, head_office, mailed_back, received, report, value_of
from xiezuo_desktop.core.errors import UserError
from xiezuo_desktop.core.records import Dispatch, Receipt
from xiezuo_desktop.exchange.merge import merge


def test_mailing_on_a_full_disk_changes_nothing_and_says_so(tmp_path):
    office = head_office(tmp_path / "区办")
    unit, indicator = office.units[0], office.indicators[0]
    (outgoing,) = dispatch(office, unit)
    elsewhere = mailed_back_with(office, outgoing, tmp_path / "甲", "12")
    with small_disk(tmp_path / "小盘") as disk:
        part = received(outgoing, disk / "甲", "甲")
        report(part, indicator, unit, "1")
        head = received(office.plan_file.path, disk / "区办", "区办")
        ballast = fill_up(disk)
        for act in (
            lambda: mailed_back(part, disk / "甲"),
            lambda: merge(head, [elsewhere]),
            lambda: merge(head, [elsewhere], backup=False),
        ):
            with pytest.raises(UserError) as told:
                act()
            assert "磁盘" in str(told.value)
            assert str(told.value).endswith("。")
        assert not part.plan.rows(Receipt)
        assert value_of(head, indicator, unit) == ""
        ballast.unlink()
        assert mailed_back(part, disk / "甲").is_file()
        assert merge(head, [elsewhere]).backup.is_file()
        assert value_of(head, indicator, unit) == "12"
        for plan_file in (part, head):
            assert plan_file.verify() == []
            plan_file.close()


def mailed_back_with(office, outgoing, folder, value):
    with received(outgoing, folder, "甲") as part:
        report(part, office.indicators[0], office.units[0], value)
        return mailed_back(part, folder)


def test_a_dispatch_that_does_not_fit_is_not_noted(tmp_path):
    office = head_office(tmp_path / "区办")
    with small_disk(tmp_path / "小盘", "1m") as disk:
        fill_up(disk, left=150_000)
        office.folder = disk
        with pytest.raises(UserError):
            dispatch(office, *office.units)
        assert not [*(disk / "发件").iterdir()]
        assert not office.plan_file.plan.rows(Dispatch)
        assert not [entry for entry in office.plan_file.history() if entry.record is Dispatch]
