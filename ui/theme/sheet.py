"""The small style sheet on top of Fusion. Every pixel comes from the text size. Combo boxes and
date fields get a border only together with their own arrows (Qt draws none otherwise)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diary.paths import resource
from ui.theme.tokens import RADIUS_CARD, RADIUS_CONTROL, TONES, TYPE_PX, TYPE_WEIGHT

if TYPE_CHECKING:
    from ui.theme.theme import Theme


def sheet_for(look: Theme) -> str:
    """The application's style sheet for the theme as it stands."""
    parts = (_surfaces, _text, _buttons, _chips, _inputs, _arrows, _lists, _scrollbars)
    return "\n".join(part(look) for part in parts)


def _surfaces(look: Theme) -> str:
    t, px = look.tokens, look.px
    banners = "\n".join(
        f'QFrame[banner="{tone}"] {{ background: {getattr(t, f"{tone}_tint")};'
        f" border: 1px solid {getattr(t, tone)}; border-radius: {px(RADIUS_CONTROL)}px; }}"
        for tone in TONES
    )
    return f"""
QToolTip {{ background: {t.card}; color: {t.text}; border: 1px solid {t.border};
    padding: {px(4)}px; }}
QFrame[panel="card"] {{ background: {t.card}; border: 1px solid {t.line};
    border-radius: {px(RADIUS_CARD)}px; }}
QFrame[panel="choice"] {{ background: {t.card}; border: 1px solid {t.border};
    border-radius: {px(RADIUS_CONTROL)}px; }}
QFrame[panel="raised"] {{ background: {t.card}; border: 1px solid {t.border};
    border-radius: {px(RADIUS_CARD)}px; }}
QFrame[panel="toast"] {{ background: {t.text}; border-radius: {px(RADIUS_CONTROL)}px; }}
QFrame[panel="toast"] QLabel {{ color: {t.page}; }}
QFrame[rule="true"] {{ background: {t.line}; border: none; }}
{banners}
"""


def _text(look: Theme) -> str:
    t = look.tokens
    rules = "\n".join(
        f'QLabel[role="{role}"] {{ font-size: {look.points(px):.2f}pt;'
        f" font-weight: {TYPE_WEIGHT.get(role, 400)}; }}"
        for role, px in TYPE_PX.items()
    )
    tones = "\n".join(
        f'QLabel[tone="{tone}"] {{ color: {getattr(t, tone)}; }}' for tone in (*TONES, "text")
    )
    return f"{rules}\n{tones}"


def _buttons(look: Theme) -> str:
    t, px = look.tokens, look.px
    tall = px(23) + look.gap(0) - 6
    shape = (
        f"border-radius: {px(RADIUS_CONTROL)}px; padding: {px(6)}px {px(14)}px;"
        f" min-height: {tall}px; font-weight: 600;"
    )
    tight = f"padding: {px(6) - 1}px {px(14) - 1}px;"
    tones = "\n".join(
        f'QPushButton[kind="big"][tone="{tone}"] {{ color: {getattr(t, tone)};'
        f" border: 3px solid {getattr(t, tone)};"
        f" padding: {px(10) - 2}px {px(20) - 2}px; }}"
        f'QPushButton[kind="big"][tone="{tone}"]:checked'
        f" {{ background: {getattr(t, f'{tone}_tint')}; }}"
        for tone in TONES
    )
    return f"""
QPushButton[kind="primary"] {{ background: {t.accent}; color: {t.on_accent};
    border: 1px solid {t.accent}; {shape} }}
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed
    {{ background: {t.accent_strong}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {t.text}; {tight} }}
QPushButton[kind="primary"]:disabled {{ background: {t.muted_tint}; color: {t.muted};
    border-color: {t.border}; }}
QPushButton[kind="secondary"] {{ background: {t.card}; color: {t.text};
    border: 1px solid {t.border}; {shape} }}
QPushButton[kind="secondary"]:hover, QPushButton[kind="secondary"]:pressed
    {{ background: {t.hover}; }}
QPushButton[kind="secondary"]:checked {{ background: {t.accent_tint}; color: {t.accent};
    border-color: {t.accent}; }}
QPushButton[kind="secondary"]:focus {{ border: 2px solid {t.accent}; {tight} }}
QPushButton[kind="secondary"]:disabled {{ color: {t.muted}; }}
QPushButton[kind="secondary"][tone="danger"] {{ color: {t.danger}; border-color: {t.danger}; }}
QPushButton[kind="big"] {{ background: {t.card}; color: {t.text}; border: 1px solid {t.border};
    border-radius: {px(RADIUS_CONTROL)}px; padding: {px(10)}px {px(20)}px;
    min-height: {px(36)}px; font-size: {look.points(TYPE_PX["large"]):.2f}pt; font-weight: 600; }}
QPushButton[kind="big"]:hover {{ background: {t.hover}; }}
QPushButton[kind="big"]:checked {{ background: {t.accent_tint}; border: 3px solid {t.accent};
    padding: {px(10) - 2}px {px(20) - 2}px; }}
QPushButton[kind="big"]:focus {{ border: 3px solid {t.accent};
    padding: {px(10) - 2}px {px(20) - 2}px; }}
{tones}
QPushButton[kind="link"], QPushButton[kind="icon"] {{ background: transparent; color: {t.accent};
    border: 2px solid transparent; border-radius: {px(RADIUS_CONTROL)}px;
    padding: {px(3)}px {px(5)}px; font-weight: 600; text-align: left; }}
QPushButton[kind="link"]:hover, QPushButton[kind="icon"]:hover {{ background: {t.hover}; }}
QPushButton[kind="link"]:focus, QPushButton[kind="icon"]:focus
    {{ border-color: {t.accent}; }}
QPushButton[kind="link"]:disabled {{ color: {t.muted}; }}
QPushButton[kind="link"][tone="toast"] {{ color: {t.page}; text-decoration: underline; }}
QPushButton[kind="link"][tone="toast"]:hover {{ background: {t.muted}; }}
QPushButton[kind="link"][tone="toast"]:focus {{ border-color: {t.page}; }}
QPushButton[kind="search"] {{ background: {t.card}; color: {t.muted}; text-align: left;
    border: 1px solid {t.border}; {shape} font-weight: 400; }}
QPushButton[kind="search"]:hover {{ background: {t.hover}; }}
QPushButton[kind="search"]:focus {{ border: 2px solid {t.accent}; {tight} }}
"""


def _chips(look: Theme) -> str:
    t, px = look.tokens, look.px
    tall = px(20) + look.gap(0) - 6
    radius = (tall + 2 * px(3) + 2) // 2
    segment = f"padding: {px(3)}px {px(12)}px; min-height: {tall}px;"
    return f"""
QPushButton[kind="chip"] {{ background: {t.card}; color: {t.text}; border: 1px solid {t.border};
    border-radius: {radius}px; {segment} font-size: {look.points(TYPE_PX["label"]):.2f}pt; }}
QPushButton[kind="chip"]:hover {{ background: {t.hover}; }}
QPushButton[kind="chip"]:checked {{ background: {t.accent_tint}; color: {t.accent};
    border-color: {t.accent}; }}
QPushButton[kind="chip"]:focus {{ border: 2px solid {t.accent};
    padding: {px(3) - 1}px {px(12) - 1}px; }}
QPushButton[kind="chip"]:disabled {{ color: {t.muted}; }}
"""


def _inputs(look: Theme) -> str:
    t, px = look.tokens, look.px
    pad = px(5) + look.gap(0) - 6
    box = round(px(15) * 1.2)
    tick = resource("icons", f"tick-{look.shade}.svg").as_posix()
    edits = "QLineEdit, QPlainTextEdit, QTextEdit"
    return f"""
{edits} {{ background: {t.card}; color: {t.text}; border: 1px solid {t.border};
    border-radius: {px(RADIUS_CONTROL)}px; padding: {pad}px {px(9)}px;
    placeholder-text-color: {t.muted};
    selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QLineEdit {{ min-height: {px(23)}px; }}
QPlainTextEdit, QTextEdit {{ padding: {px(3)}px {px(6)}px; }}
QLineEdit:focus {{ border: 2px solid {t.accent}; padding: {pad - 1}px {px(9) - 1}px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {t.accent};
    padding: {px(3) - 1}px {px(6) - 1}px; }}
QLineEdit[wrong="true"] {{ border: 2px solid {t.danger};
    padding: {pad - 1}px {px(9) - 1}px; }}
QPlainTextEdit[wrong="true"], QTextEdit[wrong="true"] {{ border: 2px solid {t.danger};
    padding: {px(3) - 1}px {px(6) - 1}px; }}
QLineEdit:disabled, QLineEdit:read-only {{ background: {t.page}; }}
QCheckBox, QRadioButton {{ spacing: {px(8)}px; padding: {px(3)}px; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {box}px; height: {box}px;
    background: {t.card}; border: 1px solid {t.border}; border-radius: {px(4)}px; }}
QRadioButton::indicator {{ border-radius: {box // 2 + 1}px; }}
QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent};
    image: url("{tick}"); }}
QRadioButton::indicator:checked {{ border: {px(5)}px solid {t.accent};
    width: {box + 2 - 2 * px(5)}px; height: {box + 2 - 2 * px(5)}px; }}
QCheckBox:focus, QRadioButton:focus {{ border: 2px solid {t.accent}; padding: {px(3) - 2}px;
    border-radius: {px(5)}px; }}
QProgressBar {{ border: 1px solid {t.border}; border-radius: {px(4)}px; background: {t.card};
    min-height: {px(8)}px; max-height: {px(8)}px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: {px(3)}px; }}
"""


def _arrows(look: Theme) -> str:
    t, px = look.tokens, look.px
    down = resource("icons", f"arrow-down-{look.shade}.svg").as_posix()
    up = resource("icons", f"arrow-up-{look.shade}.svg").as_posix()
    kinds = ("QComboBox", "QDateEdit", "QDateTimeEdit", "QTimeEdit", "QSpinBox")
    joined = ", ".join(kinds)
    focus = ", ".join(f"{kind}:focus" for kind in kinds)
    spin = ("QDateEdit", "QDateTimeEdit", "QTimeEdit", "QSpinBox")

    def parts(name: str) -> str:
        return ", ".join(f"{kind}::{name}" for kind in spin)

    return f"""
{joined} {{ background: {t.card}; color: {t.text}; border: 1px solid {t.border};
    border-radius: {px(RADIUS_CONTROL)}px; padding: {px(5)}px {px(9)}px; min-height: {px(23)}px; }}
{focus} {{ border: 2px solid {t.accent}; padding: {px(5) - 1}px {px(9) - 1}px; }}
QComboBox::drop-down {{ border: none; width: {px(26)}px; }}
QComboBox::down-arrow {{ image: url("{down}"); width: {px(16)}px; height: {px(16)}px; }}
QComboBox QAbstractItemView {{ background: {t.card}; color: {t.text};
    border: 1px solid {t.border}; selection-background-color: {t.accent_tint};
    selection-color: {t.text}; }}
{parts("up-button")}, {parts("down-button")} {{ border: none; width: {px(22)}px; }}
{parts("up-arrow")} {{ image: url("{up}"); width: {px(13)}px; height: {px(13)}px; }}
{parts("down-arrow")} {{ image: url("{down}"); width: {px(13)}px; height: {px(13)}px; }}
"""


def _lists(look: Theme) -> str:
    t, px = look.tokens, look.px
    return f"""
QListView, QTableView, QTreeView {{ background: {t.card}; border: none; outline: none;
    alternate-background-color: {t.page}; gridline-color: {t.line}; }}
QTableView::item, QTreeView::item {{ padding: {px(5)}px; }}
QTableView::item:selected, QTreeView::item:selected {{ background: {t.accent_tint};
    color: {t.text}; }}
QHeaderView {{ background: {t.card}; border: none; }}
QHeaderView::section {{ background: {t.card}; color: {t.muted}; border: none;
    border-bottom: 1px solid {t.border}; padding: {px(5)}px; font-weight: 600; }}
QMenu {{ background: {t.card}; color: {t.text}; border: 1px solid {t.border};
    padding: {px(4)}px; }}
QMenu::item {{ padding: {px(6)}px {px(18)}px; border-radius: {px(5)}px; }}
QMenu::item:selected {{ background: {t.accent_tint}; color: {t.text}; }}
"""


def _scrollbars(look: Theme) -> str:
    t, px = look.tokens, look.px
    wide = px(11)
    return f"""
QScrollArea {{ border: none; background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: {wide}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {wide}px; margin: 0; }}
QScrollBar::handle {{ background: {t.border}; margin: {px(3)}px;
    border-radius: {(wide - 2 * px(3)) // 2}px;
    min-height: {px(30)}px; min-width: {px(30)}px; }}
QScrollBar::handle:disabled {{ background: transparent; }}
QScrollBar::handle:hover {{ background: {t.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
