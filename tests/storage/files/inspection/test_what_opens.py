"""What opens in the usual viewers is taken, however untidy; what does not is refused by its fault."""

import struct
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace

import msgspec
import pytest

from storage.files.child.children import Children
from storage.files.inspection.door import door_type
from storage.files.inspection.inspected import ContentType, Inspected
from storage.files.inspection.inspector import PROGRAMS, Inspector
from tests.world import as_nobody
from tests.world.hostile_papers import (
    pdf_that_unpacks_to,
    pdf_with_password,
    pdf_without_page,
    png_of,
    with_archive,
)
from tests.world.made_papers import (
    animated_png,
    drawing,
    heic,
    locked_pdf,
    multi_picture,
    photo,
    portfolio,
    saved,
    sixteen_bit_png,
    ten_bit_heic,
    written_pdf,
)
from tests.world.papers import HEIC, JPEG, pdf, png, png_chunk

PNG_SIGNATURE = png()[:8]
FIRST_SEGMENT = 4 + struct.unpack(">H", JPEG[4:6])[0]


def box(kind: bytes, data: bytes) -> bytes:
    return (len(data) + 8).to_bytes(4, "big") + kind + data


def tail_of_pdf(between: bytes, end: bytes) -> bytes:
    whole = pdf()
    at = whole.rindex(b"startxref")
    return whole[:at] + b"startxref" + between + whole[at:].split()[1] + end


def png_with(width: int, height: int, colour: int, data: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return PNG_SIGNATURE + b"".join(png_chunk(kind, data) for kind, data in chunks)


OPENS: dict[str, tuple[ContentType, bytes]] = {
    "pdf": ("application/pdf", pdf()),
    "written pdf": ("application/pdf", written_pdf(["one", "two"])),
    "large pdf": ("application/pdf", pdf(padding=15 * 1024 * 1024)),
    "owner password": ("application/pdf", locked_pdf(to_open="")),
    "portfolio": ("application/pdf", portfolio()),
    "second end mark": ("application/pdf", pdf() + b"\n%%EOF\n"),
    "end mark on the offset's line": ("application/pdf", tail_of_pdf(b" ", b"%%EOF")),
    "end mark glued to the offset": ("application/pdf", tail_of_pdf(b"\n", b"%%EOF\n")),
    "zeros before": ("application/pdf", b"\0" * 4 + pdf()),
    "printer's job before": ("application/pdf", b"\x1b%-12345X@PJL SET COPIES=1\r\n" + pdf()),
    "answer's head before": ("application/pdf", b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n" + pdf()),
    "words before": ("application/pdf", b"scan 3\n" + pdf()),
    "zeros behind": ("application/pdf", pdf() + b"\0" * 18_000),
    "a page of HTML behind": ("application/pdf", pdf() + b"<html>" + b"<p>x</p>" * 3_200),
    "archive attached": (
        "application/pdf",
        pdf().replace(b"%PDF-1.4\n", b"%PDF-1.4\n%PK\x05\x06" + bytes(18) + b"\n"),
    ),
    "jpeg": ("image/jpeg", JPEG),
    "photo": ("image/jpeg", photo()),
    "progressive": ("image/jpeg", saved(drawing(), "JPEG", progressive=True)),
    "CMYK": ("image/jpeg", saved(drawing("CMYK"), "JPEG")),
    "grey": ("image/jpeg", saved(drawing("L"), "JPEG")),
    "several pictures": ("image/jpeg", multi_picture()),
    "stray bytes between segments": (
        "image/jpeg",
        JPEG[:FIRST_SEGMENT] + b"\0" * 18 + JPEG[FIRST_SEGMENT:],
    ),
    "film behind the picture": ("image/jpeg", JPEG + b"MotionPhoto" * 20_000),
    "png": ("image/png", png()),
    "16 bit": ("image/png", sixteen_bit_png()),
    "1 bit": ("image/png", saved(drawing("1"), "PNG")),
    "palette": ("image/png", saved(drawing("P"), "PNG", transparency=0)),
    "transparent": ("image/png", saved(drawing("RGBA"), "PNG")),
    "animated": ("image/png", animated_png()),
    "heic": ("image/heic", HEIC),
    "heic by libheif": ("image/heic", heic()),
    "heix": ("image/heic", ten_bit_heic()),
    "brand among the compatible ones": (
        "image/heic",
        box(b"ftyp", b"mif1\0\0\0\0mif1heicmiaf") + HEIC[int.from_bytes(HEIC[:4], "big") :],
    ),
}
REFUSED: dict[str, tuple[str, bytes]] = {
    "marks of a pdf": ("damaged", b"%PDF-1.4\nstartxref\n0\n%%EOF"),
    "prose": ("damaged", b"%PDF-\n" + b"no paper at all " * 60 + b"\nstartxref\n5\n%%EOF"),
    "html with the marks": ("damaged", b"%PDF-1.4\n<html><p>x</p></html>\nstartxref 0 %%EOF\n"),
    "no page": ("no_page", pdf_without_page()),
    "password": ("password", pdf_with_password()),
    "password by a program": ("password", locked_pdf(to_open="secret")),
    "pdf cut off": ("cut_off", written_pdf(["x"] * 5)[:-400]),
    "pdf without its last bytes": ("cut_off", pdf()[:-8]),
    "second revision cut off": ("cut_off", pdf() + b"6 0 obj\n<< /Type /Annot"),
    "pdf bomb": ("damaged", pdf_that_unpacks_to(2_000 * 1024 * 1024)),
    "pdf and archive": ("archive", with_archive(pdf())),
    "jpeg cut off": ("cut_off", photo()[:-300]),
    "jpeg without scan": ("damaged", JPEG[: JPEG.index(b"\xff\xda")] + b"\xff\xd9"),
    "jpeg of marks": ("damaged", b"\xff\xd8\xff\xd9"),
    "jpeg and archive": ("archive", with_archive(JPEG)),
    "jpeg of 4 gigapixels": (
        "pixels",
        JPEG.replace(struct.pack(">HH", 30, 40), struct.pack(">HH", 65_500, 65_500), 1),
    ),
    "png of 3.6 gigapixels": ("pixels", png_of(60_000, 60_000)),
    "png of 2^31": ("pixels", png_of(2**31, 1)),
    "png bomb": ("pixels", png_with(60_000, 2_000, 2, zlib.compress(bytes(10_000_000)))),
    "png of nonsense": ("damaged", png_with(10, 10, 0, b"nonsense")),
    "png of colour type 9": ("damaged", png_with(10, 10, 9, zlib.compress(bytes(110)))),
    "png cut off": ("cut_off", saved(drawing(), "PNG")[:400]),
    "heic without picture": (
        "damaged",
        box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", b"") + box(b"mdat", b""),
    ),
    "heic cut off": ("damaged", HEIC[:-20]),
    "heic of 3.6 gigapixels": (
        "pixels",
        HEIC.replace(struct.pack(">II", 40, 30), struct.pack(">II", 60_000, 60_000)),
    ),
    "empty": ("empty", b""),
}


@pytest.fixture(scope="module")
async def inspector() -> AsyncIterator[Inspector]:
    opened = Inspector()
    yield opened
    await opened.close()


async def inspect(inspector: Inspector, content: bytes) -> Inspected:
    return await inspector.inspect(content, door_type(content[:4096]) or "application/pdf")


@pytest.mark.parametrize("name", OPENS)
async def test_it_opens(inspector: Inspector, name: str) -> None:
    content_type, content = OPENS[name]
    assert door_type(content[:4096]) == content_type
    found = await inspect(inspector, content)
    assert (found.content_type, found.fault) == (content_type, None)
    assert found.pages >= 1
    assert len(found.previews) == found.pages


@pytest.mark.parametrize("name", ["pdf", "photo", "png", "heic", "heix"])
async def test_it_opens_for_an_ordinary_user_too(name: str) -> None:
    """Who may start no process: servers do not run as root, and libheif starts a thread."""
    content_type, content = OPENS[name]
    program, children = PROGRAMS[content_type], Children()
    as_user = replace(program, module=as_nobody.__name__)
    said = await children.run(as_user, content, program.module, "drawn")
    await children.close()
    assert msgspec.msgpack.decode(said, type=Inspected).fault is None


@pytest.mark.parametrize("name", REFUSED)
async def test_it_is_refused_by_its_fault(inspector: Inspector, name: str) -> None:
    fault, content = REFUSED[name]
    found = await inspect(inspector, content)
    assert found.fault == fault
    assert found.previews == ()


@pytest.mark.parametrize(
    "before",
    [
        b"MZ\x90\0",
        b"#!/bin/sh\n",
        b"\n#!/bin/sh\n",
        b"PK\x03\x04",
        b"<html>",
        b"x <script>",
        b"\x7fELF\x02",
        b"\xca\xfe\xba\xbe\0\0\0\x34",
        b"GIF89a",
        b"Rar!\x1a\x07\0",
    ],
)
def test_what_a_reader_by_content_takes_for_something_else_is_no_pdf(before: bytes) -> None:
    assert door_type(before + pdf()) != "application/pdf"


@pytest.mark.parametrize(
    "head",
    [
        b"\0",
        b"hello, no paper at all",
        b"GIF89a" + bytes(50),
        b"<html><script>alert(1)</script></html>",
        b" " * 1_100 + b"%PDF-1.4",
        box(b"ftyp", b"isom\0\0\0\0isommp42") + box(b"mdat", bytes(9)),
        box(b"ftyp", b"avif\0\0\0\0mif1avif") + box(b"meta", b"") + box(b"mdat", b"x"),
    ],
    ids=["one byte", "text", "gif", "html", "header too far in", "mp4", "avif"],
)
def test_other_types_are_not_ours(head: bytes) -> None:
    assert door_type(head) is None
