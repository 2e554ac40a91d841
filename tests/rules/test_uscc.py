"""Unified social credit codes by GB 32100-2015."""

import random

import pytest

from models.rules.uscc import ALPHABET, LENGTH, check_character, check_uscc, normalise_uscc

# Codes in public use, which satisfy the check by calculations other than ours.
VALID = ["91350100M000100Y43", "12100000400010275N", "91110000802100433B"]


@pytest.mark.parametrize("code", VALID)
def test_valid_codes_pass(code: str) -> None:
    assert check_uscc(code) is None


@pytest.mark.parametrize("code", VALID)
def test_every_single_wrong_character_is_noticed(code: str) -> None:
    for place in range(LENGTH):
        for other in ALPHABET.replace(code[place], ""):
            wrong = code[:place] + other + code[place + 1 :]
            assert check_uscc(wrong) is not None, wrong


@pytest.mark.parametrize("code", VALID)
def test_neighbours_that_changed_places_are_noticed(code: str) -> None:
    for place in range(LENGTH - 1):
        if code[place] != code[place + 1]:
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert check_uscc(swapped) is not None, swapped


def test_made_up_bodies_with_their_check_character_pass() -> None:
    source = random.Random(20261121)
    for _ in range(500):
        region = "".join(source.choices("0123456789", k=6))
        body = "91" + region + "".join(source.choices(ALPHABET, k=9))
        assert check_uscc(body + check_character(body)) is None


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("", "length"),
        ("91350100M000100Y4", "length"),
        ("91350100M000100Y433", "length"),
        ("91350100M000100I43", "characters"),
        ("91350100M000100O43", "characters"),
        ("9135010 M000100Y43", "characters"),
        ("913501００M000100Y43", "characters"),
        ("9135A100M000100Y43", "region"),
        ("91350100M000100Y44", "checksum"),
    ],
)
def test_the_reason_says_what_is_wrong(code: str, reason: str) -> None:
    found = check_uscc(code)
    assert found is not None
    assert (found.field, found.code, found.cite) == ("uscc", reason, "GB 32100-2015")


def test_small_letters_and_blanks_are_put_right() -> None:
    assert normalise_uscc(" 91350100m000100y43 ") == "91350100M000100Y43"
