"""The log says where the program went wrong and nothing of what it was working on."""

from logging.handlers import RotatingFileHandler

import pytest

from xiezuo_desktop import logbook
from xiezuo_desktop.core.records import Unit
from xiezuo_desktop.storage import PlanFile

SECRETS = ("云岭县教育局", "13800001111", "临江区结对帮扶任务书")


@pytest.fixture
def log(tmp_path, monkeypatch):
    monkeypatch.setenv("XIEZUO_SETTINGS_DIR", str(tmp_path / "settings"))
    logbook.open_log()
    yield logbook.log_file()
    logbook.close_log()


def session_with_errors(tmp_path):
    """A plan is worked on, and every step that quotes something of it fails."""
    with PlanFile.create(tmp_path / f"{SECRETS[2]}.xiezuo", title=SECRETS[2], author="甲") as file:
        with file.edit("新增单位") as edit:
            edit.add(Unit, name=SECRETS[0], phone=SECRETS[1], order="V")
        (unit,) = file.plan.units
    steps = (
        lambda: {}[unit.name],
        lambda: int(f"{unit.phone} 转 {unit.name}"),
        lambda: getattr(object(), unit.name),
        lambda: (tmp_path / unit.name).read_bytes(),
        lambda: unit.name.encode("ascii"),
        lambda: [].index(unit.phone),
    )
    for step in steps:
        try:
            try:
                step()
            except Exception as error:
                raise RuntimeError(f"“{unit.name}”出错") from error
        except RuntimeError:
            logbook.log.exception("unforeseen")


def test_log_of_a_session_with_errors_holds_nothing_of_the_plan(tmp_path, log):
    session_with_errors(tmp_path)
    text = log.read_text("utf-8")
    assert not [secret for secret in SECRETS if secret in text]
    assert text.count("session_with_errors") == 12  # where it happened stays
    for kind in (
        "KeyError",
        "ValueError",
        "AttributeError: 'object' object",
        "FileNotFoundError: 2",
        "RuntimeError: …",
    ):
        assert kind in text


def test_log_rotates(tmp_path, log):
    for _ in range(5):
        logbook.log.error("x" * 400_000)
    files = sorted(path.name for path in log.parent.iterdir())
    assert files == ["xiezuo.log", "xiezuo.log.1", "xiezuo.log.2"]
    assert all(path.stat().st_size < 600_000 for path in log.parent.iterdir())


def test_nothing_is_logged_where_the_folder_cannot_be_made(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XIEZUO_SETTINGS_DIR", str(tmp_path / "file" / "settings"))
    logbook.open_log()
    assert not [h for h in logbook.log.handlers if isinstance(h, RotatingFileHandler)]
