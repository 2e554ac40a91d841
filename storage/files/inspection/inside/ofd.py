"""Opens an OFD, China's format for invoices and official papers: its texts, and pages drawn plainly."""

import codecs
from collections.abc import Callable

from PIL import Image

from storage.files.inspection.inside.answering import answering, read_font
from storage.files.inspection.inside.looks import codes_on, mark_of, preview_of
from storage.files.inspection.inside.ofd_document import Document, OnPage
from storage.files.inspection.inside.ofd_drawing import Pen
from storage.files.inspection.inside.ofd_package import Package
from storage.files.inspection.inside.ofd_text import lines_of, signs_of
from storage.files.inspection.inspected import MOST_CODES, MOST_PREVIEWS, MOST_TEXT, Inspected


def prepare(content: memoryview, drawn: str, font_file: str = "") -> Callable[[], bytes]:
    Image.preinit()
    # What a ZIP's names come in; Python would load it later.
    codecs.lookup("cp437")
    pen = Pen(read_font(font_file))
    return answering("application/ofd", lambda whole: _read(whole, pen, drawn=bool(drawn)), content)


def _read(content: memoryview, pen: Pen, *, drawn: bool) -> Inspected:
    document = Document(Package(content))
    pages, texts = [], []
    for number in range(min(len(document), MOST_PREVIEWS)):
        area, objects = document.page(number)
        texts.append(_text_of(objects))
        pages.append(pen.draw(document, area, objects, document.seals(number)))
    return Inspected(
        "application/ofd",
        pages=len(document),
        page_sha256=mark_of(pages[0], texts[0]),
        text="\n".join(texts)[:MOST_TEXT],
        codes=tuple(code for page in pages for code in codes_on(page))[:MOST_CODES],
        previews=tuple(preview_of(page) for page in pages if drawn),
    )


def _text_of(objects: list[OnPage]) -> str:
    pieces = []
    for drawn in objects:
        if drawn.element.tag == "TextObject":
            signs = list(signs_of(drawn))
            if signs:
                pieces.append((signs[0].y, signs[0].x, "".join(sign.text for sign in signs)))
    return lines_of(pieces)
