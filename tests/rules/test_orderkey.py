"""The order of claims: later of both acts, then the earlier, then the database's number."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.line.order_key import (
    CHINA,
    Moment,
    OrderKey,
    arrival_key,
    never_before,
    parse_member,
    payment_key,
    whole_seconds,
)

SECONDS = st.integers(0, 10**10 - 1)
KEYS = st.builds(OrderKey, SECONDS, SECONDS, st.integers(0, 2**63 - 1))


@given(KEYS, KEYS)
def test_members_sort_as_text_exactly_as_keys_sort_as_numbers(a: OrderKey, b: OrderKey) -> None:
    assert (a.member < b.member) == (a < b)
    assert len(a.member) == 39
    assert parse_member(a.member) == a


def test_the_later_act_counts_first_whichever_it_is() -> None:
    early = Moment(datetime(2026, 3, 1, 10, tzinfo=CHINA))
    late = Moment(datetime(2026, 3, 5, 9, tzinfo=CHINA))
    assert payment_key(early, late, 7) == payment_key(late, early, 7)
    assert payment_key(early, late, 7).later == whole_seconds(late)


def test_a_bare_day_counts_as_its_last_second_in_china() -> None:
    day = Moment(datetime(2026, 3, 1, tzinfo=CHINA), "day")
    assert whole_seconds(day) == int(datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC).timestamp())
    same_day_in_utc = Moment(datetime(2026, 2, 28, 16, 0, tzinfo=UTC), "day")
    assert whole_seconds(same_day_in_utc) == whole_seconds(day)


def test_the_day_is_the_chinese_one_whatever_the_offset() -> None:
    # 20:00 in UTC is already the next day in China.
    evening = Moment(datetime(2026, 3, 1, 20, tzinfo=UTC), "day")
    assert whole_seconds(evening) == whole_seconds(
        Moment(datetime(2026, 3, 2, 23, 59, 59, tzinfo=CHINA))
    )


def test_fractions_of_a_second_do_not_matter() -> None:
    at = datetime(2026, 3, 1, 10, 0, 0, tzinfo=timezone(timedelta(hours=-5)))
    assert whole_seconds(Moment(at)) == whole_seconds(Moment(at.replace(microsecond=999_999)))


def test_arrival_keys_order_by_the_number_alone() -> None:
    assert arrival_key(9) < arrival_key(10)
    assert arrival_key(9).member == "0" * 38 + "9"


def test_a_claim_that_came_back_ranks_no_earlier_than_its_return() -> None:
    key = payment_key(
        Moment(datetime(2026, 3, 1, tzinfo=UTC)), Moment(datetime(2026, 3, 2, tzinfo=UTC)), 5
    )
    returned_at = datetime(2026, 6, 1, tzinfo=UTC)
    assert never_before(key, returned_at).later == whole_seconds(Moment(returned_at))
    assert never_before(key, datetime(2026, 1, 1, tzinfo=UTC)) == key


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 3, 1, 10),  # noqa: DTZ001  the naive one is what must be refused
        datetime(1969, 12, 31, tzinfo=UTC),
        datetime(2300, 1, 1, tzinfo=UTC),
    ],
)
def test_naive_and_far_instants_are_refused(at: datetime) -> None:
    with pytest.raises(ValueError, match=r"offset|range"):
        whole_seconds(Moment(at))


@pytest.mark.parametrize("member", ["", "1" * 38, "1" * 40, "x" * 39, "１" * 39])
def test_what_is_not_a_member_is_refused(member: str) -> None:
    with pytest.raises(ValueError, match="not an order key"):
        parse_member(member)


@pytest.mark.parametrize("sequence", [-1, 2**63])
def test_a_sequence_outside_the_databases_range_is_refused(sequence: int) -> None:
    with pytest.raises(ValueError, match="sequence"):
        arrival_key(sequence)
