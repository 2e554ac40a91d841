"""Which rule an application runs into, and which earlier one of the same firm stands in its way."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NoReturn
from uuid import UUID

from models.rules.award.working import Working
from models.rules.eligibility.facts import FactValues
from models.rules.exclusions import exclusion_keys
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import EditionDefinition, Exclusion, TrackTerms
from server.features.applications.assessment import Judged
from server.features.applications.refusals import AlreadyApplied, LineMoved
from server.roles import Role
from storage.postgres.core.transaction import Tx
from storage.postgres.money.slots import find_holders


async def refuse_duplicate(
    tx: Tx,
    definition: EditionDefinition,
    judged: Judged,
    *,
    uscc: str,
    applicant: UUID,
    role: str = Role.ENTERPRISE,
) -> NoReturn:
    """After slots could not be taken. Raises AlreadyApplied, LineMoved if all are free by now."""
    reasons = await taken_slots(tx, definition, judged, uscc=uscc, applicant=applicant, role=role)
    if not reasons:
        raise LineMoved()
    raise AlreadyApplied(errors=reasons)


async def taken_slots(
    tx: Tx,
    definition: EditionDefinition,
    judged: Judged,
    *,
    uscc: str,
    applicant: UUID,
    role: str,
) -> list[Reason]:
    """For each rule under which no slot is free, what holds it; empty where all are free."""
    values, working = judged.reading.values, judged.working
    rules = rules_by_key(definition, judged.track, values, working)
    holders = await find_holders(tx, uscc, list(rules), applicant)
    return _reasons(rules, holders, role)


async def refuse_foreseen(
    tx: Tx,
    definition: EditionDefinition,
    track: TrackTerms,
    *,
    uscc: str,
    values: FactValues,
    role: str,
) -> None:
    """For a draft, as far as its facts say yet what it is about. Raises AlreadyApplied."""
    rules = rules_by_key(definition, track, values)
    holders = await find_holders(tx, uscc, list(rules))
    if holders:
        raise AlreadyApplied(errors=_reasons(rules, holders, role))


def rules_by_key(
    definition: EditionDefinition,
    track: TrackTerms,
    values: FactValues,
    working: Working | None = None,
) -> dict[str, Exclusion]:
    """The rule behind each key that an application takes; of two with one key the first."""
    found: dict[str, Exclusion] = {}
    for rule in reversed(track.exclusions):
        alone = replace(track, exclusions=(rule,))
        found |= dict.fromkeys(exclusion_keys(definition, alone, values, working), rule)
    return found


def _reasons(
    rules: Mapping[str, Exclusion], holders: Mapping[str, Sequence[str]], role: str
) -> list[Reason]:
    """`role`: as what they ask who are refused."""
    return [_reason(rules[key], holders[key], role) for key in sorted(holders)]


def _reason(rule: Exclusion, numbers: Sequence[str], role: str) -> Reason:
    """`numbers`: of the firm's own applications only."""
    if not numbers:
        return Reason(rule.id, rule.kind, rule.text, rule.cite)
    if role == Role.PLATFORM:
        return Reason(rule.id, rule.kind, _of_client(rule, numbers), rule.cite)
    text = Text(
        f"{rule.text.zh}。已有申请 {'、'.join(numbers)}，请到“我的申请”里接着办理",
        f"{rule.text.en} (held by {', '.join(numbers)})",
    )
    return Reason(rule.id, rule.kind, text, rule.cite)


def _of_client(rule: Exclusion, numbers: Sequence[str]) -> Text:
    return Text(
        f"{rule.text.zh}。这家企业已有申请 {'、'.join(numbers)}，不能再为它申报",
        f"{rule.text.en} (the firm has {', '.join(numbers)} already)",
    )
