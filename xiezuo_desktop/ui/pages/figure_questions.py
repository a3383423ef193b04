"""What the page 进度填报 asks: which unit, a reason, a day, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from ...core.errors import Invalid, Unreadable, UserError
from ...core.periods import period_label
from ..asking import ask_folder, ask_open_many
from ..dialogs.ask_text import AskDay, AskText
from ..models.figures_model import WHOLE
from ..widgets.record_picker import Choice, RecordPicker

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ...core.records import Id
    from ..models.figures_model import FiguresModel
    from ..session import Session

FORMS = "填报表 (*.xlsx *.docx *.csv *.txt);;所有文件 (*)"


class FigureQuestions(QObject):
    """Each question gets the function that goes on with its answer."""

    def __init__(self, session: Session, model: FiguresModel, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._model = model
        self._page = page

    def text(
        self, title: str, sentence: str, then: Callable[[str], object], *, text: str = "", may_be_empty: bool = False
    ) -> None:
        """One line of text."""
        asked = AskText(title, sentence, self._page, text=text, wrong_about=(lambda _: "") if may_be_empty else None)
        asked.answered.connect(then)
        asked.open()

    def reason(self, sentence: str, then: Callable[[str], None]) -> None:
        """Why a figure of a locked month is changed."""
        asked = AskText("更正已锁定月份的填报数", sentence, self._page, hint="例如：原数漏报一期培训", word="更正")
        asked.answered.connect(then)
        asked.open()

    def choice(self, below: QWidget, then: Callable[[Id], None]) -> None:
        """Which unit, or which indicator, is to be shown."""
        plan, model = self._session.plan, self._model
        if model.indicator is not None:
            choices = [Choice(i.id, i.name, i.measure_unit) for i in plan.indicators]
            picker = RecordPicker(choices, self._page, title="选择指标", current=model.indicator)
        else:
            duties = model.sheet.duties
            choices = [Choice(WHOLE, "全部单位合计")]
            bearers = [(u.id, u.name) for u in plan.units] + [(g.id, g.name) for g in plan.groups]
            for unit, name in bearers:
                count = len(duties.by_unit.get(unit, ()))
                if count or duties.concerns(unit):
                    choices.append(Choice(unit, name, f"应填 {count} 项" if count else ""))
            picker = RecordPicker(choices, self._page, title="选择单位", current=model.unit)
        picker.picked.connect(lambda chosen: then(chosen or WHOLE))
        picker.open_below(below)

    def allow(self, unit: Id, start: date, then: Callable[[Id, date, str], None]) -> None:
        """Until when, and why, a unit may still report."""
        name = self._session.plan.bearer_name(unit) or "全部单位"
        sentence = f"{period_label(self._model.period)}已经锁定。允许{name}在这一天以前（含当天）照常填报："
        asked = AskDay("开放填报", sentence, self._page, day=start, words=("填报到", "理由"), word="开放")
        asked.line.setPlaceholderText("例如：数据迟到")
        asked.answered.connect(lambda text: then(unit, asked.day, text))
        asked.open()

    def cut_off(self, then: Callable[[int | None], None]) -> None:
        """The usual day."""
        day = self._session.plan.info.cut_off_day
        asked = AskText(
            "每月填报截止日",
            "每月几日前报送？（1–15 是下个月的，16–31 是当月的，没有那一天的月份算最后一天；留空就不设）",
            self._page,
            text="" if day is None else str(day),
            wrong_about=wrong_about_cut_off,
        )
        asked.answered.connect(lambda text: then(int(text) if text else None))
        asked.open()

    def forms(self) -> None:
        """Which filled forms are to be taken in."""
        files = ask_open_many(self._page, "导入填报表", FORMS, kind="forms", beside=self._session.path)
        if files:
            self.take_in(files)

    def take_in(self, files: list[Path]) -> None:
        """Show what these forms change."""
        from ..dialogs.forms_dialog import FormsDialog

        model = self._model
        unit = model.unit if model.indicator is None else None
        FormsDialog(self._session, files, model.period, unit, self._page).open()

    def folder(self) -> None:
        """Where the forms of the month are to be written: one for each unit."""
        folder = ask_folder(self._page, "填报表放到哪个文件夹", kind="forms_out", beside=self._session.path)
        if folder:
            self.give_out(folder)

    def give_out(self, folder: Path) -> None:
        """Write a form for each unit that reports anything."""
        from ...documents import PaperError
        from ...reports.figure_form import write_forms

        plan, period = self._session.plan, self._model.period
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            made = write_forms(plan, period, folder)
        except PaperError as error:
            self._session.failed.emit(Unreadable(error.sentence, error.advice))
            return
        except UserError as error:
            self._session.failed.emit(error)
            return
        finally:
            QGuiApplication.restoreOverrideCursor()
        if made:
            self._session.said.emit(f"已做出 {len(made)} 份{period_label(period)}填报表，放在“{folder.name}”里", False)
        else:
            self._session.failed.emit(
                Invalid("没有单位需要填报，没有做填报表。", "请先明确各项指标的责任单位或分解数。")
            )


def wrong_about_cut_off(text: str) -> str:
    """Why a text is no day of a month."""
    return "" if not text or (text.isdecimal() and len(text) < 3 and 1 <= int(text) <= 31) else "请填 1 到 31 的整数。"
