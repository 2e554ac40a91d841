"""Presents an application to its parties: its row, its place in the line, what is still missing."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from models.rules.evidence import missing_materials
from models.rules.labels import QUEUE_WORDS, STAGE_WORDS, STATUS_WORDS
from models.rules.lifecycle import EDITABLE
from models.rules.line.ranking import Standing
from models.rules.moments import moments_of, whole_days
from models.rules.paper_faults import state_text
from models.rules.terms.programme import EditionDefinition
from server.clock import SHANGHAI, Clock
from server.errors import NotFound
from server.features.applications.allowed import is_asked
from server.features.applications.at_hand import AtHand
from server.features.applications.invoices import with_differences
from server.features.applications.reader import Applicant, Reader, next_view
from server.features.applications.schemas import (
    ApplicationLabels,
    ApplicationView,
    CorrectionView,
    EvidenceItem,
    MissingMaterial,
    NamedReference,
    NoteView,
    PinnedPlanView,
    Queue,
    TimelineEntry,
)
from server.features.applications.split import split_columns, split_of
from server.features.programmes.published import definition_of
from server.features.quota.standings import find_standings
from storage.postgres.application_rows import (
    ApplicationRow,
    ShownApplication,
    fetch_own_application,
)
from storage.postgres.application_states import ApplicationState, read_states
from storage.redis.quota import QuotaRedis

_EVIDENCE = msgspec.json.Decoder(list[EvidenceItem])
_TIMELINE = msgspec.json.Decoder(list[TimelineEntry])
_CORRECTIONS = msgspec.json.Decoder(list[CorrectionView])
_FACTS = msgspec.json.Decoder(dict[str, Any])


async def get_own_application(
    application_id: UUID, user_id: UUID, *, quota: QuotaRedis, clock: Clock, english: bool
) -> ApplicationView:
    """One of the person's own; raises NotFound for everybody else's."""
    row = await fetch_own_application(application_id, user_id)
    if row is None:
        raise NotFound()
    reader = Applicant(user_id)
    (view,) = await present_applications(
        [row], reader=reader, quota=quota, clock=clock, english=english
    )
    return view


async def present_applications(
    rows: Sequence[ApplicationRow],
    *,
    reader: Reader,
    quota: QuotaRedis,
    clock: Clock,
    english: bool,
) -> list[ApplicationView]:
    """Rows of `application_rows` as views, with one look at the ranking for each pool."""
    standings = await find_standings(rows, quota=quota)
    states = await read_states([row.id for row in rows], reader.user_id)
    as_of = clock.now()
    return [
        present(
            row,
            await definition_of(row.rule_version_id),
            standing,
            as_of,
            state=states[row.id],
            reader=reader,
            english=english,
        )
        for row, standing in zip(rows, standings, strict=True)
    ]


def present(
    row: ShownApplication,
    definition: EditionDefinition,
    standing: Standing,
    as_of: datetime,
    *,
    state: ApplicationState,
    reader: Reader,
    english: bool,
) -> ApplicationView:
    papers = _EVIDENCE.decode(row.evidence) if row.evidence else []
    worded = [worded_paper(paper, english=english) for paper in papers]
    evidence = with_differences(worded, row, english=english)
    to_confirm = is_asked(row, definition)
    missing = _missing(row, definition, evidence, english)
    return ApplicationView(
        id=row.id,
        number=row.number,
        edition=row.edition_id,
        track=row.track,
        status=row.status,
        stage=row.stage,
        enterprise=_named(row.enterprise_id, row.enterprise_name),
        platform=_named(row.platform_id, row.platform_name),
        plan=_plan(row, definition),
        **_particulars(row),
        award_fen=row.award_fen,
        queue=Queue(standing.state, standing.position, standing.waiting_position, as_of),
        notes=_notes(row, definition, english),
        missing=missing,
        evidence=evidence,
        timeline=_TIMELINE.decode(row.timeline) if row.timeline else [],
        to_confirm=to_confirm,
        confirm_by=row.confirm_by if to_confirm else None,
        corrections=_CORRECTIONS.decode(row.corrections) if row.corrections else [],
        receipt=row.receipt,
        labels=labels_of(row, definition, standing, english=english),
        next=next_view(
            row,
            definition,
            state,
            missing=len(missing),
            now=as_of,
            reader=reader,
            english=english,
        ),
        allowed=reader.acts(row, definition, state, as_of),
        version=row.version,
    )


def _particulars(row: ShownApplication) -> dict[str, Any]:
    """What the firm fills in."""
    return {
        "contract_no": row.contract_no,
        "signed_at": shown_moment(row.signed_at, row.signed_precision),
        "paid_at": shown_moment(row.paid_at, row.paid_precision),
        "fee_fen": row.fee_fen,
        "paid_fen": row.paid_fen,
        "payer": row.payer,
        "voucher_no": row.voucher_no,
        "facts": _FACTS.decode(row.facts),
    }


def labels_of(
    row: AtHand, definition: EditionDefinition, standing: Standing, *, english: bool
) -> ApplicationLabels:
    track = definition.find_track(row.track)
    return ApplicationLabels(
        STATUS_WORDS[row.status].in_language(english),
        STAGE_WORDS[row.stage].in_language(english) if row.stage else None,
        QUEUE_WORDS[standing.state].in_language(english),
        track.title.in_language(english) if track else row.track,
        definition.edition.title.in_language(english),
    )


def worded_paper(paper: EvidenceItem, *, english: bool) -> EvidenceItem:
    """The same with what its people read of it while nobody is given it."""
    text = state_text(paper.state, paper.fault)
    if text is None:
        return paper
    return msgspec.structs.replace(paper, message=text.in_language(english))


def shown_moment(at: datetime | None, precision: str) -> str | None:
    """An instant with its offset; a bare day is the end of that day in China."""
    if at is None:
        return None
    return (at.astimezone(SHANGHAI) if precision == "day" else at).isoformat()


def _named(key: UUID | None, name: str | None) -> NamedReference | None:
    return None if key is None else NamedReference(key, name)


def _plan(row: ShownApplication, definition: EditionDefinition) -> PinnedPlanView | None:
    """The split of the plan's own fee; a contract over another fee does not change it."""
    if row.plan_id is None or row.plan_title is None:
        return None
    track, fee_fen = definition.find_track(row.track), row.plan_fee_fen
    parts = split_columns(split_of(track, fee_fen) if track else None)
    return PinnedPlanView(row.plan_id, row.plan_title, fee_fen, **parts)


def _notes(row: ShownApplication, definition: EditionDefinition, english: bool) -> list[NoteView]:
    track = definition.find_track(row.track)
    in_line = track is not None and definition.is_in_line(track)
    notes = whole_days(moments_of(row), in_line=in_line, editable=row.status in EDITABLE)
    return [NoteView(note.field, note.code, note.text.in_language(english)) for note in notes]


def _missing(
    row: ShownApplication,
    definition: EditionDefinition,
    evidence: list[EvidenceItem],
    english: bool,
) -> list[MissingMaterial]:
    if row.status not in EDITABLE:
        return []
    track = definition.find_track(row.track)
    if track is None:
        return []
    held = Counter(paper.kind for paper in evidence if paper.state != "refused")
    return [
        MissingMaterial(material.kind, material.label.in_language(english))
        for material in missing_materials(track.materials, held)
    ]
