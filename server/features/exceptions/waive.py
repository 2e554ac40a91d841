"""Waives the once-only rule for a firm by the authority: it may apply once more."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from models.rules.eligibility.facts import FactReading, read_facts
from models.rules.exclusions import exclusion_keys
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import EditionDefinition, Exclusion, TrackTerms
from models.rules.uscc import normalise_uscc
from models.rules.wording import day_in_words, within_quotes
from models.tables.applications import Waiver
from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from server.clock import SHANGHAI, Clock
from server.edge.web.auth import Identity
from server.errors import AppError, Invalid, NotFound
from server.features.applications.refusals import CreditBlocked, WindowClosed
from server.features.enterprises.odd_codes import find_code_problem
from server.features.exceptions.waiver_schemas import NewWaiver
from server.features.exceptions.waivers import require_edition
from server.features.identity.conflicts import refuse_conflict
from server.features.messages.events.of_applications import WAIVER_GRANTED
from server.features.messages.tell import tell_firm
from server.features.programmes.published import PublishedEdition, get_edition
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.credit_records import blocks_now
from storage.postgres.waivers import add_waivers, hold_waivers, next_slot

_NO_RULE = Text(
    "这一申报事项没有“只能申请一次”的限制，不需要作例外",
    "This track has no once-only rule that could be waived",
)
_WHICH = Text(
    "还没有写明例外用在哪一项上；例外只对写明的那一项有效，请补充",
    "Say which: the exception is for that one only",
)


_BLOCKED = Text(
    "这家企业有失信记录，同意再次申请后仍不能申请；请先核实失信记录",
    "The firm has a credit record: a waiver would not let it apply; settle the record first",
)
_ENDED = Text(
    "本年度申报已截止，同意再次申请后企业也无法提交；请到下一年度开放申报后再办",
    "Applications for this year have ended; the firm could not use a waiver",
)
_RECORDS = f"""
SELECT k.reason, k.recorded_at FROM credit_records k WHERE {blocks_now("$1")} ORDER BY k.id
"""


class _Record(msgspec.Struct, frozen=True):
    """A credit record that blocks the firm."""

    reason: str
    recorded_at: datetime


class NotWaivable(AppError):
    """The track has no once-only rule, or one that allows no exception."""

    status, code = 409, "not_waivable"
    title = Text(
        "这一申报事项不能作此例外，请看各项说明",
        "No exception can be made for this track; each reason says why",
    )


async def waive(edition_code: str, given: NewWaiver, *, by: Identity, clock: Clock) -> UUID:
    """Open the next slot under each exclusion of the track; the waiver's id.

    Raises NotFound (edition, track), Invalid (`uscc`, `facts.…`), ConflictOfInterest, NotWaivable,
    CreditBlocked, WindowClosed: nobody is promised what they cannot use.
    """
    await require_edition(edition_code, by, Role.AUTHORITY)
    edition = await get_edition(edition_code)
    track = edition.definition.find_track(given.track)
    if track is None:
        raise NotFound()
    uscc = normalise_uscc(given.uscc)
    problem = await find_code_problem(uscc)
    if problem is not None:
        raise Invalid(errors=[problem])
    keys = _keys(edition.definition, track, given.facts)
    now = clock.now()
    async with transaction() as tx:
        await hold_waivers(tx, uscc)
        firm = await Enterprise.get_or_none(uscc=uscc, using_db=tx.connection)
        await refuse_conflict(
            by, role=Role.AUTHORITY, enterprise_id=firm.id if firm else None, tx=tx
        )
        await _refuse_blocked(tx, uscc)
        _refuse_ended(edition, track, now)
        slots = [(key, await next_slot(tx, uscc, key)) for key in keys]
        rows = _rows(edition, given, uscc=uscc, slots=slots)
        for row in rows:
            row.granted_by_id, row.granted_at = by.user_id, now
        await add_waivers(tx, rows)
        waiver_id: UUID = rows[0].id
        await _write_audit(tx, rows, firm)
        await _tell(tx, rows[0], edition, track, now)
        tx.created(waiver_id)
    return waiver_id


async def _refuse_blocked(tx: Tx, uscc: str) -> None:
    """Raises CreditBlocked with each record that keeps the firm from applying."""
    records = await list_rows(_Record, _RECORDS, uscc, tx=tx)
    if not records:
        return
    reasons = [
        Reason(
            "uscc",
            "credit_blocked",
            Text(
                f"企业于 {_day(record)}记入失信记录，原因：{record.reason}。请先核实这条记录",
                f"On the credit records since {_day(record)}: {record.reason}",
            ),
        )
        for record in records
    ]
    raise CreditBlocked(_BLOCKED, errors=reasons)


def _day(record: _Record) -> str:
    return day_in_words(record.recorded_at.astimezone(SHANGHAI))


def _refuse_ended(edition: PublishedEdition, track: TrackTerms, now: datetime) -> None:
    """Raises WindowClosed where a slot of this edition could be used by nobody any more."""
    lasting = any(rule.kind != "once_per_edition" for rule in track.exclusions)
    if not lasting and edition.window.status(now) == "closed":
        raise WindowClosed(_ENDED)


def _keys(
    definition: EditionDefinition, track: TrackTerms, facts: Mapping[str, Any]
) -> Sequence[str]:
    """Raises NotWaivable with each rule that allows no exception, Invalid for facts it needs."""
    rules = [rule for rule in track.exclusions if rule.kind != "received_elsewhere"]
    # A tier is money that was paid: opening its slot again would pay nothing more.
    strict = [rule for rule in rules if not rule.waivable or rule.kind == "once_per_tier"]
    if strict or not rules:
        reasons = [Reason("track", rule.kind, _strict(rule), rule.cite) for rule in strict]
        raise NotWaivable(errors=reasons or [Reason("track", "no_rule", _NO_RULE)])
    counted = {name for rule in rules for name in rule.per}
    declared = [fact for fact in track.stated if fact.name in counted]
    reading = read_facts(declared, facts)
    problems = [*reading.problems, *_missing(rules, reading)]
    if problems:
        raise Invalid(errors=problems)
    return exclusion_keys(definition, track, reading.values)


def _strict(rule: Exclusion) -> Text:
    zh = within_quotes(rule.text.zh)
    return Text(
        f"“{zh}”这一规定没有例外，不用再提；企业有疑问的，请告知这一规定",
        f"There is no exception to this rule: {rule.text.en}",
    )


def _missing(rules: Sequence[Exclusion], reading: FactReading) -> list[Reason]:
    """What a rule counts each value of by itself must be said: it waives that one only."""
    known = {problem.field for problem in reading.problems}
    needed = {name: rule for rule in reversed(rules) for name in rule.per}
    return [
        Reason(f"facts.{name}", "missing", _WHICH, rule.cite)
        for name, rule in needed.items()
        if name not in reading.values and f"facts.{name}" not in known
    ]


def _rows(
    edition: PublishedEdition, given: NewWaiver, *, uscc: str, slots: Sequence[tuple[str, int]]
) -> list[Waiver]:
    """One row for each exclusion; the first one's id is the waiver's."""
    return [
        Waiver(
            id=new_id(),
            edition_id=edition.code,
            track=given.track,
            uscc=uscc,
            exclusion=exclusion,
            slot=slot,
            reason=given.reason,
        )
        for exclusion, slot in slots
    ]


async def _write_audit(tx: Tx, rows: Sequence[Waiver], firm: Enterprise | None) -> None:
    """The firm by its id only: what is on record for ever holds no name and no code of it."""
    first = rows[0]
    detail = {
        "edition": first.edition_id,
        "track": first.track,
        "enterprise": str(firm.id) if firm else None,
        "slots": {row.exclusion: row.slot for row in rows},
    }
    line = AuditEntry(
        "waiver",
        first.id,
        first.granted_at,
        first.granted_by_id,
        Role.AUTHORITY,
        "granted",
        detail,
        first.reason,
    )
    await write_audit(tx, line)


async def _tell(
    tx: Tx, waiver: Waiver, edition: PublishedEdition, track: TrackTerms, now: datetime
) -> None:
    await tell_firm(
        tx,
        waiver.uscc,
        WAIVER_GRANTED,
        key=f"waiver:{waiver.id}",
        at=now,
        facts={
            "programme": edition.definition.policy.title.zh,
            "track": track.title.zh,
            "track_en": track.title.en,
            "reason": waiver.reason,
        },
    )
