"""The platform gets its own list back: results beside the rows, wrong cells marked, no other change."""

import csv
import io
import zipfile
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import openpyxl
import pytest
import pytest_asyncio
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook

from models.rules.manifest.read import read_manifest
from models.rules.manifest.rows import Manifest
from storage.files.child.children import Children
from storage.files.report import workbook_report
from storage.files.report.results import Report, ReportedProblem, RowResult, WrongCell
from storage.files.report.writer import write_report
from storage.files.sheets.reader import read_sheets
from tests.world.client_lists import COLUMNS, client, headers, report_of

WIDTH = len(COLUMNS)
RED = "00FFC7CE"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def children() -> AsyncIterator[Children]:
    opened = Children()
    yield opened
    await opened.close()


def handed_in() -> bytes:
    """A platform's own workbook: a title, a look of its own, a formula, a wrong row."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "我的 客户"
    sheet["A1"] = "二〇二六年客户"
    for row in (headers(), client(1), client(2, fee_yuan="一万", contact_phone="1")):
        sheet.append(row)
    sheet["B3"].fill = PatternFill("solid", fgColor="00FFFF00")
    sheet["B4"].comment = Comment("待核对", "张三")
    sheet["Z3"] = "=1+1"
    sheet.column_dimensions["B"].width = 41
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


async def listed(children: Children, content: bytes) -> Manifest:
    return read_manifest(await read_sheets(children, content), COLUMNS)


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


async def test_results_stand_beside_the_rows_and_reasons_at_the_cells(children: Children) -> None:
    sent = handed_in()
    found = await listed(children, sent)
    book = opened(await write_report(children, sent, report_of(found)))
    assert book.sheetnames == ["处理结果", "我的 客户"]
    sheet = book["我的 客户"]
    head = [cell.value for cell in sheet[2]]
    assert [head.index("结果"), head.index("原因")] == [WIDTH, WIDTH + 1]
    assert [sheet.cell(row, WIDTH + 1).value for row in (3, 4)] == ["已提交", "有误，未提交"]
    assert "一万" in sheet.cell(4, WIDTH + 2).value
    (fee,) = [cell for cell in sheet[4] if cell.value == "一万"]
    assert fee.fill.fgColor.rgb == RED
    assert "一万" in fee.comment.text
    # Their own looks, widths, words and formulas are theirs.
    assert sheet["B3"].fill.fgColor.rgb == "00FFFF00"
    assert sheet["B4"].comment.text == "待核对"
    assert (sheet["Z3"].value, sheet.column_dimensions["B"].width) == ("=1+1", 41)
    summary = book["处理结果"]
    assert (summary["B3"].value, summary["B3"].data_type) == ("=cmd|calc", "s")
    said = [cell.value for row in summary.iter_rows() for cell in row if cell.value]
    assert any("一万" in str(text) for text in said)


async def test_mended_and_sent_again_it_is_read_as_if_it_had_no_report(children: Children) -> None:
    sent = handed_in()
    found = await listed(children, sent)
    reported = await write_report(children, sent, report_of(found))
    again = await listed(children, reported)
    assert (again.rows[1].problems, again.notes) == (found.rows[1].problems, found.notes)
    book = opened(reported)
    sheet = book["我的 客户"]
    mended = {problem.cell.rpartition("!")[2] for problem in found.rows[1].problems}
    for cell, value in zip(sorted(mended), ("13800138000", "12000"), strict=True):
        sheet[cell].value = value
    target = io.BytesIO()
    book.save(target)
    last = await listed(children, target.getvalue())
    assert [row.problems for row in last.rows] == [(), ()]
    book = opened(await write_report(children, target.getvalue(), report_of(last)))
    sheet = book["我的 客户"]
    assert book.sheetnames == ["处理结果", "我的 客户"]
    assert [cell.value for cell in sheet[2]].count("结果") == 1
    for cell in mended:
        assert (sheet[cell].comment, sheet[cell].fill.fill_type) == (None, None)


async def test_a_csv_file_comes_back_as_it_was_written(children: Children) -> None:
    rows = [headers(), client(1, payer="=HYPERLINK(1)"), client(2, fee_yuan="-5", payer="-5")]
    text = "\r\n".join(";".join(row) for row in rows) + "\r\n"
    sent = text.encode("gb18030")
    found = await listed(children, sent)
    reported = await write_report(children, sent, report_of(found))
    lines = reported.decode("gb18030").split("\r\n")
    assert lines[0].endswith(";结果;原因")
    assert "'=HYPERLINK(1)" in lines[1]
    assert lines[1].endswith(";已提交;")
    assert ";-5;" in lines[2]
    assert "有误，未提交" in lines[2]
    again = await listed(children, reported)
    assert [dict(row.values) for row in again.rows] == [dict(row.values) for row in found.rows]
    # Reported once more it has the two columns once.
    assert await write_report(children, reported, report_of(again)) == reported


async def test_a_list_that_was_not_found_gets_a_summary_only(children: Children) -> None:
    book = Workbook()
    target = io.BytesIO()
    book.save(target)
    report = Report([], [ReportedProblem("没有找到表头", 1, ["Sheet!A1"])], None, None, [])
    assert opened(await write_report(children, target.getvalue(), report)).sheetnames == [
        "处理结果", "Sheet"
    ]  # fmt: skip


async def test_a_csv_file_without_headers_says_so_in_its_second_line(children: Children) -> None:
    report = Report([], [ReportedProblem("没有找到表头", 1, ["CSV!A1"])], None, None, [])
    for sent in ("甲,乙,丙\n", "甲,乙,丙\n1,2,3\n"):
        answer = (await write_report(children, sent.encode(), report)).decode()
        head, second = csv.reader(answer.splitlines())
        assert (head[3:], second[3:]) == (["结果", "原因"], ["有误，未提交", "没有找到表头"])
    mended = answer.replace("甲,乙,丙", ",".join(headers()[:3])).encode()
    found = await listed(children, mended)
    assert {one.code for one in (*found.problems, *found.notes)} == {"missing_column"}


async def test_a_report_in_english_has_no_chinese_of_ours(children: Children) -> None:
    content = handed_in()
    found = await listed(children, content)
    rows = [RowResult(row.number, "rejected", "wrong") for row in found.rows]
    report = Report([("Rows", "2")], [], found.sheet, found.header_row, rows, english=True)
    summary, sheet = opened(await write_report(children, content, report))
    theirs = sheet.iter_cols(min_col=WIDTH + 1, max_col=WIDTH + 2, min_row=found.header_row)
    ours = [cell.value for line in (*summary, *theirs) for cell in line if cell.value]
    assert "Reason" in ours
    assert [text for text in ours if not str(text).isascii()] == []
    again = await listed(children, as_bytes(opened(await write_report(children, content, report))))
    assert [row.values for row in again.rows] == [row.values for row in found.rows]


async def test_a_workbook_of_odd_styles_comes_back_with_its_cells(children: Children) -> None:
    # As some programs write colours; the library that keeps formats refuses the whole file.
    source, target = zipfile.ZipFile(io.BytesIO(handed_in())), io.BytesIO()
    with zipfile.ZipFile(target, "w") as changed:
        for part in source.namelist():
            changed.writestr(part, source.read(part).replace(b'rgb="00FFFF00"', b'rgb="yellow"'))
    with pytest.raises(ValueError, match="could not read stylesheet"):
        opened(target.getvalue())
    found = await listed(children, target.getvalue())
    book = opened(await write_report(children, target.getvalue(), report_of(found)))
    sheet = book["我的 客户"]
    assert [sheet.cell(row, WIDTH + 1).value for row in (3, 4)] == ["已提交", "有误，未提交"]
    assert sheet["B3"].value == client(1)[1]
    assert any(cell.value == "说明" for cell in book["处理结果"]["A"])


async def test_of_a_sheet_with_endless_empty_cells_the_others_come_back(
    children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = handed_in()
    found = await listed(children, content)
    monkeypatch.setattr(workbook_report, "_MOST_PLACES", 5)
    book = opened(workbook_report.report_workbook(content, report_of(found)))
    sheet = book["我的 客户"]
    assert sheet["B3"].value == client(1)[1]
    assert sheet.column_dimensions["B"].width != 41
    assert sheet.cell(3, WIDTH + 1).value == "已提交"
    assert any("空行太多" in str(cell.value) for cell in book["处理结果"]["B"])


def as_bytes(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


async def test_columns_and_words_of_the_platform_are_not_written_over(children: Children) -> None:
    book = opened(handed_in())
    sheet = book["我的 客户"]
    sheet.insert_cols(2)
    for row, text in ((2, "原因"), (3, "自有的原因"), (4, "另一个")):
        sheet.cell(row, 2).value = text
    # Beside the last header, without one of its own.
    sheet.cell(3, WIDTH + 2).value = "旁注"
    sent = as_bytes(book)
    found = await listed(children, sent)
    reported = await write_report(children, sent, report_of(found))
    sheet = opened(reported)["我的 客户"]
    assert [sheet.cell(row, 2).value for row in (2, 3, 4)] == ["原因", "自有的原因", "另一个"]
    assert sheet.cell(3, WIDTH + 2).value == "旁注"
    head = [cell.value for cell in sheet[2]]
    assert head[WIDTH + 2 : WIDTH + 4] == ["结果", "原因"]
    again = await listed(children, reported)
    sheet = opened(await write_report(children, reported, report_of(again)))["我的 客户"]
    assert [cell.value for cell in sheet[2]] == head
    assert sheet.cell(3, WIDTH + 2).value == "旁注"


async def test_a_report_on_a_report_leaves_nothing_of_the_first(children: Children) -> None:
    sent = handed_in()
    found = await listed(children, sent)
    book = opened(await write_report(children, sent, report_of(found)))
    sheet = book["我的 客户"]
    # The wrong row was emptied, and cells of the results were merged.
    for column in range(1, WIDTH + 1):
        sheet.cell(4, column).value = None
    sheet.merge_cells(start_row=3, end_row=4, start_column=WIDTH + 1, end_column=WIDTH + 1)
    sent = as_bytes(book)
    found = await listed(children, sent)
    assert [row.number for row in found.rows] == [3]
    sheet = opened(await write_report(children, sent, report_of(found)))["我的 客户"]
    assert [sheet.cell(3, WIDTH + 1).value, sheet.cell(4, WIDTH + 2).value] == ["已提交", None]
    # What its owner said of a cell outlives what reports said of it.
    assert sheet["B4"].comment.text == "待核对"


async def test_a_comment_of_the_platform_stays_below_the_reasons(children: Children) -> None:
    book = opened(handed_in())
    sheet = book["我的 客户"]
    (fee,) = [cell for cell in sheet[4] if cell.value == "一万"]
    fee.comment = Comment("问过财务", "张三")
    place, sent = fee.coordinate, as_bytes(book)
    report = report_of(await listed(children, sent))
    twice = WrongCell(f"'我的 客户'!{place}", "还有\x07一处")
    reported = await write_report(children, sent, msgspec.structs.replace(report, wrong=[twice]))
    said = opened(reported)["我的 客户"][place].comment.text
    assert [said.index(word) for word in ("还有一处", "一万", "问过财务")] == sorted(
        said.index(word) for word in ("还有一处", "一万", "问过财务")
    )
    book = opened(reported)
    book["我的 客户"][place].value = "12000"
    mended = as_bytes(book)
    rows = [RowResult(row.number, "accepted", "") for row in (await listed(children, mended)).rows]
    last = await write_report(children, mended, msgspec.structs.replace(report, rows=rows))
    cell = opened(last)["我的 客户"][place]
    assert (cell.comment.text, cell.fill.fill_type) == ("问过财务", None)


async def test_a_look_in_the_farthest_cell_costs_nothing(children: Children) -> None:
    book = opened(handed_in())
    book["我的 客户"]["XFD1048576"].fill = PatternFill("solid", fgColor="00FFFF00")
    sent = as_bytes(book)
    found = await listed(children, sent)
    sheet = opened(await write_report(children, sent, report_of(found)))["我的 客户"]
    assert sheet.cell(2, WIDTH + 1).value == "结果"


async def test_rows_of_a_csv_file_may_be_longer_than_its_headers(children: Children) -> None:
    rows = [["原因", *headers()], ["自有", *client(1), ""], ["", *client(2), "旁注"]]
    sent = "\r\n".join(";".join(row) for row in rows).encode()
    found = await listed(children, sent)
    reported = await write_report(children, sent, report_of(found))
    lines = [line.split(";") for line in reported.decode().splitlines()]
    assert [line[0] for line in lines] == ["原因", "自有", ""]
    assert [line[-3:] for line in lines] == [
        ["", "结果", "原因"], ["", "已提交", ""], ["旁注", "已提交", ""]
    ]  # fmt: skip
    again = await listed(children, reported)
    assert await write_report(children, reported, report_of(again)) == reported
