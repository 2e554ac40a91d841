"""Saves a workbook without the temporary files of the library: the child can open none."""

import io
import zipfile
from typing import Any

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.workbook import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter
from PIL import Image


class _Writer(ExcelWriter):
    def __init__(self, book: Workbook, parts: zipfile.ZipFile) -> None:
        super().__init__(book, parts)
        self._parts = parts

    def write_worksheet(self, ws: Any) -> None:
        """As the library does it, but for the file."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        target = io.BytesIO()
        writer: Any = WorksheetWriter(ws, target)
        writer.write()
        ws._rels = writer._rels
        self._parts.writestr(ws.path[1:], target.getvalue())
        self.manifest.append(ws)


def saved(book: Workbook) -> bytes:
    """The .xlsx of this workbook."""
    target = io.BytesIO()
    _Writer(book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)).save()
    return target.getvalue()


def rehearse() -> None:
    """Has the libraries read what they read late: modules of theirs, and formats of pictures."""
    Image.init()
    book = Workbook()
    book.worksheets[0]["A1"].comment = Comment("a", "b")
    load_workbook(io.BytesIO(saved(book)))
