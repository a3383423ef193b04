"""What is done with the files of evidence: kept beside the plan, found again, opened, handed out numbered, packed with the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from ...core.errors import Invalid, UserError
from ...core.figures.proof import numbered
from ...storage import evidence as store
from ..asking import ask_folder, ask_open_many, ask_save

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ...core.records import Evidence
    from ..session import Session

ANY_SOURCE = "材料文件或上报的压缩包 (*)"


class EvidenceFiles(QObject):
    """The files beside the plan that is open. What goes wrong is told through the session."""

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._page = page

    def ask(self) -> list[Path]:
        """Choose files to be kept."""
        title = f"添加佐证材料（每个不超过 {store.LARGEST_WORDS}）"
        return ask_open_many(self._page, title, "", kind="evidence", beside=self._session.path)

    def place(self, evidence: Evidence | None) -> Path | None:
        """Where the file of a piece lies; None for a paper, and where it is not beside the plan."""
        path = self._session.path
        return store.find(path, evidence.sha256, evidence.file_name) if path and evidence else None

    def is_absent(self, evidence: Evidence) -> bool:
        """Whether a piece has a file that is not beside the plan."""
        return bool(evidence.sha256) and self.place(evidence) is None

    def keep(self, files: Iterable[Path]) -> list[store.Kept]:
        """Copy files beside the plan; those that cannot be kept are said, the others are taken."""
        path = self._session.path
        if path is None or not self._session.can_edit:
            return []
        kept, refused = [], []
        for file in files:
            try:
                kept.append(store.keep(path, file))
            except UserError as error:
                refused.append(error)
        if refused:
            more = f"（另有 {len(refused) - 1} 个也没有加入）" if len(refused) > 1 else ""
            self._session.failed.emit(Invalid(refused[0].sentence + more, refused[0].advice))
        return kept

    def open(self, evidence: Evidence | None) -> None:
        """Open a file in the program that is meant for it."""
        file = self.place(evidence)
        if file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

    # ------------------------------------------------------------------------------------------------ finding again

    def ask_missing(self) -> int:
        """Choose where the files are that are not beside the plan; how many of them were found."""
        title = "材料的文件，或单位上报的压缩包"
        found = ask_open_many(self._page, title, ANY_SOURCE, kind="evidence", beside=self._session.path)
        return self.find_again(found) if found else 0

    def find_again(self, sources: list[Path]) -> int:
        """Put what is missing beside the plan, out of files, folders and zips; known by content, whatever it is called."""
        from ...exchange.enclosed import absent_files, take_enclosed

        path, plan = self._session.path, self._session.plan
        if path is None:
            return 0
        try:
            found = take_enclosed(plan, path, sources)
        except UserError as error:
            self._session.failed.emit(error)
            return 0
        left = len(absent_files(plan, path))
        if found:
            self._session.said.emit(f"找回 {found} 份材料的文件" + (f"，还缺 {left} 份" if left else ""), False)
        else:
            sentence = "选的文件里没有缺的材料：内容与登记时的不一样，没有放入。"
            self._session.failed.emit(Invalid(sentence, "请向提供单位要原来的文件，或去掉登记后重新添加。"))
        return found

    # ------------------------------------------------------------------------------------------------ handing out

    def ask_folder(self) -> None:
        """Choose where the numbered evidence is to be put."""
        folder = ask_folder(self._page, "佐证材料导出到哪个文件夹", kind="evidence_out", beside=self._session.path)
        if folder:
            self.hand_out(folder)

    def hand_out(self, folder: Path) -> None:
        """Write the numbered folders with their index."""
        from ...documents import PaperError
        from ...documents.write_xlsx import write_xlsx
        from ...reports import compose

        path, plan = self._session.path, self._session.plan
        if path is None:
            return
        try:
            written, missing = store.hand_out(path, numbered(plan), folder)
            write_xlsx(compose("evidence", plan), folder / "佐证材料目录.xlsx")
        except (PaperError, UserError) as error:
            self._session.failed.emit(Invalid(error.sentence, error.advice))
            return
        if missing:
            more = f"（共 {len(missing)} 份）" if len(missing) > 1 else ""
            self._session.failed.emit(Invalid(missing[0] + more, f"其余 {len(written)} 份和目录已导出。"))
        else:
            self._session.said.emit(f"已导出 {len(written)} 份佐证材料和目录到“{folder.name}”", False)

    def ask_pack(self) -> None:
        """Choose the zip into which the plan goes with its evidence."""
        path = self._session.path
        if path is None:
            return
        name = f"{path.stem}（含佐证）.zip"
        target = ask_save(self._page, "打包计划和佐证材料", name, "压缩包 (*.zip)", kind="evidence_out", beside=path)
        if target:
            self.pack(target)

    def pack(self, target: Path) -> None:
        """Write the plan and its evidence into one zip; unpacked, the plan finds its evidence beside it."""
        from ...exchange.enclosed import pack_whole

        file = self._session.file
        if file is None:
            return
        try:
            count, absent = pack_whole(file, target)
        except UserError as error:
            self._session.failed.emit(error)
            return
        more = f"，{absent} 份的文件不在这台电脑上" if absent else ""
        self._session.said.emit(f"已打包计划和 {count} 份佐证材料到“{target.name}”{more}", False)
