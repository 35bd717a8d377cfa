"""The end of a return conversation: lines still to be sorted; what was not asked apart from what
they did not want to say; when, read back, why late; what became of it, computed, never ticked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diary.casework.conversation import closes_as, outcome_of
from diary.casework.spoken import in_section
from diary.clock import Clock
from diary.records.options import YES_NO
from diary.records.return_conversation import SECTIONS, did_not_want_to_say, not_asked
from ui.pages.bound import PickField, TimeField, WordsField, sentence
from ui.pages.talk import Step, StepPane, Talk
from ui.pages.talk_lines import FileChips, LineList
from ui.widgets import Banner, Glyph, SecondaryButton, Text

SORT = Step(
    "sort",
    "To sort",
    "",
    "Where does each line belong?",
    "Up and Down choose a line; 1 Before, 2 Away, 3 Coming back, 4 Health, 5 Safe now.",
)
_CLOSES = {
    "declined": "No conversation was held. It closes as: {they} said no.",
    "not_held": "No conversation was held. It closes as: offered, not held.",
    "not_offered": "No conversation, and no offer written down. It closes as: not offered.",
}
_ICONS = {"held_in_time": ("circle-check", "good"), "held_late": ("clock", "amber")}


class SortPane(StepPane):
    """Lines that were written side by side and belong nowhere yet."""

    sorted_out = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__(SORT, clock)
        self.list = LineList("Lines to sort", newest_below=False)
        self.list.setMinimumHeight(200)
        self.column.addWidget(self.list, 1)
        self.chips = FileChips()
        self.column.addWidget(self.chips)
        self.chips.filed.connect(self._file_chosen)
        self.chips.asked.connect(self._turn_chosen)
        self.list.filed.connect(self._file)
        self.list.turned.connect(self._turn)

    def show_talk(self, talk: Talk) -> None:
        super().show_talk(talk)
        waiting = in_section(talk.get("lines") or [], "unsorted")
        self.list.set_lines(waiting)
        keys = [str(line["id"]) for line in waiting]
        if keys and self.list.chosen() not in keys:
            self.list.choose(keys[0])

    def first_focus(self) -> None:
        self.list.setFocus()

    def _file_chosen(self, section: str) -> None:
        if self.list.chosen():
            self._file(self.list.chosen(), section)

    def _turn_chosen(self) -> None:
        if self.list.chosen():
            self._turn(self.list.chosen())

    def _file(self, key: str, section: str) -> None:
        self._change(key, "section", section)

    def _turn(self, key: str) -> None:
        lines = {line["id"]: line for line in (self.talk.get("lines") or [])} if self.talk else {}
        who = "child" if lines.get(key, {}).get("who") == "asked" else "asked"
        self._change(key, "who", who)

    def _change(self, key: str, part: str, value: str) -> None:
        if self.talk is None:
            return
        lines = self.talk.get("lines") or []
        changed = [{**line, part: value} if line["id"] == key else dict(line) for line in lines]
        self.talk.set("lines", changed)
        self.show_talk(self.talk)
        self.edited.emit()
        if not in_section(changed, "unsorted"):
            self.sorted_out.emit()


class FinishPane(StepPane):
    """Nothing blocks; the button at the foot closes it."""

    reopen_wanted = Signal()
    step_wanted = Signal(str)

    def __init__(self, step: Step, clock: Clock) -> None:
        super().__init__(step, clock)
        row = QHBoxLayout()
        self._icon = Glyph("clock", "muted")
        self.outcome = Text("", "card")
        row.addWidget(self._icon)
        row.addWidget(self.outcome, 1)
        self.column.addLayout(row)
        self.outcome_why = Text("", "small", "muted")
        self.column.addWidget(self.outcome_why)
        self.left_out = QWidget()
        self._left = QVBoxLayout(self.left_out)
        self._left.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.left_out)
        self.not_asked = Text("")
        self.not_said = Text("")
        self._left.addWidget(self.not_asked)
        self._left.addWidget(self.not_said)
        self.unsorted = Banner("", "accent", icon_name="inbox", action="Sort them")
        self.unsorted.acted.connect(self._sort)
        self.column.addWidget(self.unsorted)
        self.put(TimeField("start_at", "Began", clock))
        self.put(TimeField("end_at", "Ended", clock))
        self.late = WordsField("reason_late", "It was late: why", lines=1)
        self.put(self.late)
        self.put(PickField("read_back", "Read back to {them}?", YES_NO))
        self.again = SecondaryButton("Go on with it")
        self.again.clicked.connect(self.reopen_wanted)
        again = QHBoxLayout()
        again.addWidget(self.again)
        again.addStretch(1)
        self.column.addLayout(again)
        self.column.addStretch(1)
        self.sheet.edited.connect(self.draw)

    def show_talk(self, talk: Talk) -> None:
        super().show_talk(talk)
        self.draw()

    def draw(self) -> None:
        """The computed answer and what was left out."""
        talk = self.talk
        if talk is None:
            return
        theirs = talk.view.pronouns
        values = talk.values
        result = outcome_of(talk.view.clock, values, self.clock.now())
        icon, tone = _ICONS.get(result.code, ("circle-alert", "amber"))
        closes = closes_as(values)
        if closes == "held" or result.held:
            self.outcome.setText(result.words)
            self.outcome_why.setText(
                f"Worked out from the times ({talk.view.clock.term}). It can't be ticked."
            )
        else:
            icon, tone = "circle-dashed", "muted"
            self.outcome.setText(theirs.fill(_CLOSES[closes]))
            silent = closes == "not_offered" and not values.get("not_offered_why")
            why = " Say why under Offers, if you can." if silent else ""
            self.outcome_why.setText(f"{sentence(result.words)}{why}")
        self._icon.show_icon(icon, tone)
        held = closes == "held"
        self.not_asked.setText(f"Not asked: {_names(not_asked(values)) or 'nothing'}.")
        unsaid = _names(did_not_want_to_say(values))
        self.not_said.setText(
            f"{theirs.they.capitalize()} did not want to say: {unsaid or 'nothing'}."
        )
        self.left_out.setVisible(held)
        waiting = len(in_section(values.get("lines") or [], "unsorted"))
        self.unsorted.setVisible(waiting > 0)
        if waiting:
            self.unsorted.say(f"{waiting} line{'s' if waiting > 1 else ''} to sort. It can wait.")
        late = result.code in {"held_late", "held_unsure", "overdue"}
        self.late.setVisible(late or bool(self.late.value()))
        self.again.setVisible(bool(values.get("outcome")))

    def _sort(self) -> None:
        self.step_wanted.emit("sort")


def _names(sections: tuple[str, ...]) -> str:
    return ", ".join(SECTIONS[section].lower() for section in sections)
