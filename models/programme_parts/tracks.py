"""A track: the policy's part and the edition's part put together."""

from dataclasses import replace
from typing import get_args

from models.programme_parts.awards import read_award
from models.programme_parts.conditions import Known, read_conditions
from models.programme_parts.facts import read_fact_list
from models.programme_parts.paths import (
    read_criteria,
    read_exclusions,
    read_matching,
    read_materials,
    read_stages,
)
from models.programme_parts.provenance import find_given
from models.programme_parts.table import Table, note_repeats
from models.rules.programme import Applicant, PlatformRule, Selection, Source, Stage, Track

SELECTIONS: tuple[Selection, ...] = get_args(Selection)
APPLICANTS: tuple[Applicant, ...] = get_args(Applicant)


def read_track(code: str, policy: Table, edition: Table | None, known: Known) -> Track:
    """One track; `known` carries the region classes and the edition's references."""
    facts = read_fact_list(policy)
    known = replace(known, facts=facts)
    track = Track(
        code=code,
        title=policy.text("title"),
        selection=policy.one_of("selection", SELECTIONS),
        applicant=policy.one_of("applicant", APPLICANTS),
        award=read_award(policy, edition, facts),
        stages=_stages(policy, edition),
        summary=policy.find_text("summary"),
        cite=policy.string("cite"),
        facts=facts,
        conditions=read_conditions(policy, known),
        materials=read_materials(policy),
        exclusions=read_exclusions(policy, edition),
        platform=_read_platform_rule(policy),
        matching=read_matching(policy, edition),
    )
    policy.done()
    track = _with_edition(track, edition, known) if edition else track
    _check_track(policy, track)
    return track


def _stages(policy: Table, edition: Table | None) -> tuple[Stage, ...]:
    """The policy's path, or the edition's where the notice leaves it open."""
    if edition is not None and edition.has("stages"):
        if policy.has("stages"):
            edition.wrong("stages", "路径已由 policy 规定", "no path: the policy has one")
        return read_stages(edition)
    return read_stages(policy)


def _with_edition(track: Track, edition: Table, known: Known) -> Track:
    """What an edition may add: papers, conditions, a score sheet, and the pool."""
    pool, sources = _read_pool_name(edition)
    added = read_materials(edition)
    conditions = read_conditions(edition, known)
    together = replace(
        track,
        materials=track.materials + added,
        conditions=track.conditions + conditions,
        criteria=read_criteria(edition),
        pool=pool,
        sources=sources,
    )
    note_repeats(edition, "materials", [material.kind for material in together.materials])
    note_repeats(edition, "conditions", [condition.id for condition in together.conditions])
    edition.done()
    return together


def _read_pool_name(edition: Table) -> tuple[str | None, tuple[Source, ...]]:
    given = find_given(edition, "pool")
    if given is None:
        return None, ()
    if not isinstance(given.value, str):
        edition.wrong("pool", "资金池代码", "the code of a pool", found=given.value)
        return None, ()
    return given.value, (given.source("pool"),)


def _read_platform_rule(policy: Table) -> PlatformRule | None:
    inner = policy.find_table("platform")
    if inner is None:
        return None
    rule = PlatformRule(text=inner.text("text"), cite=inner.string("cite"))
    inner.done()
    return rule


def _check_track(policy: Table, track: Track) -> None:
    if not track.stages:
        policy.wrong("stages", "至少一步", "at least one step")
    paying = any(stage.kind == "payout" for stage in track.stages)
    if paying and track.award.kind == "none":
        policy.wrong("stages", "仅认定的事项没有 payout", "no payout for recognition only")
    if any(stage.kind == "score" for stage in track.stages) and not track.criteria:
        policy.wrong("criteria", "score 步骤须有评分表", "a score sheet for the step score")
