"""What a condition asks, and what was declared, as one says it in Chinese and in English."""

from collections.abc import Mapping
from types import MappingProxyType

from models.rules.eligibility.facts import FactValue
from models.rules.reasons import Text
from models.rules.terms.conditions import Condition, Fact, FactType, Operator, Stated
from models.rules.wording import listed_in_words, value_in_words


def requirement(condition: Condition, fact: Fact, required: Stated | None) -> Text:
    """What a leaf asks of its fact: “从业人数须不少于 20 人”; for a bool the condition's own text."""
    if condition.op is None or condition.op == "is_true":
        return condition.text
    if fact.type == "list" and isinstance(required, int):
        words = _items(required)
    elif condition.op == "in" and isinstance(required, tuple):
        words = listed_in_words([value_in_words(fact, item) for item in required])
    else:
        words = _in_place(fact, required)
    zh, en = _RELATIONS.get(fact.type, _WORDS)[condition.op]
    return Text(f"{fact.label.zh}须{zh}{words.zh}", f"{fact.label.en} must be {en}{words.en}")


Stands = tuple[Fact, FactValue | None]


def comparison(op: Operator, left: Stands, right: Stands) -> Text:
    """What a leaf asks of two facts: “本年零售额须超过上年零售额（填报 800 万元），填报 750 万元”."""
    (fact, given), (other, against) = left, right
    zh, en = _RELATIONS.get(fact.type, _WORDS)[op]
    bound, value = _given(other, against), _given(fact, given)
    return Text(
        f"{fact.label.zh}须{zh}{other.label.zh}（{bound.zh}），{value.zh}",
        f"{fact.label.en} must be {en}{other.label.en} ({bound.en}); {value.en}",
    )


def relation(op: Operator, fact: Fact, other: Fact) -> Text:
    """The same without values: “本年零售额须超过上年零售额”."""
    zh, en = _RELATIONS.get(fact.type, _WORDS)[op]
    return Text(
        f"{fact.label.zh}须{zh}{other.label.zh}", f"{fact.label.en} must be {en}{other.label.en}"
    )


def _given(fact: Fact, value: FactValue | None) -> Text:
    if value is None:
        return Text("尚未填报", "not given yet")
    words = declared_in_words(fact, value)
    return Text(f"填报{words.zh}", f"declared: {words.en}")


def declared_in_words(fact: Fact, given: FactValue) -> Text:
    """What was declared; of a list how many, as that is what is compared, and which."""
    if not isinstance(given, tuple):
        return _in_place(fact, given)
    count, words = _items(len(given)), value_in_words(fact, given)
    return Text(f"{count.zh}：{words.zh}", f"{count.en}: {words.en}") if given else count


def _in_place(fact: Fact, value: object) -> Text:
    """A value inside a Chinese sentence: words stand in quotes, numbers apart from the rest."""
    words = value_in_words(fact, value)
    if fact.type in ("choice", "bool", "text"):
        return Text(f"“{words.zh}”", words.en)
    return Text(f" {words.zh}" if words.zh[:1].isdigit() else words.zh, words.en)


def _items(count: int) -> Text:
    return Text(f" {count} 项", f"{count} item" if count == 1 else f"{count} items")


_Relations = Mapping[Operator, tuple[str, str]]
_WORDS: _Relations = MappingProxyType(
    {
        ">=": ("不少于", "at least "),
        ">": ("超过", "more than "),
        "<=": ("不超过", "at most "),
        "<": ("少于", "less than "),
        "==": ("为", ""),
        "in": ("为以下之一：", "one of "),
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
        "in": ("为以下之一：", "one of "),
    }
)
_RELATIONS: Mapping[FactType, _Relations] = MappingProxyType(
    {"ratio": _RATE_WORDS, "date": _TIME_WORDS, "instant": _TIME_WORDS}
)
