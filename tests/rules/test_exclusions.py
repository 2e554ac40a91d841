"""Which slots a firm takes: one key for each exclusion, and for each value that counts by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.award.kinds import work_out
from models.rules.award.working import Working
from models.rules.eligibility.facts import FactValue
from models.rules.exclusions import exclusion_keys
from models.rules.line.order_key import CHINA
from models.rules.terms.programme import (
    EditionDefinition,
    EditionTerms,
    Exclusion,
    ExclusionKind,
    Policy,
    TrackTerms,
)
from models.rules.text.compared import compared
from models.rules.text.limits import SLOT_KEY
from tests.rules.award_terms import TEXT, award, track

DAY = datetime(2026, 1, 1, tzinfo=UTC)


def made(programme: str = "sh", year: int = 2026) -> EditionDefinition:
    """A definition as bare as can be."""
    edition = EditionTerms(
        code=f"{programme}-{year}",
        programme=programme,
        year=year,
        title=TEXT,
        opens_at=DAY,
        closes_at=DAY,
        period_from=DAY,
        period_to=DAY,
        correction_workdays=5,
    )
    return EditionDefinition(Policy(programme, TEXT, TEXT, TEXT, "通知"), edition, ())


def excluding(
    kind: ExclusionKind, code: str = "copay", /, *per: str, group: str | None = None
) -> TrackTerms:
    """A track with one exclusion."""
    exclusion = Exclusion("x", kind, TEXT, group, per=per)
    return track(award("none"), code=code, exclusions=(exclusion,))


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("once_per_edition", ("sh-2026/copay/once",)),
        ("once_per_enterprise", ("sh/copay/once",)),
        ("received_elsewhere", ()),
        ("once_per_tier", ()),
    ],
)
def test_the_keys_that_released_data_holds_stay_as_they_are(
    kind: ExclusionKind, keys: tuple[str, ...]
) -> None:
    assert exclusion_keys(made(), excluding(kind)) == keys
    assert exclusion_keys(made(), excluding(kind), {"grade": "city"}) == keys


def test_a_group_joins_tracks_of_any_programme_within_a_year() -> None:
    one = exclusion_keys(made("sh"), excluding("no_stacking", "a", group="same-kind"))
    other = exclusion_keys(made("cq"), excluding("no_stacking", "b", group="same-kind"))
    assert one == other == ("no_stacking/same-kind/2026",)
    later = exclusion_keys(made("sh", 2027), excluding("no_stacking", "a", group="same-kind"))
    assert later == ("no_stacking/same-kind/2027",)
    assert exclusion_keys(made(), excluding("no_stacking", group="other")) != one


def test_each_value_counts_by_itself() -> None:
    graded = excluding("once_per_enterprise", "demo-unit", "grade")
    keys = [exclusion_keys(made(), graded, {"grade": name}) for name in ("city", "county")]
    assert keys == [("sh/demo-unit/once/grade=city",), ("sh/demo-unit/once/grade=county",)]
    assert exclusion_keys(made("sh", 2027), graded, {"grade": "city"}) == keys[0]


def test_a_value_that_is_not_given_yet_takes_no_slot() -> None:
    by_two = excluding("once_per_edition", "station", "name", "support_year")
    assert exclusion_keys(made(), by_two) == ()
    assert exclusion_keys(made(), by_two, {"name": "东站"}) == ()
    full = {"name": "东站", "support_year": 2}
    assert exclusion_keys(made(), by_two, full) == (
        "sh-2026/station/once/name=东站/support_year=2",
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("东站 A1", "  东站  a1 "),
        ("东站A1", "东站A1"),
        ("东站 A1", "东站A1"),
        ("东站（A—1）", "东站(a-1)"),
        ("Straße", "STRASSE"),
        (datetime(2026, 3, 1, 10, tzinfo=CHINA), datetime(2026, 3, 1, 2, tzinfo=UTC)),
        (("a", "b"), ("b", "a")),
    ],
)
def test_one_thing_has_one_key_however_it_is_spelled(one: FactValue, other: FactValue) -> None:
    by_name = excluding("once_per_edition", "station", "name")
    keys = [exclusion_keys(made(), by_name, {"name": value}) for value in (one, other)]
    assert keys[0] == keys[1] != ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("东站", "西站"),
        (True, False),
        (date(2026, 1, 1), date(2026, 1, 2)),
        ("a/support_year=2", "a"),
        (("a", "b"), ("a,b",)),
        ("a%2F", "a/"),
        ("站" * 150 + "甲", "站" * 150 + "乙"),
    ],
)
def test_two_things_have_two_keys(one: FactValue, other: FactValue) -> None:
    by_two = excluding("once_per_edition", "station", "name", "support_year")
    keys = {exclusion_keys(made(), by_two, {"name": v, "support_year": 2}) for v in (one, other)}
    assert len(keys) == 2


@given(st.text(max_size=200), st.text(max_size=200))
def test_every_key_fits_its_column_and_tells_apart_what_differs(one: str, other: str) -> None:
    by_two = excluding("once_per_edition", "station", "a", "b")
    keys = exclusion_keys(made(), by_two, {"a": one, "b": other})
    swapped = exclusion_keys(made(), by_two, {"a": other, "b": one})
    assert len(keys) == 1
    assert len(keys[0]) <= SLOT_KEY
    assert (keys == swapped) == (compared(one) == compared(other))


def test_each_tier_is_taken_once_in_a_lifetime() -> None:
    terms = award("tiers", ("100", 3), ("200", 5), base=("volume_fen",))
    scale = replace(excluding("once_per_tier", "scale"), award=terms)
    working = work_out(terms, {"volume_fen": 201})
    assert exclusion_keys(made(), scale, {}, working) == ("sh/scale/tier/100", "sh/scale/tier/200")
    assert exclusion_keys(made("sh", 2027), scale, {}, working) == exclusion_keys(
        made(), scale, {}, working
    )
    assert exclusion_keys(made(), scale, {}, Working(0)) == ()
    assert exclusion_keys(made(), scale) == ()


def test_several_exclusions_take_several_slots_each_once_and_in_order() -> None:
    twice = Exclusion("a", "once_per_edition", TEXT)
    both = replace(
        excluding("no_stacking", group="g"),
        exclusions=(
            Exclusion("z", "once_per_enterprise", TEXT),
            twice,
            replace(twice, id="b"),
            Exclusion("n", "no_stacking", TEXT, "g"),
        ),
    )
    keys = exclusion_keys(made(), both)
    assert keys == ("no_stacking/g/2026", "sh-2026/copay/once", "sh/copay/once")
    assert exclusion_keys(made(), track(award("none"))) == ()
