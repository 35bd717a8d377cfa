"""Writes the invented diary, step by step, through the same verbs that the screens call. What it
says is the script's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from diary.casework import attaching, contacts, episodes, gathering, misfiled, reminding
from diary.clock import FixedClock, When
from diary.demo.script import FOLDER, Row, Script, Step
from diary.demo.times import Times
from diary.diary import Diary
from diary.paths import resource
from diary.records import registry
from diary.records.fields import FieldSpec
from diary.records.work import Work
from diary.vault.steps import Meter

_NOT_FIELDS = frozenset(
    {"is", "id", "edit", "retract", "misfiled", "because", "with", "only", "restricted"}
)


class Teller:
    """Carries the steps out, each at its own time."""

    def __init__(self, diary: Diary, clock: FixedClock) -> None:
        self._diary = diary
        self._clock = clock
        self._ids: dict[str, str] = {}
        self._times = Times(clock.now(), clock.zone())

    def tell(self, script: Script, meter: Meter) -> None:
        """Write everything. Raises InvalidEntry, Cancelled."""
        self._times = script.times
        for step in script.steps:
            self._clock.at = max(step.at, self._clock.at + timedelta(seconds=20))
            self._carry_out(step)
            meter.advance(1)

    def _carry_out(self, step: Step) -> None:
        row = step.row
        if "attach" in row:
            self._attach(row)
        elif "draft" in row:
            self._draft(row, step.person)
        else:
            made = self._diary.do(self._write, row, step.person).result
            if made and (name := row.get("id") or self._person_named(row, step)):
                self._ids[name] = made

    def _person_named(self, row: Row, step: Step) -> str:
        return step.person if row.get("is") == "young_person" else ""

    def _write(self, work: Work, row: Row, person: str) -> str:
        because = row.get("because")
        if "edit" in row:
            self._edit(work, row, because)
        elif "retract" in row:
            work.retract(self._ids[row["retract"]], because or "")
        elif "misfiled" in row:
            self._ids[row["misfiled"]] = misfiled.misfiled(
                work, self._ids[row["misfiled"]], self._ids[row["to"]], because or ""
            )
        elif "rest" in row:
            self._put_off(work, row, person)
        elif "with" in row:
            self._meet(work, row)
        else:
            return self._create(work, row, person)
        return ""

    def _create(self, work: Work, row: Row, person: str) -> str:
        code = row["is"]
        values = self._values(code, row)
        if code == "young_person":
            return work.create_person(values)
        if code == "return_conversation":
            return episodes.begin_conversation(work, values.pop("episodes"), values)
        whose = self._ids.get(person)
        return work.create(code, values, person=whose, restricted=row.get("restricted", False))

    def _edit(self, work: Work, row: Row, because: str | None) -> None:
        view = work.view(self._ids[row["edit"]])
        values = self._values(view.kind, row)
        for name, value in values.items():
            if isinstance(value, list):
                values[name] = [*(view.get(name) or ()), *value]
        if view.kind == "missing_episode" and {"found_at", "returned_at"} & set(values):
            episodes.record_back(work, view.id, values)
        else:
            work.edit(view.id, values, why=because)

    def _meet(self, work: Work, row: Row) -> None:
        shared = self._values("contact", row)
        parts = {
            self._ids[name]: self._values("contact", row["only"][name]) for name in row["with"]
        }
        contacts.log_contact(work, shared, parts)

    def _put_off(self, work: Work, row: Row, person: str) -> None:
        whose = self._ids[person]
        reasons = [r for due in gathering.due(work, quiet=False) for r in due.reasons
                   if due.person == whose and r.code == row["rest"]]  # fmt: skip
        until = self._times.when(row["until"]).earliest()
        assert until is not None
        reminding.put_off(work, reasons[0], whose, until=until, why=row["because"])

    def _attach(self, row: Row) -> None:
        attaching.attach(
            self._diary,
            self._ids[row["attach"]],
            resource(FOLDER, row["file"]).read_bytes(),
            name=row["file"],
            caption=row["caption"],
            taken_at=self._times.when(row["on"]).to_map(),
        )

    def _draft(self, row: Row, person: str) -> None:
        whose = self._ids[person]
        data = {**self._values(row["draft"], row["data"]), "people": [whose]}
        draft = self._diary.new_draft(row["draft"], whose, data=data)
        self._diary.save_draft(replace(draft, place=row.get("place", "")))

    # -- values -----------------------------------------------------------------------------

    def _values(self, code: str, row: Mapping[str, Any]) -> dict[str, Any]:
        fields = registry.kind(code).fields
        return {
            name: self._plain(fields.get(name), value)
            for name, value in row.items()
            if name not in _NOT_FIELDS
        }

    def _plain(self, spec: FieldSpec | None, value: Any) -> Any:
        """The value as the door takes it. A name that is no field is refused there."""
        if isinstance(value, When):
            return value.to_map()
        if spec is None:
            return value
        if spec.type == "when":
            return self._times.when(value).to_map()
        if spec.type == "date":
            return self._times.calendar_day(value)
        if spec.type == "link":
            return self._ids[value.removeprefix("@")]
        if spec.type == "links":
            return [self._ids[one.removeprefix("@")] for one in value]
        if spec.type == "items":
            return [self._item(spec, item) for item in value]
        return value

    def _item(self, spec: FieldSpec, item: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._plain(spec.part(name), value) for name, value in item.items()}
