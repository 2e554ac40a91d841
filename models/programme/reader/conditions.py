"""The conditions of a track: comparisons of declared facts, combined by all and any."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from models.programme.reader.facts import STATED, as_stated, fits
from models.programme.reader.provenance import read_provenance
from models.programme.reader.table import Table, note_repeats
from models.rules.reasons import Text
from models.rules.terms.programme import Condition, Fact, FactType, Operator, RegionValue, Stated

OPERATORS: tuple[Operator, ...] = get_args(Operator)
_ORDERED: tuple[FactType, ...] = ("int", "money", "ratio", "date", "instant", "list")
_ORDERINGS: tuple[Operator, ...] = (">=", ">", "<=", "<")
COMPARISONS: tuple[Operator, ...] = (*_ORDERINGS, "==")
# What two facts can be compared by: a list is compared by how many were chosen, which says nothing.
COMPARED: tuple[FactType, ...] = ("int", "money", "ratio", "date", "instant")
_EQUAL: tuple[FactType, ...] = ("int", "money", "ratio", "text", "choice", "date", "instant")
_TYPES: dict[Operator, tuple[FactType, ...]] = {
    **dict.fromkeys(_ORDERINGS, _ORDERED),
    "==": _EQUAL,
    "in": _EQUAL,
    "is_true": ("bool",),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What a track may refer to: facts, region classes, `@names` of the edition, categories.

    `categories` is None where the reader of the files does not know their codes.
    """

    facts: Sequence[Fact]
    regions: Collection[str]
    references: Mapping[str, str]
    categories: Collection[str] | None = None

    def find_fact(self, name: str | None) -> Fact | None:
        return next((fact for fact in self.facts if fact.name == name), None)


def read_conditions(table: Table, known: Known) -> tuple[Condition, ...]:
    """The conditions under `conditions`, in the file's order."""
    conditions = []
    for inner in table.listed_tables("conditions"):
        origin = read_provenance(inner)
        head = Condition(
            id=inner.code("id"),
            text=inner.text("text"),
            cite=origin.cite,
            assumed=origin.assumed,
            reading=origin.reading,
        )
        conditions.append(_read_body(inner, head, known))
        inner.done()
    note_repeats(table, "conditions", [condition.id for condition in conditions])
    return tuple(conditions)


def _read_body(table: Table, head: Condition, known: Known) -> Condition:
    """A leaf has `fact` and `op`; a group has `all` or `any`; never both."""
    groups = [name for name in ("all", "any") if table.has(name)]
    if len(groups) + table.has("fact") != 1:
        table.wrong(
            "fact", "fact、all、any 三者之一", "exactly one of fact, all and any", found=groups
        )
        return head
    if not groups:
        return _read_leaf(table, head, known)
    members = tuple(
        _read_member(inner, head, known, number)
        for number, inner in enumerate(table.listed_tables(groups[0]), start=1)
    )
    if not members:
        table.wrong(groups[0], "至少一项条件", "at least one condition")
    return replace(head, all=members) if groups == ["all"] else replace(head, any=members)


def _read_member(table: Table, head: Condition, known: Known, number: int) -> Condition:
    """A member takes text and clause of its group unless it has its own."""
    own_text = table.find_text("text")
    member = Condition(
        id=f"{head.id}.{number}",
        text=head.text if own_text is None else own_text,
        cite=table.find_string("cite") or head.cite,
        assumed=head.assumed,
    )
    member = _read_body(table, member, known)
    table.done()
    return member


def _read_leaf(table: Table, head: Condition, known: Known) -> Condition:
    name = table.string("fact")
    op = table.one_of("op", OPERATORS)
    fact = known.find_fact(name)
    if fact is None:
        listed = ", ".join(fact.name for fact in known.facts)
        table.wrong("fact", f"已声明的事实：{listed}", f"a declared fact: {listed}")
    other = table.find_string("value_fact")
    value = _resolve(table, "value", table.peek("value"), known)
    by_region = _read_regions(table, known)
    if other is not None:
        _check_other(table, fact, known.find_fact(other), known)
        return replace(head, fact=name, op=op, value_fact=other)
    # What an unknown comparison would take is not known.
    if fact is not None and table.raw.get("op") in OPERATORS:
        _check_operator(table, fact, op)
        _check_value(table, "value", value, fact, op)
        for regional in by_region:
            _check_value(table, f"by_region.{regional.region_class}", regional.value, fact, op)
    return replace(head, fact=name, op=op, value=value, by_region=by_region)


def _check_other(table: Table, fact: Fact | None, other: Fact | None, known: Known) -> None:
    """Another fact on the right side: of the same type, ordered, and instead of any value."""
    if fact is None:
        return
    good = [one.name for one in known.facts if one.type == fact.type and one.name != fact.name]
    if fact.type not in COMPARED or table.raw.get("op") not in COMPARISONS:
        kinds = ", ".join(COMPARED)
        words = (
            f"value_fact 只用于 {kinds} 类事实的大小比较",
            f"value_fact only where facts of {kinds} are ordered",
        )
        table.wrong("value_fact", *words, found=other and other.name)
    elif other is None or other.name not in good:
        listed = ", ".join(good) or "-"
        words = (f"同类型的另一事实：{listed}", f"another fact of the same type: {listed}")
        table.wrong("value_fact", *words, found=table.raw.get("value_fact"))
    if table.has("value") or table.has("by_region"):
        words = ("value_fact 与 value 之一", "either value_fact or value")
        table.wrong("value_fact", *words)


def _resolve(table: Table, key: str, raw: object, known: Known) -> Stated | None:
    """Replaces a reference such as `"@period_from"` by the edition's value."""
    if not isinstance(raw, str) or not raw.startswith("@"):
        return as_stated(raw)
    if raw[1:] in known.references:
        return known.references[raw[1:]]
    listed = ", ".join(f"@{name}" for name in known.references)
    table.wrong(key, f"可引用：{listed}", f"one of {listed}", found=raw)
    return None


def _read_regions(table: Table, known: Known) -> tuple[RegionValue, ...]:
    inner = table.find_table("by_region")
    values = []
    for region in inner.raw if inner else ():
        value = as_stated(inner.peek(region)) if inner else None
        if region not in known.regions:
            listed = ", ".join(known.regions) or "-"
            table.wrong("by_region", f"已有的地区类别：{listed}", f"a region class: {listed}")
        if value is None:
            table.wrong(f"by_region.{region}", *STATED, found=inner and inner.raw[region])
        else:
            values.append(RegionValue(region, value))
    return tuple(values)


def _check_operator(table: Table, fact: Fact, op: Operator) -> None:
    if fact.type not in _TYPES[op]:
        table.wrong(
            "op",
            f"适合类型 {fact.type} 的比较",
            f"an operator that fits the type {fact.type}",
        )


def _check_value(table: Table, key: str, value: Stated | None, fact: Fact, op: Operator) -> None:
    wanted = _wanted(value, fact, op)
    if wanted is not None:
        table.wrong(key, wanted.zh, wanted.en, found=value)


def _wanted(value: Stated | None, fact: Fact, op: Operator) -> Text | None:
    """None if the value can be compared with the fact, else what could be."""
    if op == "is_true":
        return None if value is None else Text("is_true 不带 value", "no value with is_true")
    if op == "in":
        if not isinstance(value, tuple) or not value:
            return Text("值的列表", "a list of values")
        return next((wrong for wrong in (fits(fact, item) for item in value) if wrong), None)
    if fact.type == "list":
        counted = isinstance(value, int) and not isinstance(value, bool)
        return None if counted else Text("所选项数", "how many items must be chosen")
    return fits(fact, value)
