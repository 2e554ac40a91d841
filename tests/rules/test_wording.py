"""Amounts, numbers, years and foreign cents read as an owner would say them."""

import pytest

from models.rules.eligibility.judge import judge
from models.rules.reasons import Text
from models.rules.terms.conditions import Condition, Fact
from models.rules.wording import money_in_words, value_in_words, within_quotes

TEXT = Text("须符合要求", "Must meet it")


@pytest.mark.parametrize(
    ("amount_fen", "words"),
    [
        (0, "0 元"),
        (99_900, "999 元"),
        (999_999, "9,999.99 元"),
        (1_000_000, "1 万元"),
        (1_230_000, "12,300 元"),
        (3_500_000, "3.5 万元"),
        (1_500_000_000, "1500 万元"),
        (1_505_000_000, "1505 万元"),
        (9_999_999_999, "99,999,999.99 元"),
        (10_000_000_000, "1 亿元"),
        (10_000_000_001, "100,000,000.01 元"),
        (11_200_000_000, "1.12 亿元"),
        (12_000_000_000, "1.2 亿元"),
        (12_345_000_000, "12,345 万元"),
        (25_000_000_000, "2.5 亿元"),
    ],
)
def test_an_amount_takes_the_unit_in_which_it_is_short(amount_fen: int, words: str) -> None:
    assert money_in_words(amount_fen).zh == words


def fact(name: str, unit: str, label: str = "某项") -> Fact:
    return Fact(name, Text(label, "Item"), "int", unit=unit)


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        ("年", 2018, "2018 年"),
        ("单", 9999, "9999 单"),
        ("平方米", 10_000, "10,000 平方米"),
        ("美分", 10_000_000, "100,000 美元"),
        ("美分", 9_999_999, "99,999.99 美元"),
    ],
)
def test_a_number_is_parted_where_it_is_long_and_cents_become_dollars(
    unit: str, value: int, words: str
) -> None:
    assert value_in_words(fact("it", unit), value).zh == words


def test_cents_are_named_in_english_too() -> None:
    assert value_in_words(fact("it", "美分"), 10_000_000).en == "100,000 US dollars"


def test_a_year_of_support_is_counted_off() -> None:
    condition = Condition("c", TEXT, "四(四)", fact="support_year", op="<=", value=2)
    year = fact("support_year", "年", "贴息年度")
    verdict = judge(condition, [year], {"support_year": 3})
    assert verdict.message.zh == "贴息年度须不超过第 2 年，填报第 3 年"
    assert verdict.message.en == "Item must be at most year 2; declared: year 3"


def test_quotes_within_quotes_change_at_each_level() -> None:
    once = within_quotes("“双推”平台企业认定")
    assert once == "‘双推’平台企业认定"
    assert within_quotes(f"“{once}”公示") == "‘“双推”平台企业认定’公示"
