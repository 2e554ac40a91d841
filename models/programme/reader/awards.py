"""The award of a track: kind and text from the policy, open parameters from the edition."""

from collections.abc import Sequence
from typing import get_args

from models.programme.reader.award_checks import check_figures, check_rows
from models.programme.reader.award_facts import check_facts
from models.programme.reader.provenance import read_figures, read_provenance
from models.programme.reader.table import Table, note_repeats
from models.rules.award.kinds import KINDS
from models.rules.reasons import Text
from models.rules.terms.award import Award, AwardKind, AwardRow, CapScope, Figure, Variant
from models.rules.terms.conditions import Fact

AWARD_KINDS: tuple[AwardKind, ...] = tuple(kind for kind in get_args(AwardKind) if kind in KINDS)
_AT_CEILING = "通知只规定比例的上限，年度没有另定比例，按上限计算"
CAP_SCOPES: tuple[CapScope, ...] = get_args(CapScope)


def read_award(policy: Table, edition: Table | None, facts: Sequence[Fact]) -> Award:
    """The `award` of a track's policy table, completed by the edition's figures and rows of it."""
    table = policy.table("award")
    open_part = edition.find_table("award") if edition else None
    if table is None:
        return Award("none", Text("", ""))
    award = _read_terms(table, open_part)
    table.done()
    if table.raw.get("kind") not in AWARD_KINDS:
        # What an unknown kind needs is not known: its figures are looked at once it has a name.
        return award
    check_figures(open_part or table, award, _written(table, open_part))
    check_rows(open_part or table, award, facts)
    check_facts(table, award, facts)
    return award


def _read_terms(table: Table, open_part: Table | None) -> Award:
    origin = read_provenance(table)
    figures, rows = _figures(table, open_part)
    figures, at_most = _under_ceiling(figures, open_part or table)
    stated = (*figures, *(row.figure for row in rows))
    return Award(
        kind=table.one_of("kind", AWARD_KINDS),
        text=table.text("text"),
        cite=origin.cite,
        assumed=origin.assumed or any(figure.assumed for figure in stated),
        reading=origin.reading,
        base=table.strings("base"),
        base_label=table.find_text("base_label"),
        figures=figures,
        table=rows,
        at_most=at_most,
        cap_per=table.one_of("cap_per", CAP_SCOPES) if table.has("cap_per") else "application",
        received=table.find_string("received"),
        by=table.find_string("by"),
        variants=_variants(table),
        over=table.find_string("over"),
        past=table.find_string("past"),
        paid=table.find_string("paid"),
        rate=table.find_string("rate"),
        days=table.find_string("days"),
    )


def _variants(table: Table) -> tuple[Variant, ...]:
    """Under `variants`, the base for each option of the fact `by`."""
    inner = table.find_table("variants")
    return tuple(Variant(key, inner.strings(key)) for key in inner.raw) if inner else ()


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


def _written(table: Table, open_part: Table | None) -> set[str]:
    """The names of the figures in both files, whatever their values."""
    parts = [part.raw.get("figures") for part in (table, open_part) if part is not None]
    return {name for part in parts if isinstance(part, dict) for name in part}


def _under_ceiling(figures: tuple[Figure, ...], place: Table) -> tuple[tuple[Figure, ...], bool]:
    """Where the notice gives only a ceiling, the rate is the ceiling unless the edition says."""
    named = {figure.name: figure for figure in figures}
    ceiling, rate = named.get("ceiling_bp"), named.get("rate_bp")
    if ceiling is None:
        return figures, False
    if rate is None:
        return (*figures, Figure("rate_bp", ceiling.value, None, True, _AT_CEILING)), True
    if rate.value > ceiling.value:
        place.wrong(
            "figures.rate_bp",
            f"不高于上限 {ceiling.value}",
            f"at most the ceiling {ceiling.value}",
            found=rate.value,
        )
    return figures, True
