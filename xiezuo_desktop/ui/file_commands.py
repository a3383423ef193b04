"""New, open, import, save a copy: the commands on whole files, each ending in the session or in a sentence."""

from __future__ import annotations

import os
import re
import tempfile
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from .. import paths
from ..core.errors import Invalid, UserError
from ..core.records import Id, Indicator
from . import settings
from .actions import make_action
from .asking import PLAN_FILTER, PLANS, SUFFIX, ask_open, ask_open_many, ask_save, folder_for
from .session import leaves_no_trace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..core.plan import Plan
    from .dialogs.import_dialog import ImportDialog
    from .main_window import MainWindow
    from .session import Session

MAIL_FOLDERS = {"inetcache", "temporary internet files"}  # where Outlook puts what it opens
PAPER_SUFFIXES = (".docx", ".xlsx", ".txt", ".md", ".csv", ".tsv")
OLD_SUFFIXES = (".doc", ".xls", ".wps", ".et", ".pdf")  # shown too: who chooses one is told what to make of it
PAPER_FILTER = f"文件 ({' '.join('*' + s for s in (*PAPER_SUFFIXES, *OLD_SUFFIXES))});;所有文件 (*)"


class FileCommands(QObject):
    """The 文件 menu. What goes wrong is told through the session's `failed`; nothing was changed then."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self.new = make_action(window, "新建(&N)…", lambda: self.ask_new(), keys="Ctrl+N", picture="new_file")
        self.open = make_action(window, "打开(&O)…", lambda: self.ask_open(), keys="Ctrl+O", picture="folder")
        self.paste = make_action(
            window,
            "粘贴为新内容(&V)…",
            self.import_clipboard,
            keys="Ctrl+Shift+V",
            picture="clipboard",
            tip="把复制的表格或文字读进计划",
        )
        self.merge_returns = make_action(
            window,
            "合并返回文件(&M)…",
            self.ask_merge,
            keys="Ctrl+M",
            picture="merge",
            tip="把单位发回的文件收进打开的计划",
        )
        self.save_copy = make_action(window, "另存副本(&A)…", self.ask_copy, keys="Ctrl+Shift+S", picture="copy")
        self.close = make_action(window, "关闭文件(&W)", session.close, keys="Ctrl+W")
        self.recent = QMenu("最近打开(&R)", window)
        self.recent.aboutToShow.connect(self._fill_recent)

    def refresh(self) -> None:
        """Enable what is possible now."""
        is_open = self._session.path is not None
        self.paste.setEnabled(self._session.can_edit or not is_open)
        self.merge_returns.setEnabled(self._session.can_edit)
        self.save_copy.setEnabled(is_open)
        self.close.setEnabled(is_open)

    # ------------------------------------------------------------------------------------------------ files

    def open_path(self, path: Path) -> bool:
        """Open this file; a sentence appears when it cannot be opened. A file from elsewhere is asked about first."""
        if path != self._session.path and self._is_strange(path):
            return self._receive(path)
        return self._open(path)

    def greet(self) -> None:
        """The program was started with a file: ask what to do with it when it came from another office."""
        path = self._session.path
        if path is not None and not leaves_no_trace():
            if not self._is_strange(path):
                settings.add_recent_file(path)
            elif not self._receive(path) and self._session.path == path:
                self._session.close()  # the user turned away
            self._tell_newer_content()

    def _is_strange(self, path: Path) -> bool:
        """Whether a file has never been opened here."""
        return not leaves_no_trace() and path.absolute() not in settings.recent_files()

    def _receive(self, path: Path) -> bool:
        from .received import look

        open_path = self._session.path
        received = look(path, open_path)
        if received is None or (received.kind == "whole" and not received.ours):
            return self._show(path)
        from .dialogs.open_received_dialog import LOOK, MERGE, OpenReceivedDialog

        dialog = OpenReceivedDialog(received, self._window)
        dialog.exec()
        try:
            dialog.author.keep(self._session)
        except UserError as error:
            self._session.failed.emit(error)
        if dialog.choice == MERGE and dialog.target is not None:
            return self._show(dialog.target) and self.merge([path])
        if dialog.choice == LOOK:
            return self._open(path, look_only=True)
        if dialog.choice and (self._is_passing(path) or (received.kind == "dispatch" and _is_fixed(path))):
            return self._keep(path)
        return bool(dialog.choice) and self._show(path)

    def _show(self, path: Path) -> bool:
        """Open a file, or stay with it when it is open already."""
        if path == self._session.path:
            settings.add_recent_file(path)
            return True
        return self._open(path)

    def _is_passing(self, path: Path) -> bool:
        """Whether a file lies where mail programs put what they open, and where it will be cleared away."""
        place = path.absolute()
        return place.is_relative_to(tempfile.gettempdir()) or any(part.lower() in MAIL_FOLDERS for part in place.parts)

    def _keep(self, path: Path) -> bool:
        """Let the user put a file that was opened out of a mail where it can stay, and open it there."""
        target = self._ask_save("把任务文件存到", path.stem)
        if target is None:
            return False
        if target.absolute() == path.absolute():  # the user wants it where it is
            return self._show(path)
        from ..storage import PlanFile

        try:
            with PlanFile.open(path, read_only=True) as file:
                file.copy_to(target)
        except UserError as error:
            self._session.failed.emit(error)
            return False
        return self._open(target)

    def ask_merge(self) -> None:
        """Let the user choose returned files, from whatever page, and show what they bring."""
        from .dialogs.merge_dialog import ask_for_files

        paths = ask_for_files(self._window, self._session)
        if paths:
            self.merge(paths)

    def merge(self, paths: Sequence[Path]) -> bool:
        """Show what returned files bring to the open plan, and take them in when the user agrees."""
        self._window.show_page("exchange")
        page = self._window.current_page
        from .pages.exchange_page import ExchangePage

        assert isinstance(page, ExchangePage)
        page.merge(list(paths))
        return True

    def _open(self, path: Path, *, look_only: bool = False) -> bool:
        try:
            self._session.open(path, look_only=look_only)
        except UserError as error:
            self._session.failed.emit(error)
            return False
        if not leaves_no_trace() and not look_only:
            settings.add_recent_file(path)
        self._tell_newer_content()
        return True

    def _tell_newer_content(self) -> None:
        file = self._session.file
        count = file.newer_content() if file else 0
        if count:
            self._session.said.emit(f"有{count}项是新版程序填写的，这里显示不出来；会原样保留，随文件一起发出。", False)

    def ask_open(self) -> None:
        """Let the user choose a plan file."""
        path = ask_open(self._window, "打开计划", PLAN_FILTER, kind=PLANS, beside=self._session.path)
        if path:
            self.open_path(path)

    def ask_new(self, proposal: str = "新的年度计划") -> bool:
        """Let the user name a new plan file, and open it empty."""
        return self._make(self._ask_save("新建计划", proposal), titled=True)

    def _make(self, path: Path | None, *, titled: bool) -> bool:
        """Make and open an empty plan; untitled it takes its title from the first paper."""
        if path is None:
            return False
        year = re.search(r"(?<!\d)(19[89]\d|20\d\d)(?!\d)", path.stem)
        try:
            path.unlink(missing_ok=True)  # the file dialog asked whether it may be replaced
            self._session.create(path, path.stem if titled else "", int(year[1]) if year else None)
        except UserError as error:
            self._session.failed.emit(error)
            return False
        except OSError as error:
            self._session.failed.emit(UserError(f"不能写入“{path.name}”（{error.strerror}），", "请换一个文件夹。"))
            return False
        if titled:  # one begun for a paper is listed when the paper has been taken in
            settings.add_recent_file(path)
        return True

    def ask_copy(self) -> None:
        """Copy the open file to another place and go on in the copy."""
        source = self._session.file
        path = self._ask_save("另存副本", f"{source.path.stem}（副本）") if source else None
        if source is None or path is None or path == source.path:
            return
        try:
            source.copy_to(path)
        except UserError as error:
            self._session.failed.emit(error)
            return
        if self.open_path(path):
            self._session.said.emit(f"已另存为“{path.name}”，现在编辑的是这份副本。", False)

    def retry(self) -> None:
        """Open the file again, to find out whether the other one has closed it."""
        if self._session.path:
            self.open_path(self._session.path)

    # ------------------------------------------------------------------------------------------------ papers

    def import_papers(self, papers: Sequence[Path] = ()) -> None:
        """Read documents into the open plan, or into a new one."""
        if not papers:
            papers = ask_open_many(self._window, "导入文件", PAPER_FILTER, kind="papers", beside=self._session.path)
        if papers:
            from .dialogs.import_dialog import ImportDialog

            self._take_in(lambda: ImportDialog(self._session, list(papers), self._window), papers[0].stem)

    def import_clipboard(self) -> None:
        """Read what was copied in another program into the open plan, or into a new one; copied files as if dropped."""
        mime = QGuiApplication.clipboard().mimeData()
        if files := [Path(url.toLocalFile()) for url in (mime.urls() if mime else ()) if url.isLocalFile()]:
            self.take(files)
            return
        if mime is None or not (mime.hasHtml() or mime.text().strip()):  # said before anybody is asked for a file
            self._session.failed.emit(Invalid("没有复制可以导入的文字，", "请先在 Word、Excel 或 WPS 里复制，再粘贴。"))
            return
        from .dialogs.import_dialog import ImportDialog

        self._take_in(lambda: ImportDialog.from_clipboard(self._session, self._window), "新的年度计划")

    def _take_in(self, dialog: Callable[[], ImportDialog], proposal: str) -> None:
        """Show what was read; a plan that was begun only for it goes again when the user turns away."""
        begins = self._session.path is None
        if begins and not self._make(self._ask_save("读进来的内容存成新计划，放在", proposal), titled=False):
            return
        if not self._session.can_edit:
            return
        known = {each.id for each in self._session.plan.indicators}
        before = _counts(self._session.plan)
        if dialog().exec():
            if begins and self._session.path is not None:
                settings.add_recent_file(self._session.path)
            arrived = [page for page, count in _counts(self._session.plan).items() if count > before[page]]
            if not begins and len(arrived) == 1 and arrived != ["indicators"]:
                self._window.show_page(arrived[0])  # a scheme, say, that came alone
            else:
                self._show_what_came(begins=begins)
                self._show_first_new(known)
        elif begins and (made := self._session.path) is not None:
            self._session.close()
            made.unlink(missing_ok=True)
            self._session.said.emit("没有导入，刚才新建的空计划也没有留下。", False)

    def _show_what_came(self, *, begins: bool) -> None:
        """From a page that has nothing of it, go on to the one where a plan is worked on."""
        plan = self._session.plan
        of_tasks = begins and len(plan.tasks) > len(plan.indicators)  # which were read out of a division table
        came = (
            ("tasks", plan.tasks if of_tasks else ()),
            ("indicators", plan.indicators),
            ("taskbook", plan.chapters),
            ("scores", plan.schemes),
        )
        page = next((name for name, records in came if records), "")
        shown = self._window.current_page.prints
        if page and (not shown or (shown == "indicators" and (of_tasks or not plan.indicators))):
            self._window.show_page(page)

    def _show_first_new(self, known: set[Id]) -> None:
        """Bring the first indicator that came into view, where indicators are what is shown."""
        new = next((i for i in self._session.plan.indicators if i.id not in known), None)
        if new is not None and known and self._window.current_name == "indicators":
            self._window.show_record(Indicator, new.key)

    def open_sample(self) -> None:
        """Make a plan of the sample papers, in a folder for passing things, and open it."""
        folder = Path(tempfile.mkdtemp(prefix="xiezuo-"))
        try:
            self._session.create(folder / f"示例计划{SUFFIX}", "示例计划")
        except UserError as error:
            self._session.failed.emit(error)
            return
        self.import_papers(paths.sample_papers("district"))

    def take(self, files: Sequence[Path]) -> None:
        """What is dropped on the window: returned files are merged, another plan is opened, documents are imported."""
        plans, returned = self._sorted(files)
        if returned:
            self.merge(returned)
        elif plans:
            self.open_path(plans[0])
        elif files:
            self.import_papers(files)

    def what_becomes_of(self, files: Sequence[Path]) -> str:
        """What `take` does with files, said while they are still held."""
        plans, returned = self._sorted(files)
        if returned:
            return f"松开鼠标，合并这 {len(returned)} 份文件"
        name = (plans or files)[0].name
        if plans:
            return f"松开鼠标，打开“{name}”"
        return f"松开鼠标，导入“{name}”" if len(files) == 1 else f"松开鼠标，导入这 {len(files)} 份文件"

    def _sorted(self, files: Sequence[Path]) -> tuple[list[Path], list[Path]]:
        """Plan files, and what is merged into the open plan: more than one, or what was sent sealed.

        What else was dropped with them goes along, to be named among the files that cannot be merged.
        """
        plans = [f for f in files if f.suffix.lower() == SUFFIX]
        sealed = any(f.suffix.lower() == ".zip" for f in files)
        return plans, list(files) if self._session.can_edit and (sealed or len(plans) > 1) else []

    # ------------------------------------------------------------------------------------------------ helpers

    def _ask_save(self, title: str, proposal: str) -> Path | None:
        beside = self._session.path
        free = free_path(folder_for(PLANS, beside), proposal)
        return ask_save(self._window, title, free.name, PLAN_FILTER, kind=PLANS, beside=beside)

    def _fill_recent(self) -> None:
        self.recent.clear()
        for number, path in enumerate(settings.recent_files(), 1):
            action = self.recent.addAction(f"&{number % 10}  {path.name.replace('&', '&&')}")
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, p=path: self.open_path(p))
        if self.recent.isEmpty():
            self.recent.addAction("还没有打开过文件").setEnabled(False)


def free_path(folder: Path, name: str) -> Path:
    """Where a plan of this name can be saved without taking the place of another: 名称（2） where 名称 is taken."""
    numbers = chain([""], (f"（{number}）" for number in count(2)))
    return next(path for number in numbers if not (path := folder / f"{name}{number}{SUFFIX}").exists())


def _is_fixed(path: Path) -> bool:
    """Whether nothing can be filled in where a file lies: in a folder of a mail program, on a disc."""
    return not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _counts(plan: Plan) -> dict[str, int]:
    """How many records an import can bring, by the page where they are worked on."""
    return {
        "indicators": len(plan.indicators),
        "tasks": len(plan.tasks),
        "taskbook": len(plan.chapters),
        "scores": len(plan.schemes),
    }
