"""Today: what is due and why, the quick log, whom the worker saw last, what is unfinished."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QWidget

from diary.casework.caseload import PersonCard
from diary.casework.today import DraftLine, TodayView, today
from diary.practice.reminders import Due
from diary.practice.spans import local, moment_words, plural, when_words
from diary.records.work import Touched
from ui.desk.desk import Desk
from ui.pages import PageSpec
from ui.pages.adding_people import AddPeople
from ui.pages.going import draft_target, due_target
from ui.pages.putting_off import PutOff
from ui.pages.quicklog import QuickLog
from ui.theme import Tone
from ui.widgets import (
    Card,
    EmptyState,
    LinkButton,
    Page,
    Row,
    RowList,
    SplitColumns,
    Tag,
    Text,
)

_MINUTE_MS = 60_000
_CLOCKS = 2  # the rank of running clocks: these and what stands above them are always shown
_TONES: dict[str, Tone] = {"late": "danger", "now": "danger", "soon": "amber", "calm": "accent"}
_ICONS = {
    "concern_not_passed_on": "triangle-alert",
    "missing_now": "map-pin-off",
    "running_clock": "alarm-clock",
}
_RULE_ICONS = {
    "promise": "handshake",
    "silence": "ear",
    "draft": "pencil-line",
    "action": "list-checks",
}
ACTIONS = {
    "pass_on": "Pass on",
    "open": "Open",
    "look_again": "Look again",
    "offer_again": "Offer again",
    "ask_strategy_meeting": "Ask for a meeting",
    "reach_out": "Reach out",
    "plan_transition": "Plan",
    "plan_goodbye": "Plan the goodbye",
    "how_did_it_go": "How did it go?",
    "log_contact": "Log it",
    "finish_draft": "Finish",
}
RECENT = 4
SHOWN = 4
"""So many lines leave room for the quick log on a small laptop; what can't wait is always shown."""


class TodayPage(Page):
    """The first page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Today")
        self._desk = desk
        self._view: TodayView | None = None
        self._to_log = False
        self.due = RowList("Due, and why", lead=150, fit=True)
        self.calm = EmptyState(
            "sprout", "Nothing is due", "What needs you will stand here, each with the reason why."
        )
        self.more = LinkButton("")
        self.more.hide()
        self._all = False
        self.put_off = PutOff(desk)
        self.begin = AddPeople(desk)
        self.begin.leave.hide()
        self.begin.hide()
        self.log = QuickLog(desk)
        self.recent = RowList("Recently", fit=True)
        self.drafts = RowList("Unfinished", fit=True)
        self.drafts_title = Text("Unfinished", "card")
        self._lay_out()
        self.due.row_activated.connect(self._open_due)
        self.due.row_action.connect(self._open_due)
        self.due.row_menu.connect(self._menu)
        self.more.clicked.connect(self._toggle_all)
        self.put_off.closed.connect(self.due.setFocus)
        self.recent.row_activated.connect(self._open_person)
        self.drafts.row_activated.connect(self._open_draft)
        self.log.saved.connect(self.reload)
        self.log.more.connect(self._whole_form)
        self.begin.added.connect(self._begun)
        desk.changed.connect(self._heard)
        self._minutes = QTimer(self)
        self._minutes.timeout.connect(self.reload)
        self._minutes.start(_MINUTE_MS)

    def _lay_out(self) -> None:
        split = SplitColumns()
        due = Card("Due, and why")
        due.add(self.due)
        due.add(self.more)
        due.add(self.put_off)
        due.add(self.calm)
        self.due_card = due
        split.add_main(self.begin)
        split.add_main(due)
        split.add_main(self.log)
        split.add_main(QWidget(), 1)
        self.side = Card("Recently")
        self.side.add(self.recent)
        self.side.add(self.drafts_title)
        self.side.add(self.drafts)
        split.add_side(self.side)
        split.add_side(QWidget(), 1)
        self.add(split, 1)

    def arrive(self, **_args: object) -> None:
        self.reload()

    def _heard(self, touched: object) -> None:
        assert isinstance(touched, Touched)
        self.reload()

    def reload(self, *_: object) -> None:
        """Read and draw again."""
        self._desk.ask(self, today, self._show)

    def _show(self, view: object) -> None:
        assert isinstance(view, TodayView)
        self._view = view
        self.set_title(*_greeting(view))
        rows = [_due_row(line, view) for line in view.due]
        shown = rows if self._all else rows[: _first_shown(view.due)]
        self.due.set_rows(shown)
        self._say_more(len(rows) - len(shown))
        self.due.setVisible(bool(rows))
        self.calm.setVisible(not rows)
        self._welcome(nobody=not view.people)
        self.log.set_people(view.people)
        self.log.keep_time()
        if self._to_log and view.people:
            self._to_log = False
            self.log.who.chip(view.people[0].id).setFocus(Qt.FocusReason.TabFocusReason)
        self.recent.set_rows([_person_row(c, view) for c in view.people[:RECENT]])
        self.side.setVisible(bool(view.people or view.drafts))
        self.drafts.set_rows([_draft_row(d, view) for d in view.drafts])
        self.drafts.setVisible(bool(view.drafts))
        self.drafts_title.setVisible(bool(view.drafts))

    def _say_more(self, hidden: int) -> None:
        can_fold = self._all and self._view is not None and len(self._view.due) > SHOWN
        self.more.setVisible(hidden > 0 or can_fold)
        self.more.set_text(f"Show {hidden} more" if hidden else "Show fewer")

    def _toggle_all(self) -> None:
        self._all = not self._all
        if self._view is not None:
            self._show(self._view)

    def _menu(self, row: object, at: QPoint) -> None:
        if isinstance(row, Row) and isinstance(row.data, Due):
            self.put_off.menu(row.data, at, self)

    def _welcome(self, *, nobody: bool) -> None:
        """A diary with nobody in it asks who they are, and the cursor is there already."""
        fresh = nobody and self.begin.isHidden()
        self.begin.setVisible(nobody)
        self.due_card.setVisible(not nobody)
        if fresh and self.isVisibleTo(self.window()):
            self.begin.names.setFocus()

    def _begun(self, _people: object) -> None:
        """They are there: on to the first line about one of them."""
        self._to_log = True
        self.reload()

    def _open_due(self, row: object) -> None:
        assert isinstance(row, Row) and isinstance(row.data, Due)
        key, args = due_target(row.data)
        self._desk.go(key, **args)

    def _open_person(self, row: object) -> None:
        assert isinstance(row, Row)
        self._desk.go("person", person=row.key)

    def _open_draft(self, row: object) -> None:
        assert isinstance(row, Row) and isinstance(row.data, DraftLine)
        key, args = draft_target(row.data)
        self._desk.go(key, **args)

    def _whole_form(self, person: str, values: object) -> None:
        self._desk.go("contact", person=person or None, values=values)


def _first_shown(due: Sequence[Due]) -> int:
    pressing = sum(line.rank <= _CLOCKS for line in due)
    few = len(due) if len(due) <= SHOWN + 1 else SHOWN
    return max(few, pressing)


def _greeting(view: TodayView) -> tuple[str, str]:
    now = local(view.now, view.zone)
    part = "morning" if now.hour < 12 else "afternoon" if now.hour < 18 else "evening"
    name = view.worker.split()[0] if view.worker.strip() else ""
    hello = f"Good {part}, {name}" if name else f"Good {part}"
    return hello, f"{now:%A} {now.day} {now:%B} {now.year} · {now:%H:%M}"


def _due_row(line: Due, view: TodayView) -> Row:
    lead = line.lead
    name = view.names.get(line.person or "", "")
    icon = _ICONS.get(lead.group) or next(
        (i for start, i in _RULE_ICONS.items() if lead.code.startswith(start)), "bell"
    )
    return Row(
        key=line.key,
        title=lead.titled(name),
        meta="" if lead.titled(name).startswith(lead.why) else lead.why,
        badge=Tag(lead.words, _TONES[lead.level], icon),
        chips=tuple(Tag(r.words, _chip_tone(r.level)) for r in line.reasons[1:]),
        action=ACTIONS.get(lead.action, "Open"),
        data=line,
    )


def _chip_tone(level: str) -> Tone:
    return "muted" if level == "calm" else _TONES[level]


def _person_row(card: PersonCard, view: TodayView) -> Row:
    return Row(card.id, card.name, seen_words(card, view.now, view.zone), avatar=card.name[:1])


def seen_words(card: PersonCard, now: datetime, zone: str) -> str:
    """ "Seen 2 days ago · next Wed 25 Nov, 16:00"."""
    parts = ["Missing now"] if card.missing else []
    if card.last_seen is not None:
        parts.append(f"Seen {ago(card.last_seen, now, zone)}")
    elif card.last_contact is not None:
        parts.append(f"In touch {ago(card.last_contact, now, zone)}")
    else:
        parts.append("No contact written yet")
    if card.next_agreed is not None:
        parts.append(f"next {when_words(card.next_agreed, local(now, zone).date())}")
    return " · ".join(parts)


def ago(at: datetime, now: datetime, zone: str) -> str:
    """ "today", "yesterday", "3 days ago", or the day."""
    days = (local(now, zone).date() - local(at, zone).date()).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    return f"{plural(days, 'day')} ago" if days < 60 else f"on {moment_words(at, zone, now.date())}"


def _draft_row(draft: DraftLine, view: TodayView) -> Row:
    whose = f" with {draft.name}" if draft.kind == "contact" and draft.name else ""
    whose = whose or (f", {draft.name}" if draft.name else "")
    kept = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=draft.saved_at)
    there = local(kept, view.zone)
    today_ = local(view.now, view.zone).date()
    at = f"{there:%H:%M}" if there.date() == today_ else moment_words(kept, view.zone, today_)
    meta = f"Draft saved {at} · {plural(draft.words, 'word')}"
    return Row(draft.id, draft.kind_name + whose, meta, icon="pencil-line", tile=False, data=draft)


PAGE = PageSpec("today", "Today", "sun", TodayPage)
