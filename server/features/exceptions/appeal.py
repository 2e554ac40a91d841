"""Raises the firm's objection to a rejection or a lapse."""

from uuid import UUID

from models.rules.acts import may_appeal
from models.tables.applications import Application
from models.tables.ids import new_id
from models.tables.reviews import Appeal, Review
from server.clock import Clock
from server.features.applications.particulars import hold_own_application
from server.features.messages.events.of_desks import APPEAL_TO_DECIDE
from server.features.messages.events.of_progress import APPEAL_RECEIVED
from server.features.messages.tell import tell_handlers, tell_members
from server.features.reviews.refusals import NotAppealable
from server.roles import Role
from storage.postgres.appeals import add_appeal
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import enqueue


async def appeal(application_id: UUID, reason: str, *, user_id: UUID, clock: Clock) -> UUID:
    """The appeal's id. Raises NotFound, NotAppealable (also while one is open)."""
    now = clock.now()
    async with transaction() as tx:
        application = await hold_own_application(tx, application_id, user_id)
        earlier = Appeal.filter(application_id=application_id, state__in=("open", "dismissed"))
        if not may_appeal(
            application.status,
            decided_against=await last_decision(tx, application) is not None,
            heard=await earlier.using_db(tx.connection).exists(),
        ):
            raise NotAppealable()
        raised = Appeal(
            id=new_id(),
            application_id=application_id,
            raised_by_id=user_id,
            reason=reason,
            raised_at=now,
        )
        await add_appeal(tx, raised)
        line = AuditEntry(
            "application",
            application_id,
            now,
            user_id,
            "enterprise",
            "appealed",
            {"appeal": str(raised.id)},
            reason,
        )
        await write_audit(tx, line)
        await _tell(tx, raised)
        tx.created(raised.id)
    return raised.id


async def _tell(tx: Tx, raised: Appeal) -> None:
    """The firm that it was received, the authority that it waits."""
    key, at, facts = f"appealed:{raised.id}", raised.raised_at, {"matter_id": str(raised.id)}
    jobs = await tell_members(
        tx, raised.application_id, APPEAL_RECEIVED, key=key, at=at, facts=facts
    )
    await enqueue(tx, *jobs)
    await tell_handlers(
        tx,
        raised.application_id,
        Role.AUTHORITY,
        APPEAL_TO_DECIDE,
        key=f"{key}:desk",
        at=at,
        facts=facts | {"reason": raised.reason},
    )


async def last_decision(tx: Tx, application: Application) -> Review | None:
    """Where an upheld appeal puts it back; None for what lapsed because its firm never said yes."""
    done = Review.filter(application_id=application.id, state="done").using_db(tx.connection)
    return await done.exclude(verdict="pass").order_by("-decided_at").first()
