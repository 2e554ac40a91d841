"""Compiles a track's conditions for one region class, so that many applicants are judged by them."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

from models.rules.eligibility.condition_words import comparison, declared_in_words, requirement
from models.rules.eligibility.facts import FactValue, FactValues
from models.rules.reasons import Text
from models.rules.terms.conditions import Condition, Fact, FactType, Operator, Stated
from models.rules.typed_time import whole_second


@dataclass(frozen=True)
class Leaf:
    """Compares `fact` by `op` with `bound`: the threshold `required`, its dates and instants parsed.

    Where there is an `other` fact, what was declared for that one takes the place of the bound.
    """

    condition: Condition
    fact: Fact
    op: Operator
    required: Stated | None
    bound: Any
    other: Fact | None = None

    def judged(self, values: FactValues) -> bool | None:
        """Whether what was declared meets it; None while something is not declared."""
        given = values.get(self.fact.name)
        if given is None:
            return None
        if self.other is None:
            return self.holds(given)
        against = values.get(self.other.name)
        return None if against is None else ordered(self.op, given, against)

    def missing(self, values: FactValues) -> tuple[str, ...]:
        """The facts that it needs and that are not declared."""
        needed = (self.fact, *((self.other,) if self.other else ()))
        return tuple(fact.name for fact in needed if fact.name not in values)

    def holds(self, given: FactValue) -> bool:
        """Whether a declared value meets its stated bound."""
        if self.op == "is_true":
            return given is True
        if self.op == "in":
            return isinstance(self.bound, tuple) and given in self.bound
        return ordered(self.op, _measured(given), self.bound)

    @cached_property
    def has_few_values(self) -> bool:
        """Whether its answers are worth keeping: most conditions ask yes or no."""
        return self.other is None and self.fact.type in _FEW_VALUES

    @cached_property
    def kept(self) -> dict[FactValue | None, Any]:
        """Answers that were found before, by the value that was given."""
        return {}

    def says(self, given: FactValue | None, against: FactValue | None = None) -> Text:
        """What it asks, and what was declared."""
        if self.other is not None:
            return comparison(self.op, (self.fact, given), (self.other, against))
        asks = self._asks
        if given is None:
            return Text(f"{asks.zh}，尚未填报", f"{asks.en}; not given yet")
        words = declared_in_words(self.fact, given)
        return Text(f"{asks.zh}，填报{words.zh}", f"{asks.en}; declared: {words.en}")

    @cached_property
    def _asks(self) -> Text:
        return requirement(self.condition, self.fact, self.required)


@dataclass(frozen=True, slots=True)
class Group:
    """All of its members, or any of them."""

    condition: Condition
    members: tuple["Leaf | Group", ...]


CompiledCondition = Leaf | Group


def compile_conditions(
    conditions: Sequence[Condition], facts: Sequence[Fact], region_class: str | None
) -> tuple[CompiledCondition, ...]:
    """Raises LookupError for a condition on a fact that is not declared."""
    known = {fact.name: fact for fact in facts}
    return tuple(_compile(condition, known, region_class) for condition in conditions)


def ordered(op: Operator, left: Any, right: Any) -> bool:
    """Whether two values of one type stand to each other as an ordering says."""
    met: bool = _ORDERINGS[op](left, right)
    return met


def threshold(condition: Condition, region_class: str | None) -> Stated | None:
    """The value to compare with: the region class's own, or the main one."""
    for regional in condition.by_region:
        if regional.region_class == region_class:
            return regional.value
    return condition.value


def _compile(
    condition: Condition, facts: Mapping[str, Fact], region_class: str | None
) -> CompiledCondition:
    members = condition.all or condition.any
    if members:
        return Group(condition, tuple(_compile(member, facts, region_class) for member in members))
    fact = facts.get(condition.fact or "")
    if fact is None or condition.op is None:
        raise LookupError(f"condition {condition.id} compares an undeclared fact")
    other = None if condition.value_fact is None else facts.get(condition.value_fact)
    if condition.value_fact is not None and other is None:
        raise LookupError(f"condition {condition.id} compares with an undeclared fact")
    required = threshold(condition, region_class)
    return Leaf(condition, fact, condition.op, required, _bound(fact.type, required), other)


def _bound(kind: FactType, required: Stated | None) -> Any:
    """Stated dates and instants are text; they are compared as what they mean."""
    if isinstance(required, str) and kind in _FROM_TEXT:
        return _FROM_TEXT[kind](required)
    if isinstance(required, tuple) and kind in _FROM_TEXT:
        return tuple(_FROM_TEXT[kind](str(item)) for item in required)
    return required


def _measured(given: FactValue) -> FactValue:
    """A list by its length; an instant by the second it lies in, so that a last second counts whole."""
    if isinstance(given, tuple):
        return len(given)
    return whole_second(given) if isinstance(given, datetime) else given


_FEW_VALUES: frozenset[FactType] = frozenset({"bool", "choice"})
_FROM_TEXT: Mapping[FactType, Callable[[str], date]] = MappingProxyType(
    {"instant": datetime.fromisoformat, "date": date.fromisoformat}
)
_ORDERINGS: Mapping[Operator, Callable[[Any, Any], bool]] = MappingProxyType(
    {
        ">=": operator.ge,
        ">": operator.gt,
        "<=": operator.le,
        "<": operator.lt,
        "==": operator.eq,
    }
)
