"""Renews a title: a re-review confirms it or withdraws it, a yearly summary is recorded."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from models.rules.recognition import next_summary, review_due_on
from models.rules.terms.programme import EditionDefinition, TrackTerms
from models.rules.terms.recognition import RecognitionTerms as Terms
from models.rules.terms.recognition import Renewal
from models.tables.applications import Application
from models.tables.recognitions import Recognition, RecognitionReport
from server.clock import SHANGHAI
from server.features.messages.events.of_lists import CONFIRMED, SUMMARY_TAKEN
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_members
from server.features.recognitions.withdraw import Why, withdraw_entry
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.jobs.enqueue import Job
from storage.postgres.recognitions import add_report, confirm_recognition


async def renew(
    tx: Tx,
    application: Application,
    definition: EditionDefinition,
    track: TrackTerms,
    *,
    now: datetime,
) -> list[Job]:
    """The approved papers of a title: the next re-review counts from the day this one was due.

    Nothing happens on a track of its own, or if the title was withdrawn meanwhile.
    """
    terms = _terms(definition, track)
    entry = await _entry_of(tx, application, definition, track.renewal)
    if terms is None or track.renewal is None or entry is None:
        return []
    if track.renewal.obligation == "summary":
        return await _take_summary(tx, application, entry, terms, now)
    return await _confirm(tx, application, entry, terms, definition, now=now)


async def refuse(
    tx: Tx,
    application: Application,
    definition: EditionDefinition,
    track: TrackTerms,
    *,
    by: UUID,
    reason: str,
    now: datetime,
) -> None:
    """A re-review that is rejected withdraws the title by announcement (第十四条)."""
    entry = await _entry_of(tx, application, definition, track.renewal)
    if entry is None or track.renewal is None or track.renewal.obligation != "re_review":
        return
    await _report(tx, application, entry, definition.edition.year, confirmed=False, now=now)
    await withdraw_entry(tx, entry, Why(reason, reason, "authority", by), now=now)


async def _confirm(
    tx: Tx,
    application: Application,
    entry: Recognition,
    terms: Terms,
    definition: EditionDefinition,
    *,
    now: datetime,
) -> list[Job]:
    today = now.astimezone(SHANGHAI).date()
    following = review_due_on(terms, entry.review_due_on or today)
    if following is not None and following <= today:
        following = review_due_on(terms, today)
    await confirm_recognition(tx, entry, on=today, next_review=following)
    await _report(tx, application, entry, definition.edition.year, confirmed=True, now=now)
    facts: dict[str, Fact] = {"title": entry.title}
    if following is not None:
        facts["due_on"] = following
    key = f"confirmed:{application.id}"
    return await tell_members(tx, application.id, CONFIRMED, key=key, at=now, facts=facts)


async def _take_summary(
    tx: Tx, application: Application, entry: Recognition, terms: Terms, now: datetime
) -> list[Job]:
    reported = RecognitionReport.filter(recognition_id=entry.id, kind="summary")
    years = [report.year for report in await reported.using_db(tx.connection)]
    due = next_summary(terms, entry.valid_from, years)
    if due is None:
        return []
    await _report(tx, application, entry, due.year, confirmed=True, now=now, kind="summary")
    facts: dict[str, Fact] = {"title": entry.title, "year": due.year}
    key = f"summary:{application.id}"
    return await tell_members(tx, application.id, SUMMARY_TAKEN, key=key, at=now, facts=facts)


async def _report(
    tx: Tx,
    application: Application,
    entry: Recognition,
    year: int,
    *,
    confirmed: bool,
    now: datetime,
    kind: Literal["summary", "re_review"] = "re_review",
) -> None:
    await add_report(
        tx,
        entry,
        kind=kind,
        year=year,
        application_id=application.id,
        confirmed=confirmed,
        at=now,
    )
    detail = {"application": str(application.id), "year": year, "confirmed": confirmed}
    event = "summary_taken" if kind == "summary" else "re_reviewed"
    line = AuditEntry("recognition", entry.id, now, None, "system", event, detail)
    await write_audit(tx, line)


async def _entry_of(
    tx: Tx, application: Application, definition: EditionDefinition, renewal: Renewal | None
) -> Recognition | None:
    """The holder's valid entry, its row locked."""
    if renewal is None:
        return None
    held = Recognition.filter(
        programme_id=definition.policy.code,
        track=renewal.of,
        enterprise_id=application.enterprise_id,
        state="valid",
    )
    return await held.using_db(tx.connection).order_by("-id").select_for_update().first()


def _terms(definition: EditionDefinition, track: TrackTerms) -> Terms | None:
    of = definition.find_track(track.renewal.of) if track.renewal else None
    return None if of is None else of.recognition
