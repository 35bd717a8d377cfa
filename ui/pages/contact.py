"""Contact: a time with one young person or several. One is a simple form; several have a part each,
side by side, that goes to that child's diary only, and a strip for what is the same for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QCheckBox

from diary.casework.contacts import (
    add_people,
    amend_meeting,
    log_contact,
    named_in,
)
from diary.casework.forms import Opening, opening
from diary.clock import Clock, When
from diary.ids import PersonId
from diary.records.contact import CONTACT, IN_PERSON
from ui.desk.desk import Desk
from ui.pages import PageSpec
from ui.pages.formpage import RESTRICTED, RESTRICTED_WHY, FormPage
from ui.records.contact import COMMON, PRIVATE, REGROUP
from ui.records.form import RecordForm
from ui.records.parts import NOBODY, Parts
from ui.records.peoplebar import PeopleBar
from ui.widgets import Banner, Card, Fold, Text, named

TOGETHER = "Others were there too: what is the same for everyone is changed in each of the diaries."


class ContactPage(FormPage):
    """The contact form: new, unfinished, or an entry to amend."""

    kind = "contact"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "New contact")
        self.who = PeopleBar()
        self.common = RecordForm(desk, CONTACT, COMMON)
        self.everyone = RecordForm(desk, CONTACT, ["shared"], regroup={"shared": ""})
        self.parts = Parts(self._part)
        self.fold = Fold("Everyone: the same in each diary, and naming nobody")
        self.warning = Banner("", "amber")
        self.restricted = named(QCheckBox(RESTRICTED), RESTRICTED)
        self._waiting: tuple[dict[str, Any], str] | None = None
        self._lay_out()
        self._connect()

    def _part(self) -> RecordForm:
        return RecordForm(self.desk, CONTACT, PRIVATE, regroup=REGROUP)

    def _lay_out(self) -> None:
        top = Card(name="Who, what and when")
        top.add(self.who)
        top.add(self.common)
        self.add(top)
        self.strip = Card(name="Everyone")
        self.fold.add(self.everyone)
        self.warning.hide()
        self.fold.add(self.warning)
        self.strip.add(self.fold)
        self.add(self.strip)
        self.add(self.parts)
        self.add(self.restricted)
        self.restricted_why = Text(RESTRICTED_WHY, "small", "muted")
        self.add(self.restricted_why)

    def _connect(self) -> None:
        self.who.changed.connect(self._people_changed)
        self.who.seen_changed.connect(self.touched)
        self.who.name_given.connect(self._add_person)
        for part in (self.common, self.everyone, self.parts):
            part.edited.connect(self._edited)
            part.submitted.connect(self.submit)
            part.grew.connect(self.set_tab_order)
        self.restricted.toggled.connect(self.touched)

    # -- arriving -------------------------------------------------------------------------------

    def arrive(self, **args: Any) -> None:
        """`person` or `people`: whose; `values`: what is typed already; `record`: an entry to
        amend; `draft`: an unfinished one."""
        self.let_go()
        people = [p for p in args.get("people") or [args.get("person")] if p]
        self._waiting = (dict(args.get("values") or {}), ",".join(people))
        self.desk.ask(
            self,
            opening,
            self._open,
            self.kind,
            person=people[0] if people else None,
            record=args.get("record"),
            draft=args.get("draft"),
        )

    def _open(self, found: Opening) -> None:
        assert self._waiting is not None
        values, people = self._waiting
        view = found.view
        self.person, self.record = found.person, view.id if view is not None else None
        self.base = view.heads if view is not None else ()
        self.base_values = dict(view.values) if view is not None else {}
        self._empty(found)
        draft = found.draft
        chosen = people.split(",") if people else [found.person] if found.person else []
        if draft is not None:
            chosen = list(draft.data.get("people", [])) or [p for p in [draft.person] if p]
            self.base = draft.heads or self.base
        self.who.set_fixed(view is not None)
        self.who.choose([p for p in chosen if p])
        self._show_parts()
        if view is not None:
            self._fill(dict(view.values), saved=True)
        if draft is not None:
            self._fill_draft(draft.data, view is not None)
        elif values:
            self._fill(values)
        self.restricted.setChecked(bool(draft.restricted if draft else view and view.restricted))
        self.restricted.setEnabled(view is None)
        self.begin(draft)
        self._retitle()
        if view is not None and not found.mine:
            self.not_my_words()
        elif view is not None and view.get("meeting"):
            self.notice(TOGETHER)
        self._put_cursor(draft.place if draft is not None else "")

    def _empty(self, found: Opening) -> None:
        self.clear_notices()
        self.hide_why()
        self.who.choose([])  # who was seen belongs to the entry before this one
        self.who.set_people(found.people)
        for form in (self.common, self.everyone):
            form.set_values(dict.fromkeys(form.inputs))
            form.set_errors({})
        for form in (self.common, *self.parts.everything().values()):
            for fold in form.folds.values():
                fold.set_open(False)
        self.parts.clear()
        self.who.say("")
        self.fold.set_open(False)
        if found.view is None:
            self.common.set_values({"kind": "met", "at": _about_now(self.desk.clock)})

    def _fill(self, values: Mapping[str, Any], *, saved: bool = False) -> None:
        """Values of one entry: what is shared, and the part of the first who is chosen."""
        self.common.set_values(values, saved=saved)
        self.everyone.set_values(values, saved=saved)
        person = next(iter(self.who.people()), NOBODY)
        self.parts.form(person).set_values(values, saved=saved)
        if person:
            self.who.set_seen(person, (values.get("seen"), values.get("seen_alone")))

    def _fill_draft(self, data: Mapping[str, Any], saved: bool) -> None:
        self._fill({k: v for k, v in data.items() if k in CONTACT.fields}, saved=saved)
        self.everyone.retype(data.get("typed", {}))
        self.common.retype(data.get("typed", {}))
        for person, part in (data.get("parts") or {}).items():
            if person not in self.parts.everything():
                continue
            form = self.parts.form(person)
            form.set_values(part.get("values", {}))
            form.retype(part.get("typed", {}))
            if person in self.who.people():
                self.who.set_seen(person, tuple(part.get("seen", (None, None))))
        self.why.setText(str(data.get("why") or ""))
        self.fold.set_open(bool(self.everyone.words()))
        self._check_names()

    def _put_cursor(self, place: str) -> None:
        person, _, inner = place.partition("|")
        if inner and person in self.parts.forms() and self.parts.form(person).set_place(inner):
            return
        if inner and (self.common.set_place(inner) or self.everyone.set_place(inner)):
            return
        if self.who.people():
            next(iter(self.parts.forms().values())).start()
        else:
            self.who.start()

    # -- whom --------------------------------------------------------------------------------------

    def _people_changed(self) -> None:
        self._show_parts()
        people = self.who.people()
        if self.drafting is not None:
            self.drafting.set_person(people[0] if people else None)
        self.parts.forms()[people[-1] if people else NOBODY].start()
        self._retitle()

    def _show_parts(self) -> None:
        people = self.who.people()
        names = {p: self.who.name_of(p) for p in people}
        self.parts.show_for(people, names)
        self.strip.setVisible(len(people) > 1 or self.everyone.words() > 0)
        for person, form in self.parts.forms().items():
            form.load_links(person or None)
        self.person = people[0] if people else None
        self._check_names()
        self.set_tab_order()

    def _add_person(self, name: str) -> None:
        """A young person who is not in the diary yet: their name is all that is needed."""
        self.desk.do(
            self,
            add_people,
            [name],
            then=lambda made: self._added(made, name),
            said=f"{name} is in the diary now.",
        )

    def _added(self, made: Sequence[PersonId], name: str) -> None:
        people = self.who.people()
        self.who.set_people({made[0]: name, **self.who.names()})
        self.who.choose([*people, made[0]])
        self._people_changed()

    def _retitle(self) -> None:
        names = [self.who.name_of(p) for p in self.who.people()]
        several = len(names) > 1
        both = " and ".join([", ".join(names[:-1]), names[-1]] if several else names)
        self.set_title(f"Contact with {both}" if both else "New contact")
        if self.record:
            self.save.set_text(f"Save the change to {names[0]}'s diary" if names else "Save")
        elif several:
            self.save.set_text(f"Save to {len(names)} diaries: {', '.join(names)}")
        else:
            self.save.set_text(f"Save to {names[0]}'s diary" if names else "Choose who first")

    # -- typing ------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._check_names()
        if self.common.values().get("kind") == "did_not_happen":
            for form in self.parts.forms().values():
                form.reveal("next_step")
        self.touched()

    def _check_names(self) -> None:
        """The part for everyone names nobody: each diary is read by that child one day."""
        text = self.everyone.values().get("shared") or ""
        found = named_in(text, [self.who.name_of(p) for p in self.who.people()])
        self.warning.setVisible(bool(found))
        if found:
            self.warning.say(
                f"{' and '.join(found)} will stand in each of these diaries. Perhaps say it "
                "without a name here, and the rest in their own part.",
                "amber",
            )

    def collect(self) -> tuple[Mapping[str, Any], str, bool]:
        parts: dict[str, Any] = {}
        chosen = self.who.people()
        for person, form in self.parts.everything().items():
            parts[person] = {
                "values": _said(form.values()),
                "typed": form.typed(),
                "seen": self.who.seen(person) if person in chosen else (None, None),
            }
        common = _said({**self.common.values(), **self.everyone.values()})
        data = {
            **common,
            "people": chosen,
            "parts": parts,
            "typed": {**self.common.typed(), **self.everyone.typed()},
            "why": self.why.text(),
        }
        forms = [self.common, self.everyone, *self.parts.everything().values()]
        worth = any(not _beginning(form) for form in forms)
        return data, self._place(), worth

    def _place(self) -> str:
        for person, form in self.parts.forms().items():
            if place := form.place():
                return f"{person}|{place}"
        place = self.common.place() or self.everyone.place()
        return f"|{place}" if place else ""

    # -- saving ------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Save to each diary, or say beside the field what is missing."""
        if not self.save.isEnabled() or self.drafting is None:
            return
        people = self.who.people()
        if not people:
            self.who.say("Choose whose diary this goes to, or write a name.")
            self.who.start()
            return
        wrong = self._problems()
        if wrong:
            self.refuse(wrong)
            return
        parts = {p: {**f.values(), **self._seen(p)} for p, f in self.parts.forms().items()}
        if self._is_empty(parts):
            self.parts.form(people[0]).set_errors({"note": "Write a line first: one is enough."})
            return
        self.save.setEnabled(False)
        shared = {**self.common.values(), **self.everyone.values()}
        names = [self.who.name_of(p) for p in people]
        if self.record:
            self._amend(shared, parts[people[0]], names[0])
            return
        said = f"Saved to {len(names)} diaries: {', '.join(names)}."
        self.desk.do(
            self,
            log_contact,
            _said(shared),
            {p: _said(part) for p, part in parts.items()},
            restricted=self.restricted.isChecked(),
            then=self._was_saved,
            failed=self.failed,
            said=said if len(names) > 1 else f"Saved to {names[0]}'s diary.",
        )

    def _amend(self, shared: dict[str, Any], private: dict[str, Any], name: str) -> None:
        changed = {k: v for k, v in shared.items() if v != self.base_values.get(k)}
        reasons = [r for r in (self.reason(), *self._taken_out()) if r]
        self.desk.do(
            self,
            amend_meeting,
            self.record,
            changed,
            private,
            base=self.base,
            base_values=self.base_values,
            why="; ".join(reasons) or None,
            then=self._was_saved,
            failed=self.failed,
            said=f"Saved to {name}'s diary.",
        )

    def _taken_out(self) -> list[str]:
        return [r for form in self.parts.forms().values() for r in form.reasons()]

    def _seen(self, person: str) -> dict[str, Any]:
        seen, alone = self.who.seen(person)
        return {"seen": seen, "seen_alone": alone}

    def _is_empty(self, parts: Mapping[str, Mapping[str, Any]]) -> bool:
        kind = self.common.values().get("kind")
        met_only = kind in IN_PERSON and any(part["seen"] for part in parts.values())
        return (
            not met_only
            and not self.everyone.words()
            and all(form.is_empty() for form in self.parts.forms().values())
        )

    def _was_saved(self, _result: object) -> None:
        person = self.who.people()[0]
        self.saved_it()
        self.desk.go("person", person=person)

    def _problems(self) -> dict[str, str]:
        out = {**self.common.problems(), **self.everyone.problems()}
        for person, found in self.parts.problems().items():
            out |= {f"{person}:{name}": reason for name, reason in found.items()}
        return out

    def show_errors(self, errors: Mapping[str, str]) -> bool:
        placed = False
        for person, form in self.parts.forms().items():
            mine = {n.removeprefix(f"{person}:"): r for n, r in errors.items()}
            if any(n.startswith(("seen", "person")) for n in mine):
                self.who.say(next(r for n, r in mine.items() if n.startswith(("seen", "person"))))
                placed = True
            placed = form.set_errors(mine, focus=not placed) or placed
        for form in (self.common, self.everyone):
            placed = form.set_errors(errors, focus=not placed) or placed
        return placed


def _about_now(clock: Clock) -> dict[str, str]:
    now = clock.now()
    back = timedelta(minutes=now.minute % 15, seconds=now.second, microseconds=now.microsecond)
    return When.about(now - back, clock.zone()).to_map()


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what is recorded."""
    return {name: value for name, value in values.items() if value is not None}


def _beginning(form: RecordForm) -> bool:
    """Whether nothing more stands in it than what it opens with."""
    values = {n: v for n, v in form.values().items() if v is not None and n not in {"kind", "at"}}
    return not values and not form.typed()


PAGE = PageSpec("contact", "Contact", "footprints", ContactPage, under="people")
