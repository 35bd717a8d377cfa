"""The frame of every page with a form: it keeps the draft as one types, saves with Ctrl+Enter,
shows beside each field why it can't be taken, asks for a reason where one is needed, and leaves on
Esc without losing anything. What is on the form and what saving means is the page's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from diary.errors import InvalidEntry, NotAllowed
from diary.store.drafts import Draft
from ui.desk.desk import Desk
from ui.desk.drafting import Drafting
from ui.theme import Tone
from ui.widgets import Banner, Field, LinkButton, Page, PrimaryButton, Text
from ui.widgets.taborder import tab_in_order

RESTRICTED = "Keep it in the restricted part"
RESTRICTED_WHY = (
    "Keep it from colleagues who read the everyday diary (for example when it is about one of "
    "them)."
)
WHY = "Why is it changed?"
WHY_HELP = (
    "It was saved more than a day ago. The words before stay in the history, with this reason."
)


class FormPage(Page):
    """Base of the form pages. A page gives `collect` (what the draft keeps), `submit` (save), and
    `show_errors`; it calls `begin` when it has opened and `touched` on each edit."""

    shell_tools = ("search",)
    kind = ""

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(title)
        self.desk = desk
        self.person: str | None = None
        self.record: str | None = None
        self.base: tuple[str, ...] = ()
        self.base_values: Mapping[str, Any] = {}
        self.drafting: Drafting | None = None
        self.notices = QVBoxLayout()
        self.why = QLineEdit()
        self.why_field = Field(WHY, self.why, help_text=WHY_HELP)
        self.why_field.hide()
        self.why.textEdited.connect(self.touched)
        self.save = PrimaryButton("Save")
        self.save.clicked.connect(self.submit)
        self.leave_link = LinkButton("Leave it for later")
        self.leave_link.clicked.connect(self.leave)
        self.discard_link = LinkButton("Throw it away…")
        self.discard_link.clicked.connect(self._ask_discard)
        self.discard_link.hide()
        self.kept = Text("", "small", "muted")
        self._foot()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            self._shortcut(keys, self.submit)
        self._shortcut("Esc", self.leave)
        self.add(self.notices)

    def _shortcut(self, keys: str, slot: Any) -> None:
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(slot)

    def _foot(self) -> None:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.why_field)
        self.foot_row = QHBoxLayout()
        self.foot_row.addWidget(self.leave_link)
        self.foot_row.addWidget(self.discard_link)
        self.foot_row.addWidget(self.kept, 1)
        self.foot_row.addWidget(self.save)
        column.addLayout(self.foot_row)
        self.foot = box
        self.set_footer(box)

    # -- what a page gives ----------------------------------------------------------------------

    def collect(self) -> tuple[Mapping[str, Any], str, bool]:
        """What the draft keeps: plain data, where the cursor is, whether it is worth keeping."""
        raise NotImplementedError

    def submit(self) -> None:
        """Save."""
        raise NotImplementedError

    def show_errors(self, errors: Mapping[str, str]) -> bool:
        """Put each reason beside its field; whether all had a place."""
        raise NotImplementedError

    # -- drafts -----------------------------------------------------------------------------------

    def begin(self, draft: Draft | None, *, restricted: bool = False) -> None:
        """Keep what is typed from now on, in the draft given or a fresh one."""
        self.let_go()
        made = draft or self.desk.diary.new_draft(
            self.kind, self.person, record=self.record, heads=self.base, restricted=restricted
        )
        self.drafting = Drafting(self.desk, made, self.collect, self)
        self.desk.saved.connect(self._say_kept)
        self._say_kept()
        self.save.setEnabled(True)
        self.set_tab_order()

    def set_tab_order(self) -> None:
        """Tab goes as things stand on the page; call it when parts of it are new."""
        tab_in_order(self)

    def resume(self) -> dict[str, object]:
        """After the lock one comes back to what one was writing."""
        if self.drafting is None or not self.drafting.is_kept():
            return {}
        return {"draft": self.drafting.draft.id}

    def let_go(self) -> None:
        """What is typed goes to the vault, and the draft is no longer this page's."""
        if self.drafting is not None:
            self.drafting.stop()
            self.drafting = None
            self.desk.saved.disconnect(self._say_kept)

    def touched(self) -> None:
        """Something was typed."""
        if self.drafting is not None:
            self.drafting.touch()

    def _say_kept(self) -> None:
        kept = self.drafting is not None and self.drafting.is_kept()
        self.kept.setText("Kept as unfinished" if kept else "")
        self.discard_link.setVisible(kept)

    def saved_it(self) -> None:
        """The entry is saved: its draft has done its work."""
        if self.drafting is not None:
            self.drafting.finish()
            self.drafting = None
            self.desk.saved.disconnect(self._say_kept)
        self._say_kept()

    def _ask_discard(self) -> None:
        words = "What is typed here goes for good."
        if self.record is not None:
            words += " The entry stays as it was saved."
        banner = self.notice(words, "amber", action="Throw it away")
        banner.acted.connect(self._discard)
        banner.action.setFocus()

    def _discard(self) -> None:
        self.saved_it()
        self.go_home()

    def leave(self) -> None:
        """Go back; what is typed stays as an unfinished entry."""
        if self.drafting is not None:
            self.drafting.keep_now()
        self.go_home()

    def go_home(self) -> None:
        """The young person's page, or Today."""
        if self.person:
            self.desk.go("person", person=self.person)
        else:
            self.desk.go("today")

    def hideEvent(self, event: QHideEvent) -> None:
        if self.drafting is not None:
            self.drafting.keep_now()
        super().hideEvent(event)

    # -- what is wrong ----------------------------------------------------------------------------

    def failed(self, error: BaseException) -> None:
        """Why it could not be saved, where it can be mended. What was typed stays."""
        self.save.setEnabled(True)
        if isinstance(error, InvalidEntry):
            self.refuse(error.fields)
        elif isinstance(error, NotAllowed) and error.hint == "words":
            self.not_my_words()
        else:
            self.desk.fail(error)

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show why; a missing reason for the amendment is asked for here."""
        rest = {name: reason for name, reason in errors.items() if name != "why"}
        if "why" in errors:
            self.why_field.show()
            self.why_field.set_error("Say in a few words why this is changed.")
            if not rest:
                self.why.setFocus()
        if rest and not self.show_errors(rest):
            told = " ".join(f"{r[0].upper()}{r[1:]}" for r in rest.values())
            self.desk.say(f"Not saved yet. {told}")

    def reason(self) -> str | None:
        """Why it is changed, as typed."""
        return self.why.text().strip() or None

    def hide_why(self) -> None:
        self.why.clear()
        self.why_field.set_error(None)
        self.why_field.hide()

    def not_my_words(self) -> None:
        """The words are a colleague's: they stay, and a second account can stand beside them."""
        banner = self.notice(
            "These words belong to whoever wrote them, and stay as they are. You can set your own "
            "account beside them.",
            "amber",
            action="Write my own account",
        )
        banner.acted.connect(self._second_account)
        banner.action.setFocus()

    def _second_account(self) -> None:
        values = {"of": self.record}
        self.desk.go("entry", kind="second_account", person=self.person, values=values)

    # -- saying -----------------------------------------------------------------------------------

    def notice(self, text: str, tone: Tone = "accent", *, action: str = "") -> Banner:
        """A banner at the top of the page, instead of those before."""
        self.clear_notices()
        banner = Banner(text, tone, action=action)
        self.notices.addWidget(banner)
        banner.show()
        QTimer.singleShot(0, self._to_top)
        return banner

    def _to_top(self) -> None:
        self.scroller.verticalScrollBar().setValue(0)

    def clear_notices(self) -> None:
        while (item := self.notices.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
