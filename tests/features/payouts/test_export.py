"""The treasury's workbook: exact sums, text that stays text, and a sheet one can print."""

import io
import re
import tempfile
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from server.features.payouts.export import (
    PayoutApplication,
    PayoutHeading,
    PayoutRow,
    payout_workbook,
)

HEADING = PayoutHeading(
    edition_title="上海市中小企业数字化转型双推（2026年）",
    authority="上海市经济和信息化委员会",
    reference="P-20261121-01",
    made_on=date(2026, 11, 21),
)
ACCOUNT = "6222021234567890123"
FIRST_ROW = 4


def application(amount_fen: int, number: str = "SH2026-000001") -> PayoutApplication:
    return PayoutApplication(number, "上海虚构机械有限公司", "91310000MA1FL8XQ30", amount_fen)


def line(number: int, *amounts_fen: int, payee: str = "某某公司", note: str = "") -> PayoutRow:
    applications = [application(amount_fen) for amount_fen in amounts_fen]
    return PayoutRow(number, payee, "工商银行漕河泾支行", ACCOUNT, applications, note)


def opened(*lines: PayoutRow) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(payout_workbook(lines, HEADING)))


def raw_number(data: bytes, cell: str) -> str:
    """The number as the file spells it, before any reader makes a float of it."""
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    found = re.search(rf'<c r="{cell}"[^>]*><v>([^<]*)</v>', sheet)
    assert found
    return found[1]


def test_lines_sheet_says_who_gets_what() -> None:
    sheet = opened(line(1, 50_000_00, 12_345_67, note="补发"), line(2, 1))["拨付汇总"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=6)]
    assert rows == [
        ["序号", "收款单位", "开户行", "账号", "笔数", "金额（元）", "备注"],
        [1, "某某公司", "工商银行漕河泾支行", ACCOUNT, 2, 62_345.67, "补发"],
        [2, "某某公司", "工商银行漕河泾支行", ACCOUNT, 1, 0.01, ""],
        ["合计", None, "人民币（大写）：陆万贰仟叁佰肆拾伍元陆角捌分", None, 3, 62_345.68, None],
    ]
    assert sheet["A1"].value == "上海市中小企业数字化转型双推（2026年） 补贴资金拨付汇总表"
    assert sheet["A2"].value == "拨付单位：上海市经济和信息化委员会"
    assert "P-20261121-01" in sheet["D2"].value
    assert "2026年11月21日" in sheet["D2"].value


def test_items_sheet_has_every_application_of_every_line() -> None:
    sheet = opened(line(1, 100, 250), line(2, 7))["申请明细"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST_ROW)]
    common = ["SH2026-000001", "上海虚构机械有限公司", "91310000MA1FL8XQ30"]
    assert rows == [
        [1, "某某公司", *common, 1],
        [1, "某某公司", *common, 2.5],
        [2, "某某公司", *common, 0.07],
        ["合计", None, None, None, None, 3.57],
    ]


def test_account_is_text_and_money_a_number_with_two_decimals() -> None:
    sheet = opened(line(1, 1_00))["拨付汇总"]
    account, amount = sheet.cell(FIRST_ROW, 4), sheet.cell(FIRST_ROW, 6)
    assert (account.data_type, account.number_format) == ("s", "@")
    assert (amount.data_type, amount.number_format) == ("n", "#,##0.00")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
@pytest.mark.parametrize("field", ["payee", "note"])
def test_text_that_looks_like_a_formula_is_text(sign: str, field: str) -> None:
    evil = f'{sign}HYPERLINK("http://evil.test")'
    row = line(1, 100, payee=evil) if field == "payee" else line(1, 100, note=evil)
    data = payout_workbook([row], HEADING)
    parts = zipfile.ZipFile(io.BytesIO(data))
    for name in parts.namelist():
        assert b"<f>" not in parts.read(name), name
        assert b"hyperlink" not in parts.read(name).replace(b"HYPERLINK", b""), name
    cell = openpyxl.load_workbook(io.BytesIO(data))["拨付汇总"].cell(
        FIRST_ROW, 2 if field == "payee" else 7
    )
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert str(cell.value).endswith('HYPERLINK("http://evil.test")')


def test_link_and_digits_stay_plain_text() -> None:
    cell = opened(line(1, 100, note="http://example.test"))["拨付汇总"].cell(FIRST_ROW, 7)
    assert (cell.value, cell.hyperlink) == ("http://example.test", None)
    assert opened(line(1, 100, note="0012"))["拨付汇总"].cell(FIRST_ROW, 7).value == "0012"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=4))
def test_sums_are_exact_to_the_fen(amounts_fen: list[int]) -> None:
    data = payout_workbook([line(1, *amounts_fen)], HEADING)
    for cell in (f"F{FIRST_ROW}", f"F{FIRST_ROW + 1}"):
        assert Decimal(raw_number(data, cell)) * 100 == sum(amounts_fen)


def test_another_reader_sees_the_same() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(payout_workbook([line(1, 12_34)], HEADING)))
    assert book.sheet_names == ["拨付汇总", "申请明细"]
    rows = book.get_sheet_by_name("拨付汇总").to_python()
    assert rows[FIRST_ROW - 1][:6] == [1.0, "某某公司", "工商银行漕河泾支行", ACCOUNT, 1.0, 12.34]


def test_sheets_print_on_a4_with_the_header_on_every_page() -> None:
    for sheet in opened(line(1, 100)).worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.freeze_panes == f"A{FIRST_ROW}"
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes, one page wide
        assert sheet.column_dimensions["B"].width > 30


def test_same_payout_gives_the_same_bytes() -> None:
    assert payout_workbook([line(1, 100)], HEADING) == payout_workbook([line(1, 100)], HEADING)


def test_payout_without_lines_is_a_table_with_a_total_of_zero() -> None:
    sheet = opened()["拨付汇总"]
    assert sheet.cell(FIRST_ROW, 3).value == "人民币（大写）：零元整"
    assert sheet.cell(FIRST_ROW, 6).value == 0


def test_text_that_no_cell_holds_is_refused_and_not_dropped() -> None:
    with pytest.raises(ValueError, match="too long"):
        payout_workbook([line(1, 100, note="x" * 32_768)], HEADING)


def test_account_numbers_reach_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    original = tempfile.mkstemp

    def recorded(*args: object, **kwargs: object) -> tuple[int, str]:
        made.append("file")
        return original(*args, **kwargs)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(tempfile, "mkstemp", recorded)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    payout_workbook([line(1, 100)], HEADING)
    assert made == []
    assert list(tmp_path.iterdir()) == []


def test_account_is_not_in_the_representation() -> None:
    assert ACCOUNT not in repr(line(1, 100))
