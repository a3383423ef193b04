"""The options of everything that is printed: for whom, as of when, in which form, on what paper."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import click

from ..core.errors import WrongCall

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS = [
    "document",
    "letter",
    "order",
    "minutes",
    "plain",
]  # those of reports.task_book, which is loaded when it prints
PITCHES = (20.0, 40.0)  # points; what an office may want is 28–30

_OPTIONS = (
    click.option("--unit", metavar="单位", help="只要一个单位的"),
    click.option("--period", metavar="期次", help="期次，如 2024-06"),
    click.option("--date", "on", metavar="日期", help="以哪一天为准，如 2024-06-30（催办）"),
    click.option("--ahead", type=click.IntRange(0, 366), metavar="天数", help="提前几天提醒，不写是 30 天（催办）"),
    click.option(
        "--form",
        type=click.Choice(FORMS),
        metavar="格式",
        help="公文格式：document 文件、letter 信函、order 命令、minutes 纪要、plain 不要红头（任务书）",
    ),
    click.option("--unbound", is_flag=True, help="附件不与正文一起装订，页码另起（任务书）"),
    click.option("--no-seal", is_flag=True, help="不盖印章的署名格式"),
    click.option("--remainder", is_flag=True, help="加一栏还没有分下去的数（矩阵）"),
    click.option("--last-year", is_flag=True, help="加一栏上年完成数（指标分解表）"),
    click.option("--handled", is_flag=True, help="加一栏办理情况（任务分工表）"),
    click.option("--pitch", type=float, metavar="磅", help="行距，如 28；不写是国家标准的 29.62"),
    click.option("--paper", type=click.Choice(["A4", "A3"]), metavar="纸张", help="A4 或 A3"),
    click.option("--turned/--upright", default=None, help="表格页横排或竖排；不写由程序按表格宽度定"),
    click.option("--continued", is_flag=True, help="表格换页时在右上角写“续表”（PDF）"),
    click.option("--draft", is_flag=True, help="加“草稿”字样"),
)


def paper_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command all of them; it gets `draft` and, in `options`, what `reports.compose` takes."""

    @functools.wraps(function)
    def called(*args: Any, unbound: bool, no_seal: bool, pitch: float | None, **rest: Any) -> Any:
        if pitch is not None and not PITCHES[0] <= pitch <= PITCHES[1]:
            raise WrongCall(f"行距不能是 {pitch:g} 磅，", "请写 20 到 40 之间的数，一般是 28 到 30。")
        taken = {name: rest.pop(name) for name in ("unit", "period", "on", "ahead", "form", "paper", "turned")}
        for name in ("remainder", "last_year", "handled", "continued"):
            taken[name] = rest.pop(name) or None
        taken |= {"bound": False if unbound else None, "sealed": False if no_seal else None, "line_pitch": pitch}
        options = {name: value for name, value in taken.items() if value is not None}
        return function(*args, options=options, **rest)

    for option in reversed(_OPTIONS):
        called = option(called)
    return called
