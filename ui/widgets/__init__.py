"""Reusable widgets that know nothing of the diary. Every one is usable by keyboard and named for
screen readers (`objectName` equals the accessible name, but for what somebody wrote).
Text is always plain, never markup.

text      Text(text="", role="body", tone="", *, wrap=True)  roles: display title brand question
            large card body strong label small tiny; .setText .set_tone
          ElidedText(text, role, tone)   Glyph(name, role="text", size=18) .show_icon
          OwnWords(text, note="") .set_text
buttons   PrimaryButton(text, icon_name="")  SecondaryButton(text, icon_name="", *, tone="")
          LinkButton(text, icon_name="")  IconButton(name, icon_name)
          BigButton(text, icon_name="", *, tone=""): together mode, 52 px
            all: .set_text .set_icon; clicked
chips     Choice(value, label, icon="", hint="")
          Chip(text, icon_name="", *, tick=True, checked=False)  toggled
          ChipRow(name, choices, *, exclusive=False, required=False)  changed
            .values() .value() .set_values(...) .set_choices(...) .chip(value) .add_widget(w)
            choices: Choice or (value, label)
flow      FlowLayout(parent=None, *, gap=7, line_gap=7)   clear_layout(layout)
          Column(parent=None): a QVBoxLayout that keeps its contents at the top unless something in
            it stretches; .add(w, stretch=0) .clear. Card.body, Page.body, SplitColumns.main and
            .side are Columns.
badge     Tag(text, tone="accent", icon="")   tones: danger amber good accent plum muted
          Badge(text, tone, icon_name="") .set_status   Avatar(name, size=38, tone) .set_name
card      Card(title="", *, action="", remark="", name="", panel="card"|"choice",
            ruled=False)  action_clicked;
            .body .add(w, stretch=0) .add_head(w) .set_title .set_remark .clear
          Fold(title="More")  toggled(bool)  .add .set_open .is_open
          EmptyState(icon_name, title, sentence="", action="")  action_clicked
          Rule(*, upright=False)
growing   GrowingText(name, *, placeholder="", lines=2, most=14)  edited, submitted (Ctrl+Enter)
            .text() .set_text
field     Field(label, widget, *, help_text="", optional=False) .set_error(reason|None) .error()
            .set_help; .widget, .label
          NumberBox(name, least=0, most=999)  valueChanged(int) .value() .setValue
          SearchBox(name="Search", *, placeholder="Search")  searched(str), left_downwards
notice    Toast(text, action="", *, seconds=8)  acted, gone     Banner(text, tone="accent", *,
            icon_name="", action="", closable=False)  acted, dismissed  .say(text, tone)
          ProgressStrip(label, *, cancellable=True)  cancelled
            .set_progress(done, total) .set_label
          ClockPanel(large="", small="", tone="danger") .set_text(large, small="", tone=None)
          announce(widget, text)
columns   SplitColumns(*, side_width=316, stack_below=760, side_first=False)
            .add_main(w, stretch=0) .add_side(w, stretch=0) .is_stacked()
page      Page(title, subtitle="", *, name="")  class attribute shell_tools=("search", "log")
            .body .add(w, stretch=0) .set_title .set_lead(w) .set_badges(*w) .add_tool(w)
            .set_strip(w) .set_footer(w) .clear(); override arrive(**args)
rows      Row(key, title, meta="", body="", own_words="", chips=(), icon="", tone="accent",
            tile=True, badge=None, avatar="", action="", strong=True, heading=False,
            spoken="", marks=(), data=None)  marks: bold (start, end) in body
rowlist   RowList(name, rows=(), *, meta="below"|"beside", lead=0, fit=False, most_lines=6,
            always_marked=False)
            row_activated(Row) row_expanded(Row) row_action(Row) row_menu(Row, QPoint)
            row_changed(Row); .set_rows .rows() .current_row() .select(key) .set_expanded(key, bool)
            .add_rows(rows) below what is there  .renew(rows) redraws and keeps the place
segmented Segmented(name, choices, value=None)  changed(str) .value() .set_value
          TriState(name, answer=None)  changed(str) .answer() -> bool|None .set_answer
when      WhenEdit(name, *, clock=None, zone="", past_only=False, quick=True)  changed
            .value() -> When|None .problem() -> str .set_value(When|None) .precision()
naming    named(widget, name) -> widget   repolish(widget, property, value)   plain(text)
          tip(widget, text): a tooltip that is never markup
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.widgets.badge import Avatar, Badge, Tag
    from ui.widgets.buttons import BigButton, IconButton, LinkButton, PrimaryButton, SecondaryButton
    from ui.widgets.card import Card, EmptyState, Fold, Rule
    from ui.widgets.chips import Chip, ChipRow, Choice
    from ui.widgets.columns import SplitColumns
    from ui.widgets.field import Field, NumberBox, SearchBox
    from ui.widgets.flow import Column, FlowLayout, clear_layout
    from ui.widgets.growing import GrowingText
    from ui.widgets.naming import named, plain, repolish, tip
    from ui.widgets.notice import Banner, ClockPanel, ProgressStrip, Toast, announce
    from ui.widgets.page import Page
    from ui.widgets.rowlist import RowList
    from ui.widgets.rows import Row
    from ui.widgets.segmented import Segmented, TriState
    from ui.widgets.text import ElidedText, Glyph, OwnWords, Text
    from ui.widgets.when import WhenEdit

_HOMES = {
    "badge": "Avatar Badge Tag",
    "buttons": "BigButton IconButton LinkButton PrimaryButton SecondaryButton",
    "card": "Card EmptyState Fold Rule",
    "chips": "Chip ChipRow Choice",
    "columns": "SplitColumns",
    "field": "Field NumberBox SearchBox",
    "flow": "Column FlowLayout clear_layout",
    "growing": "GrowingText",
    "naming": "named plain repolish tip",
    "notice": "Banner ClockPanel ProgressStrip Toast announce",
    "page": "Page",
    "rowlist": "RowList",
    "rows": "Row",
    "segmented": "Segmented TriState",
    "text": "ElidedText Glyph OwnWords Text",
    "when": "WhenEdit",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """Each widget's file is read when it is first asked for: the unlock window needs six of them,
    and half of the time to show it went into the others."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(name)
    found: object = getattr(import_module(f"ui.widgets.{home}"), name)
    globals()[name] = found
    return found


__all__ = [
    "Avatar",
    "Badge",
    "Banner",
    "BigButton",
    "Card",
    "Chip",
    "ChipRow",
    "Choice",
    "ClockPanel",
    "Column",
    "ElidedText",
    "EmptyState",
    "Field",
    "FlowLayout",
    "Fold",
    "Glyph",
    "GrowingText",
    "IconButton",
    "LinkButton",
    "NumberBox",
    "OwnWords",
    "Page",
    "PrimaryButton",
    "ProgressStrip",
    "Row",
    "RowList",
    "Rule",
    "SearchBox",
    "SecondaryButton",
    "Segmented",
    "SplitColumns",
    "Tag",
    "Text",
    "Toast",
    "TriState",
    "WhenEdit",
    "announce",
    "clear_layout",
    "named",
    "plain",
    "repolish",
    "tip",
]
