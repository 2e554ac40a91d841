"""A track: the policy's part and the edition's part put together, and what its title obliges to."""

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from models.programme.reader.awards import read_award
from models.programme.reader.checks import read_checks, read_retired
from models.programme.reader.clients import read_clients
from models.programme.reader.conditions import Known, read_conditions
from models.programme.reader.exclusions import read_exclusions
from models.programme.reader.facts import read_fact_list
from models.programme.reader.papers import (
    read_criteria,
    read_matching,
    read_materials,
    read_minimum_experts,
)
from models.programme.reader.paths import read_path
from models.programme.reader.places import read_places
from models.programme.reader.provenance import find_given
from models.programme.reader.recognitions import Duty, Nameable, read_recognition
from models.programme.reader.support_years import year_condition
from models.programme.reader.table import Table, is_code, note_repeats
from models.programme.reader.track_checks import check_track
from models.rules.reasons import Text
from models.rules.terms.programme import (
    Applicant,
    Award,
    Condition,
    Fact,
    PlatformRule,
    Renewal,
    Selection,
    TrackTerms,
    ValueSource,
)

SELECTIONS: tuple[Selection, ...] = get_args(Selection)
APPLICANTS: tuple[Applicant, ...] = get_args(Applicant)
_NO_MONEY = Text("不涉及资金", "No money is involved")


def read_track(
    code: str, policy: Table, edition: Table | None, known: Known
) -> tuple[TrackTerms, ...]:
    """One track, followed by the re-review and the summary of its title if it has them.

    `known` carries the region classes, the edition's references and the categories.
    """
    facts, declarations = read_fact_list(policy), read_fact_list(policy, "declarations")
    _check_stated(policy, code, [*facts, *declarations])
    stages, filled = read_path(policy, edition)
    pool, sources = _read_pool_name(edition)
    named = Nameable(declarations, known.categories)
    award = read_award(policy, edition, facts)
    conditions = _conditions(policy, edition, replace(known, facts=facts))
    recognition, duties = read_recognition(policy, edition, named)
    track = TrackTerms(
        code=code,
        title=policy.text("title"),
        selection=policy.one_of("selection", SELECTIONS),
        applicant=policy.one_of("applicant", APPLICANTS),
        award=award,
        stages=stages,
        summary=policy.find_text("summary"),
        cite=policy.string("cite"),
        facts=facts,
        conditions=conditions + year_condition(award, conditions),
        materials=read_materials(policy, edition),
        exclusions=read_exclusions(policy, edition, facts, declarations),
        criteria=read_criteria(policy, edition),
        platform=_read_platform_rule(policy),
        matching=read_matching(policy, edition),
        pool=pool,
        sources=sources + filled,
        declarations=declarations,
        minimum_experts=read_minimum_experts(policy, edition),
        places=read_places(policy, facts),
        recognition=recognition,
        clients=read_clients(policy, facts),
        responsible=policy.find_text("responsible"),
        checks=read_checks(policy, facts + declarations),
        retired=read_retired(policy, facts + declarations),
    )
    _end(policy, edition)
    check_track(policy, edition, track)
    return (track, *(_read_renewal(track, duty) for duty in duties))


def _end(policy: Table, edition: Table | None) -> None:
    policy.done()
    if edition is not None:
        edition.done()


def _check_stated(policy: Table, code: str, stated: Sequence[Fact]) -> None:
    if not is_code(code):
        words = ("小写字母开头的代码", "a code of small letters, digits, - and _")
        policy.wrong("", *words, found=code)
    note_repeats(policy, "declarations", [fact.name for fact in stated])


def _conditions(policy: Table, edition: Table | None, known: Known) -> tuple[Condition, ...]:
    """The policy's conditions, then those that the edition adds."""
    conditions = read_conditions(policy, known)
    if edition is not None:
        conditions += read_conditions(edition, known)
        note_repeats(edition, "conditions", [condition.id for condition in conditions])
    return conditions


def _read_pool_name(edition: Table | None) -> tuple[str | None, tuple[ValueSource, ...]]:
    given = find_given(edition, "pool") if edition is not None else None
    if edition is None or given is None:
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


def _read_renewal(track: TrackTerms, duty: Duty) -> TrackTerms:
    """A duty of a title as a track of its own: `<code>.re_review` or `<code>.summary`."""
    policy = duty.policy
    stages, filled = read_path(policy, duty.edition)
    cite = policy.string("cite")
    renewal = TrackTerms(
        code=f"{track.code}.{duty.obligation}",
        title=policy.text("title"),
        selection="rolling",
        applicant=track.applicant,
        award=Award("none", _NO_MONEY, cite),
        stages=stages,
        cite=cite,
        materials=read_materials(policy, duty.edition),
        sources=filled,
        renewal=Renewal(track.code, duty.obligation),
    )
    _end(policy, duty.edition)
    check_track(policy, duty.edition, renewal)
    return renewal
