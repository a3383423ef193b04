"""What accompanies mailed files: the text of the mail, the list of codes, the choice of periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.core.periods import day_label, period_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiezuo_desktop.exchange.send import Request, Sent


def mail_text(title: str, sent: Sequence[Sent], request: Request, *, sealed: bool) -> str:
    """A mail to the units, to be pasted."""
    what = f"{period_label(request.period)}的数据" if request.period else "贵单位负责的内容"
    until = f"，于{day_label(request.due_on)}前报回" if request.due_on else ""
    whom = f"{sent[0].unit_name}：" if len(sent) == 1 else "各有关单位："
    lines = [whom, f"现将《{title}》中涉及贵单位的部分发去，请填报{what}{until}。"]
    if request.text.strip():
        said = request.text.strip()
        lines.append(said if said[-1] in "。！？；…）" else f"{said}。")
    open_it = "先用7-Zip或WPS解压（密码另行告知），再双击打开" if sealed else "存到电脑上，双击打开"
    lines += [
        "",
        f"1. 附件按单位命名，请取本单位的一份，{open_it}；",
        "2. 在窗口里填写本单位的内容，填写后自动保存；",
        "3. 点“生成上报文件”，把生成的文件发回来。",
        "",
        "收到后可在电话里核对校验码：",
        *(f"{each.unit_name}　{each.code}" for each in sent),
    ]
    return "\n".join(lines)


def code_list(sent: Sequence[Sent]) -> str:
    """Units, files and codes, as Excel takes them."""
    return "\n".join(
        ["单位\t轮次\t文件\t校验码", *(f"{s.unit_name}\t{s.round}\t{s.path.name}\t{s.code}" for s in sent)]
    )


def periods(year: int | None, this_year: int) -> list[tuple[str, int | None]]:
    """What may be asked for: nothing in particular, the whole year, or one of its months."""
    of = year or this_year
    months = [(period_label(of * 100 + month), of * 100 + month) for month in range(1, 13)]
    return [("不限期次", None), *months, (period_label(of * 100), of * 100)]
