"""The terms of an award: its kind, its parameters with their clauses, and its tables."""

from dataclasses import dataclass
from typing import Literal

from models.rules.reasons import Text

AwardKind = Literal[
    "copay",
    "share",
    "declining",
    "tiers",
    "grade",
    "fixed",
    "per_unit",
    "per_step",
    "interest",
    "range",
    "discretionary",
    "none",
]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of an award with its provenance; the unit is the ending of `name`."""

    name: str
    value: int
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One line of a table: the amount or rate for a year, a grade or a threshold."""

    key: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Award:
    """How much: `base` names the facts whose sum is the base; `figures` are the parameters.

    `at_most` is true where the notice gives a ceiling (不超过), so people read 最高.
    """

    kind: AwardKind
    text: Text
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None
    base: tuple[str, ...] = ()
    base_label: Text | None = None
    figures: tuple[Figure, ...] = ()
    table: tuple[AwardRow, ...] = ()
    at_most: bool = False

    def find_figure(self, name: str) -> Figure | None:
        """The parameter, or None if the award has none of that name."""
        return next((figure for figure in self.figures if figure.name == name), None)

    def figure(self, name: str) -> Figure:
        """The parameter. Raises KeyError if the award has none of that name."""
        found = self.find_figure(name)
        if found is None:
            raise KeyError(name)
        return found
