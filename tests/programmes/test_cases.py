"""Every case of `cases/*.toml`, judged by the demonstration of its programme."""

from dataclasses import replace

import pytest

from tests.programmes.case_files import Case, all_cases, judged, track_of

CASES = all_cases()


def clauses_of(track: object) -> set[str]:
    """Every clause that stands anywhere in a track."""
    found: set[str] = set()
    for name in getattr(track, "__dataclass_fields__", ()):
        value = getattr(track, name)
        if name == "cite" and isinstance(value, str):
            found.add(value)
        for item in value if isinstance(value, tuple) else (value,):
            found |= clauses_of(item)
    return found


@pytest.mark.parametrize("case", CASES, ids=[f"{case.track}:{case.name}" for case in CASES])
def test_a_case_comes_out_as_the_notice_says(case: Case) -> None:
    track = track_of(case)
    assert case.unlike(judged(case, track)) == []
    assert case.cite in clauses_of(track), f"{case.cite} stands nowhere in {case.track}"


def test_each_case_expects_something_that_can_be_told_apart() -> None:
    for case in CASES:
        assert isinstance(case.eligible, bool) or case.eligible == "unknown", case.name
        money = isinstance(case.award_fen, int) or case.award_fen in ("undecided", "unknown")
        assert money, case.name
        assert (case.eligible is False) == bool(case.fails), case.name
        unknown = "unknown" in (case.eligible, case.award_fen)
        assert unknown == bool(case.missing), case.name
    names = [(case.programme, case.track, case.name) for case in CASES]
    assert len(set(names)) == len(names)


def test_a_wrong_expectation_is_noticed() -> None:
    paid = next(case for case in CASES if isinstance(case.award_fen, int) and case.award_fen)
    refused = next(case for case in CASES if case.eligible is False)
    wrong = (
        replace(paid, award_fen=int(paid.award_fen) + 1),
        replace(paid, eligible="unknown"),
        replace(paid, missing=("something",)),
        replace(refused, fails=()),
        replace(refused, cite="第九十九条"),
    )
    for case in wrong:
        assert case.unlike(judged(case, track_of(case))), case
