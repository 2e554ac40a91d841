"""The award of a track as a file states it: every form of every kind compiles."""

import pytest

from models.rules.award.kinds import KINDS, work_out
from models.rules.terms.award import Variant
from tests.programmes.award_texts import (
    CAPPED,
    DECLINING,
    EXHIBITION,
    FIXED,
    GIVEN,
    GRADE,
    INTEREST,
    LOAN,
    OPTIONS,
    PER_STEP,
    PER_UNIT,
    RANGE,
    RATE,
    SHARE,
    STEPS,
    THRESHOLDS,
    TIERS,
    UNITS,
    YEARS,
    compiled,
    value,
)

GOOD = [
    (
        "copay",
        'kind = "copay"\nbase = @rent_fen@\n[figures]\n'
        + value("government_bp", 4000)
        + value("platform_bp", 2000)
        + value("enterprise_bp", 4000),
        400,
    ),
    ("share", SHARE + CAPPED, 500),
    ("share", 'kind = "share"\nbase = @rent_fen past_fen@\n' + RATE, 501),
    ("share", SHARE + 'cap_per = "total"\nreceived = "received_fen"\n' + CAPPED, 500),
    ("share", EXHIBITION + "true = @rent_fen past_fen@\nfalse = @rent_fen@\n", 500),
    ("share", SHARE + 'by = "grade"\n[table]\n' + value("city", 5000) + value("county", 1000), 100),
    ("declining", DECLINING + YEARS, 500),
    ("declining", DECLINING + 'cap_per = "year"\n[figures]\n' + value("cap_fen", 9) + YEARS, 9),
    ("tiers", TIERS + THRESHOLDS, 5),
    ("tiers", 'kind = "tiers"\nbase = @rent_fen@\n' + THRESHOLDS, 8),
    ("grade", GRADE + OPTIONS, 3),
    ("fixed", FIXED + "[figures]\n" + value("amount_fen", 7), 7),
    ("fixed", FIXED + "[table]\n" + value("1", 9) + value("2", 4), 4),
    ("per_unit", PER_UNIT + UNITS, 4000),
    ("per_step", PER_STEP + STEPS, 200),
    ("interest", INTEREST + LOAN, 50),
    ("range", RANGE + value("minimum_fen", 0) + value("maximum_fen", 5), None),
    ("discretionary", 'kind = "discretionary"\n', None),
    ("none", 'kind = "none"\n', 0),
]


@pytest.mark.parametrize(("kind", "text", "expected"), GOOD)
def test_every_form_of_every_kind_compiles_and_is_worked_out(
    kind: str, text: str, expected: int | None
) -> None:
    award, problems = compiled(text)
    assert problems == ""
    assert award.kind == kind
    assert work_out(award, GIVEN).award_fen == expected


def test_no_kind_is_left_out() -> None:
    assert {kind for kind, _, _ in GOOD} == set(KINDS)


def test_the_variants_keep_their_options_and_order() -> None:
    award, _ = compiled(EXHIBITION + "true = @rent_fen past_fen@\nfalse = @rent_fen@\n")
    assert award.variants == (
        Variant("true", ("rent_fen", "past_fen")),
        Variant("false", ("rent_fen",)),
    )


def test_an_edition_gives_what_the_notice_leaves_open() -> None:
    ceiling = "[figures]\n" + value("ceiling_bp", 5000)
    award, problems = compiled(
        INTEREST + ceiling, "[figures]\nday_basis = { value = 365, assumed = true }"
    )
    assert problems == ""
    found = {figure.name: (figure.value, figure.assumed) for figure in award.figures}
    assert found == {
        "ceiling_bp": (5000, False),
        "day_basis": (365, True),
        "rate_bp": (5000, True),
    }
    assert (award.at_most, award.assumed) == (True, True)
    rows, problems = compiled(DECLINING, "[table]\n1 = { value = 5000, assumed = true }")
    assert (problems, rows.assumed) == ("", True)
