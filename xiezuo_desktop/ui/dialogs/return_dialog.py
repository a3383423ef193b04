"""生成上报文件: what goes back to who sent the part, what is still empty, and the file with its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from xiezuo_desktop.core.errors import UserError
from xiezuo_desktop.exchange.enclosed import MAIL_LIMIT
from xiezuo_desktop.exchange.returning import Returnable, Returned, make_return, returnable
from xiezuo_desktop.ui.widgets.author_field import AuthorField
from xiezuo_desktop.ui.widgets.banner import Banner
from xiezuo_desktop.ui.widgets.file_fields import FolderField, PasswordField
from xiezuo_desktop.ui.widgets.look import button, dress, label

from .made_files import MadeFiles

if TYPE_CHECKING:
    from xiezuo_desktop.ui.session import Session

MOST_MISSING = 200


class ReturnDialog(QDialog):
    """Two pages: what it would hold, and what was made."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle("生成上报文件")
        self._session = session
        self._banner = Banner()
        self._pages = QStackedWidget()
        self._made = MadeFiles()
        self._agree = button("生成上报文件", "primary", on=self.make)
        self._cancel = button("取消", on=self.reject)
        self.holds: Returnable | None = None
        try:
            assert session.file is not None
            self.holds = returnable(session.file)
        except UserError as error:
            self._banner.say_error(error)
        self._agree.setEnabled(self.holds is not None and session.can_edit)
        self._pages.addWidget(self._outlook())
        self._pages.addWidget(self._made)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 14)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addWidget(self._pages, 1)
        column.addLayout(foot)
        self.resize(720, 500)
        self._agree.setDefault(True)
        self._agree.setFocus()

    def _outlook(self) -> QWidget:
        path = self._session.path
        assert path is not None
        self.folder = FolderField(path.parent)
        self.password = PasswordField("不加密码；填写后生成加密的压缩包")
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 14, 16, 4)
        column.setSpacing(10)
        if self.holds is not None:
            asked = self.holds.assignment
            column.addWidget(label(f"{asked.unit_name}　第{asked.round}轮上报", "title"))
            column.addWidget(label(asked.sentence, "body2", wrap=True))
            who = f"，由{'、'.join(self.holds.authors)}填写" if self.holds.authors else ""
            mine = f"文件里有本单位填写和修改的{self.holds.written}{who}。别的单位的内容不会发出去。"
            column.addWidget(label(mine if self.holds.written else "本单位还没有填写任何内容。", wrap=True))
            column.addWidget(self._missing(self.holds), 1)
            column.addStretch(0)
        form = QFormLayout()
        form.setSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(label("存到", "key"), self.folder)
        form.addRow(label("密码", "key"), self.password)
        self.enclose = QCheckBox()
        if self.holds is not None and (self.holds.enclosures or self.holds.absent):
            form.addRow(label("佐证材料", "key"), self._enclosures(self.holds))
        self.author = AuthorField()
        form.addRow(label("经办人", "key"), self.author)
        column.addLayout(form)
        return page

    def _enclosures(self, holds: Returnable) -> QWidget:
        """Whether the files of the evidence go with it, how much that is, and which are not here."""
        count, size = len(holds.enclosures), holds.enclosed_size
        self.enclose.setText(f"连同 {count} 份材料的文件打成一个压缩包（{size / (1 << 20):,.1f} MB）")
        self.enclose.setChecked(bool(count))
        self.enclose.setVisible(bool(count))
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.enclose)
        if size > MAIL_LIMIT:
            column.addWidget(
                label("超过 50 MB，多数邮箱发不出去：请用 U 盘或网盘交换，或不勾选、另行报送。", "warning", wrap=True)
            )
        if holds.absent:
            words = f"{holds.absent} 份材料只有登记，文件不在这台电脑上，不能一起报送；请在“佐证材料”里找回文件。"
            column.addWidget(label(words, "warning", wrap=True))
        return box

    def _missing(self, holds: Returnable) -> QWidget:
        missing = holds.assignment.missing
        if not missing:
            done = label("要求填的都已填好。" if holds.assignment.expected else "")
            done.setAlignment(Qt.AlignmentFlag.AlignTop)
            return done
        box = QFrame()
        box.setProperty("look", "note_warn")
        box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        inside = QVBoxLayout(box)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(label(f"还有 {len(missing)} 项没有填，可以先报，补填后再报一次：", "warning"))
        words = label("\n".join(f"· {name}" for name in missing[:MOST_MISSING]), wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setProperty("look", "bare")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(words)
        scroll.setMaximumHeight(words.sizeHint().height() + 4)
        inside.addWidget(scroll, 1)
        return box

    def make(self) -> None:
        """Make the file, aside."""
        password, enclose = self.password.text(), self.enclose.isChecked()
        try:
            folder = self.folder.make()
            self.author.keep(self._session)
            work = self._session.write_aside(
                lambda file, _: make_return(file, folder, password=password, with_evidence=enclose)
            )
        except UserError as error:
            self._banner.say_error(error)
            return
        self._agree.setEnabled(False)
        self._cancel.setEnabled(False)
        work.failed.connect(self._fail)
        work.finished.connect(lambda made: self._show_made(made, sealed=bool(password), enclosed=enclose))

    def _fail(self, error: UserError) -> None:
        self._agree.setEnabled(True)
        self._cancel.setEnabled(True)
        self._banner.say_error(error)

    def _show_made(self, made: Returned, *, sealed: bool, enclosed: bool) -> None:
        asked = made.holds.assignment
        text = [
            f"现报送{asked.unit_name}第{asked.round}轮填报内容，应填{asked.expected}项，已填{asked.filled}项。",
            *([f"压缩包里有 {len(made.holds.enclosures)} 份佐证材料，请不要解开，直接合并。"] if enclosed else []),
            *(["附件加了密码，密码另行告知。"] if sealed else []),
            f"校验码：{made.code}（可在电话里核对）。",
        ]
        files = [(asked.unit_name, made.path, made.code)]
        self._cancel.setFocus()
        self._made.show_files("上报文件已生成", files, "\n".join(text), f"{made.path.name}\t{made.code}")
        self._pages.setCurrentWidget(self._made)
        self._agree.hide()
        self._cancel.setText("完成")
        self._cancel.setDefault(True)
        self._cancel.setEnabled(True)
        self.resize(960, 500)
        self._session.said.emit(f"上报文件已生成：{made.path.name}", False)

    def reject(self) -> None:
        if not self._session.writing:
            super().reject()
