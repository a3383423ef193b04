"""Taking returned files in and settling what differs: merge, conflicts, resolve."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..core.errors import WrongCall
from .shared import FILE, FOUND, check_output, commands, opened, print_json, progress, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..core.plan import Plan
    from ..exchange.arrivals import Arrival, CellChange, Merged, Outlook
    from ..exchange.disputes import Dispute
    from ..storage.plan_file import PlanFile

SHOWN = 50  # changes that are printed; all of them are in the JSON and in the protocol


@commands.command(
    help="合并对方发回的文件，可以一次给许多份，也可以给一个文件夹。先自动备份，一次 undo 就能整个退回；顺序不要紧，重复的不会重复计入。"
)
@FILE
@click.argument("returned", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="发回的文件…")
@click.option("--dry-run", is_flag=True, help="只看会有什么变化，不写入")
@click.option("--password", default="", metavar="密码", help="加密压缩包的密码")
@click.option(
    "--protocol", type=click.Path(path_type=Path), metavar="X.pdf", help="把合并记录写成 .pdf、.xlsx 或 .docx"
)
@click.option("--json", "as_json", is_flag=True, help="打印成 JSON")
def merge(
    file: Path, returned: tuple[Path, ...], dry_run: bool, password: str, protocol: Path | None, as_json: bool
) -> int:
    """Take returned copies in."""
    from ..exchange import merge as merging
    from ..exchange.disputes import disputes

    paths = _files(returned)
    with opened(file, to_write=not dry_run) as plan_file, progress("合并") as bar:
        if protocol is not None:
            check_output(protocol, file, plan_file.plan, ".pdf", ".xlsx", ".docx")

        def shown(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        done: Outlook | Merged
        if dry_run:
            done = merging.preview(plan_file, paths, password=password)
        else:
            done = merging.merge(plan_file, paths, password=password, progress=shown)
        waiting = disputes(plan_file)
        plan = plan_file.plan
    report = _Report(plan, done, waiting, dry_run)
    if as_json:
        print_json(report.json())
    else:
        report.echo()
    if protocol is not None:
        _write_protocol(report, protocol)
    return report.exit_code()


def _files(given: Sequence[Path]) -> list[Path]:
    """The files that are meant: of a folder those in it that may be plan files."""
    out: list[Path] = []
    for path in given:
        if not path.is_dir():
            out.append(path)
            continue
        inside = sorted(p for p in path.iterdir() if p.suffix.lower() in (".xiezuo", ".zip") and p.is_file())
        if not inside:
            raise WrongCall(f"文件夹“{path.name}”里没有可以合并的文件，", "请把发回的 .xiezuo 文件放进去。")
        out += inside
    return out


class _Report:
    """What a merge did or would do, told to people and to programs."""

    def __init__(self, plan: Plan, done: Outlook | Merged, waiting: list[Dispute], dry_run: bool) -> None:
        from ..exchange.arrivals import Merged

        self.plan, self.done, self.dry_run = plan, done, dry_run
        self.backup = done.backup if isinstance(done, Merged) else None
        self.cells: Sequence[CellChange] = done.cells if isinstance(done, Merged) else done.changes
        self.arrivals = done.arrivals
        self.refused = [a for a in done.arrivals if a.state == "refused"]
        self.conflicts = waiting
        self.disputed = max([len(waiting), *(a.conflicts for a in done.arrivals)])

    def json(self) -> dict[str, Any]:
        """One object with the files, the changes, what waits."""
        return {
            "dry_run": self.dry_run,
            "files": [_file(a) for a in self.arrivals],
            "refused": [{"file": a.name, "reason": str(a.reason)} for a in self.refused],
            "changes": [_change(self.plan, c) for c in self.cells],
            "more": self.done.more,
            "conflicts": [conflict_json(self.plan, d) for d in self.conflicts],
            "backup": str(self.backup) if self.backup else None,
        }

    def echo(self) -> None:
        """Tell people."""
        for arrival in self.arrivals:
            click.echo(f"{arrival.name}：{arrival.sentence}")
            for row in arrival.outside:
                click.echo(f"  不是该单位自己的内容：{row}")
        changed = sum(1 for cell in self.cells if not cell.stays) + self.done.more
        if self.cells:
            click.echo(f"{'会有' if self.dry_run else ''}{changed}处变化：" if changed else "没有值会变，但有分歧：")
        for cell in self.cells[:SHOWN]:
            click.echo(f"  {change_words(cell)}")
        if len(self.cells) + self.done.more > SHOWN:
            click.echo(f"  ……只列出前{SHOWN}处，全部变化请加 --json 或 --protocol 查看。")
        for dispute in self.conflicts:
            for line in dispute_lines(dispute):
                click.echo(line)
        if self.backup:
            click.echo(f"合并前的备份：“{self.backup}”。")
        if self.dry_run:
            click.echo("这是试合并，没有写入。")

    def exit_code(self) -> int:
        """The code of the contract; what is to be looked at is said on stderr."""
        if self.refused and len(self.refused) == len(self.arrivals):
            reason = self.refused[0].reason
            assert reason is not None
            say(str(reason) if len(self.refused) == 1 else f"{len(self.refused)}份文件都没有合并，原因见上。")
            return reason.exit_code
        outside = sum(a.outside_count for a in self.arrivals)
        found = [
            f"{len(self.refused)}份文件没有合并" if self.refused else "",
            f"{self.disputed}处分歧要处理" if self.disputed else "",
            f"{outside}条不是报送单位自己的内容" if outside else "",
        ]
        if any(found):
            say(f"有{'，'.join(part for part in found if part)}，请查看。")
            return FOUND
        return 0


def _file(arrival: Arrival) -> dict[str, Any]:
    return {
        "file": arrival.name,
        "path": str(arrival.path),
        "state": arrival.state,
        "reason": str(arrival.reason) if arrival.reason else None,
        "exit_code": arrival.reason.exit_code if arrival.reason else 0,
        "unit": arrival.unit_name or None,
        "round": arrival.round,
        "authors": list(arrival.authors),
        "changes": arrival.changes,
        "conflicts": arrival.conflicts,
        "filled": arrival.filled,
        "expected": arrival.expected,
        "outside": list(arrival.outside),
        "outside_count": arrival.outside_count,
        "unknown": arrival.unknown,
        "code": arrival.code or None,
        "repeats": arrival.repeats or None,
        "sentence": arrival.sentence,
    }


def _change(plan: Plan, cell: CellChange) -> dict[str, Any]:
    from ..core.places import place_of, report_place
    from ..core.records import Report

    place = report_place(cell.key) if cell.record is Report else place_of(plan, cell.record, cell.key)
    return {
        "id": str(cell.key[0]),
        "record": cell.record.name_,
        "place": place,
        "unit": plan.bearer_name(cell.unit) or None,
        "where": cell.where,
        "field": cell.field,
        "label": cell.label,
        "before": cell.was or None,
        "after": cell.now or None,
        "dispute": cell.dispute or None,
    }


def change_words(cell: CellChange) -> str:
    """One change on a line."""
    if cell.stays:
        return f"{cell.where} {cell.label}：{cell.dispute}"
    contested = f"（{cell.dispute}）" if cell.dispute else ""
    if cell.field == "deleted":
        return f"{cell.label} {cell.where}{contested}"
    return f"{cell.where} {cell.label}：{cell.was or '（空）'} → {cell.now or '（空）'}{contested}"


def _write_protocol(report: _Report, output: Path) -> None:
    from ..documents import PaperError
    from ..reports.merge_protocol import merge_protocol

    paper = merge_protocol(
        report.plan,
        report.arrivals,
        [cell for cell in report.cells if not cell.stays],
        report.conflicts,
        more=report.done.more,
    )
    try:
        if output.suffix.lower() == ".pdf":
            from ..documents.pdf.write_pdf import write_pdf

            write_pdf(paper, output)
        elif output.suffix.lower() == ".docx":
            from ..documents.write_docx import write_docx

            write_docx(paper, output)
        else:
            from ..documents.write_xlsx import write_xlsx

            write_xlsx(paper, output)
    except PaperError as error:
        raise WrongCall(error.sentence, error.advice) from error
    say(f"合并记录已写成“{output.name}”。")


# ------------------------------------------------------------------------------------------------------- conflicts


@commands.command(help="列出分歧。两处填得不同、还没有人决定的，每处有编号；有分歧时结束码是 1。")
@FILE
@click.option("--json", "as_json", is_flag=True, help="打印成 JSON")
@click.option("--once", is_flag=True, help="列出曾经有过分歧的地方，处理过的也在内")
def conflicts(file: Path, as_json: bool, once: bool) -> int:
    """The open disputes."""
    from ..exchange.disputes import disputes

    with opened(file) as plan_file:
        if once:
            _echo_once(plan_file, as_json)
            return 0
        found = disputes(plan_file)
        plan = plan_file.plan
    if as_json:
        print_json({"conflicts": [conflict_json(plan, d) for d in found]})
    for line in [] if as_json else [line for d in found for line in dispute_lines(d)]:
        click.echo(line)
    if found:
        say(f"有{len(found)}处分歧要处理，用 resolve 计划文件 编号 --take ours、theirs 或要写的值 来决定。")
        return FOUND
    if not as_json:
        click.echo("没有分歧。")
    return 0


def _echo_once(plan_file: PlanFile, as_json: bool) -> None:
    from ..core.places import place_of
    from ..core.wording import describe
    from ..exchange.disputes import once as once_disputed

    plan = plan_file.plan
    out = [
        {
            "id": str(key[0]),
            "record": record.name_,
            "place": place_of(plan, record, key),
            "where": describe(plan, record, key),
            "field": field,
            "label": record.fields[field].label if field in record.fields else "删除",
        }
        for record, key, field in once_disputed(plan_file)
    ]
    if as_json:
        print_json({"once": out})
        return
    for line in out:
        click.echo(f"{line['where']} {line['label']}")
    click.echo(f"共 {len(out)} 处曾有过分歧。" if out else "从来没有过分歧。")


def conflict_json(plan: Plan, dispute: Dispute) -> dict[str, Any]:
    """A dispute for programs."""
    from ..core.places import place_of

    found = dispute.conflict
    return {
        "id": found.id,
        "kind": found.kind,
        "record": found.record.name_,
        "record_id": str(found.key[0]),
        "place": place_of(plan, found.record, found.key),
        "unit": plan.bearer_name(dispute.unit) or None,
        "where": dispute.where,
        "field": found.field,
        "label": dispute.label,
        "before": dispute.before or None,
        "values": [
            {
                "value": words,
                "author": claim.author,
                "when": claim.when.astimezone().isoformat(sep=" ", timespec="seconds"),
                "action": claim.label,
                "ours": claim.ours,
                "now": number == 0,
            }
            for number, (words, claim) in enumerate(zip(dispute.values, found.claims, strict=True))
        ],
    }


def dispute_lines(dispute: Dispute) -> list[str]:
    """A dispute for people: where, then each value with who wrote it and when."""
    from ..exchange.disputes import KINDS

    found = dispute.conflict
    before = f"，原来是“{dispute.before}”" if dispute.before else ""
    out = [f"分歧 {found.id} {dispute.where}的{dispute.label}（{KINDS[found.kind]}{before}）："]
    for number, (words, claim) in enumerate(zip(dispute.values, found.claims, strict=True)):
        whose = "本文件" if claim.ours else "对方"
        now = "，现在用的是这个" if number == 0 else ""
        out.append(f"  {whose} {words or '（空）'}（{claim.author} {claim.when.astimezone():%Y-%m-%d %H:%M}{now}）")
    return out


@commands.command(
    context_settings={"ignore_unknown_options": True},  # a value may begin with a minus
    help="处理一处分歧。编号照 conflicts 写；ours 用本文件的，theirs 用对方的，也可以另写一个值；一方删除的写 delete 或 keep。--own-figures 一次处理各单位自己的数。",
)
@FILE
@click.argument("conflict_id", metavar="[编号]", required=False)
@click.option("--take", metavar="值", help="ours、theirs、delete、keep 或要写的值")
@click.option("--reason", default="", metavar="理由", help="为什么这样定，记在历史里")
@click.option("--own-figures", is_flag=True, help="各单位自己的数都用对方报来的")
def resolve(file: Path, conflict_id: str | None, take: str | None, reason: str, own_figures: bool) -> None:
    """Settle disputes."""
    from ..exchange.disputes import decide, dispute_count, take_own_figures

    if own_figures == (conflict_id is not None) or own_figures == (take is not None):
        raise WrongCall(
            "没有写明处理哪一处、用哪个值。", "请写 resolve 计划文件 编号 --take ours，或者 --own-figures。"
        )
    with opened(file, to_write=True) as plan_file:
        if own_figures:
            done = f"{take_own_figures(plan_file, reason)}处"
        else:
            decide(plan_file, conflict_id or "", take or "", reason)
            done = "1处"
        left = dispute_count(plan_file)
    click.echo(f"已处理{done}分歧，" + (f"还有{left}处。" if left else "没有分歧了。"))
