"""The files beside an entry: add one, see it inside the program, take a copy out with a warning.
The bytes are sealed by the vault; nothing readable is put on the disk by looking."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from diary.casework.attaching import attach, attachments_of, read_attachment
from diary.casework.entries import copy_taken_out
from diary.clock import When
from diary.errors import CannotReach
from diary.records.attachment import size_words
from diary.records.view import View
from ui.desk.desk import Desk
from ui.records.pictures import cleaned, read_picture
from ui.records.strips import Strip
from ui.theme import theme
from ui.widgets import (
    Banner,
    Card,
    EmptyState,
    Field,
    ProgressStrip,
    Row,
    RowList,
    SecondaryButton,
    Text,
    clear_layout,
    named,
)

MOST_TEXT = 2_000_000
_TEXT_TYPES = ("text/", "application/json", "application/xml")
COPY_WARNING = (
    "A copy outside Kith is not locked: whoever has the file can read it. That it was taken out is "
    "written down in the diary."
)


class Picture(QLabel):
    """A picture, as large as there is room for and never larger than it is."""

    def __init__(self, image: QImage, name: str) -> None:
        super().__init__()
        self._image = image
        named(self, "Picture").setAccessibleName(f"Picture: {name}")
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setMinimumWidth(1)

    def sizeHint(self) -> QSize:
        return self._fitting(self.width() if self.width() > 1 else theme().px(560))

    def heightForWidth(self, wide: int) -> int:
        return self._fitting(wide).height()

    def hasHeightForWidth(self) -> bool:
        return True

    def _fitting(self, wide: int) -> QSize:
        size = self._image.size()
        box = QSize(min(wide, size.width()), theme().px(560))
        return size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(
            self._image.scaled(
                self._fitting(self.width()) * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
        pixmap.setDevicePixelRatio(ratio)
        self.setPixmap(pixmap)


class CaptionStrip(Strip):
    """What a chosen file shows, before it is added."""

    answered = Signal(str)

    def __init__(self) -> None:
        super().__init__("Add this file", "", "Add it")
        self.caption = QLineEdit()
        self.caption.returnPressed.connect(self.submit)
        self.add(Field("What does it show?", self.caption, optional=True))
        self.finish_layout()

    def open_strip(self, name: str) -> None:
        """For a file of that name."""
        self.says.setText(
            f"{name}. It is locked into the diary; the file it came from stays where it is."
        )
        self.says.set_tone("muted")
        self.caption.clear()
        self.show()
        self.caption.setFocus()

    def submit(self) -> None:
        self.answered.emit(self.caption.text().strip())


class FilesCard(Card):
    """The card at an entry. `set_entry` says beside which."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Files")
        self._desk = desk
        self._entry = ""
        self._person: str | None = None
        self._path: Path | None = None
        self._open: View | None = None
        self._content = b""
        self.rows = RowList("Files", fit=True)
        self.rows.row_activated.connect(self._chosen)
        self.choose = SecondaryButton("Add a file", "paperclip")
        self.choose.clicked.connect(self.pick)
        self.caption = CaptionStrip()
        self.caption.answered.connect(self._attach)
        self.caption.done_with.connect(self.choose.setFocus)
        self.progress = ProgressStrip("Locking the file into the diary")
        self.progress.hide()
        self.wrong = Banner("", "danger", closable=True)
        self.wrong.hide()
        self._shown = QWidget()
        self._view = QVBoxLayout(self._shown)
        self._view.setContentsMargins(0, 0, 0, 0)
        for part in (self.rows, self._shown, self.wrong, self.caption, self.progress):
            self.add(part)
        self.body.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)

    def set_entry(self, entry: str, person: str | None, *, may_add: bool = True) -> None:
        """Beside which entry the files lie."""
        self._entry, self._person = entry, person
        self.choose.setVisible(may_add)
        self.caption.hide()
        self.wrong.hide()
        self._close_view()
        self.reload()

    def reload(self) -> None:
        """Read and draw again."""
        if self._entry:
            self._desk.ask(self, attachments_of, self._show, self._entry)

    def _show(self, views: list[View]) -> None:
        self.rows.set_rows([_row(view) for view in views])
        self.rows.setVisible(bool(views))

    # -- adding -----------------------------------------------------------------------------

    def pick(self) -> None:
        """Asks for a file."""
        dialog = QFileDialog(self, "Add a file")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.take)
        dialog.open()

    def take(self, path: str) -> None:
        """A file was chosen: ask what it shows."""
        self._path = Path(path)
        self.caption.open_strip(self._path.name)

    def _attach(self, caption: str) -> None:
        assert self._path is not None
        path, entry, diary = self._path, self._entry, self._desk.diary
        self.caption.hide()
        self.progress.show()

        def work(progress: Any, cancelled: Any) -> None:
            try:
                picture = cleaned(path)
            except OSError as error:
                raise CannotReach("source") from error
            content, name = picture or (path, path.name)
            attach(
                diary,
                entry,
                content,
                name=name,
                caption=caption,
                progress=progress,
                cancelled=cancelled,
            )

        job = self._desk.long(
            self, work, self._attached, self._failed, lambda done: self.progress.set_progress(*done)
        )
        self.progress.cancelled.connect(job.cancel)

    def _attached(self, _done: object) -> None:
        self.progress.hide()
        self.reload()
        self._desk.saved.emit()
        self.choose.setFocus()

    def _failed(self, error: BaseException) -> None:
        self.progress.hide()
        self._desk.fail(error)

    # -- looking ------------------------------------------------------------------------------

    def _chosen(self, row: Row) -> None:
        view = row.data
        assert isinstance(view, View)
        if self._open is not None and self._open.id == view.id:
            self._close_view()
            return
        self._close_view()
        self._open = view
        diary, identifier = self._desk.diary, view.id
        self._desk.tasks.run(
            self,
            lambda: read_attachment(diary, identifier),
            self._show_content,
            self._cannot_show,
            lane="read",
        )

    def _close_view(self) -> None:
        clear_layout(self._view)
        self._open = None
        self._shown.hide()

    def _cannot_show(self, error: BaseException) -> None:
        self._close_view()
        self._desk.fail(error)

    def _show_content(self, content: bytes) -> None:
        view = self._open
        if view is None:
            return
        media = str(view.get("media_type") or "")
        name = str(view.get("caption") or view.get("name") or "")
        image = read_picture(content) if media.startswith("image/") else None
        if image is not None:
            self._view.addWidget(Picture(image, name))
        elif media.startswith(_TEXT_TYPES) and len(content) <= MOST_TEXT:
            text = named(QPlainTextEdit(content.decode("utf-8", "replace")), "Text of the file")
            text.setReadOnly(True)
            text.setMinimumHeight(theme().px(220))
            self._view.addWidget(text)
        else:
            what = "PDF" if media == "application/pdf" else "File"
            words = f"{what}, {size_words(len(content))}"
            says = "It can't be shown inside the program yet. A copy of it can be taken out."
            self._view.addWidget(EmptyState("file-text", words, says))
        self._view.addWidget(Text(COPY_WARNING, "small", "muted"))
        out = SecondaryButton("Take a copy out…", "download")
        out.clicked.connect(self._pick_place)
        self._view.addWidget(out, 0, Qt.AlignmentFlag.AlignLeft)
        self._content = content
        self._shown.show()

    def _pick_place(self) -> None:
        assert self._open is not None
        dialog = QFileDialog(self, "Take a copy out")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(str(self._open.get("name") or "file"))
        dialog.fileSelected.connect(self.save_copy)
        dialog.open()

    def save_copy(self, path: str) -> None:
        """Writes the open file to a place that was chosen, and that this was done."""
        content, diary = self._content, self._desk.diary
        clock = self._desk.clock
        at = When.exact(clock.now(), clock.zone()).to_map()

        def work() -> None:
            try:
                Path(path).write_bytes(content)
            except OSError as error:
                raise CannotReach("target") from error
            diary.do(copy_taken_out, self._person, "A file beside an entry", at)

        self._desk.tasks.run(self, work, self._copied, self._desk.fail)

    def _copied(self, _done: object) -> None:
        self._desk.say("A copy was taken out. It is written down in the diary.")


def _row(view: View) -> Row:
    name, caption = str(view.get("name") or "File"), str(view.get("caption") or "")
    size = size_words(int(view.get("size") or 0))
    media = str(view.get("media_type") or "")
    icon = "image" if media.startswith("image/") else "file-text"
    meta = f"{name} · {size}" if caption else size
    return Row(view.id, caption or name, meta, icon=icon, action="Look", data=view)
