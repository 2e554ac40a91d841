"""What a kind of award needs from its file, said once for the rule and for the compiler."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from models.rules.award.inputs import Inputs
from models.rules.award.working import Working
from models.rules.terms.conditions import FactType

# Which term of an award names a fact: the fields of `Award` of the same names.
Term = Literal["by", "over", "past", "paid", "rate", "days"]
RowKey = Literal["year", "option", "threshold"]
RowUnit = Literal["fen", "bp"]


@dataclass(frozen=True, slots=True)
class Rows:
    """The table of a kind: what its keys are, what its values are counted in.

    `instead_of` names the figure that takes the place of a table; without it there must be one.
    """

    key: RowKey
    unit: RowUnit
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class NamedFact:
    """A term that names a fact of one of these types."""

    term: Term
    types: tuple[FactType, ...]
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind is worked out, and the figures, facts and rows that a file gives for it.

    `base`: the type of the facts that add up to the base, None for a kind without one.
    `variants`: whether the fact `by` may choose the base.
    """

    work_out: Callable[[Inputs], Working]
    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    base: Literal["money", "int"] | None = None
    rows: Rows | None = None
    named: tuple[NamedFact, ...] = ()
    variants: bool = False
