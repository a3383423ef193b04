"""Mail between offices: send, return, receipts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..core.errors import WrongCall
from .shared import FILE, commands, make_folder, opened, print_json, progress

if TYPE_CHECKING:
    from ..core.plan import Plan
    from ..exchange.due import Assignment
    from ..exchange.receipts import Line
    from ..exchange.send import Sent
    from ..storage.plan_file import PlanFile

PASSWORD = click.option("--password", default="", metavar="密码", help="装进加密的压缩包（.zip），对方用这个密码打开")


@commands.command(
    help="下发。给一个单位或全部单位各生成一份文件，里面只有它自己的内容，用邮件、U盘发给它；再发一次就是下一轮，不会盖掉它已经填的。"
)
@FILE
@click.option("--to", "unit", metavar="单位", help="下发给哪个单位")
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="X.xiezuo", help="写到哪个文件")
@click.option(
    "--all",
    "folder",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="下发给所有有任务的单位，文件放到这个文件夹",
)
@click.option("--due", metavar="日期", help="哪一天前报回，如 2024-07-05")
@click.option("--period", metavar="期次", help="填报哪一期，如 2024-06")
@click.option("--note", default="", metavar="文字", help="还要告诉对方的填报要求")
@PASSWORD
@click.option("--json", "as_json", is_flag=True, help="打印成 JSON")
def send(
    file: Path, unit: str | None, output: Path | None, folder: Path | None, password: str, as_json: bool, **asked: Any
) -> None:
    """Make the files that are mailed to units."""
    from ..exchange.send import recipients
    from ..exchange.send import send as send_parts

    if (unit is None) == (folder is None) or (unit is None) != (output is None):
        raise WrongCall("没有写明发给谁、写到哪里。", "请写 --to 单位 -o X.xiezuo，或者 --all 文件夹。")
    request = _request(**asked)
    with opened(file, to_write=True) as plan_file, progress("生成") as bar:
        options: dict[str, Any] = {"password": password, "progress": lambda done, total: _show(bar, done, total)}
        if output is not None:
            _check_ending(output, password)
            units = [find_unit(plan_file.plan, unit or "")]
            sent = send_parts(plan_file, units, output.parent, request, to=output, **options)
        else:
            assert folder is not None
            units = [each.id for each in recipients(plan_file)]
            if units:
                make_folder(folder)
            sent = send_parts(plan_file, units, folder, request, **options)
    if as_json:
        print_json({"sent": [_sent(each) for each in sent]})
        return
    for each in sent:
        click.echo(f"{each.unit_name}（第{each.round}轮）：“{each.path.name}”，校验码 {each.code}。")
    opens = "用密码解开后双击打开（密码请另用电话告诉）" if password else "双击打开"
    click.echo(f"已生成{len(sent)}份，请发给对方；对方{opens}，填好后生成上报文件发回。")


def _request(due: str | None, period: str | None, note: str) -> Any:
    from ..core.periods import read_period
    from ..exchange.send import Request

    try:
        due_on = date.fromisoformat(due) if due else None
    except ValueError as error:
        raise WrongCall(f"“{due}”不是日期，", "请写成 2024-07-05。") from error
    return Request(due_on, read_period(period) if period else None, note)


def _check_ending(output: Path, password: str) -> None:
    endings = (".xiezuo", ".zip") if password else (".xiezuo",)
    if output.suffix.lower() not in endings:
        raise WrongCall(f"不能写成“{output.name}”，", f"请把文件名的结尾写成 {'或'.join(endings)}。")
    if password and output.suffix.lower() != ".zip":
        raise WrongCall(f"加了密码的文件是压缩包，不能写成“{output.name}”，", f"请写成“{output.name}.zip”。")


def find_unit(plan: Plan, name: str) -> int:
    """The id of the unit of this name, alias or id. Raises WrongCall."""
    from ..core.names import NameRegister
    from ..core.records import Unit

    if name.isdecimal() and plan.get(Unit, int(name)):
        return int(name)
    found = NameRegister(plan).find(name)
    if found is None or plan.get(Unit, found) is None:
        raise WrongCall(f"计划里没有单位“{name}”，", "请写它的准确名称。")
    return found


def _show(bar: Any, done: int, total: int) -> None:
    bar.length = total
    bar.update(done - bar.pos)


def _sent(sent: Sent) -> dict[str, Any]:
    return {
        "unit": sent.unit_name,
        "round": sent.round,
        "file": sent.path.name,
        "path": str(sent.path),
        "code": sent.code,
    }


@commands.command(
    "return", help="生成上报文件。在下发来的文件里填好以后用，里面只有本单位填写的内容，发回给下发的单位。"
)
@FILE
@click.option(
    "-o", "output", type=click.Path(path_type=Path), metavar="X.xiezuo", help="写到哪个文件；不写就放在计划文件旁边"
)
@PASSWORD
@click.option("--evidence", is_flag=True, help="连同佐证材料的文件打成一个压缩包")
@click.option("--json", "as_json", is_flag=True, help="打印成 JSON")
def return_(file: Path, output: Path | None, password: str, evidence: bool, as_json: bool) -> None:
    """Make the file that is mailed back."""
    from ..exchange.returning import make_return

    if output is not None:
        _check_ending(output, password)
    with opened(file, to_write=True) as plan_file:
        if evidence and output is not None and output.suffix.lower() != ".zip":
            output = output.with_name(f"{output.name}.zip")
        made = make_return(plan_file, plan_file.path.parent, password=password, with_evidence=evidence, to=output)
    asked = made.holds.assignment
    if as_json:
        holds = made.holds
        written = {"values": holds.figures + holds.others, "figures": holds.figures, "authors": list(holds.authors)}
        print_json({**_assignment(asked), **written, "file": made.path.name, "path": str(made.path), "code": made.code})
        return
    for line in made.holds.lines:
        click.echo(line)
    if made.holds.enclosures and not evidence:
        click.echo(f"另有 {len(made.holds.enclosures)} 份佐证材料没有装进去，用 --evidence 可以一起打包。")
    click.echo(f"已生成“{made.path.name}”，校验码 {made.code}，请发回给下发的单位。")


def _assignment(asked: Assignment) -> dict[str, Any]:
    from ..core.periods import period_text

    return {
        "unit": asked.unit_name,
        "round": asked.round,
        "due_on": asked.due_on.isoformat() if asked.due_on else None,
        "period": period_text(asked.period) if asked.period else None,
        "request": asked.request or None,
        "filled": asked.filled,
        "expected": asked.expected,
        "missing": list(asked.missing),
        "sent_back": asked.sent_back or None,
    }


@commands.command(
    help="回收情况。列出发给谁、要求哪天报回、谁报回了、填了几项、谁还没有报回；--remind 打印一段催报的话。"
)
@FILE
@click.option("--json", "as_json", is_flag=True, help="打印成 JSON")
@click.option("--remind", is_flag=True, help="只打印没有报回的单位，可以粘贴到消息里")
@click.option("--send-back", "unit", metavar="单位", help="把这个单位最近一次上报退回，要同时写 --reason")
@click.option("--reason", default="", metavar="原因", help="为什么退回")
def receipts(file: Path, as_json: bool, remind: bool, unit: str | None, reason: str) -> None:
    """Who was sent what and who has returned it."""
    from ..exchange.due import own_assignment
    from ..exchange.receipts import missing, overview, reminder

    with opened(file, to_write=unit is not None) as plan_file:
        if unit is not None:
            _send_back(plan_file, unit, reason)
        plan, own = plan_file.plan, own_assignment(plan_file)
    lines = [line for line in overview(plan) if own is None or line.dispatch.unit != own.unit]
    if as_json:
        print_json(
            {
                "own": own and _assignment(own),
                "receipts": [_receipt(line) for line in lines],
            }
        )
    elif remind:
        click.echo(reminder(lines) or "都报回了。")
    else:
        if own:
            click.echo(f"上级下发给“{own.unit_name}”的第{own.round}轮：{own.sentence}")
        for line in lines:
            click.echo(_receipt_line(line))
        waiting = f"共下发{len(lines)}个单位，{len(missing(lines))}个还要报回。"
        if lines or not own:
            click.echo(waiting if lines else "还没有下发过。")


def _send_back(plan_file: PlanFile, name: str, reason: str) -> None:
    from ..exchange.receipts import overview, send_back

    unit = find_unit(plan_file.plan, name)
    sent = [line for line in overview(plan_file.plan, latest_only=False) if line.dispatch.unit == unit]
    returned = [line for line in sent if line.returns]
    if not returned:
        raise WrongCall(f"“{name}”还没有报回，没有可以退回的。", "请用 receipts 看谁报回了。")
    send_back(plan_file, returned[-1].dispatch.id, reason)


def _receipt(line: Line) -> dict[str, Any]:
    from ..core.periods import period_text

    d = line.dispatch
    return {
        "id": str(d.id),
        "unit": line.unit_name,
        "sender": line.sent_by or None,
        "round": d.round,
        "period": period_text(d.period) if d.period else None,
        "sent_on": d.sent_on.isoformat() if d.sent_on else None,
        "due_on": d.due_on.isoformat() if d.due_on else None,
        "state": line.state,
        "label": line.label,
        "returns": line.returns,
        "returned_on": line.returned_on.isoformat() if line.returned_on else None,
        "returned_by": line.returned_by or None,
        "filled": line.filled,
        "expected": line.expected,
        "reason": line.reason or None,
        "code": d.code,
    }


def _receipt_line(line: Line) -> str:
    from ..core.periods import day_label

    d, sender = line.dispatch, line.sent_by
    out = f"{line.unit_name}（{f'由{sender}下发，' if sender else ''}第{d.round or 1}轮）：{line.label}"
    if line.returned_on:
        out += f"，{day_label(line.returned_on)}{line.returned_by}报来"
    if line.returns > 1:
        out += f"，共{line.returns}次"
    if line.expected:
        out += f"，应填{line.expected}项、已填{line.filled}项"
    if d.due_on and line.open:
        out += f"，应于{day_label(d.due_on)}前报回"
    return out + (f"，退回原因：{line.reason}" if line.reason else "") + "。"
