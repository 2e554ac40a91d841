"""Platforms and service plans from TOML text: the demonstration's market, and its categories."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models.programme.reader.problems import FileProblem, ProgrammeFileError
from models.programme.reader.table import Table, note_repeats, parse_toml
from models.rules.reasons import Text

MAX_FEE_FEN = 10**11
MAX_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Category:
    """A function of platforms by which they are browsed."""

    code: str
    label: Text
    text: Text
    cite: str


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A service plan: the whole first-period fee in fen, before it is split."""

    code: str
    title: str
    description: str
    fee_fen: int
    period_months: int


@dataclass(frozen=True, slots=True)
class PayeeEntry:
    """Where the platform's money goes."""

    name: str
    bank: str
    account: str


@dataclass(frozen=True, slots=True)
class PlatformEntry:
    """A listed platform; `modes` are the tracks in whose funding it takes part."""

    code: str
    name: str
    district: str
    summary: str
    categories: tuple[str, ...]
    modes: tuple[str, ...]
    payee: PayeeEntry
    plans: tuple[PlanEntry, ...]
    phone: str | None


def read_categories(file: str, text: str) -> tuple[Category, ...]:
    """The list of categories. Raises ProgrammeFileError with every mistake."""
    problems: list[FileProblem] = []
    root = _root(file, text, problems)
    categories = []
    for table in root.listed_tables("categories"):
        categories.append(
            Category(
                code=table.code("code"),
                label=table.text("label"),
                text=table.text("text"),
                cite=table.string("cite"),
            )
        )
        table.done()
    note_repeats(root, "categories", [category.code for category in categories])
    _finish(root)
    return tuple(categories)


def read_platforms(
    file: str, text: str, categories: Sequence[Category], tracks: Collection[str]
) -> tuple[PlatformEntry, ...]:
    """The platforms of a file; `tracks` are the codes that `modes` may name.

    Raises ProgrammeFileError with every mistake.
    """
    problems: list[FileProblem] = []
    root = _root(file, text, problems)
    known = [category.code for category in categories]
    platforms = tuple(
        _read_platform(table, known, tracks) for table in root.listed_tables("platforms")
    )
    note_repeats(root, "platforms", [platform.code for platform in platforms])
    note_repeats(root, "platforms", [platform.name for platform in platforms])
    _finish(root)
    return platforms


def _root(file: str, text: str, problems: list[FileProblem]) -> Table:
    root = parse_toml(file, text, problems=problems, assumable=False)
    if problems:
        raise ProgrammeFileError(problems)
    return root


def _finish(root: Table) -> None:
    root.done()
    if root.problems:
        raise ProgrammeFileError(root.problems)


def _read_platform(
    table: Table, categories: Collection[str], tracks: Collection[str]
) -> PlatformEntry:
    platform = PlatformEntry(
        code=table.code("code"),
        name=table.string("name"),
        district=table.string("district"),
        summary=table.string("summary"),
        categories=_known(table, "categories", categories),
        modes=_known(table, "modes", tracks),
        payee=_read_payee(table),
        plans=tuple(_read_plan(plan) for plan in table.listed_tables("plans")),
        phone=table.find_string("phone"),
    )
    note_repeats(table, "plans", [plan.code for plan in platform.plans])
    table.done()
    return platform


def _known(table: Table, name: str, allowed: Collection[str]) -> tuple[str, ...]:
    """At least one of the allowed codes, none twice."""
    codes = table.strings(name)
    note_repeats(table, name, codes)
    if not codes or any(code not in allowed for code in codes):
        listed = ", ".join(allowed)
        table.wrong(name, f"至少一项，可选：{listed}", f"at least one of {listed}")
    return codes


def _read_payee(table: Table) -> PayeeEntry:
    inner = table.table("payee")
    if inner is None:
        return PayeeEntry("", "", "")
    payee = PayeeEntry(inner.string("name"), inner.string("bank"), inner.string("account"))
    inner.done()
    return payee


def _read_plan(table: Table) -> PlanEntry:
    plan = PlanEntry(
        code=table.code("code"),
        title=table.string("title"),
        description=table.string("description"),
        fee_fen=_between(table, "fee_fen", MAX_FEE_FEN),
        period_months=_between(table, "period_months", MAX_MONTHS),
    )
    table.done()
    return plan


def _between(table: Table, name: str, most: int) -> int:
    value = table.find_whole(name)
    if value is None or not 1 <= value <= most:
        table.wrong(name, f"1 至 {most} 的整数", f"a whole number from 1 to {most}")
        return 1
    return value
