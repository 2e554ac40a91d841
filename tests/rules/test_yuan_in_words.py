"""Capital numerals as the rules for payment papers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.yuan_in_words import yuan_in_words

# The first five: examples of annex 1 to 《支付结算办法》.
EXAMPLES = [
    (140950, "壹仟肆佰零玖元伍角整"),
    (600714, "陆仟零柒元壹角肆分"),
    (168032, "壹仟陆佰捌拾元叁角贰分"),
    (10700053, "壹拾万零柒仟元伍角叁分"),
    (1640902, "壹万陆仟肆佰零玖元零贰分"),
    (0, "零元整"),
    (5, "伍分"),
    (50, "伍角整"),
    (55, "伍角伍分"),
    (100, "壹元整"),
    (105, "壹元零伍分"),
    (1_0000_00, "壹万元整"),
    (1_0001_00, "壹万零壹元整"),
    (100_0000_00, "壹佰万元整"),
    (1000_0700_00, "壹仟万零柒佰元整"),
    (1_0000_0001_00, "壹亿零壹元整"),
    (1_0000_5000_00, "壹亿零伍仟元整"),
    (1_2345_6789_00, "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元整"),
    (1010_1010_00, "壹仟零壹拾万零壹仟零壹拾元整"),
]
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(words: str) -> int:
    """The amount in fen, read in the way a cashier reads it."""
    total = group = digit = fen = 0
    for sign in words:
        if sign in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(sign)
        elif sign in UNITS:
            group, digit = group + digit * UNITS[sign], 0
        elif sign in "万亿元":
            group += digit
            total += group * {"万": 10**4, "亿": 10**8, "元": 1}[sign]
            group = digit = 0
        elif sign in "角分":
            fen, digit = fen + digit * {"角": 10, "分": 1}[sign], 0
    return total * 100 + fen


@pytest.mark.parametrize(("amount_fen", "words"), EXAMPLES)
def test_examples(amount_fen: int, words: str) -> None:
    assert yuan_in_words(amount_fen) == words


@given(st.integers(0, 10**14 - 1))
def test_words_read_back_to_the_amount(amount_fen: int) -> None:
    words = yuan_in_words(amount_fen)
    assert read_back(words) == amount_fen
    assert "零零" not in words
    assert words[-1] in "整分"


@pytest.mark.parametrize("amount_fen", [-1, 10**14])
def test_amounts_that_nobody_pays_are_refused(amount_fen: int) -> None:
    with pytest.raises(ValueError, match="no amount"):
        yuan_in_words(amount_fen)
