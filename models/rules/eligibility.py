"""Whether one qualifies: yes, no, or cannot tell yet, each condition with its clause."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from models.rules.facts import FactValue, FactValues
from models.rules.programme import Condition, Fact, FactType, Operator, Stated, Track
from models.rules.reasons import Reason, Text
from models.rules.wording import value_in_words


@dataclass(frozen=True, slots=True)
class Verdict:
    """One condition judged; `met` is None while a fact it needs is unknown (`missing`)."""

    id: str
    met: bool | None
    message: Text
    cite: str | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Eligibility:
    """All conditions of a track judged; None: cannot tell yet, `missing` says what is needed."""

    eligible: bool | None
    conditions: tuple[Verdict, ...]
    missing: tuple[str, ...]

    @property
    def unmet(self) -> tuple[Reason, ...]:
        """The conditions that are not met, as reasons for a refusal."""
        return tuple(
            Reason(verdict.id, "not_met", verdict.message, verdict.cite)
            for verdict in self.conditions
            if verdict.met is False
        )


def judge_track(track: Track, values: FactValues, region_class: str | None = None) -> Eligibility:
    """Judges every condition; one that is not met decides, whatever else is missing."""
    verdicts = tuple(
        judge(condition, track.facts, values, region_class) for condition in track.conditions
    )
    missing = dict.fromkeys(name for verdict in verdicts for name in verdict.missing)
    return Eligibility(all_of([verdict.met for verdict in verdicts]), verdicts, tuple(missing))


def is_eligible(track: Track, values: FactValues, region_class: str | None = None) -> bool | None:
    """`judge_track(…).eligible` without the words, which are most of its work."""
    return all_of(
        [_is_met(condition, track.facts, values, region_class) for condition in track.conditions]
    )


def _is_met(
    condition: Condition, facts: Sequence[Fact], values: FactValues, region_class: str | None
) -> bool | None:
    members = condition.all or condition.any
    if members:
        combine = all_of if condition.all else any_of
        return combine([_is_met(member, facts, values, region_class) for member in members])
    fact, op = _compared(condition, facts)
    given = values.get(fact.name)
    if given is None:
        return None
    return _compare(op, fact.type, given, threshold(condition, region_class))


def _compared(condition: Condition, facts: Sequence[Fact]) -> tuple[Fact, Operator]:
    for fact in facts:
        if fact.name == condition.fact and condition.op is not None:
            return fact, condition.op
    raise LookupError(f"condition {condition.id} compares an undeclared fact")


def judge(
    condition: Condition,
    facts: Sequence[Fact],
    values: FactValues,
    region_class: str | None = None,
) -> Verdict:
    """Judges one condition, leaf or group. Raises LookupError if its fact is not declared."""
    if condition.all or condition.any:
        return _judge_group(condition, facts, values, region_class)
    fact, op = _compared(condition, facts)
    required = threshold(condition, region_class)
    given = values.get(fact.name)
    met = None if given is None else _compare(op, fact.type, given, required)
    message = _leaf_message(condition, fact, required, given)
    missing = (fact.name,) if given is None else ()
    return Verdict(condition.id, met, message, condition.cite, missing)


def threshold(condition: Condition, region_class: str | None) -> Stated | None:
    """The value to compare with: the region class's own, or the main one."""
    for regional in condition.by_region:
        if regional.region_class == region_class:
            return regional.value
    return condition.value


def all_of(answers: Sequence[bool | None]) -> bool | None:
    """No if one is no, else unknown if one is unknown, else yes."""
    if False in answers:
        return False
    return None if None in answers else True


def any_of(answers: Sequence[bool | None]) -> bool | None:
    """Yes if one is yes, else unknown if one is unknown, else no."""
    if True in answers:
        return True
    return None if None in answers else False


def _judge_group(
    condition: Condition, facts: Sequence[Fact], values: FactValues, region_class: str | None
) -> Verdict:
    members = condition.all or condition.any
    verdicts = [judge(member, facts, values, region_class) for member in members]
    combine = all_of if condition.all else any_of
    met = combine([verdict.met for verdict in verdicts])
    missing = dict.fromkeys(name for verdict in verdicts for name in verdict.missing)
    return Verdict(
        condition.id,
        met,
        _group_message(condition, verdicts, met),
        condition.cite,
        tuple(missing) if met is None else (),
    )


def _group_message(condition: Condition, verdicts: Sequence[Verdict], met: bool | None) -> Text:
    """The group's own sentence, then its members that made it so."""
    telling = [verdict.message for verdict in verdicts if verdict.met is met]
    zh = ";".join(message.zh for message in telling)
    en = "; ".join(message.en for message in telling)
    return Text(f"{condition.text.zh}({zh})", f"{condition.text.en} ({en})")


def _compare(op: Operator, kind: FactType, given: FactValue, required: Stated | None) -> bool:
    if op == "is_true":
        return given is True
    if op == "in":
        return isinstance(required, tuple) and given in required
    if op == "==" and kind not in _RANKED:
        return given == required
    return _ORDERINGS[op](_rank(kind, given), _rank(kind, required))


def _rank(kind: FactType, value: FactValue | Stated | None) -> int:
    """A whole number that orders values of one type; stated dates and instants are text."""
    if kind == "instant":
        at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return (at - _EPOCH) // timedelta(microseconds=1)
    if kind == "date":
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
        return day.toordinal()
    if isinstance(value, tuple):
        return len(value)
    if isinstance(value, int):
        return value
    raise TypeError(f"a {kind} fact has no order")


def _leaf_message(
    condition: Condition, fact: Fact, required: Stated | None, given: FactValue | None
) -> Text:
    wanted = requirement(condition, fact, required)
    if given is None:
        return Text(f"{wanted.zh},尚未填报", f"{wanted.en}; not given yet")
    words = _declared(fact, given)
    return Text(f"{wanted.zh},填报{words.zh}", f"{wanted.en}; declared: {words.en}")


def requirement(condition: Condition, fact: Fact, required: Stated | None) -> Text:
    """What a leaf asks of its fact: “从业人数须不少于 20 人”; for a bool the condition's own text."""
    if condition.op is None or condition.op == "is_true":
        return condition.text
    if fact.type == "list" and isinstance(required, int):
        words = _items(required)
    elif condition.op == "in" and isinstance(required, tuple):
        each = [value_in_words(fact, item) for item in required]
        words = Text("、".join(item.zh for item in each), ", ".join(item.en for item in each))
    else:
        words = _in_place(fact, required)
    zh, en = _RELATIONS.get(fact.type, _WORDS)[condition.op]
    return Text(f"{fact.label.zh}须{zh}{words.zh}", f"{fact.label.en} must be {en}{words.en}")


def _declared(fact: Fact, given: FactValue) -> Text:
    """What was declared; of a list how many, as that is what is compared, and which."""
    if not isinstance(given, tuple):
        return _in_place(fact, given)
    count, words = _items(len(given)), value_in_words(fact, given)
    return Text(f"{count.zh}:{words.zh}", f"{count.en}: {words.en}") if given else count


def _in_place(fact: Fact, value: object) -> Text:
    """A value inside a Chinese sentence: words stand in quotes, numbers apart from the rest."""
    words = value_in_words(fact, value)
    quoted = fact.type in ("choice", "bool", "text")
    return Text(f"“{words.zh}”" if quoted else f" {words.zh}", words.en)


def _items(count: int) -> Text:
    return Text(f" {count} 项", f"{count} item" if count == 1 else f"{count} items")


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RANKED = frozenset({"int", "money", "ratio", "date", "instant"})
_ORDERINGS: Mapping[Operator, Callable[[int, int], bool]] = MappingProxyType(
    {
        ">=": operator.ge,
        ">": operator.gt,
        "<=": operator.le,
        "<": operator.lt,
        "==": operator.eq,
    }
)
_Relations = Mapping[Operator, tuple[str, str]]
_WORDS: _Relations = MappingProxyType(
    {
        ">=": ("不少于", "at least "),
        ">": ("超过", "more than "),
        "<=": ("不超过", "at most "),
        "<": ("少于", "less than "),
        "==": ("为", ""),
        "in": ("为以下之一:", "one of "),
    }
)
_RATE_WORDS: _Relations = MappingProxyType(
    {**_WORDS, ">=": ("不低于", "at least "), "<": ("低于", "less than ")}
)
_TIME_WORDS: _Relations = MappingProxyType(
    {
        ">=": ("不早于", "no earlier than "),
        ">": ("晚于", "later than "),
        "<=": ("不晚于", "no later than "),
        "<": ("早于", "before "),
        "==": ("为", ""),
        "in": ("为以下之一:", "one of "),
    }
)
_RELATIONS: Mapping[FactType, _Relations] = MappingProxyType(
    {"ratio": _RATE_WORDS, "date": _TIME_WORDS, "instant": _TIME_WORDS}
)
