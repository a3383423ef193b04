"""Whatever is done with a file that came by mail, it stays what it was: every byte, its time, its folder."""

import hashlib
import shutil
from pathlib import Path

import pytest

from tests.exchange.offices import dispatch, head_office, mailed_back, received, report
from tests.test_cli_mail import run
from xiezuo_desktop.core.errors import ReadOnly, Refused, UserError
from xiezuo_desktop.core.records import Report
from xiezuo_desktop.exchange.disputes import disputes
from xiezuo_desktop.exchange.merge import merge, preview
from xiezuo_desktop.exchange.sealing import code_of, needs_password
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.storage import incoming as incoming_module


def state_of(folder: Path) -> dict[str, tuple[str, int]]:
    """Each file of a folder: its digest and when it was written."""
    return {
        path.name: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def office(tmp_path):
    return head_office(tmp_path / "区办")


@pytest.fixture
def mail(office, tmp_path):
    """What lies in the post: a return, the same in a zip, a part, a whole file, one of another plan, two spoilt ones, a paper."""
    post = tmp_path / "来件"
    post.mkdir()
    unit = office.units[0]
    (outgoing,) = dispatch(office, unit)
    with received(outgoing, tmp_path / "甲", "甲") as part:
        report(part, office.indicators[0], unit, "12")
        back = mailed_back(part, post)
        mailed_back(part, post, password="二〇二四")
    shutil.copyfile(outgoing, post / "下发.xiezuo")
    shutil.copyfile(office.plan_file.path, post / "整份.xiezuo")
    with PlanFile.create(post / "别的.xiezuo", title="云岭县计划", year=2023):
        pass
    data = back.read_bytes()
    (post / "截断.xiezuo").write_bytes(data[:-4096])
    (post / "坏的.xiezuo").write_bytes(data.replace(b"12", b"13"))
    (post / "通知.txt").write_text("请于七月五日前报回。", encoding="utf-8")
    return post


@pytest.mark.parametrize("how", ["in the memory", "as a copy"])
def test_no_file_that_came_is_ever_changed(office, mail, tmp_path, monkeypatch, how):
    if how == "as a copy":
        monkeypatch.setattr(incoming_module, "_SMALL", 0)
    before, paths = state_of(mail), sorted(mail.iterdir())
    for path in paths:
        seen = preview(office.plan_file, [path], password="二〇二四")
        assert state_of(mail) == before, f"试合并 {path.name}"
        done = merge(office.plan_file, [path], password="二〇二四")
        assert [a.state for a in done.arrivals] == [a.state for a in seen.arrivals]
        assert state_of(mail) == before, f"合并 {path.name}"
    assert {a.state for a in merge(office.plan_file, paths, password="错的").arrivals} == {"nothing_new", "refused"}
    disputes(office.plan_file)
    office.plan_file.undo()
    merge(office.plan_file, paths, password="二〇二四")
    assert state_of(mail) == before

    def taken_off(done, total):
        raise Refused("不合并了。", "")

    with pytest.raises(Refused):
        merge(office.plan_file, paths, progress=taken_off)
    assert state_of(mail) == before


def test_looking_at_a_file_as_ones_own_leaves_it_as_it_is(mail, tmp_path):
    before = state_of(mail)
    for path in sorted(mail.iterdir()):
        needs_password(path)
        for look in (code_of, lambda p: PlanFile.open(p).close(), lambda p: PlanFile.open(p).plan):
            try:
                look(path)
            except UserError:
                continue
        for words in (("verify", path), ("history", path), ("receipts", path), ("conflicts", path)):
            assert run(*words).returncode in (0, 1, 3, 4)
        assert run("export", path, "-o", tmp_path / "出.json").returncode in (0, 3)
        assert state_of(mail) == before, path.name


def test_a_return_that_is_opened_by_mistake_is_only_looked_at(mail):
    (back,) = mail.glob("*上报*.xiezuo")
    with PlanFile.open(back, author="区办") as opened:
        assert opened.is_return
        assert opened.plan.rows(Report)
        with pytest.raises(ReadOnly, match="合并"), opened.edit("改"):
            pass
    assert "合并" in run("set", back, "plan", "title", "改").stderr
    with PlanFile.open(mail / "下发.xiezuo", author="甲") as part:
        assert not part.read_only
