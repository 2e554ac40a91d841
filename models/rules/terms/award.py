"""The terms of an award: its kind, its parameters with their clauses, and its tables."""

from dataclasses import dataclass
from typing import Literal

from models.rules.reasons import Text

CapScope = Literal["application", "year", "total"]

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
    """A number of an award with its provenance; the unit is the ending of `name`.

    `source`: the document of the clause, where it is another than the programme's own notice.
    """

    name: str
    value: int
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One line of a table: the amount or rate for a year, a grade or a threshold."""

    key: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Variant:
    """The base where a fact chooses it: the facts that add up for the option `key`."""

    key: str
    base: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Award:
    """How much: `base` names the facts whose sum is the base; `figures` are the parameters.

    `at_most` is true where the notice gives a ceiling (不超过), so people read 最高. `cap_per` says
    over what `cap_fen` reaches: this application, the firm's year, or all its years; `received`
    names the fact with what it had before under that cap. The others name facts too: `by` chooses
    the row of the table (and of `variants`), `over` is what full steps count above, `past` and
    `paid` what was reached and paid before (tiers), `rate` and `days` belong to interest.
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
    cap_per: CapScope = "application"
    received: str | None = None
    by: str | None = None
    variants: tuple[Variant, ...] = ()
    over: str | None = None
    past: str | None = None
    paid: str | None = None
    rate: str | None = None
    days: str | None = None

    def find_figure(self, name: str) -> Figure | None:
        """The parameter, or None if the award has none of that name."""
        for figure in self.figures:
            if figure.name == name:
                return figure
        return None

    def figure(self, name: str) -> Figure:
        """The parameter. Raises KeyError if the award has none of that name."""
        found = self.find_figure(name)
        if found is None:
            raise KeyError(name)
        return found
