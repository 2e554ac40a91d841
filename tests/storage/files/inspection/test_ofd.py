"""OFDs are read and drawn: texts, lines and pictures at their places; hostile ones hurt nobody."""

import io
import zipfile
from collections.abc import AsyncIterator

import pytest
from PIL import Image

from storage.files.inspection.door import door_type
from storage.files.inspection.inspector import Inspector
from tests.world.made_ofd import line_from, ofd, path_of, picture_at, text_at
from tests.world.made_papers import LATIN_FONT, drawing, saved
from tests.world.papers import pdf

_LAUGHS = "".join(f"<!ENTITY l{n + 1} '{f'&l{n};' * 10}'>" for n in range(8))
BILLION = f"<!DOCTYPE x [<!ENTITY l0 'ha'>{_LAUGHS}]><x>&l8;</x>".encode()
OUTSIDE = b"<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><x>&f;</x>"


@pytest.fixture(scope="module")
async def inspector() -> AsyncIterator[Inspector]:
    opened = Inspector()
    yield opened
    await opened.close()


def packed(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def changed(content: bytes, name: str, to: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    return packed(files | {name: to})


def encrypted(content: bytes) -> bytes:
    """As if each file needed a password (bit 0 of the flags, in both heads)."""
    marked = bytearray(content)
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(head)
        while at >= 0:
            marked[at + flags] |= 1
            at = marked.find(head, at + 4)
    return bytes(marked)


WHOLE = ofd([text_at(20, 20, "发票号码 2631")])


async def test_texts_lines_and_pictures_stand_where_they_belong(inspector: Inspector) -> None:
    first = (
        text_at(120, 20, "1060.00")
        + text_at(20, 20, "价税合计")
        + picture_at(150, 50, 40, "7")
        + line_from(10, 130, 190)
    )
    template = text_at(80, 8, "电子发票", size=7)
    content = ofd(
        [first, text_at(20, 20, "two")],
        template=template,
        pictures={"7": saved(drawing(size=(100, 100)), "PNG")},
    )
    assert door_type(content[:4096]) == "application/ofd"
    found = await inspector.inspect(content, "application/ofd")
    assert (found.fault, found.pages, len(found.previews)) == (None, 2, 2)
    assert found.text.splitlines() == ["电子发票", "价税合计 1060.00", "电子发票", "two"]
    shown = Image.open(io.BytesIO(found.previews[0])).convert("RGB")
    assert shown.size == (1_600, 1_067)
    scale = 1_600 / 210
    red, green, _ = shown.getpixel((int(153 * scale), int(53 * scale)))
    assert (red > 200, green < 60) == (True, True)
    column = [shown.getpixel((int(60 * scale), y)) for y in range(int(129 * scale), 1_000)]
    assert min(sum(pixel) for pixel in column) < 200


async def test_signs_are_drawn_with_the_font_that_is_given() -> None:
    plain, given = Inspector(), Inspector(LATIN_FONT)
    content = ofd([text_at(20, 20, "ÄÖß", size=30)])
    looks = [await each.inspect(content, "application/ofd") for each in (plain, given)]
    for each in (plain, given):
        await each.close()
    assert [look.fault for look in looks] == [None, None]
    assert looks[0].previews != looks[1].previews


async def test_the_mark_is_of_what_is_written(inspector: Inspector) -> None:
    """Two texts that look alike while no font has their signs are two."""
    contents = [
        ofd([text_at(20, 20, "甲公司")]),
        ofd([text_at(20, 20, "乙公司")]),
        ofd([text_at(20, 20, "甲公司")], more={"note.xml": b"<x/>"}),
    ]
    one, other, same = [
        (await inspector.inspect(each, "application/ofd")).page_sha256 for each in contents
    ]
    assert one is not None
    assert one != other
    assert one == same


@pytest.mark.parametrize(
    ("fault", "content"),
    [
        ("unsupported", packed({"word/document.xml": b"<x/>"})),
        ("archive", ofd(more={"META-INF/MANIFEST.MF": b"Main-Class: x"})),
        ("archive", ofd(more={"[Content_Types].xml": b"<x/>"})),
        ("cut_off", WHOLE[:-30]),
        ("password", encrypted(WHOLE)),
        ("no_page", ofd([])),
        ("damaged", packed({"OFD.xml": b"no xml"})),
        ("damaged", packed({"OFD.xml": b"<OFD/>"})),
        ("damaged", changed(WHOLE, "Doc_0/Pages/Page_0.xml", BILLION)),
        ("damaged", changed(WHOLE, "Doc_0/Pages/Page_0.xml", OUTSIDE)),
        ("damaged", changed(WHOLE, "Doc_0/Pages/Page_0.xml", b"<x>" + b" " * 80_000_000)),
        ("damaged", ofd(more={f"{n}.xml": b"" for n in range(2_100)})),
    ],
    ids=[
        "a document of Word's",
        "a program too",
        "an office file too",
        "cut off",
        "password",
        "no page",
        "no xml",
        "no document",
        "entities in entities",
        "entity of a file",
        "bomb",
        "thousands of files",
    ],
)
async def test_a_hostile_one_is_refused_by_its_fault(
    inspector: Inspector, fault: str, content: bytes
) -> None:
    assert (await inspector.inspect(content, "application/ofd")).fault == fault


@pytest.mark.parametrize(
    "objects",
    [
        text_at(float("inf"), 20, "x"),
        text_at(20, 20, "x", size=1e300),
        text_at(20, 20, "x", size=-4),
        "<ofd:TextObject><ofd:TextCode DeltaX='g 999999999 1'>ab</ofd:TextCode></ofd:TextObject>",
        "<ofd:TextObject Boundary='a b c'><ofd:TextCode X='x'>a\nb</ofd:TextCode></ofd:TextObject>",
        "<ofd:PathObject><ofd:AbbreviatedData>1 M Q 3 L 1e9 nan C 1 2 3</ofd:AbbreviatedData>"
        "</ofd:PathObject>",
        picture_at(0, 0, 20, "none"),
        picture_at(0, 0, 20, "pdf"),
        picture_at(0, 0, 900_000, "good"),
        "<ofd:PageBlock>" * 50 + text_at(1, 1, "deep") + "</ofd:PageBlock>" * 50,
    ],
)
async def test_nonsense_on_a_page_leaves_its_place_empty(
    inspector: Inspector, objects: str
) -> None:
    pictures = {"pdf": pdf(), "good": saved(drawing(), "PNG")}
    found = await inspector.inspect(
        ofd([objects + text_at(20, 90, "still here")], pictures=pictures), "application/ofd"
    )
    assert found.fault is None
    assert "still here" in found.text


async def test_areas_curves_colours_and_seals_are_seen(inspector: Inspector) -> None:
    """At points in mm; a curve bends away from the straight line between its ends."""
    red = "<ofd:FillColor Value='255 0 0'/>"
    content = ofd(
        [
            path_of("M 10 10 L 30 10 L 30 30 L 10 30 C", more="Fill='true'", colours=red)
            + path_of("M 50 40 B 50 10 90 10 90 40", more="DrawParam='5'")
            + path_of("M 110 40 A 20 20 0 0 1 150 40", more="DrawParam='6'")
            + path_of("M 10 60 L 30 60 L 30 80 L 10 80 C M 15 65 L 25 65", more="Fill='true'")
            + path_of("M 0 0 L nan 5 Q 1 A 1 2 3 X 5 C", more="DrawParam='7'")
            + path_of("M 100 100 L 200 100", colours="<ofd:StrokeColor Value='0 0 0' Alpha='0'/>")
        ],
        parameters="<ofd:DrawParam ID='5' LineWidth='2'><ofd:StrokeColor Value='#0 #80 #0'/>"
        "</ofd:DrawParam><ofd:DrawParam ID='6' Relative='5'/>"
        "<ofd:DrawParam ID='7' Relative='7'/>",
        seal="160 60 40 40",
    )
    found = await inspector.inspect(content, "application/ofd")
    page = Image.open(io.BytesIO(found.previews[0])).convert("RGB")

    def at(x: float, y: float) -> str:
        colour = page.getpixel((round(x * page.width / 210), round(y * page.width / 210)))
        assert isinstance(colour, tuple)
        named = {(255, 0, 0): "red", (0, 128, 0): "green", (255, 255, 255): "white"}
        near = min(named, key=lambda one: sum(abs(a - b) for a, b in zip(colour, one, strict=True)))
        return named[near]

    assert [at(20, 20), at(70, 17.5), at(130, 20), at(70, 40)] == ["red", "green", "green", "white"]
    assert [at(20, 70), at(150, 100)] == ["white", "white"], (
        "holes stay open, nothing unseen is drawn"
    )
    assert {at(160.3 + step / 10, 80) for step in range(-6, 7)} >= {"red"}, "a seal stands here"
