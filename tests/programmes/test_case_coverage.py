"""The cases leave no condition and no number of the shipped programmes untried."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from models.rules.eligibility.compiled import threshold
from models.rules.terms.award import Figure
from models.rules.terms.programme import Award, Condition, Fact, TrackTerms
from tests.programmes.case_files import (
    Case,
    all_cases,
    definition_of,
    judged,
    programmes,
    track_of,
    values_of,
)

ORDERINGS = (">=", ">", "<=", "<")
COUNTED = ("int", "money", "ratio", "list")
CAPS = ("cap_fen", "government_cap_fen")
# What no calculation reads: a ceiling binds the edition's rate, and the deciding body keeps to
# the limits of a range.
UNREAD = ("ceiling_bp", "minimum_fen", "maximum_fen")
EACH = pytest.mark.parametrize("programme", programmes())


@dataclass(frozen=True)
class Threshold:
    """A number that the condition `leaf` compares a fact with, for one region class."""

    leaf: Condition
    fact: Fact
    region_class: str | None
    value: int


def tracks_of(programme: str) -> list[TrackTerms]:
    """Every track that one can apply for by itself."""
    return [track for track in definition_of(programme).tracks if track.renewal is None]


def leaves(condition: Condition) -> Iterator[Condition]:
    members = condition.all or condition.any
    for member in members:
        yield from leaves(member)
    if not members:
        yield condition


def thresholds(track: TrackTerms) -> Iterator[Threshold]:
    for leaf in (leaf for condition in track.conditions for leaf in leaves(condition)):
        fact = next((fact for fact in track.facts if fact.name == leaf.fact), None)
        if fact is None or leaf.op not in ORDERINGS or fact.type not in COUNTED:
            continue
        if leaf.value_fact is not None:
            continue
        for region in (None, *(regional.region_class for regional in leaf.by_region)):
            value = threshold(leaf, region)
            assert isinstance(value, int), leaf.id
            yield Threshold(leaf, fact, region, value)


def cases_of(programme: str, track: str) -> list[Case]:
    return [case for case in all_cases() if (case.programme, case.track) == (programme, track)]


def counted(case: Case, fact: Fact) -> int | None:
    """What the case declares for a fact: the number, or how many were chosen."""
    value = values_of(case, track_of(case)).get(fact.name)
    if isinstance(value, tuple):
        return len(value)
    return value if isinstance(value, int) else None


def noticed(programme: str, track: TrackTerms) -> set[str]:
    """The cases of a track that come out wrong by this version of it."""
    cases = cases_of(programme, track.code)
    return {case.name for case in cases if case.unlike(judged(case, track))}


def figures(award: Award) -> list[Figure]:
    """Every number of an award that a calculation reads, of its figures and of its table."""
    stated = [*award.figures, *(row.figure for row in award.table)]
    # A part of a whole cannot move alone.
    parts = [one for one in stated if award.kind == "copay" and one.name.endswith("_bp")]
    return [one for one in stated if one.name not in UNREAD and one not in parts]


def moved(track: TrackTerms, figure: Figure, by: int) -> TrackTerms:
    """The track with one number of its award moved."""
    other = replace(figure, value=figure.value + by)
    award = replace(
        track.award,
        figures=tuple(other if one is figure else one for one in track.award.figures),
        table=tuple(
            replace(row, figure=other) if row.figure is figure else row for row in track.award.table
        ),
    )
    return replace(track, award=award)


def ways(track: TrackTerms, figure: Figure) -> tuple[int, ...]:
    """Where a number can move so that an award differs: below a minimum that a condition demands
    too, nothing is worked out.
    """
    demanded = {(at.fact.name, at.value) for at in thresholds(track)}
    guarded = any((name, figure.value) in demanded for name in track.award.base)
    at_the_end = figure.value == 0 or (figure.name == "minimum" and guarded)
    return (1,) if at_the_end else (-1, 1)


def shifted(condition: Condition, at: Threshold, by: int) -> Condition:
    """The condition, or its member that is the threshold's, with another number."""
    if condition is at.leaf:
        if at.region_class is None:
            return replace(condition, value=at.value + by)
        regional = tuple(
            replace(one, value=at.value + by) if one.region_class == at.region_class else one
            for one in condition.by_region
        )
        return replace(condition, by_region=regional)
    return replace(
        condition,
        all=tuple(shifted(member, at, by) for member in condition.all),
        any=tuple(shifted(member, at, by) for member in condition.any),
    )


def test_there_are_enough_cases() -> None:
    assert len(all_cases()) >= 150


@EACH
def test_every_track_and_every_region_class_has_cases(programme: str) -> None:
    cases = [case for case in all_cases() if case.programme == programme]
    tracks = {track.code for track in tracks_of(programme)}
    regions = {region.code for region in definition_of(programme).region_classes}
    assert {case.track for case in cases} == tracks
    assert {case.region_class for case in cases} - {None} == regions


@EACH
def test_every_condition_is_failed_by_a_case(programme: str) -> None:
    unfailed = []
    for track in tracks_of(programme):
        failed = {name for case in cases_of(programme, track.code) for name in case.fails}
        unfailed += [f"{track.code}: {one.id}" for one in track.conditions if one.id not in failed]
    assert unfailed == []


@EACH
def test_every_threshold_is_tried_just_under_exactly_and_just_over(programme: str) -> None:
    untried = []
    for track in tracks_of(programme):
        for at in thresholds(track):
            tried = {
                counted(case, at.fact)
                for case in cases_of(programme, track.code)
                if case.region_class == at.region_class
            }
            left = {at.value - 1, at.value, at.value + 1} - tried
            if left:
                untried.append((track.code, at.fact.name, at.region_class, sorted(left)))
    assert untried == []


@EACH
def test_every_threshold_decides_a_case(programme: str) -> None:
    undecided = []
    for track in tracks_of(programme):
        for at in thresholds(track):
            for by in (-1, 1):
                conditions = tuple(shifted(one, at, by) for one in track.conditions)
                if not noticed(programme, replace(track, conditions=conditions)):
                    undecided.append((track.code, at.fact.name, at.region_class, by))
    assert undecided == []


@EACH
def test_every_comparison_of_two_facts_is_tried_below_at_and_above(programme: str) -> None:
    untried = []
    for track in tracks_of(programme):
        for leaf in (leaf for condition in track.conditions for leaf in leaves(condition)):
            if leaf.value_fact is None:
                continue
            pairs = [values_of(case, track) for case in cases_of(programme, track.code)]
            tried = {
                (left > right) - (left < right)
                for left, right in ((one.get(leaf.fact), one.get(leaf.value_fact)) for one in pairs)
                if isinstance(left, int) and isinstance(right, int)
            }
            untried += [f"{track.code}: {leaf.id} {side}" for side in {-1, 0, 1} - tried]
    assert untried == []


@EACH
def test_every_number_of_an_award_is_held_by_a_case(programme: str) -> None:
    unheld = [
        f"{track.code}: {figure.name} {figure.value} {by:+}"
        for track in tracks_of(programme)
        for figure in figures(track.award)
        for by in ways(track, figure)
        if not noticed(programme, moved(track, figure, by))
    ]
    assert unheld == []


@EACH
def test_every_cap_is_reached_and_exceeded(programme: str) -> None:
    missed = []
    for track in tracks_of(programme):
        for figure in figures(track.award):
            if figure.name not in CAPS:
                continue
            lower, higher = (noticed(programme, moved(track, figure, by)) for by in (-1, 1))
            missed += [] if lower - higher else [f"{track.code}: {figure.name} exactly reached"]
            missed += [] if lower & higher else [f"{track.code}: {figure.name} exceeded"]
    assert missed == []


def test_a_number_moved_by_one_is_noticed_and_no_other() -> None:
    track = definition_of("sh-shuangtui").find_track("expansion")
    assert track is not None
    (rate,) = figures(track.award)
    assert noticed("sh-shuangtui", moved(track, rate, 1))
    assert not noticed("sh-shuangtui", moved(track, rate, 0))
