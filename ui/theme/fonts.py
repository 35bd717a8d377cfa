"""The bundled font. The look never depends on what a machine happens to have installed."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from diary.paths import resource

FAMILY = "Atkinson Hyperlegible Next"
_FILES = ("400Regular", "400Regular_Italic", "500Medium", "600SemiBold", "700Bold")


def load_fonts() -> bool:
    """Registers the bundled faces; True when every file was taken. Call once per application."""
    taken = [
        QFontDatabase.addApplicationFont(
            str(resource("fonts", f"AtkinsonHyperlegibleNext_{face}.ttf"))
        )
        for face in _FILES
    ]
    return all(font_id >= 0 for font_id in taken)
