"""Types are told by content; whole files pass, cut and borrowed ones do not."""

import io
import struct

import pytest

from storage.files.sniff import Sniffed, Unfit, sniff
from tests.world.hostile_papers import png_of, with_archive
from tests.world.papers import HEIC, JPEG, pdf, png, png_chunk

WHOLE = [
    ("image/jpeg", JPEG),
    ("image/png", png()),
    ("image/heic", HEIC),
    ("application/pdf", pdf()),
]
UNREADABLE, UNSUPPORTED, TOO_LARGE = Unfit("unreadable"), Unfit("unsupported"), Unfit("pixels")
PNG_SIGNATURE = png()[:8]


class CountingFile(io.BytesIO):
    """Remembers the largest piece that was asked for."""

    largest = 0

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self.largest = max(self.largest, len(piece))
        return piece


def box(kind: bytes, data: bytes) -> bytes:
    return (len(data) + 8).to_bytes(4, "big") + kind + data


@pytest.mark.parametrize(("content_type", "data"), WHOLE, ids=[kind for kind, _ in WHOLE])
def test_whole_file_is_known_by_its_content(content_type: str, data: bytes) -> None:
    assert sniff(io.BytesIO(data)) == Sniffed(content_type)


def test_position_of_the_file_does_not_matter() -> None:
    file = io.BytesIO(png())
    file.seek(5)
    assert sniff(file) == Sniffed("image/png")


@pytest.mark.parametrize(("content_type", "data"), WHOLE, ids=[kind for kind, _ in WHOLE])
@pytest.mark.parametrize("kept", [0.99, 0.6, 0.2])
def test_cut_off_upload_is_not_taken(content_type: str, data: bytes, kept: float) -> None:
    assert isinstance(sniff(io.BytesIO(data[: int(len(data) * kept)])), Unfit)


@pytest.mark.parametrize(("content_type", "data"), WHOLE, ids=[kind for kind, _ in WHOLE])
def test_every_shorter_piece_is_judged_without_an_error(content_type: str, data: bytes) -> None:
    for kept in range(len(data) - 8):
        assert isinstance(sniff(io.BytesIO(data[:kept])), Unfit), kept


def test_empty_file() -> None:
    assert sniff(io.BytesIO(b"")) == Unfit("empty")


@pytest.mark.parametrize(
    "data",
    [
        b"\x00",
        b"hello, no paper at all",
        b"GIF89a" + bytes(50),
        b"PK\x03\x04" + bytes(50),
        b"<html><script>alert(1)</script></html>",
        box(b"ftyp", b"isom\x00\x00\x00\x00isommp42") + box(b"mdat", bytes(9)),
        box(b"ftyp", b"avif\x00\x00\x00\x00mif1avif") + box(b"meta", b"") + box(b"mdat", b"x"),
    ],
    ids=["one byte", "text", "gif", "zip", "html", "mp4", "avif"],
)
def test_other_types_are_not_taken(data: bytes) -> None:
    assert sniff(io.BytesIO(data)) == UNSUPPORTED


@pytest.mark.parametrize(
    "data",
    [
        PNG_SIGNATURE + png_chunk(b"IEND", b""),
        PNG_SIGNATURE + png_chunk(b"IHDR", bytes(13)) + png_chunk(b"IEND", b""),
        png().replace(png_chunk(b"IEND", b""), b""),
        PNG_SIGNATURE + png()[8:33] + png_chunk(b"IEND", b""),
        png()[:33] + png_chunk(b"aaAa", b"") * 60_000 + png()[33:],
    ],
    ids=["no header", "no pixels", "no end", "no image data", "too many chunks"],
)
def test_damaged_png(data: bytes) -> None:
    assert sniff(io.BytesIO(data)) == UNREADABLE


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff\xd9",
        JPEG[:-2],
        b"\xff\xd8\xff\xe0\x00\x01" + JPEG[6:],
        JPEG.replace(b"\xff\xc0", b"\xff\xc4", 1),
        b"\xff\xd8" + b"\xff\x01" * 20_000,
    ],
    ids=["nothing inside", "no end", "segment without length", "no frame", "markers only"],
)
def test_damaged_jpeg(data: bytes) -> None:
    assert sniff(io.BytesIO(data)) == UNREADABLE


def test_end_of_a_thumbnail_is_not_the_end_of_the_picture() -> None:
    thumbnail = b"\xff\xe1" + (len(JPEG) + 2).to_bytes(2, "big") + JPEG
    whole = JPEG[:2] + thumbnail + JPEG[2:]
    assert sniff(io.BytesIO(whole)) == Sniffed("image/jpeg")
    assert sniff(io.BytesIO(whole[:-2])) == UNREADABLE


def test_what_phones_append_behind_a_picture_is_let_be() -> None:
    assert sniff(io.BytesIO(JPEG + b"MotionPhoto" * 20_000)) == Sniffed("image/jpeg")


def test_end_marker_split_between_two_pieces_is_found() -> None:
    scan = JPEG.index(b"\xff\xda")
    length = int.from_bytes(JPEG[scan + 2 : scan + 4], "big")
    head = JPEG[: scan + 2 + length]
    data = head + b"\x11" * (64 * 1024 - 1) + b"\xff\xd9"
    assert sniff(io.BytesIO(data)) == Sniffed("image/jpeg")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4\nno more",
        pdf().replace(b"%%EOF", b"%%E"),
        pdf().replace(b"startxref\n", b"startxref\n99"),
        pdf() + bytes(5000),
    ],
    ids=["header only", "no end marker", "table beyond the end", "end far from the end"],
)
def test_damaged_pdf(data: bytes) -> None:
    assert sniff(io.BytesIO(data)) == UNREADABLE


@pytest.mark.parametrize("before", [b"\r\n" * 100, b"\0" * 4, b"\xef\xbb\xbf", b"\xfe\xff \n"])
def test_pdf_with_nothing_to_be_seen_before_its_header(before: bytes) -> None:
    assert sniff(io.BytesIO(before + pdf())) == Sniffed("application/pdf")


@pytest.mark.parametrize("before", [b"MZ", b"#!/bin/sh\n", b"PK\x03\x04", b"<html>", b"rem ", b"x"])
def test_what_begins_as_something_else_is_no_pdf(before: bytes) -> None:
    assert sniff(io.BytesIO(before + pdf())) == UNSUPPORTED


@pytest.mark.parametrize(
    "data",
    [
        box(b"ftyp", b"heic\x00\x00\x00\x00mif1heic"),
        box(b"ftyp", b"heic\x00\x00\x00\x00mif1heic") + box(b"mdat", bytes(9)),
        HEIC + b"\x00\x00\x00\x04free",
        HEIC + box(b"free", b"") * 2000,
    ],
    ids=["brand only", "no meta", "box smaller than its head", "too many boxes"],
)
def test_damaged_heic(data: bytes) -> None:
    assert sniff(io.BytesIO(data)) == UNREADABLE


@pytest.mark.parametrize("size", [b"ispe", b"\xff\xff\xff\xffispe"], ids=["as it is", "box hidden"])
def test_pictures_too_large_to_be_shown(size: bytes) -> None:
    large = struct.pack(">II", 60_000, 60_000)
    for small in (struct.pack(">II", 64, 64), struct.pack(">II", 40, 30)):
        assert HEIC.count(b"ispe\0\0\0\0" + small) == 1
        grown = HEIC.replace(b"ispe\0\0\0\0" + small, b"ispe\0\0\0\0" + large)
        grown = grown.replace(b"\0\0\0\x14ispe", size.rjust(8, b"\0"), 1)
        assert sniff(io.BytesIO(grown)) == TOO_LARGE
    frame = JPEG.index(b"\xff\xc0") + 5
    grown = JPEG[:frame] + struct.pack(">HH", 65_500, 65_500) + JPEG[frame + 4 :]
    assert sniff(io.BytesIO(grown)) == TOO_LARGE
    assert sniff(io.BytesIO(png_of(16_384, 16_384))) == Sniffed("image/png")
    assert sniff(io.BytesIO(png_of(16_384, 16_385))) == TOO_LARGE


def test_an_archive_behind_a_paper_is_told_from_one_within() -> None:
    assert sniff(io.BytesIO(with_archive(JPEG))) == Unfit("archive")
    assert sniff(io.BytesIO(with_archive(pdf()))) == Unfit("archive")
    record = b"PK\x05\x06" + bytes(18)
    attached = pdf().replace(b"%PDF-1.4\n", b"%PDF-1.4\n%" + record + b"\n")
    assert sniff(io.BytesIO(attached)) == Sniffed("application/pdf")


def test_brand_may_stand_among_the_compatible_ones() -> None:
    end = int.from_bytes(HEIC[:4], "big")
    renamed = box(b"ftyp", b"mif1\x00\x00\x00\x00miafheix") + HEIC[end:]
    assert sniff(io.BytesIO(renamed)) == Sniffed("image/heic")


@pytest.mark.parametrize("data", [png(8_000_000), pdf(padding=8_000_000), JPEG + bytes(8_000_000)])
def test_large_file_is_read_in_small_pieces(data: bytes) -> None:
    file = CountingFile(data)
    assert isinstance(sniff(file), Sniffed)
    assert file.largest <= 64 * 1024
