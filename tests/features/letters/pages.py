"""What people see on the pages of a PDF: its words, and the code in its corner."""

import pypdfium2
import zxingcpp

from tests.world.client import Answer


def words(content: bytes) -> str:
    """All words of the pages, without blanks: where a line ends is the paper's matter."""
    with pypdfium2.PdfDocument(content) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return "".join("".join(pages).split())


def words_of(answer: Answer) -> str:
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf"), answer.body
    return words(answer.raw)


def code_of(answer: Answer) -> str:
    """What a phone reads on the first page."""
    with pypdfium2.PdfDocument(answer.raw) as document:
        (found,) = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
    return str(found.text)


def token_of(answer: Answer) -> str:
    address, _, token = code_of(answer).rpartition("/")
    assert address == "https://shuangtui.example.gov.cn/api/v1/verify"
    return token
