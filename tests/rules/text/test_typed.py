"""What people type: nothing invisible remains, and what is seen stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.text.radicals import IDEOGRAPHS
from models.rules.text.typed import HalfCharacter, typed_line, typed_lines

# By General_Category, apart from the table under test; the marks that are drawn before a number or
# a name are of Cf and are seen.
SEEN_FORMATS = set(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
WHOLE = st.text(st.characters(exclude_categories=["Cs"]))
STRANGE = st.text(
    st.sampled_from(
        "甲 a\t\n\r\u2028\u200b\u200d\ufe0f\u3000\u00a0\u3164\u2800\u202e\ufeff\u00ad\x00\x85\u0301e"
        "\u2fa6\u2ed3\uf90a\u1100\u1161\u115f\U000e0041\U000e0100\ufffe葛"
    )
)


def unseen(sign: str) -> bool:
    if sign in SEEN_FORMATS:
        return False
    code = ord(sign)
    no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return no_character or unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")


@given(WHOLE | STRANGE)
def test_nothing_invisible_remains_and_twice_is_once(text: str) -> None:
    line, lines = typed_line(text), typed_lines(text)
    assert not [sign for sign in line if unseen(sign)]
    assert not [sign for sign in lines if unseen(sign) and sign not in "\t\n"]
    for clean, again in ((line, typed_line), (lines, typed_lines)):
        assert again(clean) == clean
        assert clean == clean.strip()
        assert unicodedata.is_normalized("NFC", clean)


@pytest.mark.parametrize(
    "nothing",
    [
        "",
        " ",
        "\u3000\u00a0\u2003\u1680",
        "\u200b",
        "\u3164",
        "\u115f\u1160",
        "\uffa0",
        "\u2800",
        "\u200d\ufe0f",
        "\U000e0041\U000e007f",
        "\U000e0100",
        "\ufeff",
        "\u202e\u202c\u2066\u2069",
        "\u200e\u200f\u061c",
        "\u00ad\u034f\u17b4\u180e\u2060\u2063",
        "\x00\x07\x7f\x9f",
        "\r\n\t\u2028\u2029\x85",
        "\ufffc\ufff9\uffff\ufdd0\U0001fffe",
        "\U0001d159\U0001d173\U00016fe4\U00013441",
    ],
)
def test_what_nobody_sees_is_nothing(nothing: str) -> None:
    assert typed_line(nothing) == typed_lines(nothing) == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 上海甲有限公司\u3000 ", "上海甲有限公司"),
        ("上海\u200b甲有限公司", "上海甲有限公司"),
        ("上海\u2028甲有限公司", "上海甲有限公司"),
        ("上海甲有限\r\n公司", "上海甲有限公司"),
        ("Blue\n Ltd", "Blue Ltd"),
        ("HT-2026-\n01", "HT-2026-01"),
        ("甲\t乙", "甲 乙"),
        ("上海\u2fa6\u2f2d甲有限公司", "上海金山甲有限公司"),
        ("\u2ed3\u2ec5\u2ee2", "长见马"),
        ("\uf90a山", "金山"),
        ("葛\U000e0100城", "葛城"),
        ("cafe\u0301", "caf\u00e9"),
        ("a\u200b\u0301", "\u00e1"),
        ("\u202e倒序\u202c", "倒序"),
        # What is seen stays as typed: width, brackets, dashes and blanks between words.
        ("ＡＢ（上海）—１２ 甲　乙", "ＡＢ（上海）—１２ 甲　乙"),
        ("①㈱½", "①㈱½"),
    ],
)
def test_one_line(typed: str, kept: str) -> None:
    assert typed_line(typed) == kept


def test_several_lines_keep_their_breaks() -> None:
    assert typed_lines("\ufeff一\r\n\t二\u200b\u2028三\r四\n\n") == "一\n\t二\n三\n四"


@pytest.mark.parametrize("text", ["\ud800", "甲\udc80", "\udfff\u200b"])
def test_half_a_character_is_refused(text: str) -> None:
    for clean in (typed_line, typed_lines):
        with pytest.raises(HalfCharacter):
            clean(text)


def test_a_radical_is_its_ideograph() -> None:
    for radical, ideograph in IDEOGRAPHS.items():
        assert unicodedata.name(radical).startswith(("CJK RADICAL", "KANGXI RADICAL"))
        assert unicodedata.name(ideograph).startswith("CJK UNIFIED IDEOGRAPH")
        compatible = unicodedata.normalize("NFKC", radical)
        assert compatible in (radical, ideograph)
