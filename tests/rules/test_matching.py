"""What is known of a firm, what is asked of it next, and that both agree with the estimate."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.eligibility.compiled import compile_conditions
from models.rules.eligibility.facts import read_facts
from models.rules.estimate import estimate
from models.rules.firm_size import SIZES
from models.rules.matching import MOST_ASKED, KnownFirm, Match, known_values, match_track
from models.rules.terms.programme import TrackTerms
from tests.programmes.case_files import all_cases, definition_of, programmes

TRACKS = [
    track
    for programme in programmes()
    for track in definition_of(programme).tracks
    if track.renewal is None
]
SMALL = KnownFirm("上海市", "浦东新区", True, "制造业", 42, 1_800_000_000, date(2015, 3, 2))


def match(track: TrackTerms, firm: KnownFirm, region_class: str | None = None) -> Match:
    conditions = compile_conditions(track.conditions, track.facts, region_class)
    return match_track(track, conditions, firm)


def test_what_a_case_states_comes_out_as_its_estimate() -> None:
    for case in all_cases():
        track = definition_of(case.programme).find_track(case.track)
        assert track is not None
        values = read_facts(track.facts, dict(case.facts), track.retired).values
        found = match(track, KnownFirm(stated=case.facts), case.region_class).estimate
        assert found == estimate(track, values, case.region_class), case.name


def test_a_size_says_what_it_means_and_no_more() -> None:
    (track,) = (one for one in TRACKS if one.code == "copay")
    for employees, revenue_fen, size in [
        (5, 100, "micro"),
        (42, 1_800_000_000, "small"),
        (400, 2_000_000_000_00, "medium"),
        (2000, 9_000_000_000_000, "large"),
        (None, 1, None),
    ]:
        firm = KnownFirm(sector="制造业", employees=employees, annual_revenue_fen=revenue_fen)
        assert firm.size == size
        said = known_values(track, firm).get("is_sme")
        assert said == (None if size is None else size != SIZES[-1])
    assert known_values(track, KnownFirm(sector="不存在", employees=1, annual_revenue_fen=1)) == (
        known_values(track, KnownFirm())
    )
    doubtful = KnownFirm(stated={"is_sme": False, "newly_signed": "yes"}, sector="制造业")
    assert known_values(track, doubtful)["is_sme"] is False
    assert "newly_signed" not in known_values(track, doubtful), "what cannot be taken is not known"


@pytest.mark.parametrize("track", TRACKS, ids=lambda one: one.code)
def test_what_decides_is_asked_before_what_makes_the_amount(track: TrackTerms) -> None:
    found = match(track, SMALL)
    names = [fact.name for fact in found.ask]
    if found.estimate.eligible is not None:
        assert names == []
        return
    missing = list(found.estimate.missing)
    assert len(names) == min(MOST_ASKED, len(missing))
    assert set(names) <= set(missing)
    later = {"signed_at", "paid_at", "fee_fen", "paid_fen"}
    if len(set(missing) - later) >= MOST_ASKED:
        assert not set(names) & later


@given(st.data())
def test_more_answers_never_take_back_what_was_told(data: st.DataObject) -> None:
    """Told yes or no, it stays so whatever else is answered; and nothing known is asked."""
    track = data.draw(st.sampled_from(TRACKS))
    answers: dict[str, object] = {
        fact.name: data.draw(st.booleans()) for fact in track.facts if fact.type == "bool"
    }
    some = dict(list(answers.items())[: data.draw(st.integers(0, len(answers)))])
    first, second = match(track, KnownFirm(stated=some)), match(track, KnownFirm(stated=answers))
    assert not {fact.name for fact in first.ask} & set(some)
    if first.estimate.eligible is False:
        assert second.estimate.eligible is False
