"""What an opened paper shows: its page's mark, its text and codes, and pictures that tell no more."""

import io
from collections.abc import AsyncIterator

import msgspec
import pytest
import zxingcpp
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from storage.files.inspection.inspected import ContentType, Inspected
from storage.files.inspection.inspector import Inspector
from tests.world.made_papers import LATIN_FONT, drawing, heic, photo, saved, written_pdf
from tests.world.papers import pdf

INVOICE = "01,32,,26312000000123456789,1060.00,20260305,,A1B2"


@pytest.fixture(scope="module")
async def inspector() -> AsyncIterator[Inspector]:
    opened = Inspector()
    yield opened
    await opened.close()


def qr_code() -> Image.Image:
    code = zxingcpp.create_barcode(INVOICE, zxingcpp.BarcodeFormat.QRCode)
    return Image.fromarray(code.to_image(scale=4)).convert("RGB")


def with_code(size: tuple[int, int]) -> Image.Image:
    picture = drawing(size=size)
    picture.paste(qr_code(), (size[0] - 300, 60))
    return picture


def chinese_pdf() -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    written = io.BytesIO()
    canvas = Canvas(written)
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(72, 720, "服务协议 第一页 2026")
    canvas.drawImage(ImageReader(qr_code()), 400, 700, 80, 80)
    canvas.showPage()
    canvas.drawString(72, 720, "page two")
    canvas.save()
    return written.getvalue()


@pytest.mark.parametrize(
    ("content_type", "one", "other"),
    [
        ("application/pdf", pdf(), pdf() + b"\0" * 100),
        ("application/pdf", pdf(), b"\r\n" + pdf()),
        ("application/pdf", written_pdf(["a", "b"]), written_pdf(["a", "b"], pageCompression=1)),
        ("image/jpeg", photo(), photo() + b"appended"),
        ("image/jpeg", photo(), photo(orientation=6)),
        ("image/png", saved(drawing(), "PNG"), saved(drawing(), "PNG", compress_level=1)),
    ],
)
async def test_the_same_page_has_the_same_mark(
    inspector: Inspector, content_type: ContentType, one: bytes, other: bytes
) -> None:
    assert one != other
    first, second = [await inspector.inspect(each, content_type) for each in (one, other)]
    assert first.page_sha256 is not None
    assert first.page_sha256 == second.page_sha256


async def test_another_page_has_another_and_an_empty_one_none(inspector: Inspector) -> None:
    marks = [
        (await inspector.inspect(pdf(text), "application/pdf")).page_sha256
        for text in ("60000.00", "60000.01", " ")
    ]
    assert marks[0] != marks[1]
    assert None not in marks[:2]
    assert marks[2] is None


async def test_a_preview_is_upright_small_and_silent(inspector: Inspector) -> None:
    found = await inspector.inspect(photo((3_200, 2_000), orientation=6), "image/jpeg")
    (preview,) = found.previews
    shown = Image.open(io.BytesIO(preview))
    assert (shown.format, shown.size) == ("JPEG", (1_000, 1_600))
    assert dict(shown.getexif()) == {}
    assert not {b"Exif", b"a camera", b"taken at home"} & {
        word for word in (b"Exif", b"a camera", b"taken at home") if word in preview
    }
    # What was its upper left corner is now the upper right.
    red, _, blue = shown.convert("RGB").getpixel((950, 50))
    assert (red > 200, blue < 60) == (True, True)


async def test_a_heic_is_seen_too(inspector: Inspector) -> None:
    (preview,) = (await inspector.inspect(heic((640, 480)), "image/heic")).previews
    assert Image.open(io.BytesIO(preview)).size == (640, 480)


async def test_the_first_ten_pages_are_shown(inspector: Inspector) -> None:
    twelve = written_pdf([str(n) for n in range(12)])
    found = await inspector.inspect(twelve, "application/pdf")
    bare = await inspector.inspect(twelve, "application/pdf", drawn=False)
    assert bare == msgspec.structs.replace(found, previews=())
    assert (found.pages, len(found.previews)) == (12, 10)
    assert {max(Image.open(io.BytesIO(each)).size) for each in found.previews} == {1_600}


async def test_text_and_codes_of_a_pdf(inspector: Inspector) -> None:
    found = await inspector.inspect(chinese_pdf(), "application/pdf")
    assert "服务协议 第一页" in found.text
    assert "page two" in found.text
    assert found.codes == (INVOICE,)


async def test_signs_of_a_pdf_without_their_font_are_drawn_with_the_one_that_is_given(
    inspector: Inspector,
) -> None:
    given = Inspector(LATIN_FONT)
    looks = [await each.inspect(chinese_pdf(), "application/pdf") for each in (inspector, given)]
    await given.close()
    assert [look.fault for look in looks] == [None, None]
    assert looks[0].previews[0] != looks[1].previews[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
async def test_codes_on_a_photo_of_a_page(inspector: Inspector, kind: str) -> None:
    picture = with_code((2_400, 1_800)).rotate(7, expand=True, fillcolor="grey")
    found: Inspected = await inspector.inspect(
        saved(picture, kind), "image/jpeg" if kind == "JPEG" else "image/png"
    )
    assert found.codes == (INVOICE,)
