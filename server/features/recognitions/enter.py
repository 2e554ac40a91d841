"""Enters an approved applicant in the public list, and a platform in the market."""

from datetime import date, datetime

from models.rules.recognition import review_due_on
from models.rules.terms.programme import EditionDefinition, TrackTerms
from models.rules.terms.recognition import RecognitionTerms as Terms
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from models.tables.recognitions import Recognition
from server.clock import SHANGHAI
from server.features.messages.events.of_lists import RECOGNISED
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_members
from server.features.recognitions.holder import declared, modes_of, platform_of
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.jobs.enqueue import Job
from storage.postgres.participations import join_tracks
from storage.postgres.recognitions import add_recognition


async def enter_list(
    tx: Tx,
    application: Application,
    definition: EditionDefinition,
    track: TrackTerms,
    *,
    now: datetime,
) -> list[Job]:
    """The entry, and for a platform what makes it browsable; the jobs that tell its people.

    Nothing happens on a track that recognises nobody.
    """
    terms = track.recognition
    if terms is None or application.enterprise_id is None:
        return []
    firm = await Enterprise.get(id=application.enterprise_id, using_db=tx.connection)
    # A firm's supplier has no part in the firm's title, and loses nothing with it.
    platform_id = None
    if terms.platform:
        platform = await platform_of(tx, application, firm, terms, now=now)
        platform_id = platform.id
        modes = modes_of(application, track, terms)
        await join_tracks(tx, platform.id, application.edition_id, modes, at=now)
    today = now.astimezone(SHANGHAI).date()
    entry = Recognition(
        id=new_id(),
        programme_id=definition.policy.code,
        edition_id=application.edition_id,
        track=track.code,
        enterprise_id=firm.id,
        platform_id=platform_id,
        application_id=application.id,
        name=firm.name,
        district=firm.district,
        title=title_of(application, track, terms),
        categories=declared(application, terms.categories),
        span=terms.span,
        valid_from=today,
        review_due_on=review_due_on(terms, today),
        created_at=now,
    )
    await add_recognition(tx, entry)
    await write_audit(tx, _line(entry, now))
    return await _tell(tx, application, entry, today, now)


def title_of(application: Application, track: TrackTerms, terms: Terms) -> str:
    """The title, or where there are several the one that was applied for."""
    fact = track.find_fact(terms.title_by) if terms.title_by is not None else None
    chosen = application.facts.get(fact.name) if fact is not None else None
    for option in fact.options if fact is not None else ():
        if option.value == chosen:
            return option.label.zh
    return terms.title.zh


async def _tell(
    tx: Tx, application: Application, entry: Recognition, today: date, now: datetime
) -> list[Job]:
    facts: dict[str, Fact] = {"title": entry.title, "since_on": today}
    if entry.platform_id is not None:
        facts["platform"] = entry.name
    key = f"recognised:{entry.id}"
    return await tell_members(tx, application.id, RECOGNISED, key=key, at=now, facts=facts)


def _line(entry: Recognition, now: datetime) -> AuditEntry:
    detail = {
        "application": str(entry.application_id),
        "edition": entry.edition_id,
        "track": entry.track,
        "platform": str(entry.platform_id) if entry.platform_id else None,
        "review_due_on": entry.review_due_on,
    }
    return AuditEntry("recognition", entry.id, now, None, "system", "recognised", detail)
