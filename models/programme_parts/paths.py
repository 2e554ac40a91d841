"""The rest of a track: its path, papers, exclusions and score sheet."""

from dataclasses import replace
from types import MappingProxyType
from typing import get_args

from models.programme_parts.provenance import find_given_word, read_figures, read_provenance
from models.programme_parts.table import Table, note_repeats
from models.rules.lifecycle import STAGE_ROLES, Role, StageKind
from models.rules.programme import (
    Criterion,
    Exclusion,
    ExclusionKind,
    Matching,
    Material,
    Stage,
)

STAGE_KINDS: tuple[StageKind, ...] = get_args(StageKind)
ROLES: tuple[Role, ...] = get_args(Role)
EXCLUSION_KINDS: tuple[ExclusionKind, ...] = get_args(ExclusionKind)
_USUAL_ROLE = MappingProxyType(dict(STAGE_ROLES))


def read_stages(table: Table) -> tuple[Stage, ...]:
    """The steps under `stages`: each kind once, a payout only at the end."""
    stages = []
    for inner in table.listed_tables("stages"):
        origin = read_provenance(inner)
        kind = inner.one_of("kind", STAGE_KINDS)
        stages.append(
            Stage(
                kind=kind,
                role=inner.one_of("role", ROLES) if inner.has("role") else _USUAL_ROLE[kind],
                title=inner.text("title"),
                workdays=inner.find_whole("workdays"),
                cite=origin.cite,
                assumed=origin.assumed,
                reading=origin.reading,
            )
        )
        inner.done()
    kinds = [stage.kind for stage in stages]
    note_repeats(table, "stages", kinds)
    if "payout" in kinds[:-1]:
        table.wrong("stages", "payout 为最后一步", "payout as the last step", found=kinds)
    return tuple(stages)


def read_materials(table: Table) -> tuple[Material, ...]:
    """The papers under `materials`, in the file's order."""
    materials = []
    for inner in table.listed_tables("materials"):
        origin = read_provenance(inner)
        materials.append(
            Material(
                kind=inner.code("kind"),
                label=inner.text("label"),
                required=inner.boolean("required", default=True),
                cite=origin.cite,
                assumed=origin.assumed,
                reading=origin.reading,
            )
        )
        inner.done()
    note_repeats(table, "materials", [material.kind for material in materials])
    return tuple(materials)


def read_exclusions(policy: Table, edition: Table | None) -> tuple[Exclusion, ...]:
    """The exclusions of the policy; an edition may set the scope of one by its id."""
    exclusions = []
    scopes = edition.find_table("exclusions") if edition else None
    for inner in policy.listed_tables("exclusions"):
        origin = read_provenance(inner)
        exclusion = Exclusion(
            id=inner.code("id"),
            kind=inner.one_of("kind", EXCLUSION_KINDS),
            text=inner.text("text"),
            group=inner.find_string("group"),
            waivable=inner.boolean("waivable", default=False),
            cite=origin.cite,
            assumed=origin.assumed,
            reading=origin.reading,
        )
        inner.done()
        exclusions.append(_scoped(exclusion, scopes))
    note_repeats(policy, "exclusions", [exclusion.id for exclusion in exclusions])
    if scopes:
        scopes.done()
    return tuple(exclusions)


def _scoped(exclusion: Exclusion, scopes: Table | None) -> Exclusion:
    stated = find_given_word(scopes, exclusion.id, EXCLUSION_KINDS) if scopes else None
    if stated is None:
        return exclusion
    kind = next(kind for kind in EXCLUSION_KINDS if kind == stated[0])
    return replace(exclusion, kind=kind, assumed=exclusion.assumed or stated[1].assumed)


def read_criteria(table: Table) -> tuple[Criterion, ...]:
    """The lines of the score sheet under `criteria`."""
    criteria = []
    for inner in table.listed_tables("criteria"):
        origin = read_provenance(inner)
        points = inner.find_whole("maximum_points")
        if not points:
            inner.wrong("maximum_points", "大于 0 的整数", "a whole number above 0")
        criteria.append(
            Criterion(
                code=inner.code("code"),
                label=inner.text("label"),
                maximum_points=points or 1,
                cite=origin.cite,
                assumed=origin.assumed,
            )
        )
        inner.done()
    note_repeats(table, "criteria", [criterion.code for criterion in criteria])
    return tuple(criteria)


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
