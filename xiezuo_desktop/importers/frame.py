"""What stands around the matter of an official paper: head, number, titles, 主送, signature, date, 抄送, imprint.

Everything is judged by its form (GB/T 9704-2012 section 7), never by a particular wording of a title or a name.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from ..core.ordinals import parse_chinese_numeral, split_ordinal
from ..documents.paper import Align
from .outline import unbroken
from .words import folded, header_roles, looks_like_office, names_somebody

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .gather import Gathered
    from .ledger import Line

_HAN = r"\u4e00-\u9fff"
NUMBER = re.compile(
    rf"(?P<number>[{_HAN}A-Za-z]{{0,20}}[〔\[（(【［﹝〈<{{]\s*(?:19|20)\d{{2}}\s*[〕\]）)】］﹞〉>}}]\s*第?\s*\d{{1,5}}\s*号)"
    r"(?:\s+签发人\s*[:：]?\s*(?P<signer>\S.{0,40}))?"
)
_DAY = r"(?:(?:19|20)\d{2}|[一二][〇○零Ｏ0一二三四五六七八九]{3})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]"
_DATE = re.compile(rf"[（(]?({_DAY})[）)]?")
_PRINTED = re.compile(rf"(?P<by>.*?)\s*(?P<day>{_DAY})\s*印(?:发|制)?(?:\s*[（(]?共印\s*\d+\s*份[）)]?)?")
_COPY_TO = re.compile(r"抄\s*(?:送|报)\s*[:：]\s*")
_GENRE = "通知|通报|意见|分解|安排|体系|方案|办法|计划|任务书|责任书|目标书|任务|表|清单|要点|说明|规定|细则|标准|报告|决定|批复|公告|公示|通告|指标|目标|分工|措施|台账|一览|工作|纪要|名单|册|协议|汇总"
_TITLE_END = re.compile(rf"(?:{_GENRE}|函)(?:[（(][^（）()]{{1,12}}[）)])?[”》]?$")
_LONGEST_CAPTION = 6  # characters; a longer text that ends like one may be a title: 关于…指标说明
_NOTICE = re.compile(r"(?:关于.+的?|印发.+的?)(?:通知|意见|函|决定|批复|通报|报告)(?:[（(][^（）()]{1,12}[）)])?$")
ATTACHMENT_MARK = re.compile(r"附\s*(?:件|表)\s*(?:[0-9０-９一二三四五六七八九十]{1,2})?\s*[:：.]?")
ATTACHMENT_LIST = re.compile(r"[-•·]?\s*附\s*件\s*[:：]\s*\S|附\s*件\s*\d+\s*[:：.、]\s*\S")
_ATTACHED = re.compile(r"[-•·]?\s*附\s*(?:件|表)?\s*[:：]\s*(?P<name>\S.{3,80})")  # 附：…任务指标表
_CONTACT = re.compile(r"[（(]?\s*(?:联系人|联系电话|咨询电话|联系方式)")
_OF_PAGE = re.compile(
    r"(?:信息|文章|稿件)?来源\s*[:：]|发[布文](?:时间|日期|机构|单位)\s*[:：]|(?:浏览|阅读|点击)(?:次数|量|数)?\s*[:：]"
    r"|(?:责任)?编辑\s*[:：]|作者\s*[:：]|字\s*[体号]\s*[:：【\[]|[【\[](?:大|打印|关闭|字体)"
    r"|大\s*中\s*小?(?=\s|打印|$)|打印(?:[本此]页)?(?=\s|关闭|$)"
)
_OF_PAGE_ONLY = re.compile(
    r"(?:信息|文章|稿件)来源|(?:浏览|阅读|点击)(?:次数|量|数)|字\s*[体号]|[【\[](?:大|打印|关闭)"
)
_LONGEST_OF_PAGE = 100  # characters
_SEAL = re.compile(r"[（(](?:加?盖?[公印签]?章|签字|签名|代章)[）)]")
_FULL_NAME = 6  # characters of an office that may be named without the city it is in
_REMARK = re.compile(r"[（(]((?:此件|本文|该件).{1,20})[）)]")


def folded_line(line: Line) -> str:
    """A line without blanks, in one width."""
    return folded(line.text)


def read_day(text: str) -> date | None:
    """A day as papers write it, in figures or Chinese numerals, or None."""
    found = re.search(r"(.{4})年(.{1,3})月(.{1,3})[日号]", folded(text).replace("○", "〇"))
    if not found:
        return None
    year, month, day = (int(t) if t.isdigit() else parse_chinese_numeral(t) for t in found.groups())
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def is_frame_line(line: Line) -> bool:
    """Whether a line belongs to the head or the imprint beyond doubt."""
    text = line.text.strip()
    return bool(_COPY_TO.match(text) or _PRINTED.fullmatch(text) or NUMBER.fullmatch(text) or is_mark(line))


def number_in(text: str) -> str:
    """The number of a paper where a text is one, without blanks; "" for another text."""
    found = NUMBER.fullmatch(text.strip())
    return "".join(found["number"].split()) if found else ""


def number_before(title: str) -> tuple[str, str]:
    """The number that a web page puts before a title, and the title; ("", title) where there is none."""
    found = NUMBER.match(title)
    rest = title[found.end() :].strip() if found else ""
    return (number_in(title[: found.end()]), rest) if found and rest else ("", title)


def is_date(line: Line) -> bool:
    """Whether a line is a day and nothing else."""
    return bool(_DATE.fullmatch(folded_line(line)))


def is_attachment_mark(line: Line) -> bool:
    """Whether a line is 附件 or 附件1 alone: here an attachment begins."""
    return bool(ATTACHMENT_MARK.fullmatch(line.text.strip()))


def is_attachment_list(line: Line, following: Line | None = None) -> bool:
    """Whether a line is the 附件说明: 附件：1. …, or 附件： alone above 1. …"""
    if ATTACHMENT_LIST.match(line.text):
        return True
    if found := _ATTACHED.fullmatch(line.text.strip()):
        return bool(split_ordinal(found["name"])[0] == "1" or _TITLE_END.search(folded(found["name"])))
    bare = re.fullmatch(r"附\s*件\s*[:：]", line.text.strip())
    return bool(bare and following and split_ordinal(following.text)[0] == "1" and len(following.text) < 80)


def attached_title(line: Line) -> str:
    """The title that a line right above a table gives behind the mark of the attachment: 附件1：…任务分解表; "" for another."""
    found = re.fullmatch(
        r"附\s*(?:[件表]\s*[0-9０-９一二三四五六七八九十]{0,2}\s*[:：]?|[:：])\s*(?P<title>\S.{5,60})",
        line.text.strip(),
    )
    title = unbroken(found["title"]) if found else ""
    return title if title and not split_ordinal(title)[0] and _TITLE_END.search(folded(title)) else ""


def is_main_to(line: Line) -> bool:
    """Whether a line addresses the paper: names of offices up to a colon."""
    text = line.text.strip()
    if not text.endswith(("：", ":")) or re.search(r"[。！？]", text) or len(text) > 400 or split_ordinal(text)[0]:
        return False
    names = [n for n in re.split(r"[、，,；;]", text.rstrip("：: ")) if n.strip()]
    named = sum(names_somebody(n) or n.endswith(("各单位", "各部门")) for n in names)
    return bool(names) and 2 * named >= len(names) and any(looks_like_office(n) or n[:1] == "各" for n in names)


def is_signature(line: Line) -> bool:
    """Whether a line is the name of one or more offices and nothing else."""
    text = line.text.strip()
    if len(folded(text)) > 60 or re.search(r"[。：:，]", text) or split_ordinal(text)[0]:
        return False
    return all(looks_like_office(n) for n in re.split(r"\s{2,}|\n", _SEAL.sub("", text)) if n.strip())


def title_length(lines: Sequence[Line], at: int) -> int:
    """How many lines from `at` on make up a title: 0 when none begins there. A title may be broken over lines."""
    text = ""
    size = lines[at].paragraph.size if at < len(lines) else None
    for n, line in enumerate(lines[at : at + 5], start=1):
        if (
            not may_be_title(line)
            or is_date(line)
            or _PUT_UP.fullmatch(line.text.strip())
            or (n > 1 and line.paragraph.size != size)
        ):
            return 0 if n == 1 else _settled_title(text, lines[at], n - 1)
        text += unbroken(line.text)
        unfinished = _is_unfinished_notice(text, lines[at + n : at + n + 1])
        if _TITLE_END.search(folded(text)) and not unfinished and not _goes_on(lines, at + n, size):
            return n
    return 0 if len(text) > 120 else _settled_title(text, lines[at], min(5, len(lines) - at))


def _is_unfinished_notice(text: str, following: Sequence[Line]) -> bool:
    """Whether 关于印发…任务分解 goes on in a short line that makes it the title of a notice: 方案的通知."""
    if "关于" not in text or is_notice_title(text) or not following:
        return False
    last = unbroken(following[0].text)
    return may_be_title(following[0]) and "关于" not in last and is_notice_title(text + last)


def _settled_title(text: str, first: Line, count: int) -> int:
    """A text without the ending of a title is one only where its look says so."""
    return count if count == 1 and stands_out(first) and not looks_like_office(text) and len(text) >= 4 else 0


def stands_out(line: Line) -> bool:
    """Whether a line is set apart from running text by its look."""
    look = line.paragraph
    return look.align is Align.CENTRE or look.bold


def _goes_on(lines: Sequence[Line], at: int, size: float | None) -> bool:
    """Whether the next line is still title: 指标 | 评价办法 on two lines of one look."""
    if at >= len(lines) or not may_be_title(lines[at]) or is_date(lines[at]) or is_attachment_mark(lines[at]):
        return False
    look = lines[at].paragraph
    same_look = look.size == size and look.align is Align.CENTRE and lines[at - 1].paragraph.align is Align.CENTRE
    text = folded(lines[at].text)
    return same_look and bool(_TITLE_END.search(text)) and len(text) <= 16


def ends_as_title(line: Line) -> bool:
    """Whether a line ends in the word for a kind of paper: …表, …方案, …任务书."""
    return bool(_TITLE_END.search(folded_line(line)))


def may_be_title(line: Line) -> bool:
    """Whether nothing about a line speaks against its being a title or a line of one."""
    text = line.text.strip()
    if not 2 <= len(folded(text)) <= 100 or re.search(r"[。；;！？]", text) or text.endswith(("：", ":", "，", "、")):
        return False
    if not re.search(rf"[{_HAN}]{{2}}", unbroken(text)) or _is_caption(text):
        return False
    if is_attachment_mark(line) or is_attachment_list(line) or _COPY_TO.match(text) or _PRINTED.fullmatch(text):
        return False
    return (
        not split_ordinal(unbroken(text))[0] and not NUMBER.fullmatch(text) and line.paragraph.align is not Align.RIGHT
    )


def _is_caption(text: str) -> bool:
    """Whether a text is the caption of a column, which no title is."""
    return len(folded(text)) <= _LONGEST_CAPTION and bool(header_roles(text).keys() - {"name", "target", "measures"})


def is_notice_title(text: str) -> bool:
    """Whether a title is that of the paper that sends something out: 关于印发…的通知."""
    return bool(_NOTICE.search(folded(text)))


def is_mark(line: Line) -> bool:
    """Whether a line is the mark of an office on its papers: …人民政府文件."""
    text = folded_line(line)
    return len(text) <= 60 and text.endswith("文件") and not re.search(r"[，。、：]", text) and len(text) > 4


# --------------------------------------------------------------------------------------------------- the imprint


def is_imprint(text: str) -> bool:
    """Whether a text is 抄送：… or names the day of printing: …印发."""
    return bool(_COPY_TO.match(text) or _PRINTED.fullmatch(text))


def read_imprint(lines: list[Line], found: Gathered) -> list[Line]:
    """Take 抄送, 印发机关 and 印发日期 off the last lines; the lines that remain."""
    out: list[Line] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        text = line.text.strip()
        printed = _PRINTED.fullmatch(text)
        following = _PRINTED.fullmatch(lines[i + 1].text.strip()) if i + 1 < len(lines) else None
        if (copied := _COPY_TO.match(text)) and _say_copy_to(text[copied.end() :], found):
            found.ledger.take(line)
        elif printed and (not printed["by"] or looks_like_office(unbroken(printed["by"]))):
            _say_printed(printed, found)
            found.ledger.take(line)
        elif following and not following["by"] and is_signature(line) and found.say("printed_by", unbroken(text)):
            found.ledger.take(line)
        elif text in ("印发", "共印"):
            found.ledger.skip(line)
        else:
            out.append(line)
        i += 1
    return out


def _say_copy_to(text: str, found: Gathered) -> bool:
    before = found.info.get("copy_to", "")
    found.info["copy_to"] = f"{before}\n{text.strip()}" if before else text.strip()
    return True


def _say_printed(parts: re.Match[str], found: Gathered) -> None:
    if parts["by"]:
        found.say("printed_by", unbroken(parts["by"]))
    found.say("printed_on", read_day(parts["day"]))


# --------------------------------------------------------------------------------------------------- signature and date


def signature_length(lines: Sequence[Line], at: int) -> int:
    """How many lines from `at` on are signature and date; 0 when they are none."""
    one = re.fullmatch(rf"(?P<by>.+?)\s+(?P<day>{_DAY})", lines[at].text.strip())
    if one and all(looks_like_office(n) for n in one["by"].split()):
        return 1
    for n in range(1, 6):
        if at + n < len(lines) and is_date(lines[at + n]):
            return n + 1 if all(is_signature(line) for line in lines[at : at + n]) else 0
    return 0


def read_signature(lines: Sequence[Line], found: Gathered) -> None:
    """Take signature and date: the issuer when the head named none, and the day of writing."""
    last = lines[-1]
    one = re.fullmatch(rf"(?P<by>.+?)\s+(?P<day>{_DAY})", last.text.strip()) if len(lines) == 1 else None
    names = [_SEAL.sub("", t) for t in ([one["by"]] if one else [line.text for line in lines[:-1]])]
    issuer = "、".join(unbroken(office) for n in names for office in re.split(r"\s{2,}|\n", n.strip()))
    day = read_day(last.text)
    if found.say("issuer", issuer) or _letters(found.info.get("issuer", "")) == _letters(issuer):
        found.ledger.take(*lines[: len(lines) - (one is None)])
    elif _letters(found.info.get("issuer", "")).endswith(_letters(issuer)) and len(issuer) >= _FULL_NAME:
        found.ledger.express(*(lines if one else lines[:-1]))  # 临江区人民政府 below 青州市临江区人民政府文件
    elif _letters(issuer).startswith(_letters(found.info.get("issuer", ""))) and found.say("printed_by", issuer):
        found.ledger.take(*(lines if one else lines[:-1]))  # 临江区人民政府办公室 for 临江区人民政府
    else:
        found.ledger.leave("署名与发文机关不同", *(lines if one else lines[:-1]))
    if found.say("written_on", day):
        found.ledger.express(last)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", folded(text))


def read_contact(line: Line, found: Gathered) -> bool:
    """Take a line with contact persons and telephone numbers."""
    if not _CONTACT.match(line.text):
        return False
    before, said = found.info.get("contact", ""), line.text.strip()
    if re.fullmatch(r"（[^（）]*）", said):
        said = said[1:-1]  # as 附注, which stands in brackets
    found.info["contact"] = f"{before}\n{said}" if before else said
    found.ledger.take(line)
    return True


_PUT_UP = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s+\S{2,20})?")


def is_of_web_page(line: Line) -> bool:
    """Whether a line only says where and when a web page was put up: 来源：…  发布时间：2026-03-09  浏览次数：21."""
    text = line.text.strip()
    return _PUT_UP.fullmatch(text) is not None or (
        len(text) <= _LONGEST_OF_PAGE
        and len(_OF_PAGE.findall(text)) > (not _OF_PAGE_ONLY.match(text))
        and (_OF_PAGE.match(text) is not None)
    )


def read_remark(line: Line, found: Gathered) -> bool:
    """Take the 附注, a line in brackets below the day: （此件公开发布）."""
    remark = _REMARK.fullmatch(line.text.strip())
    if not remark or not found.say("remark", remark[1]):
        return False
    found.ledger.take(line)
    return True


def _in_figures(found: re.Match[str]) -> str:
    return "20" + "".join(str("〇一二三四五六七八九".index(c) if c in "一二三四五六七八九" else 0) for c in found[1])


def year_in(*texts: str) -> int | None:
    """The year that the first of these texts names that names one: 2024年…, 〔2024〕."""
    for written in texts:
        text = re.sub(r"二[〇○零Ｏ]([〇○零一二三四五六七八九]{2})(?=年)", _in_figures, written)
        text = unicodedata.normalize("NFKC", text)  # ２０２４年
        if found := re.search(r"(?<!\d)(20\d{2}|19[89]\d)(?=年|\s*年|[〕\]）)】］﹞]|\s*-)", text) or re.search(
            r"(?<!\d)(20\d{2})(?!\d)", text
        ):
            return int(found[1])
    return None
