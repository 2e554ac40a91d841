"""Every mistake in an award is named: its place, what stands there, and what should."""

import pytest

from models.programme.reader.awards import read_award
from models.programme.reader.problems import FileProblem
from models.programme.reader.table import parse_toml
from tests.programmes.award_texts import (
    CAPPED,
    DECLINING,
    EXHIBITION,
    FACTS,
    FIXED,
    GRADE,
    HEAD,
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

BROKEN = [
    (SHARE, "award.figures.rate_bp", "either rate_bp or a table"),
    (SHARE.replace("rent_fen", "orders") + RATE, "award.base", "a money fact: rent_fen"),
    (SHARE.replace("rent_fen", "zzz") + RATE, "found 'zzz'", "a money fact: rent_fen"),
    (SHARE.replace("rent_fen", "rent_fen rent_fen") + RATE, "award.base", "stands only once"),
    ('kind = "share"\n' + RATE, "award.base", "the base of share"),
    (SHARE + "[figures]\n" + value("rate_bp", 10_001), "award.figures.rate_bp", "at most 10000"),
    (SHARE + RATE + value("cap_fen", 0), "award.figures.cap_fen", "an amount of 1 to"),
    (SHARE + RATE + value("cap_fen", 10**12 + 1), "award.figures.cap_fen", "an amount of 1 to"),
    (
        SHARE + RATE + value("bonus_fen", 5),
        "found 'bonus_fen'",
        "one of rate_bp, ceiling_bp, cap_fen",
    ),
    (SHARE + 'cap_per = "year"\n' + RATE, "award.cap_per", "cap_per only with the figure cap_fen"),
    (SHARE + 'cap_per = "month"\n' + CAPPED, "found 'month'", "one of application, year, total"),
    (SHARE + 'received = "received_fen"\n' + CAPPED, "award.received", "cap_per year or total"),
    (
        SHARE + 'cap_per = "year"\nreceived = "orders"\n' + CAPPED,
        "award.received",
        "a money fact: rent_fen",
    ),
    (SHARE + 'by = "grade"\n' + RATE, "award.by", "a table or variants to go with `by`"),
    (SHARE + 'by = "orders"\n' + OPTIONS, "award.by", "a choice or bool fact: organised, grade"),
    (SHARE + OPTIONS, "award.table", "a table only with the fact `by`"),
    (SHARE + 'by = "grade"\n' + RATE + OPTIONS, "award.figures.rate_bp", "either rate_bp or"),
    (
        SHARE + 'by = "grade"\n[table]\n' + value("city", 10_001) + value("county", 1),
        "award.table.city",
        "basis points of at most 10000",
    ),
    (SHARE + 'past = "past_fen"\n' + RATE, "award.past", "nothing of that name for share"),
    (SHARE + RATE + "[variants]\ntrue = @rent_fen@\n", "award.variants", "with the fact `by`"),
    (EXHIBITION + "true = @rent_fen@\n", "award.variants.false", "a row for each option; false"),
    (
        EXHIBITION + "true = @rent_fen@\nfalse = @@\nmaybe = @rent_fen@\n",
        "award.variants.maybe",
        "one of true, false",
    ),
    (EXHIBITION + "true = @rent_fen@\nfalse = @@\n", "award.variants.false", "at least one money"),
    (EXHIBITION + "true = @rent_fen@\nfalse = @orders@\n", "award.variants.false", "a money fact"),
    (
        SHARE
        + EXHIBITION.removeprefix('kind = "share"\n')
        + "true = @rent_fen@\nfalse = @rent_fen@\n",
        "award.base",
        "either base or variants",
    ),
    (DECLINING, "award.table", "declining needs a table"),
    (DECLINING + "[table]\n" + value("2", 1), "award.table", "years from 1 on without a gap"),
    (DECLINING + "[table]\n" + value("first", 1), "award.table", "years from 1 on without a gap"),
    (DECLINING + "[table]\n" + value("01", 1), "award.table", "years from 1 on without a gap"),
    (DECLINING + YEARS.replace("7000", "10001"), "award.table.1", "basis points of at most 10000"),
    (
        DECLINING + "[figures]\n" + value("rate_bp", 1) + YEARS,
        "award.figures.rate_bp",
        "one of cap_fen",
    ),
    (TIERS, "award.table", "tiers needs a table"),
    (TIERS + THRESHOLDS + value("300", 9), "award.table.300", "one of 100, 200"),
    (TIERS + "[table]\n" + value("100", 9), "award.table.200", "a row for each option; 200"),
    (TIERS + THRESHOLDS.replace("100", "1e2"), "award.table.1e2", "a threshold in fen"),
    (TIERS + THRESHOLDS.replace("100", "0100"), "award.table.0100", "a threshold in fen"),
    (TIERS + THRESHOLDS.replace("value = 3", "value = 0"), "award.table.100", "an amount of 1 to"),
    (
        TIERS.replace('"tiers_paid"', '"orders"') + THRESHOLDS,
        "award.paid",
        "a list fact: tiers_paid",
    ),
    (TIERS.replace('"past_fen"', '"days"') + THRESHOLDS, "award.past", "a money fact: rent_fen"),
    (GRADE, "award.table", "grade needs a table"),
    ('kind = "grade"\n' + OPTIONS, "award.by", "grade needs by"),
    (GRADE + OPTIONS + value("village", 1), "award.table.village", "one of city, county"),
    (GRADE + "[table]\n" + value("city", 1), "award.table.county", "a row for each option; county"),
    (GRADE + "base = @rent_fen@\n" + OPTIONS, "award.base", "no base for grade"),
    (FIXED, "award.figures.amount_fen", "either amount_fen or a table"),
    (FIXED + "[figures]\n" + value("amount_fen", 1) + YEARS, "award.figures.amount_fen", "either"),
    (PER_UNIT, "award.figures.unit_fen", "per_unit needs the figure unit_fen"),
    (PER_UNIT.replace("orders", "rent_fen") + UNITS, "award.base", "an int fact: orders"),
    (PER_UNIT + UNITS.replace("200", "0"), "award.figures.unit_fen", "an amount of 1 to"),
    (PER_UNIT + UNITS + YEARS, "award.table", "no table for per_unit"),
    (PER_STEP.replace('over = "past_fen"\n', "") + STEPS, "award.over", "per_step needs over"),
    (PER_STEP + STEPS.replace("500", "0"), "award.figures.step_fen", "an amount of 1 to"),
    (INTEREST.replace('days = "days"\n', "") + LOAN, "award.days", "interest needs days"),
    (
        INTEREST.replace("reference_rate_bp", "orders") + LOAN,
        "award.rate",
        "a ratio fact: reference",
    ),
    (INTEREST + LOAN.replace("360", "0"), "award.figures.day_basis", "360, 365 or 366 days"),
    (INTEREST + RATE, "award.figures.day_basis", "interest needs the figure day_basis"),
    (RANGE + value("minimum_fen", 6) + value("maximum_fen", 5), "maximum_fen", "at least 6"),
    (RANGE + value("minimum_fen", 6), "maximum_fen", "range needs the figure maximum_fen"),
    ('kind = "discretionary"\n' + RATE, "award.figures.rate_bp", "one of -"),
    ('kind = "none"\nbase = @rent_fen@\n', "award.base", "no base for none"),
    ('kind = "none"\nsurprise = 1\n', "award.surprise", "no such key"),
    (SHARE + "variants = 5\n" + RATE, "award.variants", "a table"),
]


@pytest.mark.parametrize(("text", "key", "expected"), BROKEN)
def test_a_mistake_is_named_with_its_place_and_what_should_stand_there(
    text: str, key: str, expected: str
) -> None:
    problems = compiled(text)[1]
    assert any(key in line and expected in line for line in problems.splitlines()), problems


def test_all_mistakes_of_an_award_come_at_once() -> None:
    text = 'kind = "interest"\nrate = "orders"\nby = "grade"\n[figures]\n' + value("bonus", 1)
    problems = compiled(text)[1].splitlines()
    assert len(problems) == 7
    assert len(set(problems)) == 7


def test_years_need_the_fact_that_says_which() -> None:
    problems: list[FileProblem] = []
    table = parse_toml(
        "p",
        f'[award]\n{HEAD}kind = "fixed"\n' + YEARS.replace("[", "[award."),
        problems=problems,
        assumable=False,
    )
    read_award(table, None, FACTS[:2])
    assert [problem.expected.en for problem in problems] == ["the int fact support_year declared"]
