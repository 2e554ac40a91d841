"""Publishes a notice: a snapshot of the applications that wait at this step of a track."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import msgspec

from models.rules.reasons import Reason, Text
from models.rules.terms.programme import EditionDefinition, TrackTerms
from models.rules.wording import day_in_words, within_quotes
from models.rules.workdays import Calendar, add_workdays
from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from models.tables.notices import Notice, NoticeEntry
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import Invalid
from server.features.editions.access import Actor, check_edition_access
from server.features.identity.conflicts import refuse_own_matters
from server.features.messages.events.of_notices import PUBLISHED
from server.features.messages.tell import tell_members
from server.features.notices.gather import Gathered, gather
from server.features.notices.schemas import NewNotice
from server.features.notices.shown import freeze_entry
from server.features.programmes.published import get_edition
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import enqueue
from storage.postgres.notices import save_notice

_LATEST: Final = timedelta(days=366)
_TRACK = Text(
    "申报事项不在这一年度的项目里，请重新选择", "This edition has no such track; choose it again"
)
# Quotes within quotes are single ones (GB/T 15834).


async def publish_notice(
    given: NewNotice, *, by: Identity, clock: Clock, calendar: Calendar
) -> UUID:
    """The notice's id. Raises NotFound (the edition), Invalid, ConflictOfInterest, NothingToPublish.

    An application is in one open notice at most: of two who publish at once the second finds
    nothing left.
    """
    async with transaction() as tx:
        notice, gathered = await prepare_notice(tx, given, by=by, clock=clock, calendar=calendar)
        await save_notice(tx, notice, await entries_of(tx, notice, gathered))
        await _record(tx, notice, gathered)
        await _tell(tx, notice, gathered)
        tx.created(notice.id)
    return notice.id


async def prepare_notice(
    tx: Tx, given: NewNotice, *, by: Identity, clock: Clock, calendar: Calendar, hold: bool = True
) -> tuple[Notice, list[Gathered]]:
    """The notice as it would be, and whom it shows; raises as `publish_notice`."""
    starts_on = given.starts_on or clock.today()
    await check_edition_access(given.edition, Actor.authority(by), using=tx.connection)
    edition = await get_edition(given.edition, using=tx.connection)
    track = edition.definition.find_track(given.track)
    _check(given, track, starts_on, clock.today())
    gathered = await gather(tx, given.edition, given.track, given.application_ids, hold=hold)
    await refuse_own_matters(tx, [one.application.id for one in gathered], by)
    workdays = max(one.workdays for one in gathered)
    due = add_workdays(calendar, starts_on, workdays)
    notice = Notice(
        id=new_id(),
        edition_id=given.edition,
        track=given.track,
        title=given.title or _title(edition.definition, gathered[0].track),
        workdays=workdays,
        starts_on=starts_on,
        ends_on=due.on,
        provisional=due.provisional,
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    return notice, gathered


def _check(given: NewNotice, track: TrackTerms | None, starts_on: date, today: date) -> None:
    problems = []
    if track is None:
        problems.append(Reason("track", "unknown", _TRACK))
    if starts_on < today:
        problems.append(_cannot_begin("in_the_past", starts_on, today))
    elif starts_on > today + _LATEST:
        problems.append(_cannot_begin("too_late", starts_on, today))
    if problems:
        raise Invalid(errors=problems)


def _cannot_begin(code: str, starts_on: date, today: date) -> Reason:
    first, last = day_in_words(today), day_in_words(today + _LATEST)
    text = Text(
        f"公示开始日期填的是{day_in_words(starts_on)}，须在{first}至{last}之间",
        f"A notice begins between {today} and {today + _LATEST}, not on {starts_on}",
    )
    return Reason("starts_on", code, text)


def _title(definition: EditionDefinition, track: TrackTerms) -> str:
    chosen = "拟支持" if track.recognition is None else "拟认定"
    named = within_quotes(track.title.zh)
    title = f"关于{definition.edition.title.zh}“{named}”{chosen}名单的公示"
    return title[:200]


async def entries_of(tx: Tx, notice: Notice, gathered: Sequence[Gathered]) -> list[NoticeEntry]:
    """One of each, in their order."""
    wanted = {one.application.enterprise_id for one in gathered}
    firms = await Enterprise.filter(id__in=wanted - {None}).using_db(tx.connection)
    by_id = {firm.id: firm for firm in firms}
    entries = []
    for number, one in enumerate(gathered, 1):
        application = one.application
        firm = by_id.get(application.enterprise_id) if application.enterprise_id else None
        entry = NoticeEntry(
            id=new_id(),
            notice_id=notice.id,
            application_id=application.id,
            number=number,
            name=firm.name if firm else application.number,
            district=application.district,
            shown=msgspec.to_builtins(freeze_entry(one.track, application, firm)),
            award_fen=application.award_fen,
        )
        entries.append(entry)
    return entries


async def _record(tx: Tx, notice: Notice, gathered: Sequence[Gathered]) -> None:
    at, actor = notice.created_at, notice.created_by_id
    detail = {
        "edition": notice.edition_id,
        "track": notice.track,
        "entries": len(gathered),
        "workdays": notice.workdays,
        "starts_on": notice.starts_on.isoformat(),
        "ends_on": notice.ends_on.isoformat(),
        "provisional": notice.provisional,
    }
    made = AuditEntry("notice", notice.id, at, actor, Role.AUTHORITY, "notice.published", detail)
    shown = [
        AuditEntry(
            "application",
            one.application.id,
            at,
            actor,
            Role.AUTHORITY,
            "publicity.published",
            {"notice": str(notice.id)},
        )
        for one in gathered
    ]
    await write_audit(tx, made, *shown)


async def _tell(tx: Tx, notice: Notice, gathered: Sequence[Gathered]) -> None:
    """Each firm learns that it is shown, and until when; a provisional day is not promised."""
    facts = {"ends_on": "" if notice.provisional else notice.ends_on}
    jobs = []
    for one in gathered:
        jobs += await tell_members(
            tx,
            one.application.id,
            PUBLISHED,
            key=f"notice:{notice.id}:{one.application.id}",
            at=notice.created_at,
            facts=facts | {"workdays": notice.workdays, "starts_on": notice.starts_on},
        )
    await enqueue(tx, *jobs)
