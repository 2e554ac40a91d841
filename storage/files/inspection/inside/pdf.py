"""Opens a PDF as a viewer would, by PDFium."""

import codecs
import ctypes
import re
import time
from collections.abc import Callable, Iterator

import pypdfium2
from PIL import Image

from storage.files.inspection.inside.answering import Unfit, answering, read_font
from storage.files.inspection.inside.archive import check_no_archive
from storage.files.inspection.inside.looks import codes_on, mark_of, preview_of
from storage.files.inspection.inside.pdf_font import offer
from storage.files.inspection.inspected import (
    MOST_CODES,
    MOST_PREVIEWS,
    MOST_TEXT,
    PREVIEW_SIDE,
    Inspected,
)

_NO_FAULT, _PASSWORD, _SECURITY = 0, 4, 5
"""What PDFium says of a document that it did not load (`FPDF_ERR_…`)."""
_PAGES_WITH_CODES = 3
# Of processor time. A paper with pages that take longer is taken, with as many pictures as there are.
_SECONDS_TO_DRAW = 5.0
_END = re.compile(rb"%%EOF")
_OBJECT = re.compile(rb"[0-9]{1,10}[\x00\t\n\f\r ]{1,4}[0-9]{1,5}[\x00\t\n\f\r ]{1,4}obj\b")


def prepare(content: memoryview, drawn: str, font_file: str = "") -> Callable[[], bytes]:
    Image.preinit()
    offer(read_font(font_file))
    # What text comes in; Python would load it later.
    codecs.lookup("utf-16-le")
    return answering("application/pdf", lambda whole: _read(whole, drawn=bool(drawn)), content)


def _read(content: memoryview, *, drawn: bool) -> Inspected:
    check_no_archive(content)
    document = _open(content)
    first, *more = _drawn(document, MOST_PREVIEWS if drawn else _PAGES_WITH_CODES)
    pages = [first, *more]
    return Inspected(
        "application/pdf",
        pages=len(document),
        page_sha256=mark_of(first),
        text=_text_of(document),
        codes=tuple(code for page in pages[:_PAGES_WITH_CODES] for code in codes_on(page))[
            :MOST_CODES
        ],
        previews=tuple(preview_of(page) for page in pages if drawn),
    )


def _open(content: memoryview) -> pypdfium2.PdfDocument:
    whole = _is_whole(content)
    try:
        document = pypdfium2.PdfDocument((ctypes.c_char * len(content)).from_buffer(content))
    except pypdfium2.PdfiumError as failure:
        if failure.err_code in (_PASSWORD, _SECURITY):
            raise Unfit("password") from failure
        if not whole:
            raise Unfit("cut_off") from failure
        raise Unfit("no_page" if failure.err_code == _NO_FAULT else "damaged") from failure
    if not whole:
        raise Unfit("cut_off")
    # Seals and filled-in fields are drawn as a form's.
    document.init_forms()
    return document


def _is_whole(content: memoryview) -> bool:
    """Whether an end mark stands behind the last object: readers rebuild what was cut off, with
    fewer pages, and nobody would notice."""
    end = None
    for found in _END.finditer(content):
        end = found.end()
    return end is not None and _OBJECT.search(content, end) is None


def _drawn(document: pypdfium2.PdfDocument, most: int) -> Iterator[Image.Image]:
    """The first pages at a preview's size; raises Unfit where there is no first one."""
    for number in range(min(len(document), most)):
        if number and time.process_time() > _SECONDS_TO_DRAW:
            return
        try:
            page = document[number]
            drawn = page.render(scale=PREVIEW_SIDE / max(*page.get_size(), 1), rev_byteorder=True)
            yield drawn.to_pil().convert("RGB")
        except pypdfium2.PdfiumError as failure:
            if number == 0:
                raise Unfit("damaged") from failure
            return


def _text_of(document: pypdfium2.PdfDocument) -> str:
    found, left = [], MOST_TEXT
    for number in range(min(len(document), MOST_PREVIEWS)):
        try:
            said = document[number].get_textpage().get_text_bounded()[:left]
        except pypdfium2.PdfiumError:
            break
        found.append(said)
        left -= len(said)
    return "\n".join(found)[:MOST_TEXT]
