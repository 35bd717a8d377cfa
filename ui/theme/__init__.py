"""Colour, type, space, icons. Only this room knows a hex colour or a font file; it knows no widget
of ours and nothing of the diary except where bundled files lie."""

from ui.theme.icons import icon, icon_size, pixmap
from ui.theme.theme import Theme, theme
from ui.theme.tokens import SCHEMES, TINTS, TONES, Scheme, Spacing, Tint, Tone

__all__ = [
    "SCHEMES",
    "TINTS",
    "TONES",
    "Scheme",
    "Spacing",
    "Theme",
    "Tint",
    "Tone",
    "icon",
    "icon_size",
    "pixmap",
    "theme",
]
