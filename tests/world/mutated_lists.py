"""Lists of clients that something was done to: to their bytes, their ZIP, their XML, their commas."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from random import Random
from typing import Final

from openpyxl import Workbook
from openpyxl.comments import Comment

from tests.world.client_lists import client, headers, workbook

_PARTS: Final = re.compile(r"\.(?:xml|rels)$")
_TAG: Final = re.compile(rb"<[^<>]{1,200}>")
_VALUE: Final = re.compile(rb'(?<==")[^"<>]{0,80}(?=")|(?<=>)[^<>]{1,80}(?=</)')
_STRANGE: Final = (
    b"", b"-1", b"0", b"1", b"1e999", b"NaN", b"-INF", b"9" * 40, b"4294967296", b"2958466",
    b"-700000.5", b"A0", b"XFD1048576", b"ZZZZ99999999", b"A1:XFD1048576", b"B2:A1", b"#REF!",
    b"s", b"str", b"inlineStr", b"b", b"e", b"d", b"n", b"true", b"2026-13-45T99:99:99",
    b"../../etc/passwd", b"/xl/worksheets/sheet1.xml", b"rId1", b"rId9", b"&#0;", b"&lol;",
    b"&#xD800;", b"x" * 70_000, "㐂𠮷".encode(), b"\xff\xfe", b"yyyy-mm-dd", b"[h]:mm:ss.000",
)  # fmt: skip
_PUT: Final = (
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<![CDATA[", b"]]>", b"<!--", b"<?xml version='1.1'?>",
    b"<c>" * 5_000, b"<r><t>", b"</row>", b"</sheetData>", b"<f>1</f>", b"<mc:Choice>", b"\0",
    b"<row r='1'/>" * 3_000, b"<mergeCell ref='A1:XFD9'/>" * 50, b"<is><t>x</t></is>", b"<v/>",
)  # fmt: skip
_SIGNS: Final = (
    b'"', b'""', b",", b";", b"\t", b"\r", b"\n", b"\r\n", b"\0", b"=", b"'", b"\xef\xbb\xbf",
    b"\xff\xfe", b"\x81", b"\x84\x31\xa4\x37", b"\x1eend\x1e", b"," * 400, b'"' * 999, b"9" * 6_000,
)  # fmt: skip


def mutated_list(draw: Random) -> bytes:
    """A workbook twice of three times, else a CSV file; the same for the same numbers."""
    if draw.random() < 0.3:
        return _mutated(draw, draw.choice(_texts()), _SIGNS)
    content = draw.choice(_workbooks())
    for _ in range(draw.choice((1, 1, 2, 3))):
        content = draw.choice((_xml,) * 7 + (_parts, _bytes))(draw, content)
    return content


@cache
def _workbooks() -> Sequence[bytes]:
    rows = [headers(), *(client(number) for number in range(1, 6))]
    target = io.BytesIO()
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    sheet["B2"].comment = Comment("待核对", "张三")
    sheet["Z3"], sheet["Z4"] = "=SUM(A1:A3)", "#N/A"
    sheet.merge_cells("A5:B6")
    sheet.row_dimensions[4].hidden = True
    book.create_sheet("旧").sheet_state = "hidden"
    book.save(target)
    return (
        workbook({"Sheet1": rows, "说明": [["x", 1.5, True]]}),
        workbook({"客户 1": [["标题"], [], *rows]}, constant_memory=True),
        target.getvalue(),
    )


@cache
def _texts() -> Sequence[bytes]:
    text = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in (headers(), client(1)))
    wide = text.replace(",", "\t").replace('"', "")
    return text.encode(), text.encode("gb18030"), wide.encode("utf-16"), wide.encode("utf-8-sig")


def _bytes(draw: Random, content: bytes) -> bytes:
    return _mutated(draw, content, (b"\xff" * 4, b"\0" * 4, b"PK\x01\x02", b"PK\x05\x06"))


def _mutated(draw: Random, content: bytes, signs: Sequence[bytes]) -> bytes:
    changed = bytearray(content)
    for _ in range(draw.randint(1, 6)):
        at = draw.randint(0, len(changed))
        match draw.randrange(5):
            case 0:
                changed[at : at + 1] = draw.randbytes(1)
            case 1:
                del changed[at : at + draw.randint(1, 200)]
            case 2:
                changed[at:at] = changed[at : at + draw.randint(1, 400)] * draw.randint(1, 20)
            case 3:
                changed[at:at] = draw.choice(signs)
            case 4 if draw.random() < 0.2:
                del changed[at:]
    return bytes(changed)


def _parts(draw: Random, content: bytes) -> bytes:
    """A part is missing, there twice, called otherwise, another's, or packed as another method."""
    read = _read(content)
    if not read:
        return content
    at = draw.randrange(len(read))
    name, held = read[at]
    match draw.randrange(5):
        case 0:
            del read[at]
        case 1:
            read.append((name, draw.choice(read)[1]))
        case 2:
            read[at] = (name.upper() if draw.random() < 0.5 else f"/{name}", held)
        case 3:
            read[at] = (name, draw.choice(read)[1])
        case 4:
            read.append(("xl/vbaProject.bin", draw.randbytes(40)))
    return _packed(read, draw.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_LZMA)))


def _xml(draw: Random, content: bytes) -> bytes:
    """Something of the XML of a part; sheets come to it most often."""
    read = _read(content)
    places = [
        place
        for place, (name, _) in enumerate(read)
        if _PARTS.search(name)
        for _ in range(5 if "sheet" in name or "shared" in name else 1)
    ]
    if not places:
        return content
    place = draw.choice(places)
    name, xml = read[place]
    read[place] = (name, draw.choice(_XML_CHANGES)(draw, xml))
    return _packed(read, zipfile.ZIP_DEFLATED)


def _value(draw: Random, xml: bytes) -> bytes:
    found = list(_VALUE.finditer(xml))
    if not found:
        return xml
    one = draw.choice(found)
    return xml[: one.start()] + draw.choice(_STRANGE) + xml[one.end() :]


def _without_tag(draw: Random, xml: bytes) -> bytes:
    found = list(_TAG.finditer(xml))
    if not found:
        return xml
    one = draw.choice(found)
    return xml[: one.start()] + (one[0] * 2 if draw.random() < 0.5 else b"") + xml[one.end() :]


def _repeated(draw: Random, xml: bytes) -> bytes:
    found = list(_TAG.finditer(xml))
    if len(found) < 2:
        return xml
    first, last = sorted(draw.sample(range(len(found)), 2))
    begins, ends = found[first].start(), found[last].end()
    times = min(draw.randint(2, 300), 1 + 2_000_000 // (ends - begins))
    return xml[:begins] + xml[begins:ends] * times + xml[ends:]


def _put(draw: Random, xml: bytes) -> bytes:
    found = [one.start() for one in _TAG.finditer(xml)] or [0]
    at = draw.choice(found)
    return xml[:at] + draw.choice(_PUT) + xml[at:]


def _encoded(draw: Random, xml: bytes) -> bytes:
    text = xml.decode("utf-8", "replace")
    named = draw.choice(("utf-16", "gb18030", "utf-7", "utf-8"))
    held = text.replace("UTF-8", named, 1) if draw.random() < 0.5 else text
    return held.encode(named, "replace")


_XML_CHANGES: Final[Sequence[Callable[[Random, bytes], bytes]]] = (
    _value, _value, _value, _value, _without_tag, _repeated, _put, _encoded,
    lambda draw, xml: _mutated(draw, xml, _PUT),
)  # fmt: skip


def _read(content: bytes) -> list[tuple[str, bytes]]:
    """The parts of what is still a ZIP."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return [(info.filename, parts.read(info)) for info in parts.infolist()]
    except Exception:  # noqa: BLE001  # what was done to it before may be anything
        return []


def _packed(read: Sequence[tuple[str, bytes]], method: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as parts:
        for name, content in read:
            parts.writestr(zipfile.ZipInfo(name), content, method)
    return target.getvalue()
