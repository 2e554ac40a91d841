"""Raises the firm's objection to a rejection or a lapse."""

from collections.abc import Sequence
from uuid import UUID

from models.rules.acts import may_appeal
from models.tables.applications import Application
from models.tables.ids import new_id
from models.tables.reviews import Appeal, Review
from server.clock import Clock
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Counted
from server.errors import NotFound
from server.features.applications.particulars import hold_own_application, require_own
from server.features.attachments.schemas import AttachmentView
from server.features.attachments.shown import papers_of
from server.features.exceptions.schemas import AppealView
from server.features.messages.events.of_desks import APPEAL_TO_DECIDE
from server.features.messages.events.of_progress import APPEAL_RECEIVED
from server.features.messages.tell import tell_handlers, tell_members
from server.features.reviews.refusals import NotAppealable
from server.roles import Role
from storage.postgres.appeals import add_appeal
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, postgres_errors, transaction
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


async def get_own_appeal(appeal_id: UUID, user_id: UUID, *, english: bool) -> AppealView:
    """Raises NotFound."""
    return await get_appeal(
        appeal_id,
        english=english,
        application__enterprise__members__user_id=user_id,
        application__enterprise__members__left_at__isnull=True,
    )


async def list_own_appeals(
    application_id: UUID, query: Query, *, user_id: UUID, english: bool
) -> Counted[AppealView]:
    """Those of one's own application with what became of them, the newest first. Raises NotFound."""
    await require_own(application_id, user_id)
    found = page = Appeal.filter(application_id=application_id)
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        page = found.filter(id__lt=after[0])
    with postgres_errors():
        total = await found.count()
        rows = await page.order_by("-id").limit(query.limit + 1).select_related("application")
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    return Counted(await appeal_views(shown, english=english), cursor, total=total)


async def get_appeal(appeal_id: UUID, *, english: bool, **within: object) -> AppealView:
    """For whoever has just raised or decided it. Raises NotFound."""
    with postgres_errors():
        found = Appeal.filter(id=appeal_id, **within).select_related("application")
        row = await found.first()
    if row is None:
        raise NotFound()
    (view,) = await appeal_views([row], english=english)
    return view


async def appeal_views(rows: Sequence[Appeal], *, english: bool) -> list[AppealView]:
    """`rows` with their applications; with their papers."""
    papers = await papers_of("appeal", [row.id for row in rows], english=english)
    return [_view(row, papers[row.id]) for row in rows]


def _view(row: Appeal, papers: list[AttachmentView]) -> AppealView:
    return AppealView(
        row.id,
        row.application_id,
        row.application.number,
        row.reason,
        row.raised_at,
        row.state,  # type: ignore[arg-type]  # a column
        row.decision,
        row.decided_at,
        papers,
    )
