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
        body = "91350100" + "".join(source.choices(ALPHABET, k=9))
        assert check_uscc(body + check_character(body)) is None


def code(first_eight: str) -> str:
    body = first_eight + "MA1K35BX5"
    return body + check_character(body)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("", "length"),
        ("91350100M000100Y4", "length"),
        ("91350100M000100Y433", "length"),
        ("91350100M000100I43", "characters"),
        ("91350100M000100O43", "characters"),
        ("9135010!M000100Y43", "characters"),
        ("00350100M000100Y43", "registrar"),
        (code("00310115"), "registrar"),
        (code("94310115"), "registrar"),
        (code("A3310115"), "registrar"),
        ("0" * 18, "registrar"),
        ("9135A100M000100Y43", "region"),
        (code("91999999"), "region"),
        (code("91000000"), "region"),
        (code("91470100"), "region"),
        ("91350100M000100Y44", "checksum"),
    ],
)
def test_the_reason_says_what_is_wrong(wrong: str, reason: str) -> None:
    found = check_uscc(wrong)
    assert found is not None
    assert (found.field, found.code, found.cite) == ("uscc", reason, "GB 32100-2015")


@pytest.mark.parametrize(
    "registry",
    ["100000", "310000", "310115", "310119", "320594", "110302", "422921", "810000"],
    ids=["the state", "a city", "a district", "one of once", "a zone", "a zone", "moved", "HK"],
)
def test_registries_of_every_kind_are_known(registry: str) -> None:
    assert check_uscc(code("91" + registry)) is None


@pytest.mark.parametrize("kind", ["11", "12", "31", "52", "54", "55", "81", "93", "A1", "N2", "Y1"])
def test_who_is_no_firm_has_a_code_as_well(kind: str) -> None:
    assert check_uscc(code(kind + "310115")) is None


@pytest.mark.parametrize(
    "between", ["", " ", "-", "\u3000", "\u00a0", "\u2011", "\u200b", "\u2013"]
)
@pytest.mark.parametrize(
    "around", ["{}", "\u202d{}\u202c", "\ufeff{}", "'{}", "\u200e {} \u200f", "\t{}\r\n"]
)
def test_what_a_copy_brings_along_goes(between: str, around: str) -> None:
    for typed in (VALID[0], VALID[0].lower(), wide(VALID[0])):
        groups = between.join((typed[:4], typed[4:8], typed[8:12], typed[12:]))
        assert normalise_uscc(around.format(groups)) == VALID[0]


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("9135O100M000100Y43", "第 5 位的“O”可能应为“0”"),
        ("9I350100M000100Y43", "第 2 位的“I”可能应为“1”"),
        ("913S0100M000100Y43", "第 4 位的“S”可能应为“5”"),
        ("91350100M0OO100Y43", "第 11 位的“O”可能应为“0”、第 12 位的“O”可能应为“0”"),
        ("9111000080Z100433B", "第 11 位的“Z”可能应为“2”"),
        ("91110000B02100433B", "第 9 位的“B”可能应为“8”"),
        ("911100008021004338", "第 18 位的“8”可能应为“B”"),
    ],
)
def test_the_confusable_sign_that_mends_it_is_named(wrong: str, said: str) -> None:
    found = check_uscc(wrong)
    assert found is not None
    assert said in found.text.zh


@pytest.mark.parametrize("wrong", ["91350100M000100Y44", "91350100M000100V43"])
def test_nothing_is_named_where_no_confusable_sign_mends_it(wrong: str) -> None:
    found = check_uscc(wrong)
    assert found is not None
    assert "可能应为" not in found.text.zh


def resident(first: str) -> str:
    """A made-up resident's number: 17 digits, then the check sign of GB 11643."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True))
    return first + "10X98765432"[total % 11]


@pytest.mark.parametrize(
    "number",
    [
        resident("31010118000101000"),
        resident("34110118991231123"),
        resident("51010119000229001"[:10] + "0228001"),
        "310101180001010001",
    ],
)
def test_a_residents_number_is_told_as_what_it_is(number: str) -> None:
    found = check_uscc(number)
    assert found is not None
    assert (found.code, found.cite) == ("resident_number", "GB 11643-1999")
    assert "居民身份证" in found.text.zh
    assert number not in found.text.zh


def test_a_number_that_satisfies_both_checks_is_still_a_residents() -> None:
    both = [
        number
        for count in range(1000)
        if (number := resident(f"34110118991231{count:03d}"))[-1] == check_character(number[:-1])
    ]
    assert both
    assert {reason.code for one in both if (reason := check_uscc(one))} == {"resident_number"}


# In force, though its check character is not the standard's: Xiamen gave such codes before 2016.
OF_OLD = "91350203M0001QKT19"


def test_a_licence_may_carry_a_check_character_that_is_wrong() -> None:
    wrong = check_uscc(OF_OLD)
    assert wrong is not None
    assert wrong.code == "checksum"
    assert check_uscc(OF_OLD, on_licence={OF_OLD}) is None


@pytest.mark.parametrize(
    "other",
    ["91350203M0001QKT18", "91999999M0001QKT19", "12350203M0001QKT19", "9135020OM0001QKT19"],
)
def test_that_excuses_nothing_else(other: str) -> None:
    assert check_uscc(other, on_licence={OF_OLD}) is not None
    if other[0] != "9" or other[2:8] != "350203":
        assert check_uscc(other, on_licence={other}) is not None
