"""The scenes of the manual: what is done with the sample before each picture is taken."""

from __future__ import annotations

import io
import os
import shutil
from contextlib import redirect_stdout
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from fixed_world import Clock

from xiezuo_desktop import paths
from xiezuo_desktop.cli import main as run_command
from xiezuo_desktop.core.record_base import full_key
from xiezuo_desktop.core.records import Evidence, Period, Report, Unit
from xiezuo_desktop.core.tree import spread_keys
from xiezuo_desktop.exchange.due import own_indicators
from xiezuo_desktop.exchange.returning import make_return
from xiezuo_desktop.exchange.rights import own_unit
from xiezuo_desktop.exchange.send import Request, send
from xiezuo_desktop.storage.backup import backups_of
from xiezuo_desktop.storage.evidence import keep
from xiezuo_desktop.storage.plan_file import PlanFile
from xiezuo_desktop.ui.page_table import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from make_manual import Studio

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Indicator, Key

UNITS = ("区人力社保局", "区教育局", "区商务局")  # the three offices of the walk
PERIOD = 202406
CLERK = "王芳"
ADJUSTED = (("indicators/5", "1300", "上级追加任务"), ("indicators/14", "4600", "按两地会商意见调减"))
SHEETS = (("公文", "district-taskbook", 0), ("附表", "district-taskbook", 9), ("报告", "district-completion", 1))
PROOFS = (
    ("调研报告和签到表", "accepted"),
    ("联席会议纪要", "accepted"),
    ("结对学校协议扫描件", ""),
    ("结对医院名单", "rejected"),
)


def play(studio: Studio) -> None:
    """All scenes, one after the other."""
    folder = studio.folder
    plan = folder / "2024年计划.xiezuo"
    shutil.copy(folder / "示例" / "district.xiezuo", plan)
    Clock.now = datetime(2024, 7, 8, 15, 20)
    for name, report, page in SHEETS:
        studio.print_out(folder / "示例" / f"{report}.pdf", page, name)
    _begin(studio)
    _pages(studio, plan)
    _mail(studio, plan)


def _begin(studio: Studio) -> None:
    with studio.window() as window:
        studio.take(window, "start")
        window.session.create(studio.folder / "新计划.xiezuo", "新计划", 2024)
        from xiezuo_desktop.ui.dialogs.import_dialog import ImportDialog

        studio.take(ImportDialog(window.session, paths.sample_papers("district"), window), "导入")


def _pages(studio: Studio, plan: Path) -> None:
    prove(studio.folder, plan)
    city = studio.folder / "示例" / "city.xiezuo"
    places = {"matrix": city, "scores": city, "adjustments": adjusted(studio.folder, plan)}
    for page in PAGES:
        with studio.window(places.get(page.name, plan)) as window:
            window.show_page(page.name)
            if page.name == "figures":
                window.show_record(Report, most_reported(window.session.plan))
            if page.name == "settings":
                studio.look(window)  # without a picture: it names folders of this machine
                continue
            if page.name == "print":
                studio.settle(1.2)  # pages are drawn by a thread of their own
            studio.take(window, page.name)
            if page.name == "indicators":
                window.checks.trigger()
                studio.take(window, "校核")
                window._checks_panel.hide()


def adjusted(folder: Path, plan: Path) -> Path:
    """A copy that was issued, with two targets adjusted by a document."""
    copy = folder / "已下达的计划.xiezuo"
    shutil.copy(plan, copy)
    by = ("--by", "临政办〔2024〕21号", "--on", "2024-06-28")
    with redirect_stdout(io.StringIO()):
        run_command(["issue", str(copy)])
        for place, value, reason in ADJUSTED:
            run_command(["set", str(copy), place, "target", value, *by, "--reason", reason])
    return copy


def most_reported(plan: Plan) -> Key:
    """A figure of the unit that reports most."""
    units = [key[1] for key in plan.rows(Report)]
    unit = max(dict.fromkeys(units), key=units.count)
    return next(key for key in plan.rows(Report) if key[1] == unit and key[2] == PERIOD)


def prove(folder: Path, plan: Path) -> None:
    """Some material for the page of evidence, and a day by which the month is due."""
    found = folder / "材料"
    found.mkdir()
    with PlanFile.open(plan, author=CLERK) as file, file.edit("登记佐证材料") as edit:
        edit.put(Period, full_key(PERIOD), cut_off=date(2024, 7, 5))
        orders = spread_keys(len(PROOFS))
        for (title, state), indicator, order in zip(PROOFS, file.plan.indicators, orders, strict=False):
            paper = found / f"{title}.pdf"
            paper.write_bytes(title.encode())
            kept = keep(plan, paper)
            said = {"sha256": kept.sha256, "size": kept.size, "file_name": kept.name, "state": state, "order": order}
            edit.add(Evidence, indicator=indicator.id, title=title, unit=_bearer(file.plan, indicator), **said)


def _bearer(plan: Plan, indicator: Indicator) -> int | None:
    return next((r.unit for r in plan.responsibilities(indicator.id)), None)


def _mail(studio: Studio, plan: Path) -> None:
    """A second round with three units: one returns what we changed meanwhile, one file is cut short, one is of another plan."""
    from xiezuo_desktop.ui.dialogs.merge_dialog import MergeDialog
    from xiezuo_desktop.ui.dialogs.open_received_dialog import OpenReceivedDialog
    from xiezuo_desktop.ui.dialogs.return_dialog import ReturnDialog
    from xiezuo_desktop.ui.dialogs.send_dialog import SendDialog
    from xiezuo_desktop.ui.received import look

    with studio.window(plan) as window:
        window.show_page("exchange")
        studio.take(SendDialog(window.session, window), "下发")
    sent = _send(studio.folder, plan)
    with studio.window(sent[0]) as window:
        studio.take(window, "收到的任务")
        studio.take(OpenReceivedDialog(look(sent[1], plan), window), "打开收到的文件")
    back = list(_return(studio.folder, plan, sent))
    with studio.window(sent[0]) as window:
        studio.take(ReturnDialog(window.session, window), "生成上报文件")
    with studio.window(plan) as window:
        window.show_page("exchange")
        dialog = MergeDialog(window.session, back, window)
        studio.take(dialog, "合并")
        dialog.take_in()
        studio.settle()
        dialog.close()
        for copy in backups_of(plan):
            os.utime(copy, (Clock.now.timestamp(),) * 2)
        for name in ("conflicts", "history", "backups"):
            window.show_page(name)
            studio.take(window, name)


def _send(folder: Path, plan: Path) -> list[Path]:
    out = folder / "下发"
    out.mkdir()
    with PlanFile.open(plan, author=CLERK) as file:
        units = [u.id for name in UNITS for u in file.plan.rows(Unit).values() if u.name == name]
        return [s.path for s in send(file, units, out, Request(date(2024, 7, 15), PERIOD, "请核对6月的数"))]


def _return(folder: Path, plan: Path, sent: list[Path]) -> Iterator[Path]:
    out = folder / "返回"
    out.mkdir()
    Clock.now = datetime(2024, 7, 12, 10, 5)
    for number, path in enumerate(sent):
        with PlanFile.open(path, author=f"{UNITS[number]}填报人") as file:
            unit = own_unit(file)
            with file.edit("更正6月的数") as edit:
                for indicator in own_indicators(file.plan, unit)[:3]:
                    key = (indicator.id, unit, PERIOD)
                    edit.put(Report, key, value=_a_little_more(file.plan.rows(Report)[key].value))
            made = make_return(file, out).path
        if number == 0:
            first = own_indicators(_plan_of(plan), unit)[0].id
            with PlanFile.open(plan, author=CLERK) as file, file.edit("填写进展") as edit:
                edit.put(Report, (first, unit, PERIOD), value="655")
        if number == 2:  # the mail was cut off
            made.write_bytes(made.read_bytes()[: made.stat().st_size // 2])
        yield made
    yield next((folder / "示例" / "往来文件" / "city" / "上报").glob("*.xiezuo"))
    Clock.now = datetime(2024, 7, 15, 9, 10)


def _a_little_more(figure: str) -> str:
    """A figure as one corrects it: 630 is 642, 4 is 5."""
    known = Decimal(figure)
    return str(known + max(1, int(known) // 50))


def _plan_of(path: Path) -> Plan:
    with PlanFile.open(path, read_only=True) as file:
        return file.plan
