"""Cells of a list of clients are read as a careful clerk reads them, or refused saying what to do."""

from datetime import date, datetime
from typing import Any

import pytest

from models.rules.manifest.days import moment_text
from tests.world.client_lists import PLANS, TRACK, code_of, read_one

CODE = code_of(1)
WIDE = CODE.translate({ord(sign): ord(sign) + 0xFEE0 for sign in CODE})

READ: list[tuple[str, Any, str, Any]] = [
    ("uscc", f" '{CODE.lower()} ", "uscc", CODE),
    ("uscc", WIDE, "uscc", CODE),
    ("uscc", f"{CODE[:8]} {CODE[8:]}", "uscc", CODE),
    ("contact_phone", 13800138000.0, "contact_phone", "+8613800138000"),
    ("contact_phone", "+86 138-0013-8000", "contact_phone", "+8613800138000"),
    ("contact_phone", "１３８００１３８０００", "contact_phone", "+8613800138000"),
    ("contract_no", 20260017.0, "contract_no", "20260017"),
    ("contract_no", "'0017", "contract_no", "0017"),
    ("contract_no", "HT-\n2026", "contract_no", "HT-2026"),
    ("plan", "云排产 ", "plan_id", PLANS[1].id),
    ("plan", PLANS[1].id, "plan_id", PLANS[1].id),
    ("district", "浦东", "district", "浦东新区"),
    ("registered_city", "上海", "registered_city", "上海市"),
    ("sector", "C34", "sector", "通用设备制造业"),
    ("employees", "１，２００人", "employees", 1200),
    ("employees", 35.0, "employees", 35),
    ("fee_yuan", 12000.0, "fee_fen", 1_200_000),
    ("fee_yuan", "¥12,000.50元", "fee_fen", 1_200_050),
    ("fee_yuan", "１．２万", "fee_fen", 1_200_000),
    ("fee_yuan", "1.2 万元", "fee_fen", 1_200_000),
    ("fee_yuan", "人民币12000元整", "fee_fen", 1_200_000),
    ("fee_yuan", "1,2000", "fee_fen", 1_200_000),
    ("fee_yuan", "1.2w", "fee_fen", 1_200_000),
    ("fee_yuan", "5千", "fee_fen", 500_000),
    ("fee_yuan", "+12000元人民币", "fee_fen", 1_200_000),
    ("annual_revenue_yuan", "2千万元", "annual_revenue_fen", 2_000_000_000),
    ("fee_yuan", 0.1 + 0.2, "fee_fen", 30),
    ("fee_yuan", "12000.00", "fee_fen", 1_200_000),
    ("annual_revenue_yuan", "1.5亿元", "annual_revenue_fen", 15_000_000_000),
    ("registered_on", "2015年6月8日", "registered_on", "2015-06-08"),
    ("registered_on", datetime.fromisoformat("2015-06-08"), "registered_on", "2015-06-08"),
    ("registered_on", "二〇一五年六月十八日", "registered_on", "2015-06-18"),
    ("registered_on", "2015年十二月二十", "registered_on", "2015-12-20"),
    ("registered_on", "2015年6月8日（周一）", "registered_on", "2015-06-08"),
    ("registered_on", "2015—06—08", "registered_on", "2015-06-08"),
    ("registered_on", "2015、6、8", "registered_on", "2015-06-08"),
    ("registered_on", "2015.06.08.", "registered_on", "2015-06-08"),
    ("registered_on", 42163.0, "registered_on", "2015-06-08"),
    ("signed_at", "2019-6-11", "signed_at", "2019-6-11"),
    ("signed_at", "2019/6/11 10:30", "signed_at", "2019/6/11 10:30"),
    ("signed_at", "2019年6月11日10时30分", "signed_at", "2019-6-11 10:30"),
    ("signed_at", "2019-6-11 2:30 PM", "signed_at", "2019-6-11 14:30"),
    ("signed_at", "2019-6-11 12:05:09 a.m.", "signed_at", "2019-6-11 00:05:09"),
    ("signed_at", "2019-06-11 下午2:05:09", "signed_at", "2019-06-11 14:05:09"),
    ("signed_at", "2019.6.11", "signed_at", "2019.6.11"),
    ("signed_at", "２０１９／６／１１", "signed_at", "2019/6/11"),
    ("signed_at", "20190611", "signed_at", "2019-06-11"),
    ("signed_at", 20190611.0, "signed_at", "2019-06-11"),
    ("signed_at", "43627", "signed_at", "2019-06-11"),
    ("signed_at", "20190611103005", "signed_at", "2019-06-11 10:30:05"),
    ("signed_at", 20190611103005.0, "signed_at", "2019-06-11 10:30:05"),
    ("signed_at", "20190611 10:30", "signed_at", "2019-06-11 10:30"),
    ("signed_at", "2019-06-11 中午1:30", "signed_at", "2019-06-11 13:30"),
    ("signed_at", "2019-06-11 中午12:30", "signed_at", "2019-06-11 12:30"),
    ("signed_at", "2019-06-11 下午12:30", "signed_at", "2019-06-11 12:30"),
    ("signed_at", "2019年6月11日 凌晨12点10分", "signed_at", "2019-6-11 00:10"),
    ("signed_at", "2019-06-11 晚上8:05", "signed_at", "2019-06-11 20:05"),
    ("signed_at", "2019-06-11 下午14:05", "signed_at", "2019-06-11 14:05"),
    ("signed_at", date(2019, 6, 11), "signed_at", "2019-06-11"),
    ("signed_at", 43627.4375, "signed_at", "2019-06-11 10:30"),
    (
        "signed_at",
        datetime.fromisoformat("2019-06-11 10:29:59.999"),
        "signed_at",
        "2019-06-11 10:30",
    ),
    ("signed_at", "2019-06-11T10:30:05", "signed_at", "2019-06-11 10:30:05"),
    ("signed_at", "2019-06-11T10:30:05+08:00", "signed_at", "2019-06-11T10:30:05+08:00"),
    ("is_sme", "√", "facts.is_sme", True),
    ("is_sme", True, "facts.is_sme", True),
    ("is_sme", 1.0, "facts.is_sme", True),
    ("is_sme", "Ｙ", "facts.is_sme", True),
    ("is_sme", "×", "facts.is_sme", False),
    ("is_sme", "不符合", "facts.is_sme", False),
    ("in_service_zone", "TRUE", "in_service_zone", True),
    (
        "files",
        "合同.pdf；凭证.pdf\n执照.jpg;合同.pdf",
        "files",
        ["合同.pdf", "凭证.pdf", "执照.jpg"],
    ),
]

REFUSED: list[tuple[str, Any, str, str]] = [
    ("uscc", 9.13e17, "became_number", "第 A 列设为文本"),
    ("uscc", "9.13E+17", "became_number", "9.13E+17"),
    ("uscc", "９．１３Ｅ＋１７", "became_number", "9.13E+17"),
    ("uscc", "91310115MA1K0000I6", "characters", "第 17 位"),
    ("uscc", "123456", "length", "18 位"),
    ("uscc", "#N/A", "formula_error", "#N/A"),
    ("contact_phone", "021-58880000", "format", "11 位手机号"),
    ("contact_phone", "张三 13800138000", "format", "不带姓名"),
    ("contact_phone", 1.38e10 + 0.5, "format", "11 位手机号"),
    ("contract_no", date(2026, 3, 1), "became_date", "2026-03-01"),
    ("contract_no", 123456789012345678.0, "became_number", "文本"),
    ("contract_no", "号" * 81, "too_long", "81 个字"),
    ("plan", "没有的方案", "not_an_option", "云设计基础版"),
    ("district", "浦冬新区", "not_an_option", "浦东新区"),
    ("registered_city", "江苏省", "not_an_option", "省级"),
    ("sector", "做生意", "not_an_option", "所属行业"),
    ("employees", 12.5, "format", "整数"),
    ("is_sme", 2.0, "format", "“2”"),
    ("employees", "若干", "format", "若干"),
    ("fee_yuan", "12.345", "format", "到分"),
    ("fee_yuan", "1.234,56", "format", "多少钱"),
    ("fee_yuan", "1,23,4", "format", "多少钱"),
    ("fee_yuan", "-5", "out_of_range", "负数"),
    ("fee_yuan", "面议", "format", "面议"),
    ("fee_yuan", True, "format", "TRUE"),
    ("employees", False, "format", "FALSE"),
    ("fee_yuan", 1e15, "out_of_range", "太大"),
    ("fee_yuan", date(2026, 1, 1), "format", "常规格式"),
    ("fee_yuan", "inf", "format", "多少钱"),
    ("registered_on", "2015-06-18 10:30", "format", "哪一天"),
    ("registered_on", "1815-06-18", "out_of_range", "1901"),
    ("signed_at", "26-3-5", "format", "26-3-5"),
    ("signed_at", "3/5/2026", "format", "3/5/2026"),
    ("signed_at", "2019-06-11 上午12:30", "format", "上午12:30"),
    ("signed_at", "2019-06-11 晚上12:30", "format", "晚上12:30"),
    ("signed_at", "2019-06-11 晚上1:30", "format", "晚上1:30"),
    ("registered_on", "2015年二月三十日", "format", "2015-2-30"),
    ("registered_on", "2015年06月", "format", "2015年06月"),
    ("signed_at", "2026-02-30", "format", "2026-02-30"),
    ("signed_at", "2019-06-11 25:00", "format", "25:00"),
    ("signed_at", "#VALUE!", "formula_error", "公式"),
    ("is_sme", "大概", "format", "“是”或“否”"),
    ("is_sme", "", "required", "没有填写"),
    ("uscc", "　", "required", "没有填写"),
    ("enterprise_name", "\u200b", "required", "没有填写"),
    ("enterprise_name", "甲\ud800", "characters", "重新填写"),
]


@pytest.mark.parametrize(("column", "cell", "field", "value"), READ)
def test_it_is_read_as_meant(column: str, cell: Any, field: str, value: Any) -> None:
    row = read_one(**{column: cell})
    assert [problem.text.zh for problem in row.problems] == []
    assert row.values[field] == value


@pytest.mark.parametrize(("column", "cell", "code", "said"), REFUSED)
def test_it_is_refused_at_its_cell(column: str, cell: Any, code: str, said: str) -> None:
    row = read_one(**{column: cell})
    (problem,) = row.problems
    assert (problem.code, problem.field, problem.cell) == (code, column, row.place(column))
    assert said in problem.text.zh


def test_a_row_without_mistakes_has_every_value_of_its_track() -> None:
    row = read_one()
    assert not row.problems
    stated = {f"facts.{fact.name}" for fact in TRACK.stated} & set(row.values)
    assert stated == {"facts.is_sme", "facts.newly_signed", "facts.registered_for_use"}


def test_a_serial_number_counts_from_the_year_of_its_workbook() -> None:
    day = datetime(2026, 3, 5, 10, 30)  # noqa: DTZ001  # a cell has no zone
    for first, from_1904 in ((datetime(1899, 12, 30), False), (datetime(1904, 1, 1), True)):  # noqa: DTZ001
        serial = (day - first).total_seconds() / 86_400
        assert moment_text(serial, from_1904=from_1904) == "2026-03-05 10:30"
        assert moment_text(20260305, from_1904=from_1904) == "2026-03-05"
