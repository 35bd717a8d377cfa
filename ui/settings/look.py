"""How the program looks: scheme, size of the text, spacing, paper. Applied at once."""

from __future__ import annotations

from typing import Any, cast

from ui.desk.desk import Desk
from ui.settings.section import Section
from ui.theme import Scheme, Spacing, Tint, theme
from ui.widgets import Choice, Field, Segmented, Text

SETTING = "look"
_SIZES = (100, 110, 125, 150, 175, 200)


class LookSection(Section):
    key, label, icon = "look", "Appearance", "palette"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.scheme = Segmented(
            "Light or dark",
            [
                Choice("system", "As the system", "monitor"),
                Choice("light", "Light", "sun"),
                Choice("dark", "Dark", "moon"),
                Choice("contrast", "High contrast", "contrast"),
            ],
        )
        self.text_size = Segmented("Size of the text", [(str(s), f"{s} %") for s in _SIZES])
        self.spacing = Segmented("Spacing", [("normal", "Usual"), ("roomy", "Roomy")])
        self.tint = Segmented(
            "Paper", [("none", "White"), ("cream", "Cream"), ("blue", "Pale blue")]
        )
        card = self.card("Appearance", "Each change shows at once, on this laptop only.")
        for label, part in (
            ("Light or dark", self.scheme),
            ("Size of the text", self.text_size),
            ("Spacing", self.spacing),
            ("Paper, in light", self.tint),
        ):
            card.add(Field(label, part))
            part.changed.connect(self._changed)
        card.add(
            Text(
                "A tinted paper and roomy spacing make reading easier for some people.",
                "small",
                "muted",
            )
        )

    def arrive(self) -> None:
        worn = theme()
        self.scheme.set_value(worn.scheme)
        nearest = min(_SIZES, key=lambda size: abs(size - worn.text_percent))
        self.text_size.set_value(str(nearest))
        self.spacing.set_value(worn.spacing)
        self.tint.set_value(worn.tint)

    def _changed(self) -> None:
        look: dict[str, Any] = {
            "scheme": self.scheme.value(),
            "text_percent": int(self.text_size.value() or 100),
            "spacing": self.spacing.value(),
            "tint": self.tint.value(),
        }
        theme().set(
            scheme=cast("Scheme", look["scheme"]),
            text_percent=look["text_percent"],
            spacing=cast("Spacing", look["spacing"]),
            tint=cast("Tint", look["tint"]),
        )
        self.keep(SETTING, look)
