"""The authority lets what is held through, or refuses it: then it shows, or its writer reads why not."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from models.rules.contents import CONTENT_KINDS
from models.tables.contents import HeldContent
from models.tables.market import Rating
from models.tables.notices import Objection
from models.tables.platforms import Plan, Platform
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.content.hold import SUBJECT
from server.features.held.access import held_within
from server.features.identity.conflicts import (
    ConflictOfInterest,
    refuse_conflict,
    refuse_own_matters,
)
from server.features.messages.events.of_contents import OBJECTION_REFUSED, PASSED, REFUSED
from server.features.messages.tell import tell_person
from server.features.notices.access import refuse_own_objection
from server.features.platforms.access import lock_platform
from server.features.platforms.fields import SHOWN_TEXTS
from server.features.platforms.plan_versions import write_plan_audit
from server.features.platforms.reindex import reindex
from server.features.ratings.answer import tell_answered
from server.features.reviews.refusals import AlreadyDecided
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, postgres_errors, transaction
from storage.postgres.held_contents import decide_held
from storage.postgres.plans import end_plan_version, put_on_offer
from storage.postgres.platforms import save_profile

_REFUSED: Final[Mapping[str, str]] = MappingProxyType({"objection": OBJECTION_REFUSED})


async def let_through(held_id: UUID, *, by: Identity, clock: Clock) -> None:
    """Raises Forbidden, NotFound, ConflictOfInterest, AlreadyDecided."""
    await _decide(held_id, "passed", None, by=by, now=clock.now())


async def refuse_held(held_id: UUID, reason: str, *, by: Identity, clock: Clock) -> None:
    """Raises Forbidden, NotFound, ConflictOfInterest, AlreadyDecided."""
    await _decide(held_id, "refused", reason, by=by, now=clock.now())


async def check_held_reach(held_id: UUID, by: Identity) -> HeldContent:
    """Raises NotFound outside the person's grants as an authority."""
    with postgres_errors():
        found = await HeldContent.filter(held_within(by, Role.AUTHORITY), id=held_id).first()
    if found is None:
        raise NotFound()
    return found


async def _decide(
    held_id: UUID, state: str, reason: str | None, *, by: Identity, now: datetime
) -> None:
    held = await check_held_reach(held_id, by)
    async with transaction() as tx:
        tx.created(held_id, status=200)
        # Whoever writes anew holds the platform first, so that both come one after the other.
        platform = None
        if held.platform_id is not None:
            platform = await lock_platform(tx, held.platform_id)
        await _refuse_conflict(tx, held, platform, by)
        if not await decide_held(tx, held_id, state, by=by.user_id, reason=reason, at=now):
            raise AlreadyDecided()
        if state == "passed" and platform is not None:
            await _show(tx, held, platform, by=by, now=now)
        await _record(tx, held, state, reason, by=by, now=now)
        await _tell(tx, held, state, reason, now)


async def _refuse_conflict(
    tx: Tx, held: HeldContent, platform: Platform | None, by: Identity
) -> None:
    """Raises ConflictOfInterest for who wrote it, and for those whom it is about."""
    if held.writer_id == by.user_id:
        raise ConflictOfInterest()
    if held.kind == "objection":
        objection = await Objection.get(id=held.subject_id, using_db=tx.connection)
        await refuse_own_objection(tx, objection, by)
    if held.kind in ("rating", "rating_answer"):
        rating = await Rating.get(id=held.subject_id, using_db=tx.connection)
        await refuse_own_matters(tx, [rating.application_id], by)
    if platform is None:
        return
    await refuse_conflict(
        by,
        role=Role.AUTHORITY,
        enterprise_id=platform.enterprise_id,
        platform_organisation_id=platform.organisation_id,
        tx=tx,
    )


async def _show(
    tx: Tx, held: HeldContent, platform: Platform, *, by: Identity, now: datetime
) -> None:
    """What lies beside the place where it shows takes it over; the rest shows by itself."""
    match held.kind:
        case "profile":
            texts = {name: held.texts.get(name) for name in SHOWN_TEXTS}
            await save_profile(tx, platform, texts)
        case "plan":
            await _offer(tx, held, by=by, now=now)
        case "rating_answer":
            rating = await Rating.get(id=held.subject_id, using_db=tx.connection)
            return await tell_answered(tx, rating, now)
        case _:
            return
    await reindex(tx, platform)


async def _offer(tx: Tx, held: HeldContent, *, by: Identity, now: datetime) -> None:
    plan = await Plan.get(id=held.subject_id, using_db=tx.connection)
    if plan.supersedes_id is not None:
        # It waits only while that one is on offer: whoever ends it replaces what would follow.
        before = await Plan.get(id=plan.supersedes_id, using_db=tx.connection)
        await end_plan_version(tx, before, at=now)
    await put_on_offer(tx, plan)
    await write_plan_audit(tx, plan, "plan.let_through", actor_id=by.user_id, now=now)


async def _record(
    tx: Tx, held: HeldContent, state: str, reason: str | None, *, by: Identity, now: datetime
) -> None:
    detail = {"kind": held.kind, "subject": str(held.subject_id)}
    event = f"content.{state}"
    line = AuditEntry(SUBJECT, held.id, now, by.user_id, Role.AUTHORITY, event, detail, reason)
    await write_audit(tx, line)


async def _tell(tx: Tx, held: HeldContent, state: str, reason: str | None, now: datetime) -> None:
    what = CONTENT_KINDS[held.kind]
    await tell_person(
        tx,
        held.writer_id,
        PASSED if state == "passed" else _REFUSED.get(held.kind, REFUSED),
        key=f"held_decided:{held.id}",
        at=now,
        facts={"what": what.zh, "what_en": what.en, "reason": reason or ""},
    )
