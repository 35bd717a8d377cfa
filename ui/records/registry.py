"""How the kinds of record look: for each its form and its list. What a kind does not say comes from
its fields, so a kind that nobody has dressed yet has a form and a list all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from diary.records import registry
from diary.records.registry import Kind
from ui.records.form import RecordForm


@dataclass(frozen=True, slots=True)
class UiKind:
    """A kind on screen. `columns` are the fields that a list shows; `wording` the words of a page
    by key ("new": title of an empty form, "intro": the line under it, "empty": what an empty list
    says); `first` stand first on the form, `without` not at all; `form` is a form of its own."""

    code: str
    columns: Sequence[str] = ()
    wording: Mapping[str, str] = field(default_factory=dict)
    first: Sequence[str] = ()
    without: Sequence[str] = ()
    form: type[RecordForm] = RecordForm

    @property
    def kind(self) -> Kind:
        return registry.kind(self.code)

    @property
    def icon(self) -> str:
        return self.kind.icon

    def said(self, key: str) -> str:
        """The words for a key, or the plain ones."""
        kind = self.kind
        plain = {"new": f"New {kind.name[0].lower()}{kind.name[1:]}", "empty": "Nothing here yet"}
        return self.wording.get(key) or plain.get(key, "")

    def names(self) -> list[str]:
        """The fields of its form, in order."""
        shown = [n for n, s in self.kind.fields.items() if not s.hidden and n not in self.without]
        return [*self.first, *(n for n in shown if n not in self.first)]

    def __repr__(self) -> str:
        return f"<UiKind {self.code}>"


_KINDS: dict[str, UiKind] = {}


def dress(kind: UiKind) -> UiKind:
    """Make known how a kind looks."""
    _KINDS[kind.code] = kind
    return kind


def undress(code: str) -> None:
    """Forget how a kind looks (tests only register throwaway ones)."""
    _KINDS.pop(code, None)


def ui_kind(code: str) -> UiKind:
    """How a kind looks: as it was dressed, or plain. Raises UnknownKind."""
    return _KINDS.get(code) or UiKind(registry.kind(code).code)


def dressed() -> list[str]:
    """The codes of all kinds that have a file here."""
    return list(_KINDS)
