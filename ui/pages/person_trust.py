"""Trust and promises: what was seen and done, as evidence to reflect on, and what was promised.
No number and no height anywhere."""

from __future__ import annotations

from diary.casework.chapters import PersonNow
from diary.casework.trusting import TrustView, trust_view
from diary.practice.spans import local, when_words
from diary.records.plain import codes, moment, said
from diary.records.trust import CHILD_DID, DIRECTIONS
from diary.records.view import View
from ui.desk.desk import Desk
from ui.pages.going import record_target
from ui.pages.person_part import Part
from ui.pages.promises import OpenPromise, promise_row
from ui.theme import Tone
from ui.widgets import Card, EmptyState, Row, RowList, Rule, SplitColumns, Tag, Text

_SAYS = "An aid to reflection, not a validated measure."
_TONES: dict[str, Tone] = {
    "growing": "good",
    "steady": "accent",
    "strained": "amber",
    "ruptured": "danger",
    "repairing": "plum",
}
_ICONS = {
    "growing": "sprout",
    "steady": "minus",
    "strained": "unlink",
    "ruptured": "split",
    "repairing": "refresh-cw",
}


class TrustTab(Part):
    """Evidence on the left, promises on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        split = SplitColumns(side_width=480, stack_below=980)
        self.evidence = Card("Trust, in what was said and done", action="Add an observation")
        self.evidence.add(Text(_SAYS, "small", "muted"))
        self.list = RowList("Trust observations", meta="beside", fit=True)
        self.evidence.add(self.list)
        self.none = EmptyState(
            "heart",
            "Nothing noticed yet",
            "Write what they did and what you did: asked for help, disagreed safely, came back"
            " after you fell out. A word for the direction, never a number.",
        )
        self.evidence.add(self.none)
        split.add_main(self.evidence)
        self.promises = Card("Promises", action="Add a promise")
        self.promises_none = EmptyState(
            "handshake",
            "No promise is open",
            "What you say you will do stands here until you have said how it went.",
        )
        self._shown: object = None
        self.rows: list[OpenPromise] = []
        self.settled_title = Text("How the others went", "card")
        self.settled = RowList("Settled promises", fit=True, lead=92)
        split.add_side(self.promises)
        self.outer.addWidget(split)
        self.outer.addStretch(1)
        self.evidence.action_clicked.connect(self._add_trust)
        self.promises.action_clicked.connect(self._add_promise)
        self.list.row_activated.connect(self._open)
        self.settled.row_activated.connect(self._open)

    def show_person(self, now: PersonNow) -> None:
        super().show_person(now)
        self.promises.set_title(f"Promises to {self.name}")
        self.promises.setObjectName("Promises")
        self._desk.ask(self, trust_view, self._show, self.person)

    def _show(self, view: object) -> None:
        assert isinstance(view, TrustView)
        self.list.set_rows([_row(each, view) for each in view.observations])
        self.list.setVisible(bool(view.observations))
        self.none.setVisible(not view.observations)
        self._show_promises(view)

    def _show_promises(self, view: TrustView) -> None:
        self.settled.set_rows([promise_row(v, view.now, view.zone) for v in view.settled])
        today = local(view.now, view.zone).date()
        shown = (today, bool(view.settled), [(v.id, v.heads) for v in view.open])
        if shown == self._shown:
            return
        self._shown = shown
        busy = {row.view.id: row for row in self.rows if row.is_busy()}
        for widget in (self.promises_none, self.settled_title, self.settled, *busy.values()):
            widget.setParent(None)
        self.promises.clear()
        self.rows = []
        for number, each in enumerate(view.open):
            row = busy.get(each.id) or OpenPromise(self._desk, each, view.now, view.zone)
            self.rows.append(row)
            if number:
                self.promises.add(Rule())
            self.promises.add(row)
        if not view.open:
            self.promises.add(self.promises_none)
        self.promises_none.setVisible(not view.open)
        for widget in (self.settled_title, self.settled):
            self.promises.add(widget)
            widget.setVisible(bool(view.settled))

    def _add_trust(self) -> None:
        self.begin("trust")

    def _add_promise(self) -> None:
        self.begin("promise")

    def _open(self, row: object) -> None:
        assert isinstance(row, Row) and isinstance(row.data, View)
        key, args = record_target(row.data.kind, row.data.id, self.person)
        self._desk.go(key, **args)


def _row(view: View, around: TrustView) -> Row:
    """An observation: what they did, which way it goes in a word, what I did, their own words."""
    values = view.values
    did = [CHILD_DID.get(code, code) for code in codes(values, "child_did")]
    direction = said(values, "direction")
    at = moment(values, "at")
    told = [f"What I did: {said(values, 'i_did')}" if said(values, "i_did") else ""]
    told.append(said(values, "noticed"))
    scale = said(values, "their_scale")
    told.append(f"On their own scale: {scale}" if scale else "")
    word = DIRECTIONS.get(direction, direction).lower()
    chips = (Tag(word, _TONES.get(direction, "muted"), _ICONS.get(direction, "")),) if word else ()
    return Row(
        key=view.id,
        title=_sentence(did) or "Noticed",
        meta="" if at is None else when_words(at, local(around.now, around.zone).date()),
        body="\n".join(part for part in told if part),
        own_words=said(values, "words"),
        chips=chips,
        icon="heart",
        tone="plum",
        data=view,
    )


def _sentence(parts: list[str]) -> str:
    lowered = [part if i == 0 else part[0].lower() + part[1:] for i, part in enumerate(parts)]
    return ", ".join(lowered)
