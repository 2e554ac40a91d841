"""The facts of a track: names, types, options and defaults."""

from datetime import date, datetime
from typing import TypeGuard, get_args

from models.programme.reader.table import Table, note_repeats
from models.rules.eligibility.facts import FactRefused, read_fact
from models.rules.reasons import Text
from models.rules.terms.conditions import Lifetime, SizeBound
from models.rules.terms.programme import Fact, FactType, Option, Stated

FACT_TYPES: tuple[FactType, ...] = get_args(FactType)
LIFETIMES: tuple[Lifetime, ...] = get_args(Lifetime)
SIZE_BOUNDS: tuple[SizeBound, ...] = get_args(SizeBound)
_WITH_OPTIONS = ("choice", "list")
STATED = (
    "整数、文字、true 或 false、日期，或整数和文字的列表",
    "a whole number, a text, true or false, a date, or a list of numbers and texts",
)


def read_fact_list(table: Table, name: str = "facts") -> tuple[Fact, ...]:
    """The facts under `facts`, or under `declarations`, in the file's order."""
    facts = tuple(_read_fact(inner) for inner in table.listed_tables(name))
    note_repeats(table, name, [fact.name for fact in facts])
    return facts


def fits(fact: Fact, value: object) -> Text | None:
    """None if the value is one of this fact's, else what would be."""
    try:
        read_fact(fact, value)
    except FactRefused as refused:
        return refused.text
    return None


def as_stated(value: object) -> Stated | None:
    """A TOML value as definitions hold it: dates and instants as text, lists as tuples.

    None for anything else, such as a decimal number or a list of lists.
    """
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list):
        items = tuple(item for item in value if _is_item(item))
        return items if len(items) == len(value) else None
    return value if isinstance(value, int | bool | str) else None


def _is_item(value: object) -> TypeGuard[int | str]:
    return isinstance(value, int | str) and not isinstance(value, bool)


def _read_fact(table: Table) -> Fact:
    kind = table.one_of("type", FACT_TYPES)
    default = as_stated(table.peek("default"))
    fact = Fact(
        name=table.code("name"),
        label=table.text("label"),
        type=kind,
        unit=table.find_string("unit"),
        required=table.boolean("required", default=default is None),
        default=default,
        options=_read_options(table),
        minimum=table.find_whole("minimum"),
        maximum=table.find_whole("maximum"),
        cite=table.find_string("cite"),
        since_founding=table.one_of("since_founding", LIFETIMES)
        if table.has("since_founding")
        else None,
        of_size=table.one_of("of_size", SIZE_BOUNDS) if table.has("of_size") else None,
    )
    table.done()
    _check_name(table, fact)
    if fact.since_founding is not None and kind != "int":
        table.wrong("since_founding", "int 类事实才有", "only with the type int", found=kind)
    if fact.of_size is not None and kind != "bool":
        table.wrong("of_size", "bool 类事实才有", "only with the type bool", found=kind)
    _check_options(table, fact)
    if default is None and table.has("default"):
        table.wrong("default", *STATED)
    wanted = None if default is None else fits(fact, default)
    if wanted is not None:
        table.wrong("default", wanted.zh, wanted.en)
    return fact


def _read_options(table: Table) -> tuple[Option, ...]:
    """Plain values that are their own label, or tables of `value` and `label`."""
    raw = table.peek("options")
    if not isinstance(raw, list) or not any(isinstance(item, dict) for item in raw):
        stated = as_stated(raw)
        values = stated if isinstance(stated, tuple) else ()
        return tuple(Option(value, Text(str(value), str(value))) for value in values)
    options = []
    for inner in table.listed_tables("options"):
        value = inner.peek("value")
        if not _is_item(value):
            inner.wrong("value", "整数或文字", "a whole number or a text")
        options.append(Option(value if _is_item(value) else "", inner.text("label")))
        inner.done()
    return tuple(options)


def _check_name(table: Table, fact: Fact) -> None:
    endings = (("_fen", "money"), ("_bp", "ratio"))
    for ending, kind in endings:
        if fact.name.endswith(ending) != (fact.type == kind):
            table.wrong(
                "name",
                f"以 {ending} 结尾的名称与类型 {kind} 相互对应",
                f"a name ending in {ending} exactly if the type is {kind}",
            )


def _check_options(table: Table, fact: Fact) -> None:
    written = fact.options if fact.type in _WITH_OPTIONS else table.peek("options")
    if (fact.type in _WITH_OPTIONS) != bool(written):
        table.wrong(
            "options",
            "choice 与 list 须有 options，其他类型没有",
            "options for choice and list, and for no other type",
        )
