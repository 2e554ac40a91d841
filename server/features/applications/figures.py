"""Figures of an application that cannot all be right: with each other, with its firm's age."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Protocol

from models.rules.eligibility.checks import FirmFigures, against_the_record, contradicting
from models.rules.eligibility.facts import FactReading, read_facts
from models.rules.reasons import Reason
from models.rules.terms.programme import TrackTerms

_PREFIX = "facts."


class FigureColumns(Protocol):
    """A row with what the firm's own record says of its age and size."""

    @property
    def registered_on(self) -> date | None: ...
    @property
    def sector(self) -> str | None: ...
    @property
    def employees(self) -> int | None: ...
    @property
    def annual_revenue_fen(self) -> int | None: ...


def firm_figures(row: FigureColumns) -> FirmFigures:
    """The record of a firm, as figures are compared with it."""
    return FirmFigures(row.registered_on, row.sector, row.employees, row.annual_revenue_fen)


def figure_problems(
    track: TrackTerms,
    given: Mapping[str, object],
    particulars: Mapping[str, object],
    *,
    firm: FirmFigures,
    today: date,
    own: bool = True,
) -> list[Reason]:
    """As `contradicts`, naming both; particulars stand under their own names.

    `own`: as `against_the_record` has it.
    """
    reading = read_facts(track.stated, given, track.retired)
    problems = [
        *contradicting(track, reading.values, _stated(given)),
        *against_the_record(track, reading.values, firm, today, own=own),
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
