"""Looking after a plan file: history, verify, backup."""

from __future__ import annotations

import contextlib
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import paths
from ..core.errors import Unreadable, UserError, WrongCall
from ..core.wording import value_in_words
from .chinese import Group
from .shared import FILE, FOUND, commands, opened, print_json, say

if TYPE_CHECKING:
    from ..core.plan import Plan
    from ..core.records import Field
    from ..storage import HistoryEntry
    from ..storage.plan_file import PlanFile


@commands.command(help="列出谁在什么时候改了什么。最近的在前。")
@FILE
@click.option("--json", "as_json", is_flag=True, help="打印成 JSON")
@click.option("--of", "place", metavar="位置", help="只看一条记录，如 indicators/7，或导出的 JSON 里的 id")
@click.option("--author", metavar="姓名", help="只看这个人改的")
@click.option(
    "--since", metavar="下发", help="某次下发以后有什么变化：写单位名称（它最近的一次）、下发的 id，或日期如 2024-06-05"
)
def history(file: Path, as_json: bool, place: str | None, author: str | None, since: str | None) -> None:
    """Who changed what, when."""
    from ..core.places import find

    with opened(file) as plan_file:
        target = find(plan_file.plan, place) if place else None
        if since:
            entries = [
                entry
                for entry in _since(plan_file, since)
                if target in (None, (entry.record, entry.key)) and author in (None, entry.author)
            ]
        else:
            record, key = target or (None, None)
            entries = plan_file.history(record, key, author=author)
        told = entries if as_json else [entry for entry in entries if not _says_nothing(entry)]
        lines = [_history_line(plan_file.plan, entry) for entry in told]
    if as_json:
        print_json({"history": lines})
        return
    for line in lines:
        click.echo(
            f"{str(line['when'])[:19]} {line['author']} {line['label']}　{line['where']} {line['field']}："
            f"{line['before'] or '（空）'} → {line['after'] or '（空）'}"
        )


def _since(plan_file: PlanFile, since: str) -> list[HistoryEntry]:
    """What changed since a day, a dispatch or a unit's latest dispatch."""
    from ..core.figures.months import latest_dispatch
    from ..core.places import find
    from ..core.records import Dispatch
    from ..exchange.receipts import changed_since
    from .mailing import find_unit

    with contextlib.suppress(ValueError):
        return plan_file.history_since(datetime.combine(date.fromisoformat(since), datetime.min.time()).astimezone())
    plan = plan_file.plan
    if "/" in since or (since.isdecimal() and plan.get(Dispatch, int(since))):
        record, key = find(plan, since)
        if record is not Dispatch:
            raise WrongCall(f"“{since}”不是一次下发。", "请写单位名称、dispatches/3 这样的位置，或日期。")
        return changed_since(plan_file, key[0])
    dispatch = latest_dispatch(plan, find_unit(plan, since))
    if dispatch is None:
        raise WrongCall(f"没有给“{since}”下发过。", "请写下发过的单位，或写日期，如 2024-06-05。")
    return changed_since(plan_file, dispatch.id)


def _says_nothing(entry: HistoryEntry) -> bool:
    from ..core.wording import goes_without_saying

    field = entry.record.fields.get(entry.field)
    return field is not None and goes_without_saying(field, entry.before, entry.after, beside=False)


def _history_line(plan: Plan, entry: HistoryEntry) -> dict[str, str | None]:
    from ..core.places import place_of
    from ..core.wording import describe

    field = entry.record.fields.get(entry.field)
    return {
        "when": entry.when.astimezone().isoformat(sep=" ", timespec="seconds"),
        "author": entry.author,
        "label": entry.label,
        "id": str(entry.key[0]),
        "record": entry.record.name_,
        "place": place_of(plan, entry.record, entry.key),
        "where": describe(plan, entry.record, entry.key),
        "field": field.label if field else "状态",
        "before": _in_words(plan, field, entry.before),
        "after": _in_words(plan, field, entry.after),
    }


def _in_words(plan: Plan, field: Field | None, value: Any) -> str | None:
    if value is None:
        return None
    if field is None:  # a deletion, or its taking back
        return "已删除" if value else "在用"
    return value_in_words(plan, field, value)


@commands.command(
    help="检查文件是否完好，不改动它。完好的打印8位校验码，可以在电话里核对。--repair 按修改记录重建数据表。"
)
@FILE
@click.option("--repair", is_flag=True, help="数据表与修改记录不符时，按修改记录重建，并说明哪些地方变了")
def verify(file: Path, repair: bool) -> int:
    """Integrity and safety of a file."""
    from ..exchange.sealing import code_of

    with opened(file, to_write=repair) as plan_file:
        findings = plan_file.verify()
        for finding in findings:
            click.echo(finding)
        if findings and repair:
            return _repaired(plan_file)
        interrupted = plan_file.is_interrupted
        if newer := plan_file.newer_content():
            say(f"有{newer}项是新版程序填写的，本程序显示不出来；会原样保留，随文件一起发出。")
    if findings:
        say(f"“{file.name}”有 {len(findings)} 处不对，请先备份，再请专人处理。")
        return FOUND
    if interrupted:
        click.echo(f"“{file.name}”上次保存时中断，中断前的内容完好；下次打开修改时自动恢复。")
    else:
        click.echo(f"“{file.name}”完好，校验码 {code_of(file)}。")
    return 0


def _repaired(plan_file: PlanFile) -> int:
    """Make the tables anew; say what differed, and what cannot be repaired so."""
    from ..core.wording import describe
    from ..storage.backup import back_up

    before = None
    with contextlib.suppress(Unreadable):  # tables can be spoilt so that no plan can be read from them
        before = plan_file.plan
    copy = back_up(plan_file)
    changes, after = plan_file.rebuild(), plan_file.plan
    for record, key in sorted(changes.rows, key=lambda row: (row[0].number, row[1])) if before else ():
        click.echo(f"  已恢复：{describe(after if after.get(record, key) else before or after, record, key)}")
    click.echo(f"已按修改记录重建数据表，修复前的文件备份在“{copy}”。")
    left = plan_file.verify()
    if left:
        say(f"还有 {len(left)} 处修复不了：修改记录本身不对，请改用备份，或请对方重新发送一份。")
        return Unreadable.exit_code
    click.echo(f"“{plan_file.path.name}”完好。")
    return 0


# --------------------------------------------------------------------------------------------------------- backups


@commands.group(
    cls=Group,
    help="备份。合并前自动备份在计划文件旁边的“…_备份”文件夹里，保留最近10份和最近12个月每月一份。",
    subcommand_metavar="命令 …",
)
def backup() -> None:
    """Dated copies beside the plan file."""


@backup.command("make", help="现在备份一次。")
@FILE
def backup_make(file: Path) -> None:
    """Copy the file into its folder of backups."""
    from ..storage.backup import back_up, let_go_of_old

    with opened(file) as plan_file:
        copy = back_up(plan_file)
    let_go_of_old(file.absolute())
    click.echo(f"已备份为“{copy}”。")


@backup.command("list", help="列出备份，最近的在前。")
@FILE
@click.option("--json", "as_json", is_flag=True, help="打印成 JSON")
def backup_list(file: Path, as_json: bool) -> None:
    """The backups of a file."""
    from ..storage.backup import backups_of, made_at

    found = backups_of(file.absolute())
    if as_json:
        print_json(
            {"backups": [{"number": n, "made": str(made_at(p)), "path": str(p)} for n, p in enumerate(found, 1)]}
        )
        return
    for number, path in enumerate(found, 1):
        click.echo(f"{number}　{made_at(path):%Y-%m-%d %H:%M:%S}　{path.name}")
    click.echo(f"共 {len(found)} 份。" if found else "还没有备份。")


@backup.command("restore", help="把一份备份恢复成新文件，列出它与现在的文件有什么不同；现在的文件不动。")
@FILE
@click.argument("which", metavar="备份")
@click.option(
    "-o", "output", type=click.Path(path_type=Path), required=True, metavar="X.xiezuo", help="恢复成哪个新文件"
)
@click.option("--json", "as_json", is_flag=True, help="打印成 JSON")
def backup_restore(file: Path, which: str, output: Path, as_json: bool) -> None:
    """Make a new plan file out of a backup: its number in the list, or the path of any."""
    from ..storage.backup import restore

    if output.suffix.lower() != ".xiezuo":
        raise WrongCall(f"不能写成“{output.name}”，", "请把名字的结尾写成 .xiezuo。")
    restore(_backup(file, which), output, author=paths.author())
    lines = _compared(output, file)
    if as_json:
        print_json({"restored": str(output), "differences": lines or []})
        return
    if lines is None:
        click.echo(f"已恢复为“{output.name}”。原来的文件不在了或打不开，不能比较有什么不同。")
        return
    for line in lines:
        click.echo(
            f"{line['where']} {line['field']}：备份里 {line['then'] or '（空）'}，现在 {line['now'] or '（空）'}"
        )
    click.echo(f"已恢复为“{output.name}”，与现在的文件有{len(lines)}处不同。")


def _compared(restored: Path, file: Path) -> list[dict[str, str | None]] | None:
    """How what was restored differs from the present file; None where that is lost or damaged, which is why one restores."""
    from ..storage.backup import differences
    from ..storage.plan_file import PlanFile

    try:
        with opened(file) as present, PlanFile.open(restored, read_only=True) as old:
            return [_difference(old.plan, present.plan, d) for d in differences(old, present)]
    except UserError:
        return None


def _backup(file: Path, which: str) -> Path:
    from ..storage.backup import backups_of

    found = backups_of(file.absolute())
    if which.isdecimal() and 1 <= int(which) <= len(found):
        return found[int(which) - 1]
    named = next((path for path in found if path.name == which), None)
    if named or Path(which).is_file():
        return named or Path(which)
    raise WrongCall(f"没有备份“{which}”，", "请写 backup list 里的序号或文件名。")


def _difference(old: Plan, present: Plan, difference: Any) -> dict[str, str | None]:
    from ..core.wording import describe, own_name

    record, key = difference.record, difference.key
    plan = present if present.get(record, key) else old
    field = record.fields.get(difference.field)
    if field:
        then, now = (value_in_words(plan, field, v) for v in (difference.before, difference.after))
    else:
        then, now = ((own_name(plan, r) or "有") if r else "没有" for r in (difference.before, difference.after))
    return {
        "where": describe(plan, record, key),
        "field": field.label if field else "这一条",
        "then": then,
        "now": now,
    }
