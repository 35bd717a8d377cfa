"""Concern: write their exact words and what was seen, keep it at once, pass it on. Until somebody
who must act has it, the page says that nobody has been told. It never asks the worker to find out
more: that is for those it is passed on to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from diary.casework.concerns import pass_on, raise_concern
from diary.casework.contacts import add_people
from diary.casework.entries import amend_entry
from diary.casework.forms import Opening, opening
from diary.clock import When
from diary.ids import PersonId
from diary.records.concern import CONCERN, in_danger, passed_on
from diary.records.saying import item_words
from diary.records.view import View
from ui.desk.desk import Desk
from ui.pages import PageSpec
from ui.pages.formpage import RESTRICTED, RESTRICTED_WHY, FormPage
from ui.records.form import RecordForm
from ui.records.peoplebar import PeopleBar
from ui.records.reading import Reading
from ui.widgets import Banner, Card, SecondaryButton, SplitColumns, Text, named

UNTOLD = "Saved on this laptop only. Nobody has been told."
SAVE_TOLD = "Record who was told"
DANGER = "In danger now: ring 999 first. This can wait."
WRITTEN = ("words", "words_mark", "question", "signs", "danger", "at")
FOLLOWS = ("child_told", "child_told_how", "follows", "safe_now")
LISTEN = (
    "Listen. Ask only enough to know that they are safe. Don't promise to keep it secret. "
    "Write their words and your question. Ring your safeguarding lead, then record it here."
)


class ConcernPage(FormPage):
    """A concern: to write down, or one that is there, to pass on."""

    kind = "concern"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Concern")
        self.who = PeopleBar(single=True)
        self.form = RecordForm(
            desk, CONCERN, [*WRITTEN, "place", "about", "rough_notes", "entry"], regroup=_REGROUP
        )
        self.restricted = named(QCheckBox(RESTRICTED), RESTRICTED)
        parts = {part.name: part for part in CONCERN.fields["told"].parts}
        self.told = RecordForm(desk, CONCERN, specs=parts)
        self.follows = RecordForm(desk, CONCERN, FOLLOWS, regroup=dict.fromkeys(FOLLOWS, ""))
        self.reading = Reading()
        self.change = SecondaryButton("Change what is written", "pencil-line")
        self.history = SecondaryButton("Whole entry and history", "history")
        self.danger = Banner(DANGER, "danger", icon_name="siren")
        self._view: View | None = None
        self._lead: View | None = None
        self._prefilled: dict[str, Any] = {}
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        split = SplitColumns()
        self.writing = Card(name="What was said and seen")
        for part in (self.who, self.danger, self.form, self.restricted):
            self.writing.add(part)
        self.writing.add(Text(RESTRICTED_WHY, "small", "muted"))
        self.passing = Card("Pass it on")
        self.passing.add(self.told)
        self.written = Card("What was written")
        self.written.add(self.reading)
        self.already = Card("Who has been told")
        self.already_words = Text("")
        self.already.add(self.already_words)
        self.following = Card("What follows")
        self.following.add(self.follows)
        for card in (self.writing, self.already, self.passing, self.following, self.written):
            split.add_main(card)
        split.add_main(QWidget(), 1)
        self.ring = Card("Ring first")
        split.add_side(self.ring)
        listen = Card("If you are worried now")
        listen.add(Text(DANGER, "strong", "danger"))
        listen.add(Text(LISTEN, "small"))
        split.add_side(listen)
        split.add_side(QWidget(), 1)
        self.add(split, 1)
        self.add_tool(self.change)
        self.add_tool(self.history)

    def _connect(self) -> None:
        self.who.changed.connect(self._person_changed)
        self.who.name_given.connect(self._add_person)
        for form in (self.form, self.told, self.follows):
            form.edited.connect(self._edited)
            form.submitted.connect(self.submit)
            form.grew.connect(self.set_tab_order)
        self.restricted.toggled.connect(self.touched)
        self.change.clicked.connect(self._change)
        self.history.clicked.connect(self._whole)

    # -- arriving -------------------------------------------------------------------------------

    def arrive(self, **args: Any) -> None:
        """`person`: about whom; `record`: one that is there; `draft`: an unfinished one; `values`:
        what is known already."""
        self.let_go()
        self._values = dict(args.get("values") or {})
        self.desk.ask(
            self,
            opening,
            self._open,
            self.kind,
            person=args.get("person"),
            record=args.get("record"),
            draft=args.get("draft"),
        )

    def _open(self, found: Opening) -> None:
        self._view, self._lead = found.view, found.lead
        self.person = found.person
        self.record = found.view.id if found.view is not None else None
        self.base = found.view.heads if found.view is not None else ()
        self.clear_notices()
        self.hide_why()
        self.who.say("")
        for form in (self.form, self.told, self.follows):
            form.set_values(dict.fromkeys(form.inputs))
            form.set_errors({})
        self.who.set_people(found.people)
        self.who.choose([found.person] if found.person else [])
        self._show_ring()
        draft = found.draft
        if found.view is None:
            self._open_new(draft)
        else:
            self._open_saved(found, draft)
        self.begin(draft)
        self._arrange()
        self._put_cursor(draft.place if draft is not None else "")

    def _open_new(self, draft: Any) -> None:
        now = When.exact(self.desk.clock.now(), self.desk.clock.zone()).to_map()
        self.form.set_values({"at": now, **self._values})
        if draft is not None:
            self.form.set_values(draft.data)
            self.form.retype(draft.data.get("typed", {}))
        self.restricted.setChecked(draft is not None and draft.restricted)
        self.form.load_links(self.person)

    def _open_saved(self, found: Opening, draft: Any) -> None:
        assert found.view is not None
        values = found.view.values
        self.reading.show_values(CONCERN, values, found.links, only=self.form.specs)
        lines = [item_words(CONCERN.fields["told"], item) for item in values.get("told") or []]
        self.already_words.setText("\n".join(lines))
        self.already.setVisible(bool(lines))
        self.follows.set_values({name: values.get(name) for name in FOLLOWS}, saved=True)
        self.base_values = dict(values)
        self._prefill()
        passing = draft.data.get("passing") if draft is not None else None
        if passing:
            self.told.set_values(passing["told"])
            self.told.retype(passing.get("typed", {}))
            self.follows.set_values(passing["follows"])
        self._say_state(values)

    def _prefill(self) -> None:
        """The safeguarding lead, now: the likeliest to be told."""
        now = When.exact(self.desk.clock.now(), self.desk.clock.zone()).to_map()
        name = self._lead.get("lead_name") if self._lead is not None else None
        first = {"at": now, "role": "safeguarding_lead", "to": name, "how": "phone"}
        known = self.base_values.get("told")
        self.told.set_values({"at": now} if known else first)
        self._prefilled = self.told.values()

    def _say_state(self, values: Mapping[str, Any]) -> None:
        if passed_on(values):
            self.notice("Passed on. Add here what follows, and whoever else is told.", "good")
        else:
            self.notice(UNTOLD, "danger")

    def _show_ring(self) -> None:
        """Whom to ring, large enough to dial from."""
        self.ring.clear()
        lead = self._lead
        phone = lead.get("lead_phone") if lead is not None else None
        later = lead.get("lead_out_of_hours") if lead is not None else None
        name = lead.get("lead_name") if lead is not None else None
        self.ring.add(Text(name or "Your safeguarding lead", "strong"))
        if phone:
            self.ring.add(Text(phone, "title"))
        if later:
            self.ring.add(Text("Out of hours", "small", "muted"))
            self.ring.add(Text(later, "large"))
        if not phone:
            self.ring.add(Text("Write their number in Settings, to see it here.", "small", "muted"))

    def _arrange(self) -> None:
        new = self.record is None
        self.writing.setVisible(new)
        for part in (self.passing, self.following, self.written, self.change, self.history):
            part.setVisible(not new)
        told = bool(self.already_words.text())
        self.already.setVisible(not new and told)
        self.passing.set_title("Pass it on to someone else too" if told else "Pass it on")
        name = self.who.name_of(self.person or "")
        self.set_title(f"Concern about {name}" if name else "Concern")
        if not new:
            self.save.set_text("Save what was told and what follows" if told else SAVE_TOLD)
        else:
            self.save.set_text(f"Save to {name}'s diary" if name else "Choose who first")
        self._show_danger()

    def _put_cursor(self, place: str) -> None:
        if place and any(f.set_place(place) for f in (self._shown_forms())):
            return
        if self.record is not None:
            self.told.start()
        elif self.who.people():
            self.form.start()
        else:
            self.who.start()

    def _shown_forms(self) -> tuple[RecordForm, ...]:
        return (self.form,) if self.record is None else (self.told, self.follows)

    # -- whom, and typing -------------------------------------------------------------------------

    def _person_changed(self) -> None:
        self.person = next(iter(self.who.people()), None)
        if self.drafting is not None:
            self.drafting.set_person(self.person)
        self.form.load_links(self.person)
        self._arrange()
        (self.form if self.person else self.who).start()

    def _add_person(self, name: str) -> None:
        self.desk.do(
            self,
            add_people,
            [name],
            then=lambda made: self._added(made, name),
            said=f"{name} is in the diary now.",
        )

    def _added(self, made: Sequence[PersonId], name: str) -> None:
        self.who.set_people({made[0]: name, **self.who.names()})
        self.who.choose([made[0]])
        self._person_changed()

    def _edited(self) -> None:
        self._show_danger()
        self.touched()

    def _show_danger(self) -> None:
        self.danger.setVisible(in_danger(self.form.values()))

    def collect(self) -> tuple[Mapping[str, Any], str, bool]:
        place = next((p for f in self._shown_forms() if (p := f.place())), "")
        if self.record is not None:
            told, follows = self.told.values(), self.follows.values()
            passing = {"told": told, "follows": follows, "typed": self.told.typed()}
            known = {n: self.base_values.get(n) for n in FOLLOWS}
            worth = told != self._prefilled or follows != known
            return {"passing": passing}, place, worth
        values = {n: v for n, v in self.form.values().items() if v is not None}
        typed = self.form.typed()
        return {**values, "typed": typed}, place, bool(set(values) - {"at"} or typed)

    # -- saving -----------------------------------------------------------------------------------

    def submit(self) -> None:
        """Keep the concern, or that it was passed on; or say what is missing."""
        if not self.save.isEnabled() or self.drafting is None:
            return
        problems = {n: r for form in self._shown_forms() for n, r in form.problems().items()}
        if problems:
            self.refuse(problems)
        elif self.record is not None:
            self._pass_on()
        elif self.person is None:
            self.who.say("Choose whom this is about, or write a name.")
            self.who.start()
        else:
            self._raise()

    def _raise(self) -> None:
        self.save.setEnabled(False)
        name = self.who.name_of(self.person or "")
        values = {n: v for n, v in self.form.values().items() if v is not None}
        self.desk.do(
            self,
            raise_concern,
            self.person,
            values,
            restricted=self.restricted.isChecked(),
            then=self._raised,
            failed=self.failed,
            said=f"Saved to {name}'s diary. Nobody has been told yet.",
        )

    def _raised(self, record: object) -> None:
        self.saved_it()
        self.desk.go("concern", record=record, person=self.person)

    def _pass_on(self) -> None:
        told = {n: v for n, v in self.told.values().items() if v is not None}
        follows = {n: v for n, v in self.follows.values().items() if v != self.base_values.get(n)}
        only_follows = not set(told) - {"at"} and bool(follows)
        if not only_follows and not (told.get("to") or told.get("role")):
            self.told.set_errors({"to": "Write who was told, or choose their role."})
            return
        self.save.setEnabled(False)
        if only_follows:
            self._follow_up(follows)
            return
        self.desk.do(
            self,
            pass_on,
            self.record,
            told,
            follows=follows,
            then=self._told_it,
            failed=self.failed,
            said="Recorded who was told.",
        )

    def _follow_up(self, follows: Mapping[str, Any]) -> None:
        self.desk.do(
            self,
            amend_entry,
            self.record,
            follows,
            base=self.base,
            base_values=self.base_values,
            why=self.reason(),
            then=self._told_it,
            failed=self.failed,
            said="Saved what follows.",
        )

    def _told_it(self, _result: object) -> None:
        self.saved_it()
        self.desk.go("concern", record=self.record, person=self.person)

    def show_errors(self, errors: Mapping[str, str]) -> bool:
        placed = False
        for form in self._shown_forms():
            placed = form.set_errors(errors, focus=not placed) or placed
        if "told" in errors:
            placed = self.told.set_errors({"at": errors["told"]}) or placed
        return placed

    def _change(self) -> None:
        self.desk.go("entry", kind="concern", record=self.record, person=self.person, amend=True)

    def _whole(self) -> None:
        self.desk.go("entry", kind="concern", record=self.record, person=self.person)


_REGROUP = {**dict.fromkeys(WRITTEN, ""), "place": "More about it", "entry": "More about it"}
PAGE = PageSpec("concern", "Concern", "triangle-alert", ConcernPage, under="people")
