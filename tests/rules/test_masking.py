"""Masks go by the share that stays hidden, whatever number comes; mainland mobiles alone differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.masking import mask_number, mask_phone


@pytest.mark.parametrize(
    ("number", "country_code", "shown"),
    [
        ("13812341234", "86", "138****1234"),
        ("138 1234-1234", "86", "138****1234"),
        ("021-12345678", "86", "********678"),
        ("12345678", "86", "******78"),
        ("110", "86", "**0"),
        ("2071234567", "44", "+44********67"),
        ("2125550123", "1", "+1********23"),
        ("91234567", "852", "+852********"),
        ("612345", "853", "+853******"),
        ("1234", "354", "*******"),
        ("", "86", ""),
    ],
)
def test_phone(number: str, country_code: str, shown: str) -> None:
    assert mask_phone(number, country_code) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("6222021234567890123", "***************0123"),
        ("6222 0212 3456 7890 123", "***************0123"),
        ("123456789012", "********9012"),
        ("12345678901", "********901"),
        ("12345678", "******78"),
        ("12", "**"),
        ("", ""),
        ("wxid_a1b2c3d4e5f6", "************e5f6"),
        ("91310115MA1K35BX5A", "**************BX5A"),
    ],
)
def test_any_number(number: str, shown: str) -> None:
    assert mask_number(number) == shown


_DIGITS = st.text(alphabet="0123456789", max_size=34)


@given(_DIGITS, st.sampled_from(["86", "1", "7", "44", "852", "886"]))
def test_at_most_a_third_is_shown(number: str, country_code: str) -> None:
    masked = mask_number(number)
    assert len(masked) == len(number)
    assert sum(sign.isdigit() for sign in masked) * 3 <= len(number)
    phone = mask_phone(number, country_code)
    if country_code == "86" and len(number) == 11 and number[0] == "1":
        assert phone == f"{number[:3]}****{number[7:]}"
        return
    whole = number if country_code == "86" else country_code + number
    assert sum(sign.isdigit() for sign in phone) * 3 <= len(whole)
