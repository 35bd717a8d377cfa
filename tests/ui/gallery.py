"""Pictures of the look: every widget, and Today and a young person's page with invented data,
grabbed offscreen in light, dark, high contrast and at 200 %.
Run: `python -m tests.ui.gallery out/gallery [light,dark,...]`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from diary.clock import FixedClock
from ui.shell.cover import CoverScreen
from ui.shell.crash import CrashDialog
from ui.shell.palette import Command, CommandPalette
from ui.shell.unlock import LockScreen, UnlockWindow
from ui.shell.window import MainWindow, NavEntry
from ui.theme import theme
from ui.widgets import (
    Avatar,
    Badge,
    Banner,
    BigButton,
    Card,
    ChipRow,
    Choice,
    ClockPanel,
    EmptyState,
    Field,
    Fold,
    GrowingText,
    LinkButton,
    NumberBox,
    OwnWords,
    Page,
    PrimaryButton,
    ProgressStrip,
    Row,
    RowList,
    Rule,
    SearchBox,
    SecondaryButton,
    SplitColumns,
    Tag,
    Text,
    TriState,
    WhenEdit,
)

NOW = datetime(2026, 11, 23, 16, 40, tzinfo=UTC)

DUE = (
    Row(
        "1",
        "Concern about Jaz",
        "Saved Sat 21 Nov, 15:10 on this laptop only. Nobody has been told.",
        badge=Tag("Not passed on yet", "danger", "triangle-alert"),
        action="Pass on",
    ),
    Row(
        "2",
        "Tom",
        "Last seen Mon 23 Nov, 02:30 by night staff · police told 03:05, grade medium · "
        "look again at 18:30",
        badge=Tag("Missing 14 h", "danger", "map-pin-off"),
        action="Open",
    ),
    Row(
        "3",
        "Return conversation with Jaz",
        "Ends Tue 24 Nov, 02:00; the last daytime chance is now · 1 offer, no answer",
        badge=Tag("9 h 20 min left", "danger", "alarm-clock"),
        action="Open",
    ),
    Row(
        "4",
        "Bring the boxing club form to Aisha",
        "You said it on Thu 19 Nov",
        badge=Tag("Promise, today", "amber", "handshake"),
        action="How did it go?",
    ),
    Row(
        "5",
        "Reece",
        "Agreed rhythm is weekly · two meetings did not happen",
        badge=Tag("No contact 16 days", "amber", "ear"),
        action="Reach out",
    ),
)
RECENT = (
    Row("j", "Jaz", "Seen 2 days ago", avatar="J"),
    Row("a", "Aisha", "Seen on Thursday · next Wed 16:00", avatar="A"),
    Row("t", "Tom", "Missing since Mon 02:30", avatar="T"),
    Row("m", "Morgan", "Seen 6 days ago · 18 in 29 days", avatar="M"),
)
DRAFTS = (
    Row(
        "d1", "Contact with Aisha", "Draft saved 12:04 · 212 words", icon="pencil-line", tile=False
    ),
    Row("d2", "Return conversation, Jaz", "Two of seven steps", icon="pencil-line", tile=False),
)
STORY = (
    Row(
        "s1",
        "Met at the skate park",
        "Sat 21 Nov, 14:00 · 50 min · seen alone",
        own_words="“I told you because you didn't go mad last time.”",
        icon="footprints",
        chips=(Tag("told me something hard"), Tag("promise kept", "good")),
    ),
    Row(
        "s2",
        "Missing, 1 night",
        "Fri 20 Nov, 19:00 to Sat 21 Nov, 02:00 · returned by herself · police grade medium",
        body="Third in 30 days: strategy meeting asked for on Sat 21 Nov, 10:15.",
        icon="map-pin-off",
        tone="danger",
        chips=(Tag("conversation due Tue 02:00", "danger"),),
    ),
    Row(
        "s3",
        "Phone, 6 min",
        "Wed 18 Nov, 17:20",
        icon="phone",
        body="Checked the bus times for Saturday. She asked whether I would be there \"even if I'm"
        ' late".',
    ),
    Row(
        "s4",
        "Moved to the Carters",
        "Mon 9 Nov · from Elm House",
        icon="house",
        tone="amber",
        body="Lost: night staff Dee, the art room. Kept: school, Saturday boxing.",
        chips=(Tag("key moment", "amber"),),
    ),
)
PROMISES = (
    Row(
        "p1",
        "Be at the skate park at two, even if she is late",
        badge=Tag("kept", "good"),
        strong=False,
    ),
    Row(
        "p2", "Ask boxing club about the under-16 session", badge=Tag("Wed", "amber"), strong=False
    ),
    Row("p3", "Bring the charcoal set back", badge=Tag("kept", "good"), strong=False),
)


class TodayPage(Page):
    """The first picture."""

    def __init__(self) -> None:
        super().__init__("Good afternoon, Sam", "Monday 23 November 2026 · 16:40")
        split = SplitColumns()
        due = Card("Due, and why")
        due.add(RowList("Due, and why", DUE, lead=150, fit=True))
        log = Card("Quick log")
        who = ChipRow(
            "Who", [("j", "Jaz"), ("a", "Aisha"), ("t", "Tom"), ("o", "Other…")], exclusive=True
        )
        who.set_values(["a"])
        how = ChipRow(
            "How",
            [
                Choice("met", "Met", "footprints"),
                Choice("phone", "Phone", "phone"),
                Choice("message", "Message", "message-square"),
                Choice("none", "Did not happen", "circle-dashed"),
            ],
            exclusive=True,
        )
        how.set_values(["met"])
        how_who = SplitRow(who, how)
        log.add(how_who)
        log.add(GrowingText("What happened?", placeholder="What happened?", lines=1))
        foot = QHBoxLayout()
        foot.addWidget(
            Text(
                "About 16:30 today · their exact words · place · seen alone · action…",
                "small",
                "muted",
            ),
            1,
        )
        foot.addWidget(PrimaryButton("Save to Aisha's diary"))
        log.add(foot)
        split.add_main(due)
        split.add_main(log, 1)
        side = Card("Recently")
        side.add(RowList("Recently", RECENT, fit=True))
        side.add(Text("Unfinished", "card"))
        side.add(RowList("Unfinished", DRAFTS, fit=True))
        split.add_side(side, 1)
        self.add(split, 1)


class SplitRow(QWidget):
    """Two chip rows side by side that wrap as one."""

    def __init__(self, *rows: QWidget) -> None:
        super().__init__()
        from ui.widgets import FlowLayout

        flow = FlowLayout(self)
        flow.addWidget(rows[0])
        flow.addWidget(Rule(upright=True))
        flow.addWidget(rows[1])


class FakeLanes(QWidget):
    """Stands in for the trust lanes, which are another room's."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(118))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = theme(), theme().px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("tiny"))
        left = px(92)
        for i, lane in enumerate(("What happened", "Jaz says", "I noticed", "Promises")):
            y = px(14) + i * px(28)
            painter.setPen(look.color("muted"))
            painter.drawText(0, y + px(4), lane)
            painter.setPen(look.color("line"))
            painter.drawLine(left, y, self.width(), y)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color(("danger", "plum", "accent", "good")[i]))
            for at in (0.1, 0.35, 0.6, 0.9):
                painter.drawEllipse(
                    QRectF(left + at * (self.width() - left), y - px(4), px(8), px(8))
                )
        painter.end()


class PersonPage(Page):
    """The third picture."""

    shell_tools = ("log",)

    def __init__(self) -> None:
        super().__init__("Jaz", "she/her · 15 · likes boxing and drawing · prefers voice notes")
        self.set_lead(Avatar("Jaz", 52))
        self.set_badges(Badge("Return conversation: 9 h 20 min left", "danger", "alarm-clock"))
        self.add_tool(SecondaryButton("Together"))
        self.add_tool(SecondaryButton("Missing", "map-pin-off"))
        tabs = ChipRow(
            "Parts of the diary",
            [
                (t, t)
                for t in (
                    "Story",
                    "About",
                    "Trust and promises",
                    "Network",
                    "Places and safety",
                    "Strengths and risks",
                    "Plans",
                    "Papers",
                )
            ],
            exclusive=True,
            required=True,
        )
        tabs.set_values(["Story"])
        self.set_strip(tabs)
        split = SplitColumns(side_width=404)
        story = Card(
            "November 2026", remark="All kinds · significant only · newest first", ruled=True
        )
        story.add(RowList("Story", STORY, meta="beside"), 1)
        split.add_main(story, 1)
        trust = Card("Trust, in what was said and done", action="Show as table")
        trust.add(FakeLanes())
        trust.add(
            Text(
                "Selected, 21 Nov: she told me something hard, and came back after we fell"
                " out. For reflection; not a measure.",
                "small",
                "muted",
            )
        )
        promises = Card("Promises to Jaz")
        promises.add(RowList("Promises to Jaz", PROMISES, fit=True))
        split.add_side(trust)
        split.add_side(promises)
        self.add(split, 1)


class AllPage(Page):
    """Every other widget."""

    def __init__(self) -> None:
        super().__init__(
            "Two answers to look at",
            "Sam and Priya both changed this while apart. Nothing has been lost.",
        )
        self.add_tool(
            ClockPanel("9 h 20 min left", "72 hours from the return end Tue 24 Nov, 02:00")
        )
        self.add(
            Banner(
                "This entry is only on this laptop so far.",
                "amber",
                action="Send now",
                closable=True,
            )
        )
        split = SplitColumns()
        form = Card("What was going on before you left?")
        words = GrowingText("In her words", lines=3)
        words.set_text(
            "“Everyone was arguing about the phone and I just wanted it to be quiet. I "
            "messaged K because she always answers.”"
        )
        form.add(Field("In her words", words, help_text="Exactly as she said it."))
        when = WhenEdit("When", clock=FixedClock(NOW))
        form.add(Field("When did she return?", when))
        wrong = WhenEdit("Told", clock=FixedClock(NOW))
        wrong.day.setText("03/04/2026")
        wrong._tidy()
        form.add(Field("When were the police told?", wrong))
        bad = Field("Place", SearchBox("Place", placeholder="Where?"))
        bad.set_error("Say where, or choose Not known.")
        form.add(bad)
        form.add(Field("Seen alone?", TriState("Seen alone?", True)))
        self._more(form)
        split.add_main(form)
        side = Card("Listening well")
        side.add(Text("Start from what she is good at. Ask what it was like, not why she did it."))
        side.add(OwnWords("“At the Carters nobody shouts but nobody asks either.”"))
        tones = QVBoxLayout()
        for tone in ("danger", "amber", "good", "accent", "plum", "muted"):
            tones.addWidget(Badge(f"status {tone}", tone, "circle-dot"))
        side.add(tones)
        side.add(ProgressStrip("Reading the history, 3 of 5"))
        side.add(SecondaryButton("Record a concern", "triangle-alert"))
        side.add(SecondaryButton("Remove for good", "trash-2", tone="danger"))
        side.add(LinkButton("Ask later"))
        split.add_side(side)
        split.add_side(_plain_inputs())
        empty = Card()
        empty.add(
            EmptyState(
                "sprout", "Nothing is due", "Enjoy it, or write something down.", "Log a contact"
            )
        )
        split.add_side(empty, 1)
        self.add(split)

    @staticmethod
    def _more(form: Card) -> None:
        push = ChipRow(
            "Push",
            [
                (t, t)
                for t in (
                    "Arguments at home",
                    "School",
                    "Bullying",
                    "Felt alone",
                    "Wanted to see a friend",
                    "Someone asked her to",
                )
            ],
        )
        push.set_values(["Arguments at home", "Wanted to see a friend"])
        form.add(Field("What may have pushed, what may have pulled", push))
        fold = Fold("More")
        fold.add(Text("What was folded away."))
        fold.set_open(True)
        form.add(fold)


def _plain_inputs() -> Card:
    """What Qt draws, in our clothes."""
    card = Card("Plain inputs")
    combo = QComboBox()
    combo.addItems(["England", "Wales", "Scotland", "Northern Ireland"])
    card.add(Field("Nation", combo))
    card.add(Field("Days", NumberBox("Days")))
    tick, dot = QCheckBox("She was told who will see it"), QRadioButton("By phone")
    tick.setChecked(True)
    dot.setChecked(True)
    for box in (tick, QCheckBox("Not yet"), dot, QRadioButton("Face to face")):
        card.add(box)
    table = QTableWidget(2, 2)
    table.setHorizontalHeaderLabels(["When", "What"])
    table.setItem(0, 0, QTableWidgetItem("21 Nov"))
    table.setItem(0, 1, QTableWidgetItem("Met at the skate park"))
    table.verticalHeader().hide()
    table.selectRow(0)
    card.add(table)
    steps = [
        Row("1", "Before we start", "told what must be shared", icon="check", tile=False),
        Row("2", "Before", "what was going on", icon="circle-dot", tile=False),
        Row("3", "While away", "where, who with, what happened", icon="circle", tile=False),
    ]
    walk = RowList("Steps", steps, fit=True, always_marked=True)
    walk.select("2")
    card.add(walk)
    for text, tone in (("feels safe", "good"), ("it depends", "amber"), ("not safe", "danger")):
        card.add(BigButton(text, tone=tone))
    card.add(BigButton("A place", "plus"))
    return card


def window() -> MainWindow:
    """The window with the three pages."""
    entries = [
        NavEntry("today", "Today", "sun", TodayPage),
        NavEntry("people", "Young people", "users", PersonPage),
        NavEntry("calendar", "Calendar", "calendar", AllPage),
        NavEntry("search", "Search", "search", AllPage),
        NavEntry("supervision", "Supervision", "message-circle-heart", AllPage),
        NavEntry("settle", "To settle", "git-pull-request-arrow", AllPage),
        NavEntry("team", "Team and sync", "shield-check", AllPage),
        NavEntry("settings", "Settings", "settings", AllPage, bottom=True),
    ]
    frame = MainWindow(entries)
    for key, count in (("today", 7), ("people", 12), ("settle", 2)):
        frame.set_count(key, count)
    frame.set_status(
        "Offline since Mon 15:10 · 3 entries not sent yet",
        "Saved 16:42 · locks after 5 minutes idle",
        left_icon="cloud-off",
    )
    return frame


def _settle(app: QApplication) -> None:
    for _ in range(5):
        app.processEvents()


def grab_shell(app: QApplication, out: Path, label: str, frame: MainWindow) -> None:
    """The palette, a toast, unlock, lock, cover and crash."""
    frame.show_page("today")
    frame.toast("Saved to Aisha's diary.", "Undo", print)
    toast = frame.toast("The promise to Aisha is kept.", "Undo", print)
    _settle(app)
    frame.grab().save(str(out / f"toast-{label}.png"))
    toast.close_now()
    frame.toasts.clear()
    palette = CommandPalette(
        frame,
        [
            Command("Log a contact", "Ctrl+N", "plus", print),
            Command("Record a concern", "At once, with whom to tell", "triangle-alert", print),
            Command("Open Jaz", "Seen 2 days ago", "user", print),
            Command("Open a missing episode", "Ctrl+Shift+M", "map-pin-off", print),
            Command("Prepare supervision", "Thursday with Priya", "message-circle-heart", print),
        ],
    )
    palette.open_with("o")
    _settle(app)
    frame.grab().save(str(out / f"palette-{label}.png"))
    palette.dismiss()
    lock = LockScreen("Locked after 5 minutes idle. Everything is saved.")
    frame.cover_with(lock)
    _settle(app)
    frame.grab().save(str(out / f"lock-{label}.png"))
    frame.uncover()
    first = UnlockWindow("Sam's diary, on this laptop")
    first.body.fail("That passphrase does not open this diary. Nothing has been changed.")
    first.show()
    _settle(app)
    first.grab().save(str(out / f"unlock-{label}.png"))
    first.body.busy()
    _settle(app)
    first.grab().save(str(out / f"unlocking-{label}.png"))
    first.close()
    for name, widget in (
        ("cover", CoverScreen()),
        ("crash", CrashDialog("Kith 0.1.0\nPython 3.11\nKeyError\n  ui/pages/today.py:41")),
    ):
        widget.resize(theme().px(700), theme().px(420))
        widget.show()
        _settle(app)
        widget.grab().save(str(out / f"{name}-{label}.png"))
        widget.close()


def main(out: Path, only: str = "") -> None:
    """Grabs every picture into a folder."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme().apply(app)
    out.mkdir(parents=True, exist_ok=True)
    frame = window()
    for label, size, scheme, percent in (
        ("light", QSize(1366, 768), "light", 100),
        ("dark", QSize(1366, 768), "dark", 100),
        ("large", QSize(1366, 768), "light", 200),
        ("wide", QSize(1920, 1080), "light", 100),
        ("contrast", QSize(1366, 768), "contrast", 125),
    ):
        if only and label not in only.split(","):
            continue
        theme().set(scheme=scheme, text_percent=percent)  # type: ignore[arg-type]
        frame.resize(size)
        frame.show()
        for key in ("today", "people", "settle"):
            frame.show_page(key)
            _settle(app)
            frame.grab().save(str(out / f"{key}-{label}.png"))
            page = frame.stack.currentWidget()
            if key == "settle" and isinstance(page, Page):
                page.scroller.inside.grab().save(str(out / f"whole-{label}.png"))
        grab_shell(app, out, label, frame)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out/gallery"), *sys.argv[2:3])
