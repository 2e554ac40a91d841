"""Workbooks and CSV files are read in a child as plain cells; what is none is refused by name."""

import csv
import io
import zipfile
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import date, datetime, time

import msgspec
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter.workbook import Workbook

from models.rules.manifest.file_faults import FILE_FAULTS, MOST_COLUMNS, MOST_ROWS
from models.rules.manifest.plain_sheets import MergedRows, PlainSheet
from storage.files.child.children import Children
from storage.files.sheets import program, scan
from storage.files.sheets.packed import Answer, SheetsFault
from storage.files.sheets.program import prepare
from storage.files.sheets.reader import read_sheets
from tests.world.client_lists import workbook

SHEET = "xl/worksheets/sheet1.xml"
PARTS = [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
DOCTYPE = b'<!DOCTYPE a [<!ENTITY b "c">]>'
PLAIN = workbook({"Sheet1": [["甲", "乙"], [1, 2]]})


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def children() -> AsyncIterator[Children]:
    opened = Children()
    yield opened
    await opened.close()


def cells(sheet: PlainSheet) -> list[tuple[int, tuple[object, ...]]]:
    return [(row.number, row.cells) for row in sheet.rows]


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The plain workbook with one of its parts changed."""
    source, target = zipfile.ZipFile(io.BytesIO(PLAIN)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed:
        for part in source.namelist():
            content = source.read(part)
            changed.writestr(part, change(content) if part == name else content)
    return target.getvalue()


def said_to_hold(size: int) -> bytes:
    """The plain workbook whose directory gives its first part this size."""
    place = PLAIN.index(b"PK\x01\x02") + 24
    return PLAIN[:place] + size.to_bytes(4, "little") + PLAIN[place + 4 :]


def with_cell(xml: str) -> bytes:
    """The plain workbook with one more row in its sheet."""
    end = b"</sheetData>"
    return with_part(SHEET, lambda content: content.replace(end, xml.encode() + end))


async def test_cells_come_as_what_they_are(children: Children) -> None:
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True, "date_1904": True})
    sheet, hidden = book.add_worksheet("我的 表"), book.add_worksheet("旧")
    hidden.hide()
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    sheet.write_datetime(2, 1, datetime.fromisoformat("2026-03-05 10:30"), moment)
    sheet.write_datetime(2, 2, date(2026, 3, 5), day)
    sheet.write_datetime(2, 3, time(10, 30), book.add_format({"num_format": "hh:mm"}))
    sheet.write_row(2, 4, ["文\n字", True, 9.13e17])
    sheet.write_formula(2, 7, "=1/0", None, "#DIV/0!")
    sheet.write_formula(2, 8, "=1+1", None, 2)
    sheet.write_formula(2, 9, "=1+1", None, "")
    sheet.merge_range(4, 1, 6, 2, "合")
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column(1, 2, None, None, {"hidden": True})
    hidden.write(0, 0, "x")
    book.close()
    read, other = await read_sheets(children, target.getvalue())
    at, on = datetime.fromisoformat("2026-03-05 10:30"), date(2026, 3, 5)
    row = (None, at, on, "10:30:00", "文\n字", True, 9.13e17, "#DIV/0!", 2.0)
    assert cells(read) == [(3, row), (5, (None, "合"))]
    assert (read.name, read.hidden, read.hidden_rows) == ("我的 表", False, {3})
    assert (read.hidden_columns, read.from_1904) == ({1, 2}, True)
    assert read.uncalculated == {(3, 9)}
    merged = [MergedRows(read.blocks, column) for column in (1, 2)]
    assert [[row for row in range(1, 10) if row in each] for each in merged] == [[6, 7], [5, 6, 7]]
    assert (other.name, other.hidden, cells(other)) == ("旧", True, [(1, ("x",))])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_each_encoding_and_with_each_delimiter(encoding: str, delimiter: str) -> None:
    text = delimiter.join(["统一社会信用代码", '"企业,名;称"', "㐂"]) + '\r\n\r\n"a\nb"'
    line = delimiter.join(['"=""9131"""', "x", ""])
    (sheet,) = _read_here(f"{text}{delimiter}c\r\n{line}\r\n".encode(encoding))
    assert sheet == [
        (1, ["统一社会信用代码", "企业,名;称", "㐂"]),
        (3, ["a\nb", "c"]),
        (4, ["9131", "x"]),
    ]


FAULTS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_format"),
    "one with a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60) + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "encoding"),
    "cut off": (PLAIN[: len(PLAIN) // 2], "damaged"),
    "another archive": (
        PLAIN.replace(b"xl/workbook.xml", b"xl/workb00k.xml"),
        "not_a_workbook",
    ),
    "broken xml": (with_part(SHEET, lambda content: content[:-30]), "damaged"),
    "a doctype": (
        with_part(SHEET, lambda xml: xml.replace(b"<worksheet", DOCTYPE + b"<worksheet", 1)),
        "damaged",
    ),
    "entities in the book": (
        with_part(
            "xl/workbook.xml",
            lambda xml: xml.replace(b"<workbook", DOCTYPE + b"<workbook", 1),
        ),
        "damaged",
    ),
    "one that unpacks to half a gigabyte": (said_to_hold(512 * 1024 * 1024), "too_large"),
    "a row beyond": (with_cell(f'<row r="{MOST_ROWS + 1}"><c><v>1</v></c></row>'), "too_many_rows"),
    "the last cell there is": (
        with_cell('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "too_many_rows",
    ),
    "a cell that is not of its row": (
        with_cell('<row r="9"><c r="A1048576"><v>1</v></c></row>'),
        "too_many_rows",
    ),
    "a cell beyond any sheet": (
        with_cell('<row r="9"><c r="ZZZZ9"><v>1</v></c></row>'),
        "damaged",
    ),
    "the last column there is": (
        with_cell('<row r="9"><c r="XFD9"><v>1</v></c></row>'),
        "too_many_columns",
    ),
    "a quotation mark without its end": (b'a,b\n1,2\n3,"4\n5,6\n', "open_quote"),
    "a name of a sheet without end": (
        with_part("xl/workbook.xml", lambda xml: xml.replace(b'"Sheet1"', b'"' + b"x" * 5000 + b'"')),
        "sheet_name",
    ),
    "merged without end": (
        with_part(
            SHEET,
            lambda xml: xml.replace(
                b"</sheetData>",
                b'</sheetData><mergeCells>'
                + b'<mergeCell ref="A1:A2"/>' * 20_001
                + b"</mergeCells>",
            ),
        ),
        "too_many_cells",
    ),
    "a million rows of text": (b"a,b\n" * 1_000_000, "too_many_rows"),
    "a line of many columns": (b"a" + b",a" * MOST_COLUMNS, "too_many_columns"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_no_list_is_refused_by_name(name: str) -> None:
    content, fault = FAULTS[name]
    with pytest.raises(SheetsFault) as refused:
        _read_here(content)
    assert refused.value.code == fault
    assert fault in FILE_FAULTS


def test_a_text_that_is_shared_by_too_many_cells_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared = workbook({"Sheet1": [["长" * 4000] * 10] * 10})
    monkeypatch.setattr(program, "MOST_ANSWERED", 1_000_000)
    with pytest.raises(SheetsFault) as refused:
        _read_here(shared)
    assert refused.value.code == "too_many_cells"


def test_empty_cells_without_end_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "_MOST_PLACES", 8)
    with pytest.raises(SheetsFault) as refused:
        _read_here(with_cell('<row r="9"><c r="A9"/><c r="B9"/><c r="C9"/></row>'))
    assert refused.value.code == "too_many_cells"


def test_a_formula_whose_value_is_an_empty_text_has_one() -> None:
    content = with_cell(
        '<row r="3"><c r="A3" t="str"><f>""</f><v></v></c><c r="B3"><f>B2</f></c></row>'
    )
    answer = msgspec.msgpack.decode(prepare(memoryview(content))(), type=Answer)
    assert [tuple(place) for place in answer.sheets[0].uncalculated] == [(3, 1)]


def test_a_short_list_leaves_the_limit_of_the_process_as_it_is() -> None:
    before = csv.field_size_limit()
    _read_here(b"a,b\n")
    assert csv.field_size_limit() >= before


def test_a_quoted_line_break_at_the_very_end_is_no_open_quote() -> None:
    assert _read_here(b'a,b\n1,"2\n"') == [[(1, ["a", "b"]), (2, ["1", "2\n"])]]


def test_empty_cells_far_away_count_for_nothing() -> None:
    far = with_cell('<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert _read_here(far) == [[(1, ["甲", "乙"]), (2, [1.0, 2.0])]]


async def test_macros_are_never_run_and_no_hindrance(children: Children) -> None:
    target = io.BytesIO(PLAIN)
    with zipfile.ZipFile(target, "a") as more:
        more.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0macro")
    (sheet,) = await read_sheets(children, target.getvalue())
    assert cells(sheet)[0] == (1, ("甲", "乙"))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")),
    )
)
def test_whatever_bytes_there_are_they_are_read_or_refused(content: bytes) -> None:
    _known_end(content)


def _known_end(content: bytes) -> None:
    with suppress(SheetsFault):
        _read_here(content)


def _read_here(content: bytes) -> list[list[tuple[int, list[object]]]]:
    """The rows of each sheet by the child's own program, in this process."""
    answer = msgspec.msgpack.decode(prepare(memoryview(content))(), type=Answer)
    if answer.fault is not None:
        raise SheetsFault(answer.fault, answer.cell)
    return [[(number, row) for number, row in sheet.rows] for sheet in answer.sheets]
