"""Points of experts: whether a sheet is complete, the ranking by average, and the line through it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from models.rules.reasons import Reason, Text
from models.rules.terms.track import Criterion
from models.rules.wording import within_quotes


@dataclass(frozen=True, slots=True)
class Tally:
    """All points that one application was given, by so many experts (at least one)."""

    key: UUID
    points_sum: int
    experts: int

    @property
    def average(self) -> Fraction:
        """Exact: whether two are equal never hangs on a rounding."""
        return Fraction(self.points_sum, self.experts)


@dataclass(frozen=True, slots=True)
class RankedPlace:
    """The rank of an application; equal averages share one (1, 2, 2, 4)."""

    rank: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class Line:
    """Who is above the line; `last_rank` is the rank it runs behind, None where nobody passes.

    `cut`: it runs through a tie, so that some of that rank pass and some do not.
    """

    passed: frozenset[UUID]
    last_rank: int | None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class TieCut:
    """The line runs through a tie, and nobody has said which `room` of the `tied` pass."""

    tied: tuple[UUID, ...]
    room: int


def check_points(criteria: Sequence[Criterion], points: Mapping[str, int]) -> list[Reason]:
    """What is wrong with a sheet, field by field: each criterion needs 0 to its maximum."""
    known = {criterion.code for criterion in criteria}
    unknown = [
        Reason(
            f"scores.{code}",
            "unknown",
            Text(
                f"评分表中没有“{code}”这一项，请删去",
                f"The score sheet has no criterion {code}; leave it out",
            ),
        )
        for code in points.keys() - known
    ]
    return [*_of_criteria(criteria, points), *sorted(unknown, key=lambda reason: reason.field)]


def _of_criteria(criteria: Sequence[Criterion], points: Mapping[str, int]) -> Iterator[Reason]:
    for criterion in criteria:
        field, label = f"scores.{criterion.code}", criterion.label
        most, given = criterion.maximum_points, points.get(criterion.code)
        if given is None:
            words = Text(
                f"“{within_quotes(label.zh)}”还没有评分，请打分", f"“{label.en}” has no points yet"
            )
            yield Reason(field, "required", words, criterion.cite)
        elif not 0 <= given <= most:
            words = Text(
                f"“{within_quotes(label.zh)}”打的是 {given} 分，须为 0 至 {most} 分",
                f"“{label.en}”: 0 to {most} points; given {given}",
            )
            yield Reason(field, "out_of_range", words, criterion.cite)


def rank_tallies(tallies: Sequence[Tally]) -> list[RankedPlace]:
    """The best average first; within a tie by key, so that the order is the same each time."""
    ordered = sorted(tallies, key=lambda tally: (-tally.average, tally.key))
    places: list[RankedPlace] = []
    for position, tally in enumerate(ordered, start=1):
        tied = bool(places) and places[-1].tally.average == tally.average
        places.append(RankedPlace(places[-1].rank if tied else position, tally))
    return places


def average_text(points_sum: int, experts: int) -> str:
    """The average as decimal text with two places, half up; ranks go by the exact one."""
    cents = (points_sum * 200 + experts) // (2 * experts)
    return f"{cents // 100}.{cents % 100:02d}"


def draw_line(
    places: Sequence[RankedPlace], chosen: int, among_tied: Collection[UUID]
) -> Line | TieCut:
    """The first `chosen` (0 to all) of ranked places pass; in a tie that it cuts, `among_tied`."""
    if chosen == 0:
        return Line(frozenset(), None)
    last = places[chosen - 1].rank
    above = {place.tally.key for place in places if place.rank < last}
    tied = [place.tally.key for place in places if place.rank == last]
    room = chosen - len(above)
    if room == len(tied):
        return Line(frozenset(above.union(tied)), last)
    named = set(among_tied)
    if len(named) != room or not named.issubset(tied):
        return TieCut(tuple(tied), room)
    return Line(frozenset(above | named), last, cut=True)
