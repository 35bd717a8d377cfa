"""An entry of any kind: to write, to amend, to read. Reading comes first for what is finished; what
can be done with it stands beside it. What is particular to a kind is in `ui/records`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from diary.casework.contacts import add_people
from diary.casework.entries import amend_entry, save_entry
from diary.casework.forms import Opening, happened_words, opening, written_words
from diary.ids import PersonId
from diary.practice.spans import local
from diary.records import registry
from diary.records.saying import value_words
from diary.store.drafts import Draft
from ui.desk.desk import Desk
from ui.pages import PageSpec
from ui.pages.entry_actions import EntryActions
from ui.pages.formpage import RESTRICTED, RESTRICTED_WHY, FormPage
from ui.pages.going import record_target
from ui.records.files import FilesCard
from ui.records.form import RecordForm
from ui.records.peoplebar import PeopleBar
from ui.records.reading import Reading
from ui.records.registry import UiKind, ui_kind
from ui.widgets import Badge, Card, OwnWords, SplitColumns, Text, clear_layout, named

_ALWAYS_OPEN = {"young_person", "me", "organisation"}


class EntryPage(FormPage):
    """The general page of an entry."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Entry")
        self.ui_kind: UiKind | None = None
        self.form: RecordForm | None = None
        self.found: Opening | None = None
        self.who = PeopleBar(single=True)
        self.who.changed.connect(self._person_changed)
        self.who.name_given.connect(self._add_person)
        self.restricted = named(QCheckBox(RESTRICTED), RESTRICTED)
        self.restricted.toggled.connect(self.touched)
        self.restricted_why = Text(RESTRICTED_WHY, "small", "muted")
        self.writing = Card(name="The form")
        self.form_place = QVBoxLayout()
        self.reading = Reading()
        self.beside_box = QVBoxLayout()
        self.files = FilesCard(desk)
        self.doing = EntryActions(desk, self)
        self._lay_out()
        self._args: dict[str, Any] = {}

    def _lay_out(self) -> None:
        self.writing.add(self.who)
        self.writing.add(self.form_place)
        self.writing.add(self.restricted)
        self.writing.add(self.restricted_why)
        self.add(self.writing)
        self.foot_space = QWidget()
        self.add(self.foot_space, 1)
        self.read_part = SplitColumns()
        card = Card(name="What was written")
        card.add(self.reading)
        for strip in self.doing.strips():
            self.read_part.add_main(strip)
        self.read_part.add_main(card)
        self.beside = QWidget()
        self.beside.setLayout(self.beside_box)
        self.beside_box.setContentsMargins(0, 0, 0, 0)
        self.read_part.add_main(self.beside)
        self.read_part.add_main(self.files)
        self.read_part.add_main(QWidget(), 1)
        self.read_part.add_side(self.doing)
        self.read_part.add_side(QWidget(), 1)
        self.add(self.read_part, 1)

    # -- arriving ---------------------------------------------------------------------------------

    def arrive(self, **args: Any) -> None:
        """`kind`, `person`: a new entry, with `values` where some are known. `record`: one to read,
        or with `amend` to change. `draft`: an unfinished one."""
        self.let_go()
        self._args = args
        self.kind = str(args.get("kind") or self.kind or "note")
        self.desk.ask(
            self,
            opening,
            self._open,
            self.kind,
            person=args.get("person"),
            record=args.get("record"),
            draft=args.get("draft"),
        )

    def reload(self) -> None:
        """Read and draw again."""
        self.arrive(**{**self._args, "amend": False, "draft": None, "record": self.record})

    def _open(self, found: Opening) -> None:
        self.found = found
        view = found.view
        self.kind = view.kind if view is not None else self.kind
        self.ui_kind = ui_kind(self.kind)
        self.person = found.person
        self.record = view.id if view is not None else None
        self.base = view.heads if view is not None else ()
        self.base_values = dict(view.values) if view is not None else {}
        self.clear_notices()
        self.hide_why()
        writes = view is None or bool(self._args.get("amend")) or self.kind in _ALWAYS_OPEN
        writes = writes or self._args.get("draft") is not None
        writes = writes and (view is None or view.retracted is None)
        self.read_part.setVisible(not writes)
        self.writing.setVisible(writes)
        self.foot_space.setVisible(writes)
        self.footer_box.setVisible(writes)
        if writes:
            self._show_form(found)
        else:
            self._show_read(found)

    # -- reading ----------------------------------------------------------------------------------

    def _show_read(self, found: Opening) -> None:
        view = found.view
        assert view is not None
        kind = registry.kind(view.kind)
        near = local(self.desk.clock.now(), self.desk.clock.zone()).date()
        whose = f"{found.name}'s diary · " if found.name and view.kind != "young_person" else ""
        by = f"written by {found.author}" if found.author else "written"
        when = happened_words(view, near)
        written = written_words(view, near)
        times = f"{when} · {by}, {written}" if when != written else f"{by}, {written}"
        self.set_title(found.title, f"{whose}{times}")
        self.set_badges(*_badges(found))
        self.reading.show_values(kind, view.values, found.links)
        self._show_beside(found)
        holder = view.get("entry") if view.kind == "attachment" else view.id
        self.files.setVisible(bool(holder))
        self.files.set_entry(str(holder or ""), view.person, may_add=view.retracted is None)
        self.set_tab_order()
        self.doing.show_for(found)
        if view.retracted is not None:
            self.notice(f"Taken back. {view.retracted}", "muted")
        elif view.questions:
            self.notice("Two answers stand here that were given apart. Both are kept.", "amber")
        elif found.draft is not None:
            banner = self.notice("A change to this is unfinished.", "amber", action="Go on with it")
            banner.acted.connect(self._go_on)

    def _go_on(self) -> None:
        assert self.found is not None and self.found.draft is not None
        self.change(draft=self.found.draft.id)

    def _show_beside(self, found: Opening) -> None:
        """What colleagues saw or know of the same, each under their own name."""
        clear_layout(self.beside_box)
        spec = registry.kind("second_account").fields["at"]
        for account, author in found.beside:
            card = Card(f"{author or 'A colleague'}: a second account")
            card.set_remark(value_words(spec, account.get("at")))
            card.add(Text(str(account.get("account") or "")))
            if account.get("words"):
                card.add(OwnWords(str(account.get("words"))))
            if account.get("how_known"):
                card.add(Text(str(account.get("how_known")), "small", "muted"))
            self.beside_box.addWidget(card)
        self.beside.setVisible(bool(found.beside))

    def change(self, *, draft: str | None = None) -> None:
        """Open the form on the entry that is being read."""
        key = "contact" if self.kind == "contact" else "entry"
        self.desk.go(
            key, kind=self.kind, record=self.record, person=self.person, amend=True, draft=draft
        )

    # -- writing ----------------------------------------------------------------------------------

    def _show_form(self, found: Opening) -> None:
        assert self.ui_kind is not None
        view, draft = found.view, found.draft
        kind = self.ui_kind.kind
        clear_layout(self.form_place)
        self.form = self.ui_kind.form(self.desk, kind, self.ui_kind.names())
        self.form_place.addWidget(self.form)
        self.form.show()
        self.form.load_links(self.person)
        self.form.set_values(self.base_values, saved=True)
        self.form.set_values(dict(self._args.get("values") or {}))
        if draft is not None:
            self.form.set_values(draft.data)
            self.form.retype(draft.data.get("typed", {}))
            self.why.setText(str(draft.data.get("why") or ""))
            self.base = draft.heads or self.base
        self._show_whose(found, draft)
        self.form.edited.connect(self.touched)
        self.form.submitted.connect(self.submit)
        self.form.grew.connect(self.set_tab_order)
        self._retitle()
        self.set_badges()
        self.begin(draft)
        if view is not None and not found.mine and kind.listed and not kind.living:
            self.not_my_words()
        if self.who.isVisibleTo(self.writing) and not self.person:
            self.who.start()
        elif draft is None or not self.form.set_place(draft.place):
            self.form.start()

    def _show_whose(self, found: Opening, draft: Draft | None) -> None:
        kind = registry.kind(self.kind)
        about_someone = kind.home != "private" and self.kind != "young_person"
        choosing = about_someone and found.view is None and not self._args.get("person")
        self.who.set_people(found.people)
        self.who.choose([self.person] if self.person else [])
        self.who.say("")
        self.who.setVisible(choosing)
        view = found.view
        kept = draft.restricted if draft is not None else view is not None and view.restricted
        self.restricted.setChecked(kept)
        for part in (self.restricted, self.restricted_why):
            part.setVisible(about_someone and kind.listed and found.view is None)

    def _retitle(self) -> None:
        assert self.ui_kind is not None and self.found is not None
        kind = self.ui_kind.kind
        name = self.found.people.get(self.person or "", "") or self.found.name
        about_person = self.kind == "young_person"
        if self.record is not None:
            self.set_title(self.found.title, "What was written before stays in the history.")
        else:
            whose = f", {name}" if name and not about_person else ""
            self.set_title(f"{self.ui_kind.said('new')}{whose}", self.ui_kind.said("intro"))
        if about_person or kind.home == "private" or not name:
            must = kind.home == "person" and not about_person
            self.save.set_text("Choose who first" if must and not name else "Save")
        else:
            self.save.set_text(f"Save to {name}'s diary")

    def _person_changed(self) -> None:
        self.person = next(iter(self.who.people()), None)
        if self.drafting is not None:
            self.drafting.set_person(self.person)
        if self.form is not None:
            self.form.load_links(self.person)
            self.form.start()
        self._retitle()

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

    def collect(self) -> tuple[Mapping[str, Any], str, bool]:
        if self.form is None:
            return {}, "", False
        values = self.form.values()
        changed = {n: v for n, v in values.items() if v != self.base_values.get(n)}
        kept = values if self.record else {n: v for n, v in values.items() if v is not None}
        typed = self.form.typed()
        worth = bool(changed or any(t for t in typed.values()))
        return {**kept, "typed": typed, "why": self.why.text()}, self.form.place(), worth

    def submit(self) -> None:
        """Save, or say beside the field what is missing."""
        if self.drafting is None or self.form is None or not self.save.isEnabled():
            return
        if problems := self.form.problems():
            self.refuse(problems)
            return
        kind = registry.kind(self.kind)
        whose = kind.home == "person" and self.kind != "young_person"
        if self.record is None and whose and self.person is None:
            self.who.say("Choose whose diary this goes to, or write a name.")
            self.who.start()
            return
        self.save.setEnabled(False)
        values = {**dict(self._args.get("values") or {}), **self.form.values()}
        if self.record is None:
            self._create(values)
        else:
            self._amend(values)

    def _create(self, values: Mapping[str, Any]) -> None:
        hidden = {
            n: v
            for n, v in dict(self._args.get("values") or {}).items()
            if self.form is not None and n not in self.form.inputs
        }
        self.desk.do(
            self,
            save_entry,
            self.kind,
            {**values, **hidden},
            person=self.person,
            restricted=self.restricted.isChecked(),
            then=self._was_saved,
            failed=self.failed,
            said=self._said(),
        )

    def _amend(self, values: Mapping[str, Any]) -> None:
        assert self.form is not None
        reasons = [r for r in (self.reason(), *self.form.reasons()) if r]
        self.desk.do(
            self,
            amend_entry,
            self.record,
            values,
            base=self.base,
            base_values=self.base_values,
            why="; ".join(reasons) or None,
            then=self._was_saved,
            failed=self.failed,
            said=self._said(),
        )

    def _said(self) -> str:
        name = self.found.people.get(self.person or "", "") if self.found is not None else ""
        return f"Saved to {name}'s diary." if name and self.kind != "young_person" else "Saved."

    def _was_saved(self, record: object) -> None:
        self.saved_it()
        key, args = record_target(self.kind, str(record), self.person)
        if self.kind in {"me", "organisation"}:
            self.go_home()
        elif self.record is None and self.person and self.kind != "young_person":
            self.desk.go("person", person=self.person)
        else:
            self.desk.go(key, **args)

    def show_errors(self, errors: Mapping[str, str]) -> bool:
        return self.form is not None and self.form.set_errors(errors)


def _badges(found: Opening) -> list[Badge]:
    view = found.view
    assert view is not None
    out = []
    if view.retracted is not None:
        out.append(Badge("taken back", "muted", "archive"))
    if view.restricted:
        out.append(Badge("restricted", "amber", "lock"))
    if view.amended:
        out.append(Badge("amended", "muted", "pencil-line"))
    if view.get("significant"):
        out.append(Badge("significant", "accent", "flag"))
    return out


PAGE = PageSpec("entry", "Entry", "file-text", EntryPage, under="people")
