"""Every report in every form of every kind of plan, held against the acceptance check: `python -m tests.acceptance.every_paper`.

Where the check does not know a form, `clauses` measures what the standard asks of it in the same PDF. Prints each paper
that breaks a rule and how many there are; takes three minutes. With `--all` also the rules of the check that a clause
stands for. A job of several parts that count their pages anew is looked at part by part, as the offices get them.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import tempfile
from contextlib import redirect_stdout
from datetime import date
from functools import cache
from io import StringIO
from itertools import islice
from pathlib import Path

from tests.acceptance.clauses import measured
from tests.acceptance.printed import Printed
from tests.builders import shared_path
from tests.reports.builders_plan import PlanBuilder
from tests.reports.test_extreme_plans import extreme_plan
from xiezuo_desktop.core.records import PlanInfo
from xiezuo_desktop.documents.paper import Form
from xiezuo_desktop.documents.pdf.gongwen import parts_of
from xiezuo_desktop.reports import REPORTS, compose, compose_for_all, compose_job

DAY = "2024-11-20"
MOST_PARTS = 6  # of a job
KINDS = {Form.DOCUMENT: "general", Form.MINUTES: "general", Form.LETTER: "letter", Form.ORDER: "plain"}
FORMS = {
    "document": {},
    "letter": {"form": "letter"},
    "order": {"form": "order"},
    "minutes": {"form": "minutes"},
    "plain": {"form": "plain"},
    "unbound": {"bound": False},
    "unsealed": {"sealed": False},
    "pitch": {"line_pitch": 28.0},
    "upright": {"turned": False},
    "turned": {"turned": True},
    "A3": {"paper": "A3", "turned": True},
}
RECEIVER = "云岭县人民政府"
HEADS = {  # what an office may fill in, changed in the plan itself
    "whole head": {"copy_number": "000001", "secrecy": "秘密★1年", "urgency": "特急", "contact": "联系人：李喆，0571-12345678"},
    "joint": {"doc_number": "临政〔2031〕71号", "mark": "临江区人民政府\n临江区发展和改革局\n临江区财政局\n文件", "issuer": "临江区人民政府\n临江区发展和改革局\n临江区财政局"},
    "one signer": {"signer": "李喆"},
    "two signers": {"signer": "李喆、王堃生"},
    "three signers": {"signer": "李喆、王堃生、陈昇"},
    "copies": {"copy_to": "，".join(f"{RECEIVER}第{n}办公室" for n in range(9)), "printed_by": "临江区人民政府办公室", "printed_on": date(2031, 3, 5)},
    "many receivers": {"main_to": "、".join(f"{RECEIVER}第{n}办公室" for n in range(40))},
    "many copies": {"copy_to": "，".join(f"{RECEIVER}第{n}办公室" for n in range(36))},
}  # fmt: skip


@cache
def plans():
    """All plans by their names."""
    from xiezuo_desktop.cli import main
    from xiezuo_desktop.storage.plan_file import PlanFile

    found = {}
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(StringIO()):
        for source in sorted(shared_path("seeds/office").glob("*.docx")):
            name = source.name[:3]
            if name not in found:
                main(["import", f"{folder}/{name}.xiezuo", str(source)])
                found[name] = Path(folder, f"{name}.xiezuo")
        main(["demo", folder])
        found |= {name: Path(folder, f"{name}.xiezuo") for name in ("district", "city")}
        for name, path in found.items():
            with PlanFile.open(path, read_only=True) as plan_file:
                found[name] = plan_file.plan
    issued = {
        "mark": "临江区人民政府文件",
        "doc_number": "临政〔2031〕71号",
        "issuer": "临江区人民政府",
        "written_on": date(2031, 3, 5),
    }
    long, _ = extreme_plan(count=9)
    short, _ = extreme_plan(name=20, units=2, measure=60, count=40)
    found |= {"extreme": _changed(long.plan, issued), "many rows": _changed(short.plan, issued)}
    one = PlanBuilder(title="临江区协作任务", year=2031, main_to="各镇人民政府", **issued)
    one.indicator("转移就业人数", ["区人力社保局"], measure_unit="人", target="120", deadline="6月底前")
    return found | {
        "empty": PlanBuilder(title="").plan,
        "empty issued": PlanBuilder(title="临江区任务", **issued).plan,
        "one row": one.plan,
    }


def _changed(plan, info):
    """The plan with other words on its first page."""
    ((key, record),) = plan.rows(PlanInfo).items()
    return plan.with_rows({PlanInfo: {key: record.with_values(**info)}})


def papers(plan):
    """(name, paper, kind of the check, line pitch asked for) of everything that can be made of a plan."""
    for name, report in REPORTS.items():
        if report.for_one_unit:
            for unit, paper in islice(compose_for_all(name, plan, on=DAY), 3):
                yield f"{name} {unit}", paper, "plain", None
        else:
            yield name, compose(name, plan, on=DAY), "plain", None
        if report.matters:
            yield f"{name} job", compose_job(name, plan, on=DAY), "plain", None
    for form, options in FORMS.items():
        yield from _task_books(form, plan, options)
    for head, info in HEADS.items():
        yield from _task_books(head, _changed(plan, info), {})
    for form in ("letter", "minutes"):
        yield from _task_books(f"{form} with copies", _changed(plan, HEADS["copies"]), {"form": form})


def _task_books(name, plan, options):
    paper = compose("taskbook", plan, **options)
    kind = KINDS[paper.head.form] if paper.head else "plain"
    yield f"taskbook {name}", paper, kind, options.get("line_pitch")


def judged(paper, kind, pitch, folder):
    """The rules that the check says are broken: those whose clause is kept, and those that are; of each part of a paper."""
    from xiezuo_desktop.documents.pdf.write_pdf import write_pdf

    path = Path(folder, "paper.pdf")
    write_pdf(paper, path)
    parts, known = _parts(path), parts_of(paper)
    settled, broken = [], []
    for number, (first, last) in enumerate(parts[:MOST_PARTS]):
        if len(parts) > 1:
            write_pdf(paper, path, pages=f"{first}-{last}")
        check = checker()(str(path), kind if not number or paper.head is None else "plain", 1.0, pitch)
        with check.pdf, check.doc:
            said = [(rule["rule"], rule["got"]) for rule in check.run() if rule["status"] == "FAIL"]
            kept, wrong = measured(Printed(check, paper, *known[number]))
        for rule, got in said:
            (settled if rule.startswith(kept) else broken).append((rule, got))
        broken += wrong
    return settled, broken


def _parts(path):
    """The first and the last page of each part of a printed paper: it begins with page 1, and may have a blank page behind it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    starts = [n for n, text in enumerate(texts, 1) if n == 1 or re.search(r"—\s*1\s*—", text)]
    ends = [n - 1 for n in starts[1:]] + [len(texts)]
    return [(start, end - (not texts[end - 1].strip())) for start, end in zip(starts, ends, strict=True)]


@cache
def checker():
    """The class of the acceptance check."""
    spec = importlib.util.spec_from_file_location("check_gongwen", shared_path("tools/check_gongwen.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Check


def main(names):
    """Look at the plans of these names, or at all."""
    count, by_clause, bad = 0, 0, 0
    told = "--all" in names
    wanted = [name for name in names if not name.startswith("-")]
    for name, plan in plans().items():
        if wanted and name not in wanted:
            continue
        with tempfile.TemporaryDirectory() as folder:
            for label, paper, kind, pitch in papers(plan):
                settled, broken = judged(paper, kind, pitch, folder)
                count, bad, by_clause = count + 1, bad + bool(broken), by_clause + bool(settled and not broken)
                for sign, found in (("", broken), ("(kept) ", settled if told else ())):
                    for rule, got in found:
                        print(f"{name:12} {label:28} {sign}{rule}: {str(got)[:110]}", flush=True)
    print(
        f"{count} papers: {count - bad - by_clause} keep every rule of the check, {by_clause} keep it by the clause measured, {bad} broken"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
