"""Pictures on their way in and onto the screen: what a camera writes beside the picture (where,
when, which phone) is dropped, and nothing unreasonable in size is ever unfolded into memory."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter

MOST_MEGABYTES = 256
MOST_PIXELS = 50_000_000
_QUALITY = 90
_ENDINGS = {"png": "PNG", "webp": "PNG", "gif": "PNG", "bmp": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}


def read_picture(content: bytes) -> QImage | None:
    """The picture, the right way up; None where it is none that can be shown, or is too large."""
    held = QByteArray(content)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(MOST_MEGABYTES)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > MOST_PIXELS:
        return None
    image = reader.read()
    return None if image.isNull() else image


def cleaned(path: Path) -> tuple[bytes, str] | None:
    """A picture file's content with nothing but the picture in it, and its name; None where it is
    not a picture that can be read. Raises OSError."""
    ending = path.suffix.lower().lstrip(".")
    if ending not in _ENDINGS:
        return None
    image = read_picture(path.read_bytes())
    if image is None:
        return None
    bare = _pixels_of(image)
    form = _ENDINGS[ending]
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, form.encode())
    writer.setQuality(_QUALITY if form == "JPEG" else -1)
    if not writer.write(bare):
        return None
    return bytes(held.data()), path.stem + (".png" if form == "PNG" else ".jpg")


def _pixels_of(image: QImage) -> QImage:
    """The picture alone: a new one, painted, has none of the texts that came with the old one."""
    kind = QImage.Format
    clear = image.hasAlphaChannel()
    bare = QImage(image.size(), kind.Format_ARGB32 if clear else kind.Format_RGB32)
    bare.fill(0)
    painter = QPainter(bare)
    painter.drawImage(0, 0, image)
    painter.end()
    return bare
