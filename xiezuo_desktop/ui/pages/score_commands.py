"""What the page 评分考核 asks before it changes something: rules, readings, links, settings; and what it does at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .scores_page import ScoresPage


class ScoreCommands:
    """The commands on the current line of the page."""

    def __init__(self, page: ScoresPage) -> None:
        self._page = page

    def ask_party(self) -> None:
        """Choose whose scores are shown, by the places they have."""
        from ...core.numbers import shown
        from ..widgets.record_picker import Choice, RecordPicker

        sheet = self._page.sheet
        if sheet is None:
            return
        choices = []
        for party in sheet.scores.ranking:
            total = sheet.total(party)
            points = "没有得分" if total.points is None else f"{shown(total.points)} 分"
            choices.append(Choice(party, sheet.name(party), f"第{total.place}名　{points}" if total.place else points))
        picker = RecordPicker(choices, self._page, title="选择单位", current=self._page.party)
        picker.picked.connect(self._page.show_party)
        picker.open_below(self._page.bar.party)

    def ask_rule(self) -> None:
        """Change the rule of the current item."""
        from ..dialogs.rule_dialog import RuleDialog

        line = self._page.line
        if self._page.sheet is not None and line is not None and line.item is not None and self._page.session.can_edit:
            dialog = RuleDialog(self._page.sheet, line, self._page)
            dialog.accepted.connect(lambda: self._page.edits.set_rule(line.id, dialog.rule))
            dialog.reading_wanted.connect(self.ask_reading)
            dialog.open()

    def ask_reading(self) -> None:
        """Show what the words of the current item say, to be taken or not."""
        from ..dialogs.rule_reading_dialog import RuleReadingDialog

        line = self._page.line
        if line is not None and line.item is not None and self._page.session.can_edit:
            dialog = RuleReadingDialog(line, self._page.edits.read_again(line.id), self._page)
            dialog.accepted.connect(lambda: self._page.edits.take_reading(line.id, dialog.reading))
            dialog.open()

    def confirm(self) -> None:
        """The rule of the current item is right; go on to the next one."""
        item = self._page.line.item if self._page.line else None
        if item is not None:
            self._page.edits.confirm([item.id, *(p.id for p in self._page.session.plan.score_parts(item.id))])
            self._page.view.step(rows=1)

    def ask_confirm_all(self) -> None:
        """All rules are right: asked once more."""
        from ..dialogs.confirm import agreed

        left = self._page.sheet.unconfirmed if self._page.sheet else []
        sentence = f"还有 {len(left)} 项的计分规则是程序按文字读出的。确定都已经对照原文看过？"
        if agreed(self._page, "全部规则核对无误", sentence, "都看过了"):
            self._page.edits.confirm([i.id for i in left])

    def take_back(self) -> None:
        """Let the rule give the points of the current item again."""
        party = self._page.current_party
        if self._page.line is not None and party is not None:
            self._page.edits.take_back(self._page.line, party)

    def take_suggestion(self) -> None:
        if self._page.line is not None and (near := self._page.near.get(self._page.line.id)):
            self._page.edits.link([near])

    def ask_links(self) -> None:
        """Show all suggestions of indicators for items."""
        from ..dialogs.score_links_dialog import ScoreLinksDialog

        dialog = ScoreLinksDialog(self._page.session.plan, self._page)
        dialog.accepted.connect(lambda: self._page.edits.link(dialog.chosen))
        dialog.open()

    def ask_settings(self) -> None:
        """Show what the text of the scheme leaves open."""
        from ..dialogs.score_settings_dialog import ScoreSettingsDialog

        if self._page.scheme is not None:
            ScoreSettingsDialog(self._page.session, self._page.scheme, self._page).open()

    # ------------------------------------------------------------------------------------------------ the outline

    def add_scheme(self) -> None:
        """Begin a scheme by hand."""
        self._page.outline.add_scheme()

    def add_group(self) -> None:
        """A group behind the current one."""
        scheme, line = self._page.scheme, self._page.line
        if scheme is not None and self._page.session.can_edit:
            group = None if line is None else line.id if line.item is None else line.item.group
            self._page.outline.add_group(scheme.id, group)

    def add_item(self) -> None:
        """An item behind the current one."""
        if self._page.line is not None and self._page.session.can_edit:
            self._page.outline.add_item(self._page.line)

    def add_part(self) -> None:
        """A part below the current item."""
        if self._page.line is not None:
            self._page.outline.add_part(self._page.line)

    def shift(self, step: int) -> None:
        """Move the current line."""
        if self._page.line is not None:
            self._page.outline.shift(self._page.line, step)

    def delete(self) -> None:
        """Delete the current line."""
        if self._page.line is not None:
            self._page.outline.delete(self._page.line)
