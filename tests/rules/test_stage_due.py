"""The day by which a step of the yearly round is to be done, and what a bulk needs there."""

from datetime import date

import pytest

from models.rules.reasons import Text
from models.rules.terms.track import BulkRule, Stage

TITLE = Text("审查", "review")


@pytest.mark.parametrize(
    ("month", "year", "day"),
    [
        (2, 2027, date(2027, 2, 28)),
        (2, 2028, date(2028, 2, 29)),
        (12, 2026, date(2026, 12, 31)),
        (None, 2026, None),
    ],
)
def test_the_last_day_of_its_month(month: int | None, year: int, day: date | None) -> None:
    assert Stage("preliminary", "district", TITLE, by_month=month).due_on(year) == day


@pytest.mark.parametrize(
    ("stage", "rule"),
    [
        (Stage("audit", "auditor", TITLE), "statement"),
        (Stage("audit", "auditor", TITLE, bulk="none"), "none"),
        (Stage("approve", "authority", TITLE), "plain"),
        (Stage("endorse", "platform", TITLE, bulk="statement"), "statement"),
    ],
)
def test_an_audit_takes_a_statement_unless_the_path_says_otherwise(
    stage: Stage, rule: BulkRule
) -> None:
    assert stage.bulk_rule == rule
