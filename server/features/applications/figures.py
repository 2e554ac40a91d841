"""Figures of an application that cannot all be right: with each other, with its firm's age."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from models.rules.eligibility.checks import contradicting, older_than_the_firm
from models.rules.eligibility.facts import FactReading, read_facts
from models.rules.reasons import Reason
from models.rules.terms.programme import TrackTerms

_PREFIX = "facts."


def figure_problems(
    track: TrackTerms,
    given: Mapping[str, object],
    particulars: Mapping[str, object],
    *,
    founded_on: date | None,
    today: date,
) -> list[Reason]:
    """As `contradicts`, naming both; particulars stand under their own names."""
    reading = read_facts(track.stated, given, track.retired)
    problems = [
        *contradicting(track, reading.values, _stated(given)),
        *older_than_the_firm(track, reading.values, founded_on, today),
    ]
    return [_placed(problem, particulars) for problem in problems]


def read_with_figures(
    track: TrackTerms, given: Mapping[str, object], particulars: Mapping[str, object]
) -> FactReading:
    """Values and problems as `read_facts` has them, with the figures that contradict each other."""
    reading = read_facts(track.stated, given, track.retired)
    problems = contradicting(track, reading.values, _stated(given))
    placed = [_placed(problem, particulars) for problem in problems]
    return FactReading(reading.values, (*reading.problems, *placed))


def _stated(given: Mapping[str, object]) -> set[str]:
    return {name for name, value in given.items() if value is not None}


def _placed(problem: Reason, particulars: Mapping[str, object]) -> Reason:
    name = problem.field.removeprefix(_PREFIX)
    return problem if particulars.get(name) is None else replace(problem, field=name)
