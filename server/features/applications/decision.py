"""Explains an application: rules, conditions with values and their sources, award, reviews, queue."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

import msgspec

from models.rules.eligibility.region import region_class_of
from models.rules.terms.programme import Condition, EditionDefinition, TrackTerms
from models.tables.programmes import RuleVersion
from server.clock import Clock
from server.errors import NotFound
from server.features.applications.assessment import (
    Judged,
    Stated,
    firm_facts,
    judge_application,
    stated_by,
)
from server.features.applications.decision_schemas import (
    DecisionAwardView,
    DecisionConditionView,
    DecisionFactView,
    DecisionView,
    HistoryView,
    QueueEvent,
    RegionView,
    ReviewerChange,
    ReviewStep,
    RulesView,
)
from server.features.applications.history import KeptHistory, kept_history
from server.features.applications.rejection import against, rejection_of
from server.features.applications.schemas import Queue
from server.features.applications.scored import scoring_of
from server.features.programmes.published import definition_of
from server.features.programmes.step_views import step_views
from server.features.quota.standings import find_standings
from storage.postgres.application_rows import ApplicationRow, fetch_application_of_firm
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import postgres_errors
from storage.redis.quota import QuotaRedis

LATEST_MOVEMENTS: Final = 200
"""Of the line's own, which may move for ever; what people did is always shown whole."""

_RECORD = """
SELECT e.registered_city, e.in_service_zone, e.district,
       a.region_class, a.history::text AS history,
       (SELECT json_agg(json_build_object('stage', r.stage, 'role', r.role, 'round', r.round,
               'verdict', r.verdict, 'comment', r.comment, 'cite', r.cite,
               'decided_at', r.decided_at, 'out_of_order', r.out_of_order, 'bulk', r.bulk,
               'papers', coalesce(r.evidence_hashes, '[]'::jsonb))
               ORDER BY r.decided_at)::text
          FROM reviews r WHERE r.application_id = a.id AND r.state = 'done') AS reviews,
       (SELECT json_agg(json_build_object('at', l.at, 'role', l.actor_role, 'event', l.event,
               'detail', l.detail::json, 'comment', w.text) ORDER BY l.seq)::text
          FROM audit l LEFT JOIN audit_comments w ON w.audit_id = l.id
         WHERE l.subject_kind = 'application' AND l.subject_id = a.id) AS lines,
       (SELECT json_agg(json_build_object('at', m.at, 'state', m.state,
               'granted_fen', m.granted_fen) ORDER BY m.id)::text
          FROM (SELECT l.id, l.at, l.state, l.granted_fen
                  FROM claim_log l JOIN claims c ON c.id = l.claim_id
                 WHERE c.application_id = a.id AND l.state IN ('funded', 'waiting')
                 ORDER BY l.id DESC LIMIT $2) m) AS movements
  FROM applications a LEFT JOIN enterprises e ON e.id = a.enterprise_id
 WHERE a.id = $1
"""


class _Record(msgspec.Struct, frozen=True):
    """What stands on record beside the application itself; lists as JSON."""

    registered_city: str | None
    in_service_zone: bool | None
    district: str | None
    region_class: str | None
    history: str | None
    reviews: str | None
    lines: str | None
    movements: str | None


class _AuditEntry(msgspec.Struct, frozen=True):
    at: datetime
    role: str
    event: str
    detail: dict[str, Any]
    comment: str | None


class _Change(msgspec.Struct, frozen=True):
    old: object
    new: object


class _Movement(msgspec.Struct, frozen=True):
    at: datetime
    state: str
    granted_fen: int | None


_REVIEWS = msgspec.json.Decoder(list[ReviewStep])
_AUDIT = msgspec.json.Decoder(list[_AuditEntry])
_MOVEMENTS = msgspec.json.Decoder(list[_Movement])
_KEPT = msgspec.json.Decoder(KeptHistory)
_FACTS = msgspec.json.Decoder(dict[str, Any])
_QUEUE_EVENTS = frozenset(
    {
        *("submitted", "resubmitted", "locked", "withdrawn", "lapsed", "revoked", "paid"),
        "refused",
        *("authority.dates_corrected", "appeal.upheld", "not_funded"),
    }
)


async def explain_application(
    application_id: UUID, user_id: UUID, *, quota: QuotaRedis, clock: Clock, english: bool
) -> DecisionView:
    """One of the person's own; raises NotFound for everybody else's, also for the platform that filed
    it: what the firm has entered, and had before, is not told to whoever files in its name.
    """
    row = await fetch_application_of_firm(application_id, user_id)
    if row is None:
        raise NotFound()
    return await explain_row(row, quota=quota, clock=clock, english=english)


async def explain_row(
    row: ApplicationRow, *, quota: QuotaRedis, clock: Clock, english: bool
) -> DecisionView:
    """Whoever it belongs to; the caller has checked that it may be seen. Raises NotFound."""
    definition = await definition_of(row.rule_version_id)
    track = definition.find_track(row.track)
    if track is None:
        raise NotFound()
    (record,) = await list_rows(_Record, _RECORD, row.id, LATEST_MOVEMENTS, tx=None)
    lines = _AUDIT.decode(record.lines or "[]")
    movements = _MOVEMENTS.decode(record.movements or "[]")
    changes = list(_changes(lines))
    kept = _KEPT.decode(record.history) if record.history else None
    region = _region_class(definition, row, record)
    stated = stated_by(row, _FACTS.decode(row.facts), record)
    judged = judge_application(track, stated, region, kept_history(kept))
    (standing,) = await find_standings([row], quota=quota)
    reviews = _REVIEWS.decode(record.reviews or "[]")
    rejection = rejection_of(row.status, reviews, track, english)
    verified = {change.field for change in changes}
    return DecisionView(
        id=row.id,
        number=row.number,
        status=row.status,
        stage=row.stage,
        rules=await _rules(row.rule_version_id, definition),
        region_class=_region(definition, region, english),
        history=None if kept is None else HistoryView(kept.year_fen, kept.total_fen, kept.tiers),
        eligible=False if rejection else judged.eligibility.eligible,
        conditions=against(_conditions(judged, stated, verified, english), rejection, english),
        rejection=rejection,
        award=_award(row, judged, english),
        reviews=reviews,
        changes=changes,
        queue=Queue(standing.state, standing.position, standing.waiting_position, clock.now()),
        queue_history=_queue_history(lines, movements),
        scoring=await scoring_of(row.id),
    )


async def _rules(version_id: UUID, definition: EditionDefinition) -> RulesView:
    with postgres_errors():
        version = await RuleVersion.get(id=version_id)
    policy = definition.policy
    return RulesView(
        version.id,
        version.number,
        version.definition_hash,
        version.published_at,
        policy.document,
        policy.issued_on,
    )


def _region_class(
    definition: EditionDefinition, row: ApplicationRow, record: _Record
) -> str | None:
    """As it was when it was handed in; of a draft by where the firm is now."""
    if row.submitted_at is not None:
        return record.region_class
    return region_class_of(definition, record.district)


def _region(definition: EditionDefinition, code: str | None, english: bool) -> RegionView | None:
    found = next((region for region in definition.region_classes if region.code == code), None)
    if found is None:
        return None
    return RegionView(found.code, found.label.in_language(english), found.cite, found.assumed)


def _conditions(
    judged: Judged, stated: Stated, verified: set[str], english: bool
) -> list[DecisionConditionView]:
    known = {condition.id: condition for condition in judged.track.conditions}
    found = []
    for verdict in judged.eligibility.conditions:
        condition = known.get(verdict.id)
        names = dict.fromkeys(_facts_of(condition) if condition else ())
        # That nothing is due is no condition of the file: its words are those of the verdict.
        text = condition.text if condition else verdict.message
        view = DecisionConditionView(
            verdict.id,
            text.in_language(english),
            verdict.cite,
            verdict.assumed,
            [_value(name, judged, stated, verified, english) for name in names],
            verdict.met,
            verdict.message.in_language(english),
            verdict.code if verdict.met is False else None,
            verdict.reading,
        )
        found.append(view)
    return found


def _facts_of(condition: Condition) -> Iterator[str]:
    yield from (name for name in (condition.fact, condition.value_fact) if name is not None)
    for member in (*condition.all, *condition.any):
        yield from _facts_of(member)


def _value(
    name: str, judged: Judged, stated: Stated, verified: set[str], english: bool
) -> DecisionFactView:
    fact = judged.track.find_fact(name)
    label = fact.label.in_language(english) if fact else name
    source = "verified" if name in verified else _source(judged.track, name, stated)
    return DecisionFactView(name, label, judged.reading.values.get(name), source)


def _source(track: TrackTerms, name: str, stated: Stated) -> str:
    """In the order in which values win over each other."""
    if stated.particulars.get(name) is not None:
        return "particulars"
    if name in stated.facts:
        return "declared"
    if firm_facts(track, stated.firm).get(name) is not None:
        return "firm"
    return "default"


def _award(row: ApplicationRow, judged: Judged, english: bool) -> DecisionAwardView:
    cap = judged.working.cap
    return DecisionAwardView(
        award_fen=row.award_fen,
        granted_fen=row.granted_fen,
        steps=step_views(judged.working.steps, english),
        capped=cap is not None and cap.capped,
        cap_fen=None if cap is None else cap.cap_fen,
        paid_before_fen=None if cap is None else cap.paid_before_fen,
    )


def _changes(lines: Sequence[_AuditEntry]) -> Iterator[ReviewerChange]:
    for line in lines:
        stage = line.event.partition(".")[0]
        verified = msgspec.convert(line.detail.get("verified") or {}, dict[str, _Change])
        for field, change in verified.items():
            if not field.endswith("_precision"):
                yield ReviewerChange(
                    line.at, line.role, stage, field, change.old, change.new, line.comment
                )


def _queue_history(
    lines: Sequence[_AuditEntry], movements: Sequence[_Movement]
) -> list[QueueEvent]:
    """What people did to the claim, and what the line made of it, in the order of time.

    Movements bear the moment at which they were written down: two that follow each other and say
    the same were overtaken by what people did between them, and are shown once.
    """
    moved = (QueueEvent(one.at, one.state, None, None, one.granted_fen) for one in movements)
    events = sorted([*_acts(lines), *moved], key=lambda event: event.at)
    return [next(alike) for _, alike in groupby(events, key=_what)]


def _what(event: QueueEvent) -> tuple[str, str | None, int | None, int | None]:
    return event.event, event.key, event.award_fen, event.granted_fen


def _acts(lines: Sequence[_AuditEntry]) -> Iterator[QueueEvent]:
    for line in lines:
        detail, event = line.detail, line.event
        if event in _QUEUE_EVENTS or "locked" in detail or event.endswith(".rejected"):
            key, award_fen = detail.get("key"), detail.get("award_fen")
            yield QueueEvent(line.at, event, key, award_fen, detail.get("granted_fen"))
