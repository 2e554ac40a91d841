"""What the figures of a track must be to each other, so that a slip of the pen is noticed."""

from collections.abc import Sequence

from models.programme.reader.conditions import COMPARED, COMPARISONS
from models.programme.reader.provenance import read_provenance
from models.programme.reader.table import Table, note_repeats
from models.rules.terms.programme import Consistency, Fact

_WHEN = ("bool", "int", "money", "ratio")


def read_checks(policy: Table, facts: Sequence[Fact]) -> tuple[Consistency, ...]:
    """The checks under `checks`, in the file's order."""
    checks = tuple(_read_check(inner, facts) for inner in policy.listed_tables("checks"))
    note_repeats(policy, "checks", [check.id for check in checks])
    return checks


def read_retired(policy: Table, facts: Sequence[Fact]) -> tuple[str, ...]:
    """The names under `retired`: facts that were asked once, none of which is asked now."""
    retired = policy.strings("retired")
    for name in retired:
        if name in [fact.name for fact in facts]:
            words = ("不再填报的名称", "a name that is not asked any more")
            policy.wrong("retired", *words, found=name)
    return retired


def _read_check(table: Table, facts: Sequence[Fact]) -> Consistency:
    origin = read_provenance(table)
    check = Consistency(
        id=table.code("id"),
        text=table.text("text"),
        fact=table.string("fact"),
        op=table.one_of("op", COMPARISONS),
        value=table.find_whole("value"),
        value_fact=table.find_string("value_fact"),
        when=table.find_string("when"),
        cite=origin.cite,
        assumed=origin.assumed,
        reading=origin.reading,
    )
    table.done()
    _check_sides(table, check, {fact.name: fact for fact in facts})
    return check


def _check_sides(table: Table, check: Consistency, facts: dict[str, Fact]) -> None:
    left = facts.get(check.fact)
    _check_name(table, "fact", check.fact, [n for n, one in facts.items() if one.type in COMPARED])
    if check.when is not None:
        names = [name for name, one in facts.items() if one.type in _WHEN]
        _check_name(table, "when", check.when, names)
    if (check.value is None) == (check.value_fact is None):
        table.wrong("value_fact", "value 与 value_fact 之一", "either value or value_fact")
    elif check.value_fact is not None and left is not None:
        names = [name for name, one in facts.items() if name != left.name and _suits(left, one)]
        _check_name(table, "value_fact", check.value_fact, names)


def _suits(left: Fact, right: Fact) -> bool:
    """A fact of the same type, or a list of such numbers, each of which is compared."""
    numbers = all(isinstance(option.value, int) for option in right.options)
    return right.type == left.type or (right.type == "list" and numbers)


def _check_name(table: Table, key: str, name: str, good: Sequence[str]) -> None:
    if name not in good:
        listed = ", ".join(good) or "-"
        table.wrong(key, f"填报内容之一：{listed}", f"one of the facts {listed}", found=name)
