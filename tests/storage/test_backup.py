from datetime import datetime, timedelta

import pytest

from tests.builders_storage import add_units, make_plan
from tests.disks import fill_up, small_disk
from xiezuo_desktop.core.errors import Refused, UserError
from xiezuo_desktop.core.records import Unit
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.storage.backup import (
    MONTHS,
    RECENT,
    back_up,
    backups_of,
    differences,
    folder_of,
    let_go_of_old,
    made_at,
    restore,
)


def test_a_backup_is_a_sound_plan_with_its_moment_in_the_name(tmp_path):
    with make_plan(tmp_path) as plan_file:
        add_units(plan_file, "区甲局")
        path = back_up(plan_file, now=datetime(2024, 7, 5, 9, 30, 1))
    assert path == tmp_path / "计划_备份" / "计划_2024-07-05_093001.xiezuo"
    assert made_at(path) == datetime(2024, 7, 5, 9, 30, 1)
    with PlanFile.open(path, read_only=True) as copy:
        assert copy.verify() == []
        assert [u.name for u in copy.plan.units] == ["区甲局"]


def test_a_folder_of_backups_that_cannot_be_made_is_told(tmp_path):
    with make_plan(tmp_path) as plan_file:
        folder_of(plan_file.path).write_text("")
        with pytest.raises(UserError, match=r"备份文件夹“计划_备份”建不起来，没有备份"):
            back_up(plan_file)


def test_two_backups_of_one_second_both_stand(tmp_path):
    now = datetime(2024, 7, 5)
    with make_plan(tmp_path) as plan_file:
        paths = {back_up(plan_file, now=now) for _ in range(3)}
    assert len(paths) == 3
    assert set(backups_of(tmp_path / "计划.xiezuo")) == paths


def test_ten_recent_and_the_last_of_twelve_months_are_kept(tmp_path):
    plan = tmp_path / "计划.xiezuo"
    folder_of(plan).mkdir()
    day = datetime(2023, 1, 15)
    while day < datetime(2024, 7, 20):
        (folder_of(plan) / f"计划_{day:%Y-%m-%d_%H%M%S}.xiezuo").touch()
        day += timedelta(days=3)
    (folder_of(plan) / "自己放的.xiezuo").touch()
    let_go_of_old(plan)
    kept = [made_at(path) for path in backups_of(plan)]
    assert kept == sorted(kept, reverse=True)
    assert len(kept) == RECENT + MONTHS - 2  # the ten reach over two months, whose last ones are among them
    assert len({(d.year, d.month) for d in kept}) == MONTHS
    assert (folder_of(plan) / "自己放的.xiezuo").exists()


def test_restoring_makes_a_new_file_and_tells_what_differs(tmp_path):
    with make_plan(tmp_path) as plan_file:
        first, second = add_units(plan_file, "区甲局", "区乙局")
        backup = back_up(plan_file)
        with plan_file.edit("改") as edit:
            edit.put(Unit, first, name="区甲委")
            edit.delete(Unit, second)
        (third,) = add_units(plan_file, "区丙局")
        restore(backup, tmp_path / "旧.xiezuo")
        with PlanFile.open(tmp_path / "旧.xiezuo") as old:
            assert old.verify() == []
            found = differences(old, plan_file)
    assert {(d.key[0], d.field) for d in found} == {(first, "name"), (second, ""), (third, "")}
    (renamed,) = (d for d in found if d.field)
    assert (renamed.before, renamed.after) == ("区甲局", "区甲委")
    with pytest.raises(Refused, match="没有覆盖"):
        restore(backup, tmp_path / "旧.xiezuo")


def test_a_backup_on_read_only_media_can_be_restored_elsewhere(tmp_path):
    with make_plan(tmp_path) as plan_file:
        backup = back_up(plan_file)
    backup.chmod(0o444)
    backup.parent.chmod(0o555)
    try:
        restore(backup, tmp_path / "旧.xiezuo")
    finally:
        backup.parent.chmod(0o755)
    with PlanFile.open(tmp_path / "旧.xiezuo") as old:
        add_units(old, "区甲局")


def test_a_full_disk_leaves_no_half_backup(tmp_path):
    with small_disk(tmp_path / "小盘") as disk, make_plan(disk) as plan_file:
        fill_up(disk, left=50_000)
        with pytest.raises(UserError, match="磁盘") as told:
            back_up(plan_file)
        assert str(told.value).endswith("。")
        assert backups_of(plan_file.path) == []
        assert not list(folder_of(plan_file.path).iterdir())
        assert plan_file.verify() == []
