"""Template values: the table of limits, cutting to size, and the platform's own opinion."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.edge.wechat.values import check_value, fit_value, js_length
from standalone.wechat.records import Template
from standalone.wechat.validator import first_fault

GOOD = [
    ("thing1", "字" * 20),
    ("thing12", "A公司 第3期！"),
    ("thing1", "😀" * 10),
    ("number1", "1" * 32),
    ("number2", "-12.50"),
    ("letter1", "aZ" * 16),
    ("symbol1", "+-*/%"),
    ("character_string1", "SH-2026_0001/x"),
    ("character_string1", "x" * 32),
    ("time1", "09:30"),
    ("time1", "2026年11月21日 09:30:59"),
    ("time1", "09:30~18:00"),
    ("date1", "2026年11月21日"),
    ("date1", "2026-1-2"),
    ("date1", "2026/11/21 09:30"),
    ("date1", "2026.11.21"),
    ("date1", "2026年11月21日~2026年12月1日"),
    ("amount1", "¥12345678.90"),
    ("amount1", "100元"),
    ("amount1", "$0.5"),
    ("phone_number1", "+86-0766-66888866"),
    ("car_number1", "沪A12345"),
    ("car_number1", "沪A1234学"),
    ("name1", "示例食品有限公司"),
    ("name1", "Example Foods"),
    ("phrase1", "审核通过"),
    ("phrase1", "候补中"),
]
BAD = [
    ("thing1", "字" * 21),
    ("thing1", "😀" * 11),
    ("thing1", "two\nlines"),
    ("thing1", "bell\x07"),
    ("thing1", ""),
    ("number1", "1" * 33),
    ("number1", "12a"),
    ("number1", "1."),
    ("letter1", "abc1"),
    ("letter1", "a" * 33),
    ("symbol1", "++++++"),
    ("symbol1", "a+"),
    ("character_string1", "编号1"),
    ("character_string1", "x" * 33),
    ("time1", "25:00"),
    ("time1", "9点"),
    ("time1", "09:30~18:00~19:00"),
    ("date1", "2026-13-01"),
    ("date1", "2026年11月"),
    ("date1", "21.11.2026"),
    ("date1", "2026-11/21"),
    ("date1", "2026年2月30日"),
    ("number1", "٣"),
    ("amount1", "12345678901"),
    ("amount1", "¥¥1"),
    ("amount1", "1,000"),
    ("amount1", "免费"),
    ("phone_number1", "1" * 18),
    ("phone_number1", "138 1234 1234"),
    ("car_number1", "沪A1234567"),
    ("name1", "示例食品有限公司上海分"),
    ("name1", "李四2"),
    ("name1", "x" * 21),
    ("phrase1", "审核已经通过"),
    ("phrase1", "OK"),
    ("unheard_of1", "x"),
    ("thing", "x"),
]


def platform_takes(key: str, value: str) -> bool:
    template = Template("t", "t", 2, "", "", (key,))
    return first_fault(template, {key: {"value": value}}) is None


@pytest.mark.parametrize(("key", "value"), GOOD)
def test_both_sides_take_what_the_table_allows(key: str, value: str) -> None:
    assert check_value(key, value) is None
    assert platform_takes(key, value)
    assert fit_value(key, value) == value


@pytest.mark.parametrize(("key", "value"), BAD)
def test_both_sides_refuse_what_the_table_forbids(key: str, value: str) -> None:
    assert check_value(key, value) is not None
    assert key == "thing" or not platform_takes(key, value)


def test_listed_values() -> None:
    assert check_value("enum_string1", "是", listed=("是", "否")) is None
    assert check_value("enum_string1", "也许", listed=("是", "否")) == "not_listed"
    assert check_value("enum1", "是") is None


KINDS = sorted({key for key, _ in GOOD})


NEAR_MISSES = st.text("0123456789:~.-/年月日时元¥$aZ字学 ,+\n😀…٣", max_size=24)


@given(st.sampled_from(KINDS), NEAR_MISSES | st.text(max_size=24))
@example("time1", "0000-01-01 10:00")
@example("date1", "2026-02-30")
def test_what_we_send_the_platform_takes(key: str, value: str) -> None:
    if check_value(key, value) is None:
        assert platform_takes(key, value)


@given(st.text(max_size=60))
def test_cut_things_are_always_sendable(value: str) -> None:
    cut = fit_value("thing1", value)
    assert js_length(cut) <= 20
    assert cut == "" or check_value("thing1", cut) is None


@pytest.mark.parametrize(
    ("key", "value", "cut"),
    [
        ("thing1", "字" * 21, "字" * 19 + "…"),
        ("thing1", "字" * 20, "字" * 20),
        ("thing1", "😀" * 11, "😀" * 9 + "…"),
        ("thing1", " 上行\r\n下行 ", "上行 下行"),
        ("name1", "上海示例食品科技有限公司", "上海示例食品科技有…"),
        ("amount1", "123456789012", "123456789012"),
    ],
)
def test_cutting(key: str, value: str, cut: str) -> None:
    assert fit_value(key, value) == cut
