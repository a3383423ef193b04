"""任务书: the whole official paper – head, notice, task book by units, and the table of indicators as its attachment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xiezuo_desktop.core.errors import WrongCall
from xiezuo_desktop.core.records import TableColumn
from xiezuo_desktop.documents.paper import Form, Head, Imprint, Paper, Paragraph, Part, Role, Section, Table
from xiezuo_desktop.reports.indicator_table import CORE_FIELDS, IndicatorTable
from xiezuo_desktop.reports.indicators import table_title, with_notes
from xiezuo_desktop.reports.matrix import is_matrix, matrix
from xiezuo_desktop.reports.wording import day, find_bearers, nothing_yet, with_end, with_ordinal

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Chapter, Clause, Id
from xiezuo_desktop.documents.paper import Block

PLAIN = "plain"
_KIND = "任务书"
_COPY_DIGITS = 6
_REMEDY = "请先导入任务书，或者在“任务书”中写出通知和各章、各条，在“指标体系”中录入指标，然后再印。"
FORMS = (*(form.value for form in Form), PLAIN)

_NO_TEXT = (  # 7.3.3
    "通知没有正文，而公文首页必须有正文：请到“任务书”一页写好，然后再印。"
    "只要后面的表格、不要通知的，请把公文格式改为“不要红头”。"
)


def task_book(
    plan: Plan,
    *,
    unit: str | None = None,
    paper: str = "A4",
    turned: bool | None = None,
    form: str = "document",
    bound: bool = True,
) -> Paper:
    """Everything the plan has of an official paper; what it lacks is left out, nothing is invented.

    `unit` shows one unit's chapters and indicators only; `paper` and `turned` concern the pages of the table. `form` is
    "document" (文件), "letter" (信函), "order", "minutes" or "plain" (without a head). An attachment that is not `bound`
    with its paper has pages of its own and says to which paper it belongs (7.3.7).
    """
    if form not in FORMS:
        raise WrongCall(f"没有叫“{form}”的公文格式，", f"可以用：{'、'.join(FORMS)}。")
    info = plan.info
    bearers = find_bearers(plan, unit) if unit else None
    table = _table(plan, unit, bearers, paper, turned)
    book, ending = _book(plan, bearers), _ending(plan)
    notice = _notice(plan, alone=not book and form != PLAIN)
    if book and not notice and info.main_to:
        book.insert(1, _main_to(plan))
    body = book or notice
    if body:
        body += _attachment_list(table)
    (notice or book).extend(ending if body else [])
    sections = [Section(tuple(texts)) for texts in (notice, book) if texts]
    sections += _attached(table, None if bound else info.doc_number) if body else table
    name = info.notice_title or info.book_title or info.title or _KIND
    if not sections:  # a sheet that says so is no official paper
        blocks = (Paragraph(name, Role.TITLE), *nothing_yet("没有任务书的文字，也没有指标", _REMEDY))
        return Paper((Section(blocks),), title=name.replace("\n", ""), author=info.issuer)
    head = _head(plan, form)
    return Paper(
        tuple(sections),
        head,
        _imprint(plan),
        title=name.replace("\n", ""),
        author=info.issuer,
        notes=(_NO_TEXT,) if head and notice and not plan.paragraphs("notice") else (),
    )


def _table(
    plan: Plan, unit: str | None, bearers: Collection[Id] | None, paper: str, turned: bool | None
) -> tuple[Section, ...]:
    """The table that goes with the task book: the matrix where the plan is one, else that of the indicators.

    It has the columns that an office attaches to its papers, and those that the paper of the plan has.
    """
    if is_matrix(plan):
        sections = matrix(plan, unit=unit, paper=paper, turned=turned).sections
        return sections if any(isinstance(block, Table) for block in sections[0].blocks) else ()
    fields = (*CORE_FIELDS, *(c.field for c in plan.ordered(TableColumn) if not c.table))
    table = IndicatorTable(plan, fields=fields, number_column=False, bearers=bearers)
    if table.is_empty:
        return ()
    wide = table.is_wide if turned is None else turned
    return with_notes(plan, (Paragraph(table_title(plan), Role.TITLE), table.table()), wide, paper)


def _title_of(section: Section) -> str:
    """The title that a section begins with, "" for one that goes on from the section before it."""
    first = section.blocks[0]
    return first.text.replace("\n", "") if isinstance(first, Paragraph) and first.role is Role.TITLE else ""


def _attachment_list(attached: Sequence[Section]) -> list[Block]:
    """附件说明: a title alone, several numbered (7.3.4)."""
    titles = [title for section in attached if (title := _title_of(section))]
    numbered = [f"{n}.{title}" for n, title in enumerate(titles, 1)] if len(titles) > 1 else titles
    return [Paragraph("附件：" + "\n".join(numbered), Role.ATTACHMENT_LIST)] if titles else []


def _attached(sections: Sequence[Section], number: str | None) -> list[Section]:
    """Each attachment with its mark; with the number of its paper, on pages counted anew, where they are not bound."""
    several = sum(bool(_title_of(section)) for section in sections) > 1
    out: list[Section] = []
    for section in sections:
        if _title_of(section):
            mark = Paragraph(f"{number or ''}附件{len(out) + 1 if several else ''}", Role.ATTACHMENT_MARK)
            section = replace(section, blocks=(mark, *section.blocks), begins=None if number is None else Part())
        out.append(section)
    return out


def _head(plan: Plan, form: str) -> Head | None:
    """版头 when the plan knows the mark or the number of the paper."""
    info = plan.info
    if form == PLAIN or not (info.mark or info.doc_number):
        return None
    mark = info.mark or (f"{info.issuer}文件" if info.issuer else "")
    number = info.copy_number
    copy_number = number.zfill(_COPY_DIGITS) if number.isdecimal() else number  # 7.2.1
    return Head(
        _mark(mark, Form(form)), info.doc_number, info.signer, copy_number, info.secrecy, info.urgency, Form(form)
    )


def _mark(mark: str, form: Form) -> str:
    """The mark of a paper in another form: a letter's is the office's name alone, others have a word of their own (10.1–10.3)."""
    name = mark.strip().removesuffix("文件").strip()
    if form is Form.DOCUMENT:
        joint = "\n" in name and mark.strip() != name
        return f"{name}\n文件" if joint else mark  # the word stands beside the offices, not behind the last (7.2.4)
    word = {Form.ORDER: "令", Form.MINUTES: "纪要"}.get(form, "")
    return name if not name or "\n" in name or name.endswith(word) else name + word


def _imprint(plan: Plan) -> Imprint | None:
    info = plan.info
    if not (info.copy_to or info.printed_by or info.printed_on):
        return None
    return Imprint(info.copy_to, info.printed_by, day(info.printed_on))


def _notice(plan: Plan, *, alone: bool) -> list[Block]:
    """The notice that sends the task book out; empty when the plan has none, or no words of it and a task book to begin with.

    One that stands `alone` without words says that they are missing.
    """
    info = plan.info
    texts = plan.paragraphs("notice")
    if not (info.notice_title or texts or (alone and (info.mark or info.doc_number))):
        return []
    out: list[Block] = [Paragraph(info.notice_title or info.title, Role.TITLE)]
    if info.main_to:
        out.append(_main_to(plan))
    return [*out, *(Paragraph(text) for text in texts or (_NO_TEXT,))]


def _main_to(plan: Plan) -> Paragraph:
    return Paragraph(with_end(plan.info.main_to, "："), Role.MAIN_TO)


def _ending(plan: Plan) -> list[Block]:
    """Who signs, when, and whom to ask."""
    info = plan.info
    out: list[Block] = []
    if info.issuer:
        out.append(Paragraph(info.issuer, Role.SIGNATURE))
    if info.written_on:
        out.append(Paragraph(day(info.written_on), Role.DATE))
    out += [Paragraph(_in_brackets(text), Role.REMARK) for text in (info.remark, info.contact) if text]
    return out


def _in_brackets(text: str) -> str:
    return text if text.startswith("（") else f"（{text.rstrip('。')}）"


def _book(plan: Plan, bearers: Collection[Id] | None) -> list[Block]:
    """The task book: its title, what stands before the chapters, the chapters, what closes it."""
    info = plan.info
    chapters = [c for c in plan.chapters if bearers is None or c.unit in bearers]
    before, after = plan.paragraphs("preamble"), plan.paragraphs("closing")
    if not (chapters or before or after or info.book_title):
        return []
    out: list[Block] = [Paragraph(info.book_title or info.title, Role.TITLE)]
    out += [Paragraph(text) for text in before]
    for chapter in chapters:
        out.append(_heading(plan, chapter))
        out += [Paragraph(with_ordinal(c.ordinal, clause_text(c))) for c in plan.clauses(chapter.id)]
    return [*out, *(Paragraph(text) for text in after)]


def _heading(plan: Plan, chapter: Chapter) -> Paragraph:
    """一、… stands in the first face of headings, （一）… in the second, other numbering in the body's."""
    ordinal = chapter.ordinal
    role = Role.HEADING1
    if ordinal.startswith(("（", "(")):
        role = Role.HEADING2 if not any(c.isdigit() for c in ordinal) else Role.HEADING4
    elif ordinal[:1].isdigit():
        role = Role.HEADING3
    return Paragraph(with_ordinal(ordinal, chapter.heading or plan.bearer_name(chapter.unit)), role)


def clause_text(clause: Clause) -> str:
    """A clause in full: its short first sentence stands in front unless the text begins with it."""
    if not clause.lead or clause.text.startswith(clause.lead.rstrip("。")):
        return clause.text
    return f"{clause.lead.rstrip('。')}。{clause.text}"
