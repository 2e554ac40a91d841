"""What an applicant declares and what it is compared with: facts and conditions."""

from dataclasses import dataclass
from typing import Literal

from models.rules.reasons import Text

FactType = Literal["int", "money", "ratio", "bool", "text", "choice", "list", "date", "instant"]
Operator = Literal[">=", ">", "<=", "<", "==", "in", "is_true"]
# Rates and amounts by year read their year from the fact of this name.
YEAR_FACT = "support_year"
# What a file can state; instants and dates stay ISO 8601 text until they are compared.
Stated = int | bool | str | tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One allowed value of a `choice` or `list` fact."""

    value: int | str
    label: Text


Lifetime = Literal["months", "years"]
SizeBound = Literal["sme", "small"]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something an applicant declares. `minimum`/`maximum`: the number, or the text's length.

    `since_founding`: it counts full months or years of the firm's life, so it cannot exceed them.
    `of_size`: a yes says that the firm is at most medium-sized, or at most small.
    """

    name: str
    label: Text
    type: FactType
    unit: str | None = None
    required: bool = True
    default: Stated | None = None
    options: tuple[Option, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    cite: str | None = None
    since_founding: Lifetime | None = None
    of_size: SizeBound | None = None


@dataclass(frozen=True, slots=True)
class RegionValue:
    """The threshold for one region class; without a match the condition's own value holds."""

    region_class: str
    value: Stated
    cite: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A leaf compares `fact` with `value` by `op`; a group has `all` or `any` instead.

    On a `list` fact the ordering operators compare how many items were chosen. `value_fact` names
    another fact of the same type that stands in the place of `value`.
    """

    id: str
    text: Text
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None
    fact: str | None = None
    op: Operator | None = None
    value: Stated | None = None
    value_fact: str | None = None
    by_region: tuple[RegionValue, ...] = ()
    all: tuple["Condition", ...] = ()
    any: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class Consistency:
    """What two facts must be to each other if both were stated; else one of them is wrong.

    `value` or `value_fact` stands on the right; of a `list` there, each item. `when` names a fact
    that must be true, or above 0, for the check to apply.
    """

    id: str
    text: Text
    fact: str
    op: Operator
    value: int | None = None
    value_fact: str | None = None
    when: str | None = None
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None
