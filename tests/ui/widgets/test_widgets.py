"""Every widget: named for those who listen, usable by those who type, nothing read as markup."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import TONES, Theme
from ui.widgets import (
    Avatar,
    Badge,
    Banner,
    Card,
    Chip,
    ChipRow,
    Choice,
    ClockPanel,
    Column,
    ElidedText,
    EmptyState,
    Field,
    Fold,
    GrowingText,
    IconButton,
    LinkButton,
    NumberBox,
    OwnWords,
    Page,
    PrimaryButton,
    ProgressStrip,
    RowList,
    SearchBox,
    SecondaryButton,
    Segmented,
    SplitColumns,
    Text,
    Toast,
    TriState,
    WhenEdit,
)

ALL = {
    "Avatar": lambda: Avatar("Jaz"),
    "Badge": lambda: Badge("Missing 14 h", "danger", "map-pin-off"),
    "Banner": lambda: Banner("Only on this laptop.", action="Send"),
    "Card": lambda: Card("Due, and why", action="All"),
    "Chip": lambda: Chip("Met", "footprints"),
    "ChipRow": lambda: ChipRow("How", [("met", "Met")]),
    "ClockPanel": lambda: ClockPanel("9 h left", "ends at two"),
    "ElidedText": lambda: ElidedText("A long line"),
    "EmptyState": lambda: EmptyState("sprout", "Nothing is due"),
    "Fold": lambda: Fold("More"),
    "GrowingText": lambda: GrowingText("What happened?"),
    "IconButton": lambda: IconButton("Close", "x"),
    "LinkButton": lambda: LinkButton("Later"),
    "NumberBox": lambda: NumberBox("Days"),
    "OwnWords": lambda: OwnWords("“Quiet.”"),
    "Page": lambda: Page("Today"),
    "PrimaryButton": lambda: PrimaryButton("Save"),
    "ProgressStrip": lambda: ProgressStrip("Reading"),
    "RowList": lambda: RowList("Due"),
    "SearchBox": lambda: SearchBox("Search"),
    "SecondaryButton": lambda: SecondaryButton("Back", tone="danger"),
    "Segmented": lambda: Segmented("How well", [("a", "A")], "a"),
    "Text": lambda: Text("Words"),
    "Toast": lambda: Toast("Saved.", "Undo"),
    "TriState": lambda: TriState("Seen alone?"),
    "WhenEdit": lambda: WhenEdit("When"),
}
# What somebody wrote must not stand in an object name.
CONTENT = {
    "OwnWords": "Own words",
    "Toast": "Message",
    "Banner": "Notice",
    "Text": "",
    "ElidedText": "",
}
FOCUSED = Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("kind", sorted(ALL))
def test_every_widget_has_a_name_and_so_has_every_input_in_it(
    look: Theme, qtbot: QtBot, kind: str
) -> None:
    widget = ALL[kind]()
    qtbot.addWidget(widget)
    widget.show()
    assert widget.accessibleName()
    assert widget.objectName() == CONTENT.get(kind, widget.accessibleName())
    for child in widget.findChildren(QWidget):
        if child.isVisible() and child.focusPolicy() & FOCUSED:
            assert child.accessibleName(), type(child).__name__


@pytest.mark.parametrize("kind", sorted(ALL))
def test_every_widget_wears_every_theme(look: Theme, qtbot: QtBot, kind: str) -> None:
    widget = ALL[kind]()
    qtbot.addWidget(widget)
    widget.resize(400, 200)
    widget.show()
    for scheme in ("dark", "contrast", "light"):
        look.set(scheme=scheme, text_percent=200, spacing="roomy")  # type: ignore[arg-type]
        widget.grab()
        look.set(text_percent=100, spacing="normal")


def test_what_people_typed_is_never_markup(look: Theme, qtbot: QtBot) -> None:
    page = Page("<b>Jaz</b>", "<img src=x>")
    qtbot.addWidget(page)
    page.add(OwnWords("<i>quiet</i>"))
    page.add(Card("<u>Card</u>", remark="<s>r</s>"))
    for label in page.findChildren(QLabel):
        if label.text():
            assert label.textFormat() == Qt.TextFormat.PlainText


def test_what_people_typed_is_not_in_a_repr(look: Theme, qtbot: QtBot) -> None:
    for make in (OwnWords, Text, Toast, Banner):
        widget = make("She told me about K.")
        qtbot.addWidget(widget)
        assert "told me" not in repr(widget)
        assert "told me" in widget.accessibleName()


def test_a_tooltip_shows_what_it_is_given(look: Theme, qtbot: QtBot) -> None:
    row = ChipRow("Who", [Choice("j", "Jaz", hint="<b>not bold</b> & plain")])
    row.add_widget(LinkButton("Other…"))
    qtbot.addWidget(row)
    assert "&lt;b&gt;not bold" in row.chip("j").toolTip()


def test_a_card_and_a_page_take_what_stands_around_their_body(look: Theme, qtbot: QtBot) -> None:
    page = Page("Plans")
    qtbot.addWidget(page)
    card = Card("Due", ruled=True)
    badge, save = Badge("1 of 2", "amber"), PrimaryButton("Save")
    card.add_head(badge)
    card.set_remark("newest first")
    page.add(card)
    page.set_footer(save)
    page.resize(900, 600)
    page.show()
    assert badge.isVisible()
    assert badge.mapTo(page, badge.rect().topLeft()).y() < 130
    assert save.mapTo(page, save.rect().bottomLeft()).y() > 550


def test_an_ampersand_in_a_name_is_shown(look: Theme, qtbot: QtBot) -> None:
    chip = Chip("Sam & Jo")
    qtbot.addWidget(chip)
    assert chip.text() == "Sam && Jo"
    assert chip.accessibleName() == "Sam & Jo"


def test_exclusive_chips_begin_with_nobody_chosen(look: Theme, qtbot: QtBot) -> None:
    row = ChipRow("Who", [("j", "Jaz"), ("a", "Aisha")], exclusive=True)
    qtbot.addWidget(row)
    row.show()
    assert row.value() is None
    with qtbot.waitSignal(row.changed):
        row.chip("a").click()
    row.chip("j").click()
    assert row.values() == ["j"]
    with qtbot.assertNotEmitted(row.changed):
        row.set_values(["a"])
    row.chip("a").click()
    assert row.value() is None


def test_chips_are_chosen_by_keyboard(look: Theme, qtbot: QtBot) -> None:
    row = ChipRow("Push", [("a", "Arguments"), ("s", "School"), ("b", "Bullying")])
    qtbot.addWidget(row)
    row.show()
    row.activateWindow()
    row.chip("a").setFocus()
    qtbot.waitUntil(row.chip("a").hasFocus)
    qtbot.keyClick(row.chip("a"), Qt.Key.Key_Space)
    qtbot.keyClick(row.chip("a"), Qt.Key.Key_Left)
    assert row.chip("b").hasFocus()
    qtbot.keyClick(row.chip("b"), Qt.Key.Key_Space)
    assert row.values() == ["a", "b"]
    assert not row.chip("a").icon().isNull()  # a tick: colour is not the only sign
    assert row.chip("s").icon().isNull()


def test_new_choices_keep_what_was_chosen(look: Theme, qtbot: QtBot) -> None:
    row = ChipRow("Push", [("a", "A"), ("b", "B")])
    qtbot.addWidget(row)
    row.set_values(["a", "b"])
    row.set_choices([("b", "B"), ("c", "C")])
    assert row.values() == ["b"]


def test_chips_wrap_and_are_never_cut(look: Theme, qtbot: QtBot) -> None:
    look.set(text_percent=200)
    row = ChipRow("Parts", [(t, t) for t in ("Trust and promises", "Places and safety", "Plans")])
    qtbot.addWidget(row)
    row.resize(420, row.heightForWidth(420))
    row.show()
    for value in ("Trust and promises", "Places and safety", "Plans"):
        chip = row.chip(value)
        assert row.rect().contains(chip.geometry())
        assert chip.width() >= chip.fontMetrics().horizontalAdvance(value)


def test_growing_text_grows_and_then_scrolls(look: Theme, qtbot: QtBot) -> None:
    text = GrowingText("What happened?", lines=2, most=5)
    qtbot.addWidget(text)
    text.resize(300, 50)
    text.show()
    heights = []
    for lines in (1, 4, 5, 30):
        text.set_text("\n".join("line" for _ in range(lines)))
        heights.append(text.height())
    assert heights[0] < heights[1] < heights[2] == heights[3]


def test_growing_text_moves_on_at_tab_and_submits(look: Theme, qtbot: QtBot) -> None:
    box = QWidget()
    column = Column(box)
    text = GrowingText("What happened?")
    column.add(text)
    column.add(PrimaryButton("Save"))
    qtbot.addWidget(box)
    box.show()
    with qtbot.waitSignal(text.submitted):
        qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert text.text() == ""
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert text.text() == ""


def test_growing_text_takes_plain_text_only(look: Theme, qtbot: QtBot) -> None:
    text = GrowingText("What happened?")
    qtbot.addWidget(text)
    data = QMimeData()
    data.setHtml("<b>bold</b>")
    data.setText("bold")
    text.insertFromMimeData(data)
    assert text.text() == "bold"


def test_a_field_names_its_input_and_says_why_not(look: Theme, qtbot: QtBot) -> None:
    edit = QLineEdit()
    field = Field("Place", edit, help_text="Where you met.")
    qtbot.addWidget(field)
    field.show()
    assert edit.accessibleName() == "Place"
    assert field.label.buddy() is edit
    field.set_error("Say where.")
    assert (field.error(), edit.accessibleDescription()) == ("Say where.", "Say where.")
    field.set_error(None)
    assert (field.error(), edit.accessibleDescription()) == ("", "Where you met.")


def test_search_waits_for_the_last_key(look: Theme, qtbot: QtBot) -> None:
    box = SearchBox()
    qtbot.addWidget(box)
    box.show()
    heard: list[str] = []
    box.searched.connect(heard.append)
    with qtbot.waitSignal(box.searched):
        qtbot.keyClicks(box, "boxing")
    assert heard == ["boxing"]
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert (box.text(), heard[-1]) == ("", "")


def test_a_toast_goes_by_itself_but_not_from_under_a_finger(look: Theme, qtbot: QtBot) -> None:
    toast = Toast("Saved.", "Undo", seconds=0.05)
    qtbot.addWidget(toast)
    toast.show()
    toast.activateWindow()
    toast.action.setFocus()
    qtbot.waitUntil(toast.action.hasFocus)
    with qtbot.assertNotEmitted(toast.gone, wait=150):
        pass
    with qtbot.waitSignals([toast.acted, toast.gone]):
        qtbot.keyClick(toast.action, Qt.Key.Key_Space)


def test_a_toast_that_nobody_touches_is_gone(look: Theme, qtbot: QtBot) -> None:
    toast = Toast("Saved.", seconds=0.05)
    toast.move(300, 300)
    with qtbot.waitSignal(toast.gone):
        toast.show()


def test_tri_state_knows_no_from_not_recorded(look: Theme, qtbot: QtBot) -> None:
    asked = TriState("Seen alone?")
    qtbot.addWidget(asked)
    for answer in (True, False, None):
        asked.set_answer(answer)
        assert asked.answer() is answer
    assert asked.value() == "unknown"


def test_a_fold_is_closed_until_it_is_opened(look: Theme, qtbot: QtBot) -> None:
    fold = Fold("More")
    inside = Text("inside")
    fold.add(inside)
    qtbot.addWidget(fold)
    fold.show()
    assert not inside.isVisible()
    qtbot.keyClick(fold.head, Qt.Key.Key_Space)
    assert inside.isVisible()
    assert fold.is_open()


def test_columns_stack_where_there_is_no_room(look: Theme, qtbot: QtBot) -> None:
    split = SplitColumns()
    split.add_main(Card("Main"))
    split.add_side(Card("Side"))
    qtbot.addWidget(split)
    split.resize(1100, 500)
    split.show()
    assert not split.is_stacked()
    look.set(text_percent=200)
    assert split.is_stacked()


def test_progress_can_be_cancelled(look: Theme, qtbot: QtBot) -> None:
    strip = ProgressStrip("Reading the history")
    qtbot.addWidget(strip)
    strip.set_progress(3, 5)
    with qtbot.waitSignal(strip.cancelled):
        strip.cancel.click()


def test_a_column_keeps_together_and_lets_go(look: Theme, qtbot: QtBot) -> None:
    box = QWidget()
    column = Column(box)
    qtbot.addWidget(box)
    first, second = Text("one"), Text("two")
    column.add(first)
    column.add(second)
    box.resize(300, 600)
    box.show()
    assert second.geometry().bottom() < 100
    column.clear()
    third = Text("three")
    column.add(third)
    assert column.count() == 2  # the third, and the space at the foot
    assert not first.isVisible()


@pytest.mark.parametrize("tone", TONES)
def test_a_status_is_a_word_before_it_is_a_colour(look: Theme, qtbot: QtBot, tone: str) -> None:
    badge = Badge("kept", tone)  # type: ignore[arg-type]
    qtbot.addWidget(badge)
    assert badge.accessibleName() == "kept"
    badge.set_status("not kept", "danger")
    assert badge.objectName() == "not kept"


def test_nothing_flashes_up_as_a_window_of_its_own(look: Theme, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QApplication

    before = {id(w) for w in QApplication.topLevelWidgets() if w.isVisible()}
    made = [make() for make in ALL.values()]
    after = {id(w) for w in QApplication.topLevelWidgets() if w.isVisible()}
    assert after <= before
    for widget in made:
        qtbot.addWidget(widget)
