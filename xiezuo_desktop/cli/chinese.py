"""Help and usage errors in Chinese: click's own words are English, and its users here are clerks."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

HELP_OPTION = "显示这页说明"
LINE = 78  # columns of a terminal line that are used
UNBREAKABLE = re.compile(r"[“（]*(?:[!-~]+|.)[，。；：、）”]*")


class Formatter(click.HelpFormatter):
    """Help whose lines and columns count a Han character as two, as terminals do."""

    def write_heading(self, heading: str) -> None:
        """Write the name of a section."""
        self.write(f"{heading}：\n")

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        indent = " " * self.current_indent
        self.write("".join(f"{indent}{line}\n" for line in _wrapped(text, LINE - self.current_indent)))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names and what they mean in two columns."""
        rows = list(rows)
        first = max(_columns(name) for name, _ in rows) + col_spacing
        for name, meaning in rows:
            lines = _wrapped(meaning, LINE - self.current_indent - first)
            start = " " * self.current_indent + name + " " * (first - _columns(name))
            self.write(start + f"\n{' ' * (self.current_indent + first)}".join(lines) + "\n")


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most so many columns, cut between Han characters and words, no punctuation first."""
    lines = [""]
    for piece in UNBREAKABLE.findall(text):
        if lines[-1] and _columns(lines[-1] + piece) > columns:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return lines


class Context(click.Context):
    """The call of a command, whose help is formatted for Chinese."""

    formatter_class = Formatter


class Command(click.Command):
    """A command whose help has no English word of click's own."""

    context_class = Context

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how the command is called."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The words after the command's name."""
        return [piece.replace("[OPTIONS]", "[选项]") for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what every option means."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option) and not p.hidden]
        with formatter.section("选项"):
            formatter.write_dl([(option.get_help_spec(ctx), _explained(option)) for option in options])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, explained in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP_OPTION
        return option

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence of the help, never cut."""
        return (self.help or "").partition("。")[0]


class Group(Command, click.Group):
    """The group of all commands."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands first, as they are what the reader is looking for, then the options."""
        rows = [(name, self.commands[name].get_short_help_str()) for name in self.list_commands(ctx)]
        with formatter.section("命令"):
            formatter.write_dl(rows)
        super().format_options(ctx, formatter)


def _explained(option: click.Option) -> str:
    return f"{option.help or ''}{'（必填）' if option.required else ''}"


def error_in_chinese(error: click.ClickException) -> str:
    """What is wrong with a call, as one clause that ends with a full stop."""
    match error:
        case click.NoSuchOption():
            return f"没有“{error.option_name}”这个选项{_meant(error.possibilities)}。"
        case click.exceptions.NoSuchCommand() if error.command_name.endswith(".xiezuo"):
            return "命令要写在计划文件的前面。"
        case click.exceptions.NoSuchCommand():
            return f"没有“{error.command_name}”这个命令{_meant(error.possibilities)}。"
        case click.MissingParameter():
            return f"没有写{_named(error.param)}。"
        case click.BadParameter():
            return f"{_named(error.param)}不能这样写{_allowed(error.param)}。"
        case click.BadOptionUsage():
            return f"“{error.option_name}”后面要写一个值。"
    _, _, extra = error.message.partition("(")  # click: "Got unexpected extra argument (word)"
    return f"多写了“{extra.rstrip(')')}”。" if extra else "参数多了或少了。"


def _meant(possibilities: list[str] | None) -> str:
    return f"，您要的是不是“{possibilities[0]}”" if possibilities else ""


def _named(parameter: click.Parameter | None) -> str:
    if isinstance(parameter, click.Option):
        return f"“{parameter.opts[-1]}”"
    return f"“{parameter.human_readable_name.rstrip('…')}”" if parameter else "一个参数"


def _allowed(parameter: click.Parameter | None) -> str:
    kind: Any = parameter.type if parameter else None
    if isinstance(kind, click.Choice):
        return f"，可以写 {'、'.join(kind.choices)}"
    if isinstance(kind, click.IntRange):
        return f"，应是 {kind.min} 到 {kind.max} 之间的整数"
    return ""
