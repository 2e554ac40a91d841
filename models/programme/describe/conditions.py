"""Facts and conditions in words: what is asked, and what it must be."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from models.programme.describe.entries import NOTHING, joined, plus
from models.rules.eligibility.condition_words import relation, requirement
from models.rules.reasons import Text
from models.rules.terms.conditions import Consistency, Lifetime
from models.rules.terms.programme import Condition, Fact, FactType, RegionClass, Stated
from models.rules.wording import value_in_words

TYPE_WORDS: Mapping[FactType, Text] = MappingProxyType(
    {
        "int": Text("整数", "whole number"),
        "money": Text("金额", "amount"),
        "ratio": Text("比例", "ratio"),
        "bool": Text("是或否", "yes or no"),
        "text": Text("文字", "text"),
        "choice": Text("单选", "one of a list"),
        "list": Text("多选", "several of a list"),
        "date": Text("日期", "date"),
        "instant": Text("时间", "time"),
    }
)
_MOST_OPTIONS = 12


def fact_words(fact: Fact) -> Text:
    """The label of a fact, its type with options and limits, and what holds if nobody says."""
    parts = [TYPE_WORDS[fact.type]]
    if fact.unit:
        parts.append(Text(f"单位 {fact.unit}", f"in {fact.unit}"))
    parts += [_options(fact), _limits(fact)]
    if fact.since_founding is not None:
        parts.append(_LIFETIME_WORDS[fact.since_founding])
    if fact.of_size is not None:
        parts.append(_SIZE_WORDS)
    if fact.default is not None:
        words = value_in_words(fact, fact.default)
        parts.append(Text(f"不填按 {words.zh}", f"{words.en} if not given"))
    elif not fact.required:
        parts.append(Text("可不填", "optional"))
    inner = joined(parts, "，", ", ")
    return Text(f"{fact.label.zh}（{inner.zh}）", f"{fact.label.en} ({inner.en})")


def _options(fact: Fact) -> Text:
    if not fact.options:
        return NOTHING
    shown = [option.label for option in fact.options[:_MOST_OPTIONS]]
    words = joined(shown, "、", ", ")
    if len(fact.options) > len(shown):
        count = len(fact.options)
        words = plus(words, Text(f"等 {count} 项", f" and others, {count} in all"))
    return plus(Text("选项：", "options: "), words)


def _limits(fact: Fact) -> Text:
    least = NOTHING
    if fact.minimum is not None:
        least = Text(f"不小于 {fact.minimum}", f"at least {fact.minimum}")
    most = NOTHING
    if fact.maximum is not None:
        most = Text(f"不大于 {fact.maximum}", f"at most {fact.maximum}")
    return joined([least, most], "，", ", ")


_LIFETIME_WORDS: Mapping[Lifetime, Text] = MappingProxyType(
    {
        "months": Text("不多于企业成立以来的月数", "at most the full months since the founding"),
        "years": Text("不多于企业成立以来的年数", "at most the full years since the founding"),
    }
)


_SIZE_WORDS = Text(
    "与企业资料按划型标准算出的规模核对", "compared with the size by the firm's own record"
)


def check_words(check: Consistency, facts: Sequence[Fact]) -> Text:
    """What must be to what, and when it is looked at; who breaks it is asked to correct a figure."""
    known = {fact.name: fact for fact in facts}
    fact, other, when = (
        known.get(name or "") for name in (check.fact, check.value_fact, check.when)
    )
    if fact is None:
        return check.text
    told = (
        requirement(Condition(check.id, check.text, op=check.op), fact, check.value)
        if other is None
        else relation(check.op, fact, other)
    )
    if when is None:
        return told
    return Text(
        f"{told.zh}（填了“{when.label.zh}”的）", f"{told.en} (where given: {when.label.en})"
    )


def condition_words(
    condition: Condition, facts: Sequence[Fact], regions: Sequence[RegionClass]
) -> Text:
    """What a condition compares, whole: groups with all their members, region by region."""
    members = condition.all or condition.any
    if members:
        head = (
            Text("以下全部满足：", "all of: ") if condition.all else Text("任一满足：", "any of: ")
        )
        each = [_member(member, facts, regions) for member in members]
        return plus(head, joined(each))
    fact = next((fact for fact in facts if fact.name == condition.fact), None)
    if fact is None:
        return condition.text
    if condition.op == "is_true":
        return Text(f"“{fact.label.zh}”须为“是”", f"“{fact.label.en}” must be yes")
    other = next((fact for fact in facts if fact.name == condition.value_fact), None)
    if other is not None and condition.op is not None:
        return relation(condition.op, fact, other)
    main = requirement(condition, fact, condition.value)
    regional = [
        plus(_region(value.region_class, regions), requirement(condition, fact, value.value))
        for value in condition.by_region
    ]
    return joined([main, *regional])


def _member(member: Condition, facts: Sequence[Fact], regions: Sequence[RegionClass]) -> Text:
    words = condition_words(member, facts, regions)
    if member.all or member.any:
        return Text(f"【{words.zh}】", f"[{words.en}]")
    return words


def _region(code: str, regions: Sequence[RegionClass]) -> Text:
    label = next((region.label for region in regions if region.code == code), Text(code, code))
    return Text(f"{label.zh}：", f"{label.en}: ")


def option_label(fact: Fact | None, key: str) -> Text:
    """How the option of a row reads; the options of a bool are `true` and `false`."""
    if fact is not None and fact.type == "bool":
        value: Stated = key == "true"
        words = value_in_words(fact, value)
        return Text(f"{fact.label.zh}：{words.zh}", f"{fact.label.en}: {words.en}")
    for option in fact.options if fact is not None else ():
        if str(option.value) == key:
            return option.label
    return Text(key, key)
