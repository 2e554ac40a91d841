"""A list of clients is found, read row by row, and told where it is wrong, cell by cell."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.manifest import across
from models.rules.manifest.columns import EXAMPLE_USCC, Column, columns_of
from models.rules.manifest.plain_sheets import Block, MergedRows, cell_name, letters
from models.rules.manifest.read import read_manifest
from models.rules.reasons import Reason, Text
from models.rules.uscc import is_uscc
from tests.world.client_lists import (
    COLUMNS,
    DEFINITION,
    PLANS,
    TRACK,
    client,
    headers,
    read,
    sheet_of,
)

NAMED = [
    "uscc", "enterprise_name", "district", "contact_phone", "plan", "contract_no", "signed_at",
    "paid_at", "fee_yuan", "paid_yuan", "payer",
]  # fmt: skip


def codes(problems: object) -> list[str]:
    return [problem.code for problem in problems]  # type: ignore[attr-defined]


def test_the_columns_of_the_contract_are_always_there() -> None:
    names = [column.name for column in COLUMNS]
    assert [name for name in names if name in NAMED] == NAMED
    assert names[-3:] == ["is_sme", "newly_signed", "registered_for_use"]
    assert len({column.label.zh for column in COLUMNS}) == len(names)


def test_every_example_reads_back_and_the_example_itself_is_nobody() -> None:
    assert is_uscc(EXAMPLE_USCC)
    (row,) = read(client(1)).rows
    assert not row.problems
    for track in DEFINITION.tracks:
        if track.applicant == "enterprise" and track.platform is not None:
            columns = columns_of(DEFINITION, track, PLANS)
            sheet = sheet_of(headers(columns), client(1, columns))
            (row,) = read_manifest([sheet], columns).rows
            assert not row.problems


def test_the_example_left_in_and_sums_are_skipped_and_said() -> None:
    example = [column.example for column in COLUMNS]
    total = ["合计", *[""] * 13, 24000.0]
    found = read(example, client(1), [], total, client(2))
    assert [row.number for row in found.rows] == [3, 6]
    assert [(note.code, note.row) for note in found.notes] == [("example_row", 2), ("total_row", 5)]


@pytest.mark.timeout(600)  # of `make prove`
@given(st.randoms(use_true_random=False))
def test_any_order_of_columns_reads_the_same(order: random.Random) -> None:
    places = list(range(len(COLUMNS)))
    order.shuffle(places)
    rows = [headers(), client(1), client(2, fee_yuan="很多")]
    shuffled = sheet_of(*([row[place] for place in places] for row in rows))
    plain, moved = read(*rows[1:]), read_manifest([shuffled], COLUMNS)
    assert [dict(row.values) for row in moved.rows] == [dict(row.values) for row in plain.rows]
    told = [sorted((p.field, p.code, p.text.zh) for p in row.problems) for row in moved.rows]
    assert told == [
        sorted((p.field, p.code, p.text.zh) for p in row.problems) for row in plain.rows
    ]
    (problem,) = moved.rows[1].problems
    fee = [column.name for column in COLUMNS].index("fee_yuan")
    assert problem.cell == f"Sheet1!{letters(places.index(fee))}3"


@pytest.mark.parametrize("heads", ["name", "en", "plain"])
def test_headers_are_known_by_name_in_english_and_without_unit(heads: str) -> None:
    said = {
        "name": lambda column: column.name,
        "en": lambda column: column.label.en.upper(),
        "plain": lambda column: f"* {column.label.zh.partition('（')[0]} ：",
    }[heads]
    sheet = sheet_of([said(column) for column in COLUMNS], client(1))
    found = read_manifest([sheet], COLUMNS)
    assert codes(found.problems) == []
    assert not found.rows[0].problems


def test_a_header_in_ten_thousands_counts_as_such_unless_the_cell_says_otherwise() -> None:
    heads = [text.replace("服务费金额（元）", "服务费(万元)") for text in headers()]
    rows = [client(1, fee_yuan=1.2), client(2, fee_yuan="12000元")]
    found = read_manifest([sheet_of(heads, *rows)], COLUMNS)
    assert [row.values["fee_fen"] for row in found.rows] == [1_200_000, 1_200_000]


@pytest.mark.parametrize(
    ("unit", "fee"),
    [
        ("单位：万元", 1.2),
        ("含税，单位:万元", 1.2),
        ("千元", 12),
        ("人民币元", 12000),
        ("含税", 12000),
    ],
)
def test_the_unit_of_a_header_is_found_among_other_words(unit: str, fee: float) -> None:
    heads = [text.replace("服务费金额（元）", f"服务费金额（{unit}）") for text in headers()]
    (row,) = read_manifest([sheet_of(heads, client(1, fee_yuan=fee))], COLUMNS).rows
    assert row.values["fee_fen"] == 1_200_000


def test_a_unit_above_the_table_is_that_of_headers_that_name_none() -> None:
    heads = [text.replace("服务费金额（元）", "服务费") for text in headers()]
    rows = [["2026年客户", "单位：万元"], heads, client(1, fee_yuan=1.2, paid_yuan=12000)]
    (row,) = read_manifest([sheet_of(*rows)], COLUMNS).rows
    assert (row.values["fee_fen"], row.values["paid_fen"]) == (1_200_000, 1_200_000)
    rows[0] = ["单位：上海元和示例机械有限公司"]
    (row,) = read_manifest([sheet_of(*rows)], COLUMNS).rows
    assert row.values["fee_fen"] == 120
    rows[0] = ["单位：美元"]
    found = read_manifest([sheet_of(*rows)], COLUMNS)
    assert codes(found.problems) == ["missing_column"]


@pytest.mark.parametrize("unit", ["美元", "万美元", "千港元", "USD"])
def test_a_header_in_a_unit_that_is_not_known_is_no_column(unit: str) -> None:
    heads = [text.replace("服务费金额（元）", f"服务费金额（{unit}）") for text in headers()]
    found = read_manifest([sheet_of(heads, client(1))], COLUMNS)
    assert (codes(found.problems), codes(found.notes)) == (["missing_column"], ["unknown_column"])
    assert "是不是“服务费金额（元）”" in found.notes[0].text.zh


def test_columns_called_result_or_reason_are_the_platform_s_own_but_as_a_pair() -> None:
    pair = read_manifest([sheet_of([*headers(), "结果", "原因"], client(1))], COLUMNS)
    assert codes(pair.notes) == []
    alone = read_manifest([sheet_of(["原因", *headers(), "结果"], ["", *client(1)])], COLUMNS)
    assert codes(alone.notes) == ["unknown_column", "unknown_column"]


def test_a_text_of_thousands_of_signs_is_no_header() -> None:
    heads = [*headers(), f"x{'*' * 5000}x"]
    (note,) = read_manifest([sheet_of(heads, client(1))], COLUMNS).notes
    assert note.code == "unknown_column"
    assert len(note.text.zh) < 200


def test_the_header_may_stand_below_a_title_on_another_sheet() -> None:
    cover = sheet_of(["2026年客户"], ["填表人", "张三"], name="封面")
    listed = sheet_of(["客户清单"], [], headers(), client(1), client(2, is_sme="?"), name="我的 表")
    found = read_manifest([cover, listed], COLUMNS)
    assert (found.sheet, found.header_row) == ("我的 表", 3)
    assert found.rows[1].problems[0].cell == cell_name("我的 表", 5, len(COLUMNS) - 3)
    assert found.rows[1].problems[0].cell.startswith("'我的 表'!")


def test_what_is_not_read_is_said() -> None:
    unseen = {"hidden_rows": frozenset({2}), "hidden_columns": frozenset({1, len(COLUMNS)})}
    first = sheet_of([*headers(), "备注"], [*client(1), "加急"], **unseen)
    hidden = sheet_of(headers(), client(3), name="旧", hidden=True)
    found = read_manifest([first, sheet_of(headers(), client(2), name="二月"), hidden], COLUMNS)
    assert [row.number for row in found.rows] == [2]
    assert codes(found.notes)[:2] == ["unknown_column", "sheet_not_read"]
    assert codes(found.notes)[2:] == ["hidden_sheet", "hidden_column", "hidden_row"]


def test_without_a_header_or_with_a_hidden_one_there_is_nothing_to_read() -> None:
    assert codes(read_manifest([sheet_of(["a", "b"])], COLUMNS).problems) == ["no_header"]
    assert codes(read_manifest([], COLUMNS).problems) == ["no_header"]
    hidden = sheet_of(headers(), client(1), hidden=True)
    assert codes(read_manifest([hidden], COLUMNS).problems) == ["hidden_sheet"]
    assert codes(read().problems) == ["no_rows"]


def test_missing_and_doubled_columns_stop_the_list_by_name() -> None:
    heads = [*headers()[1:], headers()[8]]
    found = read_manifest([sheet_of(heads, client(1)[1:])], COLUMNS)
    assert found.rows == ()
    assert codes(found.problems) == ["missing_column", "repeated_column", "repeated_column"]
    assert "统一社会信用代码" in found.problems[0].text.zh
    assert [problem.cell for problem in found.problems[1:]] == [
        "Sheet1!H1",
        f"Sheet1!{letters(len(heads) - 1)}1",
    ]


def test_merged_cells_and_formulas_without_a_value_are_named() -> None:
    rows = [client(1), client(2, contact_phone=None), client(3, fee_yuan=None)]
    phone, fee = (
        [column.name for column in COLUMNS].index(name) for name in ("contact_phone", "fee_yuan")
    )
    blocks, uncalculated = (Block(2, 3, phone, phone),), frozenset({(4, fee)})
    found = read(*rows, blocks=blocks, uncalculated=uncalculated)
    assert [codes(row.problems) for row in found.rows] == [[], ["merged"], ["no_value"]]


def test_merged_blocks_may_overlap_and_are_many() -> None:
    blocks = [Block(2, 3, 1, 1), Block(3, 9, 0, 1), Block(20, 20, 1, 1), Block(30, 31, 1, 2)]
    blocks += [Block(100, 101, 1, 1)] * 20_000
    merged = MergedRows(blocks, 1)
    assert [row for row in range(1, 200) if row in merged] == [*range(3, 10), 31, 101]
    assert [row for row in range(1, 40) if row in MergedRows(blocks, 2)] == [30, 31]


def test_of_very_many_problems_the_first_of_each_row_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(across, "_MOST_PROBLEMS", 10)
    wrong = dict.fromkeys(("fee_yuan", "paid_yuan", "employees", "is_sme", "plan"), "?")
    found = read(*(client(number, **wrong) for number in range(1, 4)), client(9))
    kept = [codes(row.problems) for row in found.rows]
    assert [len(each) for each in kept] == [5, 5, 4, 0]
    assert kept[2][-1] == "more_problems"
    assert "还有 2 处" in found.rows[2].problems[-1].text.zh


def test_the_first_faultless_row_of_a_firm_counts() -> None:
    found = read(
        client(1, fee_yuan="?"),
        client(1),
        client(1, contract_no="ht—9"),
        client(2, contract_no="HT-1"),
    )
    assert [codes(row.problems) for row in found.rows] == [
        ["format"], [], ["repeated_firm"], ["repeated_contract"]
    ]  # fmt: skip
    assert "第 3 行" in found.rows[2].problems[0].text.zh
    # In any writing of the number.
    again = read(client(3, contract_no="HT-7"), client(4, contract_no="ｈｔ－7 "))
    assert [codes(row.problems) for row in again.rows] == [[], ["repeated_contract"]]


def test_a_district_of_many_is_told_by_city_and_code() -> None:
    row = read(client(1, district="宝山区")).rows[0]
    assert row.values["district"] == "宝山区"
    elsewhere = read(client(1, district="双鸭山市宝山区")).rows[0]
    assert codes(elsewhere.problems) == ["contradicts"]


def test_two_plans_of_one_title_are_told_apart_by_id() -> None:
    twins = [*PLANS, replace(PLANS[0], id="plan-3")]
    columns = columns_of(DEFINITION, TRACK, twins)
    rows = [client(1, columns), client(2, columns, plan="plan-3")]
    found = read_manifest([sheet_of(headers(columns), *rows)], columns)
    assert codes(found.rows[0].problems) == ["ambiguous"]
    assert "plan-3" in found.rows[0].problems[0].text.zh
    assert found.rows[1].values["plan_id"] == "plan-3"


def test_a_rule_s_word_on_a_field_stands_at_its_cell() -> None:
    (row,) = read(client(1)).rows
    said = Text("不行", "no")
    assert row.problem_of(Reason("facts.is_sme", "x", said)).cell == row.place("is_sme")
    assert row.problem_of(Reason("fee_fen", "x", said)).field == "fee_yuan"
    assert row.problem_of(Reason("evidence.service_contract", "x", said)).cell == "Sheet1!A2"


CELLS = st.one_of(
    st.none(), st.booleans(), st.text(max_size=12), st.integers(), st.floats(allow_nan=False),
    st.dates(), st.datetimes(),
    st.sampled_from(["9.13E+17", "1,2", "#N/A", "2026-3-5", "√", "万元", "-", "'", "上海", "¥", "=1+1"]),
)  # fmt: skip


@pytest.mark.timeout(600)  # of `make prove`
@given(st.sampled_from(COLUMNS), CELLS)
def test_whatever_a_cell_holds_it_is_read_or_refused(column: Column, cell: object) -> None:
    for row in read(client(1), client(2, **{column.name: cell})).rows[1:]:
        for problem in row.problems:
            assert problem.cell == row.place(problem.field)
            assert problem.text.zh
