"""Beside the story: what matters now and the promises that are open, each a step from where it is
dealt with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from diary.casework.chapters import PersonNow
from diary.casework.trusting import TrustView, trust_view
from diary.ids import PersonId, RecordId
from diary.practice.asking import Reason
from diary.practice.reminders import Due
from diary.records.view import View
from ui.desk.desk import Desk
from ui.pages.going import due_target, record_target
from ui.pages.promises import promise_row
from ui.theme import Tone, theme
from ui.widgets import Card, Row, RowList, Tag

_TONES: dict[str, Tone] = {"late": "danger", "now": "danger", "soon": "amber", "calm": "accent"}
_ICONS = {
    "concern_not_passed_on": "triangle-alert",
    "missing_now": "map-pin-off",
    "running_clock": "alarm-clock",
}
_RECENT = 2


class SideCards(QWidget):
    """The cards beside the story; each is there only when it says something. `told` after each
    redraw."""

    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._person: RecordId | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().gap(2))
        self.matters = Card("What matters now")
        self.due = RowList("What matters now", fit=True)
        self.matters.add(self.due)
        self.promises = Card("Promises")
        self.promise_list = RowList("Promises", fit=True, lead=70)
        self.promises.add(self.promise_list)
        column.addWidget(self.matters)
        column.addWidget(self.promises)
        self.matters.hide()
        self.promises.hide()
        self.due.row_activated.connect(self._open_due)
        self.promise_list.row_activated.connect(self._open_promise)

    def show_now(self, now: PersonNow) -> None:
        """For a young person as one moment has them."""
        self._person = now.view.id
        self.due.set_rows([_reason_row(r, now.card.name) for r in now.reasons])
        self.matters.setVisible(bool(now.reasons))
        self.promises.set_title(f"Promises to {now.card.name}")
        self.promises.setObjectName("Promises")
        self._say()
        self._desk.ask(self, trust_view, self._show_promises, now.card.id, limit=1)

    def _show_promises(self, view: object) -> None:
        assert isinstance(view, TrustView)
        shown = [*view.open, *view.settled[:_RECENT]]
        self.promise_list.set_rows(
            [promise_row(each, view.now, view.zone, meta=False) for each in shown]
        )
        self.promises.setVisible(bool(shown))
        self._say()

    def _say(self) -> None:
        self.setVisible(not (self.matters.isHidden() and self.promises.isHidden()))
        self.told.emit()

    def _open_due(self, row: object) -> None:
        assert isinstance(row, Row) and isinstance(row.data, Reason)
        key, args = due_target(Due(PersonId(self._person) if self._person else None, (row.data,)))
        self._desk.go(key, **args)

    def _open_promise(self, row: object) -> None:
        assert isinstance(row, Row) and isinstance(row.data, View)
        key, args = record_target("promise", row.data.id, self._person)
        self._desk.go(key, **args)


def _reason_row(reason: Reason, name: str) -> Row:
    title = reason.titled(name).removesuffix(f" · {name}")
    words = reason.words[:1].upper() + reason.words[1:]
    own = title not in {"", name}
    return Row(
        key=reason.key,
        title=title if own else words,
        meta=reason.why,
        chips=(Tag(reason.words, _TONES[reason.level]),) if own else (),
        icon=_ICONS.get(reason.group, "handshake" if reason.kind == "promise" else "bell"),
        tone=_TONES[reason.level],
        data=reason,
    )
