"""A chapter of a story as rows: months, gaps by name, one line per entry with own words, and what
stands beside each in the gutter. Wording only; the order is the diary's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from diary.casework.chapters import Chapter, chapter
from diary.casework.timeline import Band, Filter, StoryLine
from diary.casework.today import DraftLine
from diary.practice.gaps import Gap
from diary.practice.spans import day_words, local, moment_words, plural, when_words
from diary.records.reads import Reads
from ui.charts.gutter import Beside
from ui.theme import Tone
from ui.widgets import Row, Tag
from ui.widgets.whentext import NAMES

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TONES: dict[str, Tone] = {
    "missing_episode": "danger",
    "concern": "danger",
    "worker_safety": "danger",
    "key_moment": "amber",
    "spell": "amber",
    "promise": "good",
    "goal": "good",
    "trust": "plum",
}
_MARKS: dict[str, Tag] = {
    "untold": Tag("not passed on", "danger", "triangle-alert"),
    "away": Tag("missing now", "danger", "map-pin-off"),
    "conversation": Tag("conversation open", "amber", "alarm-clock"),
}
_CONTACT_ICONS = {
    "phone": "phone",
    "tried to phone": "phone",
    "video": "monitor",
    "tried a video": "monitor",
    "message": "message-square",
    "letter": "mail",
    "did not meet": "circle-dashed",
}
_HOME_SHADES: tuple[Tone, ...] = ("accent", "muted")


@dataclass(slots=True)
class Telling:
    """Turns chapters into rows, page after page, remembering the month and the gaps told so far."""

    zone: str
    me: str
    today: date
    bands: tuple[Band, ...] = ()
    gaps: list[Gap] = field(default_factory=list)
    month: tuple[int, int] | None = None
    beside: dict[str, Beside] = field(default_factory=dict)
    _homes: list[tuple[datetime, Band, Tone]] = field(default_factory=list)
    _away: list[tuple[datetime, Band]] = field(default_factory=list)

    @classmethod
    def of(cls, chapter: Chapter, *, with_gaps: bool) -> Telling:
        """For a first page. Gaps are named only where nothing is filtered out."""
        out = cls(chapter.zone, chapter.me, local(chapter.now, chapter.zone).date(), chapter.bands)
        if with_gaps:
            out.gaps = list(chapter.silences)
        homes = [band for band in chapter.bands if band.what == "home"]
        out._homes = [
            (band.since, band, _HOME_SHADES[(len(homes) - 1 - i) % len(_HOME_SHADES)])
            for i, band in enumerate(homes)
        ]
        out._away = [(band.since, band) for band in chapter.bands if band.what == "missing"]
        return out

    def rows(self, lines: Iterable[StoryLine]) -> list[Row]:
        """The next rows, with the headings and gaps that come before each."""
        out: list[Row] = []
        for line in lines:
            at = told_at(line)
            day = local(at, self.zone).date()
            while self.gaps and day <= self.gaps[-1].since:
                out.append(self._gap(self.gaps.pop()))
            if (day.year, day.month) != self.month:
                self.month = (day.year, day.month)
                out.append(_heading(f"{NAMES[day.month - 1]} {day.year}"))
            self.beside[line.line.id] = self._beside(line, at)
            out.append(self._row(line))
        return out

    def _gap(self, gap: Gap) -> Row:
        until = "today" if gap.open else day_words(gap.until, self.today)
        words = f"{gap.words} · {day_words(gap.since, self.today)} to {until}"
        return Row(
            key=f"gap:{gap.since}",
            title="",
            meta=words,
            icon="ear",
            tone="muted",
            strong=False,
            spoken=words,
            data=gap,
        )

    def _beside(self, line: StoryLine, at: datetime) -> Beside:
        home, shade = "", _HOME_SHADES[0]
        place = bisect_right([since for since, _, _ in self._homes], at)
        for since, band, tone in reversed(self._homes[:place]):
            if since <= at and (band.until is None or at < band.until):
                home, shade = _home_name(band), tone
                break
        place = bisect_right([since for since, _ in self._away], at)
        near = self._away[max(0, place - 3) : place]
        missing = line.line.kind == "missing_episode" or any(
            band.until is None or at < band.until for _, band in near
        )
        return Beside(home, shade, missing, line.line.kind == "key_moment")

    def _row(self, line: StoryLine) -> Row:
        entry = line.line
        meta = " · ".join(p for p in (self._when(line), entry.meta, line.late, self._by(line)) if p)
        row = Row(
            key=entry.id,
            title=entry.title,
            meta=meta,
            body="" if entry.line == entry.title else entry.line,
            own_words=entry.words,
            chips=tuple(_chips(line)),
            icon=_icon(line),
            tone="muted" if entry.retracted else _TONES.get(entry.kind, "accent"),
            data=line,
        )
        beside = self.beside[entry.id]
        around = [f"living at {beside.home}" if beside.home else ""]
        around.append("while missing" if beside.missing and entry.kind != "missing_episode" else "")
        said = ". ".join(part for part in (row.read_aloud(), *around) if part)
        return replace(row, spoken=said)

    def _when(self, line: StoryLine) -> str:
        if line.when is not None and line.when.precision != "unknown":
            return when_words(line.when, self.today) + self._until(line)
        written = _EPOCH + timedelta(milliseconds=line.line.written_at)
        return f"written {moment_words(written, self.zone)}"

    def _until(self, line: StoryLine) -> str:
        if line.line.kind != "missing_episode":
            return ""
        band = next((band for _, band in self._away if band.record == line.line.id), None)
        until = None if band is None else band.until
        return "" if until is None else f" to {moment_words(until, self.zone, self.today)}"

    def _by(self, line: StoryLine) -> str:
        return "" if line.line.author == self.me or not line.author else f"by {line.author}"


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """Rows made of a chapter, away from the screen: `count` entries; `more` is what to hand back
    as `before`."""

    telling: Telling
    rows: tuple[Row, ...]
    more: int | None
    count: int
    bands: tuple[Band, ...]
    drafts: tuple[DraftLine, ...]


def tell(
    reads: Reads, person: str, *, only: tuple[Filter, ...], limit: int, gaps: bool, brief: bool
) -> Told:
    """The first page of a story as rows. `gaps` names the silences; `brief` as in `chapter`."""
    found = chapter(reads, person, only=only, limit=limit, brief=brief)
    return _told(Telling.of(found, with_gaps=gaps), found)


def tell_on(
    reads: Reads,
    person: str,
    telling: Telling,
    *,
    only: tuple[Filter, ...],
    before: int,
    limit: int,
) -> Told:
    """The next page."""
    return _told(telling, chapter(reads, person, only=only, before=before, limit=limit))


def _told(telling: Telling, found: Chapter) -> Told:
    rows = tuple(telling.rows(found.lines))
    return Told(telling, rows, found.more, len(found.lines), found.bands, found.drafts)


def told_at(line: StoryLine) -> datetime:
    """When it stands in the story: when it happened, else when it was written (UTC)."""
    if line.line.happened is not None:
        return _EPOCH + timedelta(seconds=line.line.happened)
    return _EPOCH + timedelta(milliseconds=line.line.written_at)


def _icon(line: StoryLine) -> str:
    if line.line.kind != "contact":
        return line.icon
    title = line.line.title.casefold()
    found = (icon for start, icon in _CONTACT_ICONS.items() if title.startswith(start))
    return next(found, line.icon)


def _chips(line: StoryLine) -> Iterable[Tag]:
    entry = line.line
    if entry.retracted:
        yield Tag("taken back", "muted", "undo-2")
        return
    if entry.kind == "key_moment":
        yield Tag("key moment", "amber")
    if entry.mark in _MARKS:
        yield _MARKS[entry.mark]
    if entry.significant:
        yield Tag("significant", "amber", "star")
    if entry.restricted:
        yield Tag("restricted", "plum", "lock")
    if entry.asked:
        yield Tag("two answers to look at", "amber", "git-compare-arrows")


def _heading(title: str) -> Row:
    return Row(key=f"month:{title}", title=title, heading=True)


def _home_name(band: Band) -> str:
    return band.label.partition(": ")[2] or band.label


def draft_rows(drafts: Iterable[DraftLine], zone: str, today: date) -> list[Row]:
    """What is unfinished, under its own heading."""
    rows = [_draft(draft, zone, today) for draft in drafts]
    return [_heading("Unfinished"), *rows] if rows else []


def _draft(draft: DraftLine, zone: str, today: date) -> Row:
    kept = _EPOCH + timedelta(milliseconds=draft.saved_at)
    there = local(kept, zone)
    at = f"{there:%H:%M}" if there.date() == today else moment_words(kept, zone, today)
    return Row(
        key=f"draft:{draft.id}",
        title=draft.kind_name,
        meta=f"Draft saved {at} · {plural(draft.words, 'word')}",
        icon="pencil-line",
        tone="muted",
        action="Finish",
        data=draft,
    )


def band_rows(bands: Iterable[Band], zone: str, today: date) -> list[Row]:
    """The bands in words, newest first: what the gutter shows."""
    return [_band(band, zone, today) for band in reversed(tuple(bands))]


_BAND_LOOKS: Mapping[str, tuple[str, Tone]] = {
    "home": ("house", "accent"),
    "missing": ("map-pin-off", "danger"),
    "moment": ("flag", "amber"),
}


def _band(band: Band, zone: str, today: date) -> Row:
    icon, tone = _BAND_LOOKS[band.what]
    since = day_words(local(band.since, zone).date(), today)
    if band.what == "moment":
        meta = since
    elif band.until is None:
        meta = f"since {since}"
    else:
        until = day_words(local(band.until, zone).date(), today)
        meta = since if until == since else f"{since} to {until}"
    name = _home_name(band) if band.what == "home" else band.label
    return Row(f"band:{band.record}", name, meta, icon=icon, tone=tone, strong=False, data=band)
