"""Somebody says that another person holds their firm."""

from uuid import UUID

from models.rules.reasons import Reason, Text
from models.rules.uscc import normalise_uscc
from models.tables.enterprises import Dispute, Enterprise, EnterpriseMember
from server.clock import Clock
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.errors import AppError, Invalid, NotFound
from server.features.enterprises.membership import OWNER, find_membership, require_living
from server.features.enterprises.odd_codes import find_code_problem
from server.features.enterprises.schemas import DisputeView, RaisedDispute
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, postgres_errors, transaction
from storage.postgres.enterprises import add_dispute
from storage.postgres.jobs.enqueue import Job, enqueue


class DisputeOpen(AppError):
    """The same person's dispute about this firm is not decided yet."""

    status, code = 409, "dispute_open"
    title = Text(
        "您对这家企业的异议正在处理，请等待结果，不用再提", "Your dispute is being dealt with"
    )


class EnterpriseYours(AppError):
    """There is nothing to dispute: the person acts for this firm already."""

    status, code = 409, "enterprise_yours"
    title = Text("您已是该企业成员，无需提出异议", "You act for this firm already")


_NOBODY = Text(
    "目前没有人登记该企业，您可以直接登记", "Nobody holds this firm; you can simply register it"
)


async def raise_dispute(given: RaisedDispute, *, user_id: UUID, clock: Clock) -> UUID:
    """The dispute's id. Raises Invalid, NotFound (nobody holds it), EnterpriseYours, DisputeOpen."""
    uscc = normalise_uscc(given.uscc)
    if wrong := await find_code_problem(uscc):
        raise Invalid(errors=[wrong])
    now = clock.now()
    async with transaction() as tx:
        enterprise = await _held(tx, uscc)
        await _refuse(tx, enterprise, user_id)
        await require_living(tx, user_id)
        dispute = Dispute(
            enterprise_id=enterprise.id,
            city=enterprise.registered_city,
            district=enterprise.district,
            raised_by_id=user_id,
            reason=given.reason,
            raised_at=now,
        )
        await add_dispute(tx, dispute)
        line = AuditEntry(
            "enterprise",
            enterprise.id,
            now,
            user_id,
            Role.ENTERPRISE,
            "dispute.raised",
            {"dispute": str(dispute.id)},
            given.reason,
        )
        await write_audit(tx, line)
        await enqueue(tx, Job("dispute.raised", dispute.id))
        tx.created(dispute.id)
    return dispute.id


async def dispute_problems(given: RaisedDispute) -> list[Reason]:
    """What the rules say of the fields that were understood."""
    wrong = await find_code_problem(given.uscc) if given.uscc else None
    return [] if wrong is None else [wrong]


async def _held(tx: Tx, uscc: str) -> Enterprise:
    """Locked. A firm that was only filed looks like an unknown one: that it was is nobody's to know."""
    query = Enterprise.filter(uscc=uscc).using_db(tx.connection)
    enterprise = await query.select_for_update().first()
    members = EnterpriseMember.filter(left_at=None).using_db(tx.connection)
    if enterprise is None or not await members.filter(enterprise_id=enterprise.id).exists():
        raise NotFound(_NOBODY)
    return enterprise


async def _refuse(tx: Tx, enterprise: Enterprise, user_id: UUID) -> None:
    if await find_membership(user_id, enterprise.id, tx=tx) and await _has_owner(tx, enterprise.id):
        raise EnterpriseYours()
    same = Dispute.filter(enterprise_id=enterprise.id, raised_by_id=user_id, state="open")
    if await same.using_db(tx.connection).exists():
        raise DisputeOpen()


async def _has_owner(tx: Tx, enterprise_id: UUID) -> bool:
    """Where its owner is gone, a member asks for the firm by the same way as others."""
    owners = EnterpriseMember.filter(enterprise_id=enterprise_id, role=OWNER, left_at=None)
    return await owners.using_db(tx.connection).exists()


async def get_own_dispute(dispute_id: UUID, *, user_id: UUID) -> DisputeView:
    """Raises NotFound unless the person raised it."""
    with postgres_errors():
        found = (
            await Dispute.filter(id=dispute_id, raised_by_id=user_id)
            .select_related("enterprise")
            .first()
        )
    if found is None:
        raise NotFound()
    return dispute_view(found)


async def list_own_disputes(query: Query, *, user_id: UUID) -> Page[DisputeView]:
    """Those that the person raised, with what became of them; the newest first."""
    found = Dispute.filter(raised_by_id=user_id)
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        found = found.filter(id__lt=after[0])
    with postgres_errors():
        rows = await found.order_by("-id").limit(query.limit + 1).select_related("enterprise")
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    return Page([dispute_view(row) for row in shown], cursor)


def dispute_view(dispute: Dispute) -> DisputeView:
    """Needs `enterprise` read along."""
    return DisputeView(
        dispute.id,
        dispute.enterprise.uscc,
        dispute.reason,
        dispute.state,
        dispute.raised_at,
        dispute.decided_at,
        dispute.decision,
    )
