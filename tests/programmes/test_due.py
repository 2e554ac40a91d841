"""Over all tracks: whoever qualifies is due something, and every number says whose it is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.award.history import History
from models.rules.eligibility.facts import read_facts
from models.rules.estimate import estimate
from models.rules.terms.programme import Condition, Fact, TrackTerms
from tests.programmes.case_files import definition_of, programmes

TRACKS = [
    (programme, track.code)
    for programme in programmes()
    for track in definition_of(programme).tracks
]
LEFT_TO_A_BODY = ("range", "discretionary")
AMOUNTS = (0, 1, 99, 10_000, 500_000_000, 1_000_000_001, 20_000_000_000, 60_000_000_000)
HISTORIES = st.builds(
    History,
    year_fen=st.sampled_from((0, 1, 5_000_000, 30_000_000)),
    total_fen=st.sampled_from((0, 1, 5_000_000, 30_000_000)),
    tiers=st.frozensets(st.sampled_from((1_000_000_000, 5_000_000_000))),
)


def compared(conditions: tuple[Condition, ...], name: str) -> list[Any]:
    """The values that conditions compare a fact with."""
    found = [one.value for one in conditions if one.fact == name and one.value is not None]
    for one in conditions:
        found += compared(one.all + one.any, name)
    return [item for value in found for item in (value if isinstance(value, tuple) else (value,))]


def stated(track: TrackTerms, fact: Fact) -> st.SearchStrategy[Any]:
    """Mostly what conditions ask for, so that many qualify, and what lies about it."""
    asked = compared(track.conditions, fact.name)
    if fact.type == "bool":
        return st.sampled_from((True, True, True, True, True, True, False, None))
    if fact.type in ("instant", "date", "text"):
        return st.sampled_from([*asked, None]) if asked else st.none()
    if fact.options:
        values = [option.value for option in fact.options]
        if fact.type == "list":
            return st.lists(st.sampled_from(values), unique=True)
        return st.sampled_from([*[one for one in asked if one in values], *values])
    least = fact.minimum or 0
    most = {"ratio": 10_000}.get(fact.type, 10**11) if fact.maximum is None else fact.maximum
    near = [value + by for value in asked if isinstance(value, int) for by in (-1, 0, 1)]
    wanted = [*near, *AMOUNTS, 1, 2, 3, 4, 5, 6]
    return st.sampled_from([value for value in wanted if least <= value <= most])


@pytest.mark.parametrize(("programme", "code"), TRACKS)
@given(data=st.data())
def test_who_qualifies_is_due_something(programme: str, code: str, data: st.DataObject) -> None:
    track = definition_of(programme).find_track(code)
    assert track is not None
    given_ = {fact.name: data.draw(stated(track, fact), fact.name) for fact in track.facts}
    reading = read_facts(track.facts, given_)
    assert reading.problems == ()
    found = estimate(track, reading.values, history=data.draw(HISTORIES))
    if found.eligible is not True:
        assert not found.award_fen
        return
    if track.award.kind == "none":
        assert found.award_fen == 0
    elif track.award.kind in LEFT_TO_A_BODY:
        assert found.award_fen is None
    else:
        assert found.award_fen is not None
        assert found.award_fen > 0
    for step in found.steps:
        assert step.assumed is (step.cite is None), step


@pytest.mark.parametrize(("programme", "code"), TRACKS)
def test_a_number_is_the_notices_or_the_editions_and_never_both(programme: str, code: str) -> None:
    track = definition_of(programme).find_track(code)
    assert track is not None
    figures = [*track.award.figures, *(row.figure for row in track.award.table)]
    for part in (*track.conditions, *track.materials, *track.stages, *track.exclusions, *figures):
        assert part.assumed is (part.cite is None), part
