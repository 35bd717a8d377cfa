"""The look as numbers and colours: tokens for light, dark and high contrast, page tints, gaps,
radii and the type scale at 100 %. No Qt in here, so a test can walk every pair; no widget picks a
colour that is not in this file."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Literal

Shade = Literal["light", "dark", "contrast"]
Scheme = Literal["system", "light", "dark", "contrast"]
Tint = Literal["none", "cream", "blue"]
Spacing = Literal["normal", "roomy"]
Tone = Literal["danger", "amber", "good", "accent", "plum", "muted"]

TONES: tuple[Tone, ...] = ("danger", "amber", "good", "accent", "plum", "muted")
SCHEMES: tuple[Scheme, ...] = ("system", "light", "dark", "contrast")
TINTS: tuple[Tint, ...] = ("none", "cream", "blue")

TYPE_PX: dict[str, float] = {
    "display": 28,
    "title": 24,
    "brand": 18,
    "question": 19,
    "large": 18,
    "card": 16,
    "body": 15,
    "strong": 15,
    "label": 14,
    "small": 13.4,  # drawn as 13.5; rasterisers that round would make that a crowded 14
    "tiny": 12,
}
TYPE_WEIGHT: dict[str, int] = {
    "display": 700,
    "title": 700,
    "brand": 700,
    "question": 700,
    "card": 700,
    "strong": 700,
    "label": 600,
}
GAPS: tuple[int, int, int, int] = (6, 10, 16, 24)
RADIUS_CONTROL = 8
RADIUS_CARD = 10


@dataclass(frozen=True, slots=True)
class Tokens:
    """One colour per meaning, as #rrggbb. `line` is decoration only; `border` bounds a control."""

    page: str
    card: str
    nav: str
    line: str
    border: str
    text: str
    muted: str
    muted_tint: str
    accent: str
    accent_tint: str
    accent_strong: str
    on_accent: str
    danger: str
    danger_tint: str
    amber: str
    amber_tint: str
    good: str
    good_tint: str
    plum: str
    plum_tint: str
    hover: str

    def names(self) -> tuple[str, ...]:
        """Every token's name."""
        return tuple(f.name for f in fields(self))


LIGHT = Tokens(
    page="#f6f4ef",
    card="#ffffff",
    nav="#efebe2",
    line="#ddd7ca",
    border="#7b8794",
    text="#1f2933",
    muted="#52606d",
    muted_tint="#eceae4",
    accent="#0b6e6e",
    accent_tint="#e3efed",
    accent_strong="#095a5a",
    on_accent="#ffffff",
    danger="#9b2c2c",
    danger_tint="#f7e6e3",
    amber="#8a5a00",
    amber_tint="#f8edd6",
    good="#2f6b3a",
    good_tint="#e4f0e4",
    plum="#5b3a77",
    plum_tint="#eee7f4",
    hover="#e6e1d6",
)

DARK = Tokens(
    page="#1c2127",
    card="#232a31",
    nav="#181c21",
    line="#39424c",
    border="#8795a3",
    text="#eef1f4",
    muted="#a9b4c0",
    muted_tint="#2f3740",
    accent="#7cc4c1",
    accent_tint="#233b3c",
    accent_strong="#97d6d3",
    on_accent="#14181c",
    danger="#f0a39b",
    danger_tint="#43292a",
    amber="#e9bd6b",
    amber_tint="#40351f",
    good="#9fd0a4",
    good_tint="#24392a",
    plum="#c9aee3",
    plum_tint="#372c44",
    hover="#2b333b",
)

CONTRAST = Tokens(
    page="#000000",
    card="#000000",
    nav="#000000",
    line="#ffffff",
    border="#ffffff",
    text="#ffffff",
    muted="#e4e8ec",
    muted_tint="#1d1d1d",
    accent="#ffe04a",
    accent_tint="#2b2700",
    accent_strong="#fff08f",
    on_accent="#000000",
    danger="#ffb3ab",
    danger_tint="#3a0b0b",
    amber="#ffcf70",
    amber_tint="#332300",
    good="#9df5a8",
    good_tint="#062a0d",
    plum="#e2c7ff",
    plum_tint="#2a1440",
    hover="#262626",
)

_PALETTES: dict[Shade, Tokens] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def tokens_for(shade: Shade, tint: Tint = "none") -> Tokens:
    """The colours of one shade. A page tint (for readers whom white paper dazzles) changes only
    the paper, and only in the light."""
    base = _PALETTES[shade]
    if shade != "light" or tint == "none":
        return base
    if tint == "cream":
        return replace(
            base, page="#f7efd9", card="#fffaec", nav="#f0e6cb", hover="#e9dfc4", line="#ddd0ac"
        )
    return replace(
        base, page="#e6eef5", card="#f7fbff", nav="#dae5ef", hover="#d8e3ed", line="#c3d1de"
    )


def contrast_ratio(one: str, other: str) -> float:
    """WCAG 2 contrast of two #rrggbb colours, 1.0 to 21.0."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
