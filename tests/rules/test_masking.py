"""Masks show enough to recognise one's own number, and hide the rest whatever the length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.masking import mask_account, mask_phone


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13812341234", "138****1234"),
        ("+8613812341234", "138****1234"),
        ("+86 138 1234 1234", "138****1234"),
        ("008613812341234", "138****1234"),
        ("+442071234567", "442*****4567"),
        ("021-12345678", "021****5678"),
        ("12345678", "123*5678"),
        ("1234567", "*******"),
        ("", ""),
    ],
)
def test_phone(number: str, shown: str) -> None:
    assert mask_phone(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("6222021234567890123", "6222****0123"),
        ("6222 0212 3456 7890 123", "6222****0123"),
        ("123456789012", "1234****9012"),
        ("12345678901", "****8901"),
        ("12345678", "****5678"),
        ("1234567", "****"),
        ("", "****"),
    ],
)
def test_account(number: str, shown: str) -> None:
    assert mask_account(number) == shown


@given(st.text(alphabet="0123456789", min_size=1, max_size=30))
def test_at_least_a_digit_is_hidden_and_never_more_than_seven_or_eight_shown(number: str) -> None:
    phone, account = mask_phone(number), mask_account(number)
    assert sum(sign.isdigit() for sign in phone) <= min(7, len(number) - 1)
    assert sum(sign.isdigit() for sign in account) <= min(8, len(number) - 1)
