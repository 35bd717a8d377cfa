"""Organisation and me: whom the worker turns to, and how the worker is reached."""

from __future__ import annotations

from diary.casework.about_us import KINDS, keep_one, one_of_each
from diary.errors import InvalidEntry
from diary.records import registry
from diary.records.fields import FieldSpec
from diary.records.view import View
from diary.records.work import Touched
from ui.desk.desk import Desk
from ui.pages.bound import Bound, FlagField, LineField, PickField, Sheet
from ui.settings.section import Section, in_a_row
from ui.widgets import Banner, PrimaryButton, Text

_TITLES = {"me": "Me", "organisation": "Organisation"}
_WORDS = {
    "me": "Your name stands beside what you write, and on papers.",
    "organisation": "When you pass a concern on, these names and numbers stand before you.",
}


class AboutUsSection(Section):
    key, label, icon = "organisation", "Organisation and me", "briefcase"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.forms = {kind: OneRecord(desk, self, kind) for kind in KINDS}
        self.setFocusProxy(next(iter(self.forms["organisation"].sheet.bounds.values())).widget)
        desk.changed.connect(self._heard)

    def arrive(self) -> None:
        self.desk.ask(self, one_of_each, self._show)

    def _heard(self, touched: object) -> None:
        assert isinstance(touched, Touched)
        if touched.kinds & self.forms.keys():
            self.arrive()

    def _show(self, found: object) -> None:
        assert isinstance(found, dict)
        for kind, view in found.items():
            self.forms[kind].show(view)


class OneRecord:
    """The fields of the one record of a kind, and its button."""

    def __init__(self, desk: Desk, section: Section, kind: str) -> None:
        self._desk, self._section, self._kind = desk, section, kind
        self._view: View | None = None
        card = section.card(_TITLES[kind], _WORDS[kind])
        self.sheet = Sheet(parent=section)
        self.ask_first = Banner("Ask your organisation before you use real names.", "amber")
        heading = ""
        for spec in registry.kind(kind).fields.values():
            if spec.hidden:
                continue
            if spec.section and spec.section != heading:
                heading = spec.section
                card.add(Text(heading, "card"))
            card.add(self.sheet.add(_bound(spec)))
            if spec.name == "personal":
                card.add(self.ask_first)
        self.ask_first.hide()
        self.save = PrimaryButton("Save")
        self.save.setEnabled(False)
        card.add(in_a_row(self.save))
        self.sheet.edited.connect(self._edited)
        self.sheet.submitted.connect(self.submit)
        self.save.clicked.connect(self.submit)

    def show(self, view: View | None) -> None:
        """The record as it stands."""
        self._view = view
        self.sheet.show({} if view is None else view.values)
        self._remind()

    def _edited(self) -> None:
        self.save.setEnabled(True)
        self._remind()

    def _remind(self) -> None:
        personal = self.sheet.bounds.get("personal")
        self.ask_first.setVisible(personal is not None and personal.value() is True)

    def submit(self) -> None:
        """Save what was changed, or say beside the field why not."""
        if not self.sheet.edits() or not self.sheet.check():
            return
        self.save.setEnabled(False)
        self._desk.do(
            self._section,
            keep_one,
            self._kind,
            self.sheet.edits(),
            record=None if self._view is None else self._view.id,
            heads=None if self._view is None else self._view.heads,
            then=self._saved,
            failed=self._refused,
            said=f"Saved: {_TITLES[self._kind].lower()}.",
        )

    def _saved(self, _: object) -> None:
        self.sheet.settle()
        self._section.arrive()

    def _refused(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        if isinstance(error, InvalidEntry):
            self.sheet.refuse(error.fields)
        else:
            self._desk.fail(error)


def _bound(spec: FieldSpec) -> Bound:
    if spec.type == "choice":
        return PickField(spec.name, spec.label, spec.labels, help_text=spec.help)
    maker = FlagField if spec.type == "flag" else LineField
    return maker(spec.name, spec.label, help_text=spec.help)
