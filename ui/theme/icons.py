"""Lucide icons from the bundle, recoloured by token and kept. No icon is drawn by hand here."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from diary.paths import resource
from ui.theme.theme import theme

ICON_PX = 18


def icon(
    name: str, role: str = "text", size: float = ICON_PX, *, checked: str = "", room: float = 0
) -> QIcon:
    """An icon in a token's colour; `checked` names another token for the checked state.
    `size` is px at 100 % text; `room` adds empty space on its right, since a styled button stands
    its words too close. Raises FileNotFoundError for an icon that is not bundled."""
    out = QIcon()
    off, on = QIcon.State.Off, QIcon.State.On
    space = theme().px(room)
    for ratio in _ratios():
        for ink, mode, state in (
            (role, QIcon.Mode.Normal, off),
            (checked or role, QIcon.Mode.Normal, on),
            ("muted", QIcon.Mode.Disabled, off),
        ):
            out.addPixmap(
                _drawn(name, theme().color(ink).name(), theme().px(size), ratio, space), mode, state
            )
    return out


def pixmap(name: str, role: str = "text", size: float = ICON_PX, ratio: float = 0) -> QPixmap:
    """The same as a pixmap, sharp at the device pixel ratio (the screen's own when 0)."""
    return _drawn(name, theme().color(role).name(), theme().px(size), ratio or _ratios()[-1])


def icon_size(size: float = ICON_PX, *, room: float = 0) -> QSize:
    """The size to hand to `setIconSize`."""
    return QSize(theme().px(size) + theme().px(room), theme().px(size))


def _ratios() -> tuple[float, ...]:
    app = QGuiApplication.instance()
    own = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    return (1.0,) if own <= 1 else (1.0, own)


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, px: int, ratio: float, space: int = 0) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    side = round(px * ratio)
    out = QPixmap(side + round(space * ratio), side)
    out.fill(Qt.GlobalColor.transparent)
    painter = QPainter(out)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    out.setDevicePixelRatio(ratio)
    return out
