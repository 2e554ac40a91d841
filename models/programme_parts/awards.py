"""The award of a track: kind and text from the policy, open parameters from the edition."""

from collections.abc import Sequence
from typing import get_args

from models.programme_parts.provenance import read_figures, read_provenance
from models.programme_parts.table import Table, note_repeats
from models.rules.award import KINDS
from models.rules.awards.fixed import YEAR_FACT
from models.rules.money import WHOLE_BP
from models.rules.programme import Award, AwardKind, AwardRow, Fact, Figure
from models.rules.reasons import Text

AWARD_KINDS: tuple[AwardKind, ...] = tuple(kind for kind in get_args(AwardKind) if kind in KINDS)


def read_award(policy: Table, edition: Table | None, facts: Sequence[Fact]) -> Award:
    """The `award` of a track's policy table, completed by the edition's figures of it."""
    table = policy.table("award")
    open_part = edition.find_table("award") if edition else None
    if table is None:
        return Award("none", Text("", ""))
    origin = read_provenance(table)
    figures, rows = _figures(table, open_part)
    kind = table.one_of("kind", AWARD_KINDS)
    figures, at_most = _under_ceiling(figures, open_part or table)
    award = Award(
        kind=kind,
        text=table.text("text"),
        cite=origin.cite,
        assumed=origin.assumed or any(figure.assumed for figure in figures),
        reading=origin.reading,
        base=table.strings("base"),
        base_label=table.find_text("base_label"),
        figures=figures,
        table=rows,
        at_most=at_most,
    )
    table.done()
    _check_figures(open_part or table, award)
    _check_base(table, award, facts)
    return award


def _figures(
    table: Table, open_part: Table | None
) -> tuple[tuple[Figure, ...], tuple[AwardRow, ...]]:
    """The figures and the rows of both files."""
    figures: tuple[Figure, ...] = ()
    rows: tuple[Figure, ...] = ()
    for part in (table, open_part):
        inner = part.find_table("figures") if part else None
        figures += read_figures(inner) if inner else ()
        inner = part.find_table("table") if part else None
        rows += read_figures(inner) if inner else ()
    if open_part:
        open_part.done()
    place = open_part or table
    note_repeats(place, "figures", [figure.name for figure in figures])
    note_repeats(place, "table", [figure.name for figure in rows])
    return figures, tuple(AwardRow(figure.name, figure) for figure in rows)


def _under_ceiling(figures: tuple[Figure, ...], place: Table) -> tuple[tuple[Figure, ...], bool]:
    """Where the notice gives only a ceiling, the rate is the ceiling unless the edition says."""
    named = {figure.name: figure for figure in figures}
    ceiling, rate = named.get("ceiling_bp"), named.get("rate_bp")
    if ceiling is None:
        return figures, False
    if rate is None:
        return (*figures, Figure("rate_bp", ceiling.value, assumed=True)), True
    if rate.value > ceiling.value:
        place.wrong(
            "figures.rate_bp",
            f"不高于上限 {ceiling.value}",
            f"at most the ceiling {ceiling.value}",
            found=rate.value,
        )
    return figures, True


def _check_figures(table: Table, award: Award) -> None:
    """Every figure that the kind needs and none that it does not know."""
    kind = KINDS[award.kind]
    needed = () if kind.has_table and award.table else kind.needed
    names = {figure.name for figure in award.figures}
    for name in needed:
        if name not in names:
            text = (f"{award.kind} 须有参数 {name}", f"{award.kind} needs the figure {name}")
            table.wrong(f"figures.{name}", *text)
    known = (*kind.needed, *kind.optional)
    for name in sorted(names.difference(known)):
        listed = ", ".join(known) or "-"
        table.wrong(f"figures.{name}", f"可用参数:{listed}", f"one of {listed}", found=name)
    if award.table and not kind.has_table:
        text = (f"{award.kind} 没有 table", f"no table for {award.kind}")
        table.wrong("table", *text, found=[row.key for row in award.table])
    if award.kind == "fixed" and not award.table and "amount_fen" not in names:
        table.wrong("figures.amount_fen", "amount_fen 或 table", "amount_fen or a table")
    _check_split(table, award)
    _check_rates(table, award)


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


def _check_rates(table: Table, award: Award) -> None:
    for figure in award.figures:
        if figure.name.endswith("_bp") and figure.value > WHOLE_BP:
            table.wrong(
                f"figures.{figure.name}",
                "不超过 10000 的万分比",
                "basis points of at most 10000",
                found=figure.value,
            )
    least, most = award.find_figure("minimum_fen"), award.find_figure("maximum_fen")
    if least and most and least.value > most.value:
        table.wrong(
            "figures.maximum_fen",
            f"不低于 {least.value}",
            f"at least {least.value}",
            found=most.value,
        )


def _check_base(table: Table, award: Award, facts: Sequence[Fact]) -> None:
    if KINDS[award.kind].has_base != bool(award.base):
        wanted = (f"{award.kind} 的基数", f"the base of {award.kind}")
        none = (f"{award.kind} 没有基数", f"no base for {award.kind}")
        table.wrong("base", *(wanted if KINDS[award.kind].has_base else none))
    money = [fact.name for fact in facts if fact.type == "money"]
    for name in award.base:
        if name not in money:
            listed = ", ".join(money) or "-"
            text = (f"金额类事实:{listed}", f"a money fact: {listed}")
            table.wrong("base", *text, found=name)
    years = [fact for fact in facts if fact.name == YEAR_FACT and fact.type == "int"]
    if award.kind == "fixed" and award.table and not years:
        table.wrong("table", f"已声明整数事实 {YEAR_FACT}", f"the int fact {YEAR_FACT} declared")
