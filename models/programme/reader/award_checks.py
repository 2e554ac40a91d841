"""What an award's numbers must be: the figures and the rows that its kind knows, within reason."""

from collections.abc import Collection, Sequence

from models.programme.reader.table import Table
from models.rules.award.inputs import option_key
from models.rules.award.kind import Kind, Rows
from models.rules.award.kinds import KINDS
from models.rules.money import WHOLE_BP
from models.rules.terms.award import Award, Figure
from models.rules.terms.conditions import YEAR_FACT, Fact

MAX_AWARD_FEN = 10**12
DAY_BASES = (360, 365, 366)
_MAY_BE_ZERO = ("minimum_fen",)


def check_figures(table: Table, award: Award, written: Collection[str] = ()) -> None:
    """Every figure that the kind needs, none that it does not know, each within reason.

    `written` are the names in the files: one whose value is wrong is not missing as well.
    """
    kind = KINDS[award.kind]
    names = {figure.name for figure in award.figures}.union(written)
    for name in kind.needed:
        if name not in names:
            text = (f"{award.kind} 须有参数 {name}", f"{award.kind} needs the figure {name}")
            table.wrong(f"figures.{name}", *text)
    known = _known(kind)
    for name in sorted(names.difference(known)):
        listed = ", ".join(known) or "-"
        table.wrong(f"figures.{name}", f"可用参数：{listed}", f"one of {listed}", found=name)
    for figure in award.figures:
        _check_amount(table, f"figures.{figure.name}", figure, figure.name.rpartition("_")[2])
    _check_split(table, award)
    _check_limits(table, award)
    _check_cap(table, award, capped="cap_fen" in names)


def check_rows(table: Table, award: Award, facts: Sequence[Fact]) -> None:
    """The table that the kind has: its keys are years, options or thresholds."""
    rows = KINDS[award.kind].rows
    if rows is None:
        if award.table:
            text = (f"{award.kind} 没有 table", f"no table for {award.kind}")
            table.wrong("table", *text, found=[row.key for row in award.table])
        return
    _check_alternative(table, award, rows)
    for row in award.table:
        _check_amount(table, f"table.{row.key}", row.figure, rows.unit)
    if award.table and rows.key == "year":
        _check_years(table, award, facts)
    elif award.table and rows.key == "threshold":
        _check_thresholds(table, award, facts)
    elif award.table:
        _check_options(table, award, facts)


def option_keys(fact: Fact) -> tuple[str, ...]:
    """The keys that a table has for a fact that chooses: its options, or true and false."""
    if fact.type == "bool":
        return ("true", "false")
    return tuple(option_key(option.value) for option in fact.options)


def check_keys(table: Table, name: str, keys: Collection[str], allowed: Collection[str]) -> None:
    """A row for every allowed key and for no other."""
    listed = ", ".join(allowed)
    for key in keys:
        if key not in allowed:
            table.wrong(f"{name}.{key}", f"以下之一：{listed}", f"one of {listed}", found=key)
    for key in allowed:
        if key not in keys:
            text = (f"每个选项各一行，缺 {key}", f"a row for each option; {key} has none")
            table.wrong(f"{name}.{key}", *text)


def _known(kind: Kind) -> tuple[str, ...]:
    instead = kind.rows.instead_of if kind.rows else None
    return (*kind.needed, *((instead,) if instead else ()), *kind.optional)


def _check_amount(table: Table, key: str, figure: Figure, unit: str) -> None:
    if unit == "bp" and figure.value > WHOLE_BP:
        wanted = ("不超过 10000 的万分比", "basis points of at most 10000")
        table.wrong(key, *wanted, found=figure.value)
    if unit != "fen":
        return
    least = 0 if figure.name in _MAY_BE_ZERO else 1
    if not least <= figure.value <= MAX_AWARD_FEN:
        wanted = (
            f"{least} 至 {MAX_AWARD_FEN} 分的金额（不超过 100 亿元）",
            f"an amount of {least} to {MAX_AWARD_FEN} fen",
        )
        table.wrong(key, *wanted, found=figure.value)


def _check_split(table: Table, award: Award) -> None:
    parts = [award.find_figure(name) for name in KINDS["copay"].needed]
    if award.kind != "copay" or None in parts:
        return
    total = sum(part.value for part in parts if part is not None)
    if total != WHOLE_BP:
        table.wrong(
            "figures",
            "government_bp、platform_bp、enterprise_bp 之和为 10000",
            "government_bp, platform_bp and enterprise_bp that sum to 10000",
            found=total,
        )


def _check_limits(table: Table, award: Award) -> None:
    least, most = award.find_figure("minimum_fen"), award.find_figure("maximum_fen")
    if least and most and least.value > most.value:
        words = (f"不低于 {least.value}", f"at least {least.value}")
        table.wrong("figures.maximum_fen", *words, found=most.value)
    basis = award.find_figure("day_basis")
    if basis and basis.value not in DAY_BASES:
        wanted = ("360、365 或 366 天", "360, 365 or 366 days")
        table.wrong("figures.day_basis", *wanted, found=basis.value)


def _check_cap(table: Table, award: Award, *, capped: bool) -> None:
    """`cap_per` and `received` are allowed only with a cap."""
    if award.cap_per != "application" and not capped:
        wanted = ("有 cap_fen 才有 cap_per", "cap_per only with the figure cap_fen")
        table.wrong("cap_per", *wanted, found=award.cap_per)
    if award.received and (not capped or award.cap_per == "application"):
        wanted = (
            "有 cap_fen，且 cap_per 为 year 或 total，才有 received",
            "received only with cap_fen and cap_per year or total",
        )
        table.wrong("received", *wanted, found=award.received)


def _check_alternative(table: Table, award: Award, rows: Rows) -> None:
    """Rows, or the figure that replaces them; exactly one of the two."""
    if rows.instead_of is None:
        if not award.table:
            wanted = (f"{award.kind} 须有 table", f"{award.kind} needs a table")
            table.wrong("table", *wanted)
        return
    figure = award.find_figure(rows.instead_of)
    if (figure is None) == (not award.table):
        wanted = (f"{rows.instead_of} 或 table 之一", f"either {rows.instead_of} or a table")
        keys = [row.key for row in award.table]
        table.wrong(f"figures.{rows.instead_of}", *wanted, found=keys or None)


def _check_years(table: Table, award: Award, facts: Sequence[Fact]) -> None:
    keys = sorted(row.key for row in award.table)
    if keys != sorted(str(year) for year in range(1, len(keys) + 1)):
        wanted = ("从 1 起连续的年度", "years from 1 on without a gap")
        table.wrong("table", *wanted, found=keys)
    if not any(fact.name == YEAR_FACT and fact.type == "int" for fact in facts):
        table.wrong("table", f"已声明整数事实 {YEAR_FACT}", f"the int fact {YEAR_FACT} declared")


def _check_thresholds(table: Table, award: Award, facts: Sequence[Fact]) -> None:
    for row in award.table:
        if not _is_threshold(row.key):
            wanted = ("以分计的门槛（整数）", "a threshold in fen, a whole number")
            table.wrong(f"table.{row.key}", *wanted, found=row.key)
    paid = next((fact for fact in facts if fact.name == award.paid and fact.options), None)
    if paid is not None:
        check_keys(table, "table", [row.key for row in award.table], option_keys(paid))


def _is_threshold(key: str) -> bool:
    """Digits as a whole number is written, so that one threshold has one spelling."""
    return key.isascii() and key.isdigit() and key == str(int(key)) and len(key) <= 15


def _check_options(table: Table, award: Award, facts: Sequence[Fact]) -> None:
    fact = next((fact for fact in facts if fact.name == award.by), None)
    if fact is None:
        wanted = ("有 by 才有 table", "a table only with the fact `by`")
        table.wrong("table", *wanted, found=[row.key for row in award.table])
        return
    check_keys(table, "table", [row.key for row in award.table], option_keys(fact))
