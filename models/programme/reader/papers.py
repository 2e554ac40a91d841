"""What a track asks for on paper, how it is scored, and what districts may add."""

from models.programme.reader.provenance import (
    figure_of,
    find_given_whole,
    read_figures,
    read_provenance,
)
from models.programme.reader.table import Table, note_repeats
from models.rules.terms.programme import Criterion, Figure, Matching, Material


def read_materials(policy: Table, edition: Table | None) -> tuple[Material, ...]:
    """The papers under `materials`: the policy's in its order, then those that the edition adds."""
    materials = tuple(_read_material(inner) for inner in policy.listed_tables("materials"))
    if edition is not None:
        materials += tuple(_read_material(inner) for inner in edition.listed_tables("materials"))
    place = edition if edition is not None and edition.has("materials") else policy
    note_repeats(place, "materials", [material.kind for material in materials])
    return materials


def _read_material(table: Table) -> Material:
    origin = read_provenance(table)
    material = Material(
        kind=table.code("kind"),
        label=table.text("label"),
        required=table.boolean("required", default=True),
        cite=origin.cite,
        assumed=origin.assumed,
        reading=origin.reading,
        also=table.strings("also"),
    )
    note_repeats(table, "also", material.also)
    table.done()
    return material


def read_criteria(policy: Table, edition: Table | None) -> tuple[Criterion, ...]:
    """The lines of the score sheet under `criteria`: the policy's, then the edition's."""
    criteria = tuple(_read_criterion(inner) for inner in policy.listed_tables("criteria"))
    if edition is not None:
        criteria += tuple(_read_criterion(inner) for inner in edition.listed_tables("criteria"))
    place = edition if edition is not None and edition.has("criteria") else policy
    note_repeats(place, "criteria", [criterion.code for criterion in criteria])
    return criteria


def _read_criterion(table: Table) -> Criterion:
    origin = read_provenance(table)
    points = table.find_whole("maximum_points")
    if not points:
        table.wrong("maximum_points", "大于 0 的整数", "a whole number above 0")
    criterion = Criterion(
        code=table.code("code"),
        label=table.text("label"),
        maximum_points=points or 1,
        cite=origin.cite,
        assumed=origin.assumed,
        reading=origin.reading,
    )
    table.done()
    return criterion


def read_minimum_experts(policy: Table, edition: Table | None) -> Figure | None:
    """How many experts must score, of `scoring` in the policy or else in the edition."""
    found: Figure | None = None
    for part in (policy, edition):
        inner = part.find_table("scoring") if part is not None else None
        stated = find_given_whole(inner, "minimum_experts") if inner is not None else None
        if inner is not None:
            inner.done()
        if inner is None or stated is None:
            continue
        value, source = stated
        if value < 1:
            inner.wrong("minimum_experts", "至少 1 名", "at least 1", found=value)
        if found is not None:
            inner.wrong("minimum_experts", "policy 已规定，此处不写", "nothing: the policy has it")
        found = figure_of(value, source)
    return found


def read_matching(policy: Table, edition: Table | None) -> Matching | None:
    """District money: the rule of the policy, the districts' ratios of the edition."""
    inner = policy.find_table("matching")
    if inner is None:
        return None
    origin = read_provenance(inner)
    rates = edition.find_table("matching") if edition else None
    matching = Matching(
        text=inner.text("text"),
        cite=origin.cite,
        reading=origin.reading,
        rates=read_figures(rates) if rates else (),
    )
    inner.done()
    return matching
