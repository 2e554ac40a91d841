"""Revokes what was decided: before payment the money is free at once, later on recovery."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from models.rules.acts import may_revoke
from models.rules.lifecycle import next_status
from models.rules.line.ranking import RankedClaim
from models.rules.reasons import Reason, Text
from models.rules.wording import money_in_words
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from models.tables.payouts import CreditRecord
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import Invalid
from server.features.exceptions.schemas import Revocation
from server.features.messages.events.of_applications import REVOKED
from server.features.messages.events.of_platforms import RECOVERY_DUE
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_handlers, tell_members
from server.features.quota.ranking import Ranker
from server.features.recognitions.withdraw import Why, withdraw_title_of
from server.features.reviews.case import hold_in_scope
from server.features.reviews.refusals import NotRevocable
from server.features.verdicts.next_step import STEP
from server.roles import Role
from storage.postgres.application_states import ON_OPEN_PAYOUT
from storage.postgres.applications import write_change
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.credit_records import add_credit_record
from storage.postgres.jobs.enqueue import enqueue
from storage.postgres.money.ending import end_claim
from storage.postgres.money.lock import next_in_turn
from storage.postgres.money.payees import SUPPLIED

_NOTHING_PAID = Text("这份申请还没有拨付，追回金额请填 0", "Nothing was paid; give 0")
_ON_PAYOUT = Text(
    "这份申请已列入拨付名单，请先确认那一份拨付名单，再来撤销",
    "It is on a payout; confirm that payout first",
)
_ON_RECORD = Text(
    "这件事已记入失信记录，解除以前贵公司不能提交新的申请。",
    "It stands on the credit records: until that is lifted your firm cannot apply.",
)
_ON_OPEN_PAYOUT = f"SELECT {ON_OPEN_PAYOUT} FROM applications a WHERE a.id = $1"
_SUPPLIER = f"""
SELECT l.payee_name FROM payout_items i
  JOIN payout_lines l ON l.id = i.line_id AND l.state = 'paid'
  JOIN applications a ON a.id = i.application_id
  LEFT JOIN platforms f ON f.id = a.platform_id
 WHERE i.application_id = $1 AND {SUPPLIED} ORDER BY l.id DESC LIMIT 1
"""


async def revoke_application(
    application_id: UUID,
    given: Revocation,
    *,
    by: Identity,
    clock: Clock,
    ranker: Ranker,
) -> None:
    """After payment the claim keeps its lock until the recovery is recorded (quota.md).

    Run it in a task that the application owns. Raises NotFound, ConflictOfInterest, Invalid,
    NotRevocable.
    """
    now = clock.now()
    freed: tuple[UUID, RankedClaim] | None = None
    async with transaction() as tx:
        application, _ = await hold_in_scope(tx, application_id, by=by, role=Role.AUTHORITY)
        _check(application, given)
        tx.created(application_id, status=200)
        if application.status == "revoked":
            return
        held = bool(await tx.raw.fetchval(_ON_OPEN_PAYOUT, application_id))
        status = next_status(cast(Any, application.status), "revoke")
        if status is None or not may_revoke(cast(Any, application.status), on_open_payout=held):
            raise NotRevocable(_ON_PAYOUT if status else None)
        paid = application.status == "paid"
        application.status, application.stage = status, None
        application.ended_at = now
        await write_change(tx, application, STEP, at=now)
        if not paid:
            freed = await end_claim(tx, application_id, at=now, actor_id=by.user_id)
        await _write_records(tx, application, given, by=by, clock=clock)
        why = Why(given.reason, given.reason, Role.AUTHORITY, by.user_id)
        await withdraw_title_of(tx, application_id, why, now=now)
        supplier = await tx.raw.fetchval(_SUPPLIER, application_id) if given.recover_fen else None
        if supplier is not None:
            await _tell_supplier(tx, application, given, now=now)
        jobs = await tell_members(
            tx,
            application_id,
            REVOKED,
            key=f"revoked:{application_id}:{application.version}",
            at=now,
            facts=_facts(given, supplier),
        )
        await enqueue(tx, *jobs, *([next_in_turn(freed[0])] if freed else []))
    if freed is not None:
        await ranker.rank(*freed)


def _check(application: Application, given: Revocation) -> None:
    paid_fen = (application.award_fen or 0) if application.status in ("paid", "revoked") else 0
    if given.recover_fen > paid_fen:
        text = _more_than(given.recover_fen, paid_fen) if paid_fen else _NOTHING_PAID
        raise Invalid(errors=[Reason("recover_fen", "too_much", text)])


def _more_than(recover_fen: int, paid_fen: int) -> Text:
    asked, paid = money_in_words(recover_fen), money_in_words(paid_fen)
    return Text(
        f"追回金额填的是 {asked.zh}，不能超过已拨付的 {paid.zh}",
        f"No more can come back than was paid: {asked.en}, paid {paid.en}",
    )


async def _write_records(
    tx: Tx, application: Application, given: Revocation, *, by: Identity, clock: Clock
) -> None:
    now = clock.now()
    detail = {"recover_fen": given.recover_fen, "credit_record": given.credit_record}
    line = AuditEntry(
        "application",
        application.id,
        now,
        by.user_id,
        Role.AUTHORITY,
        "revoked",
        detail,
        given.reason,
    )
    await write_audit(tx, line)
    if not given.credit_record:
        return
    enterprise = await Enterprise.get(id=application.enterprise_id, using_db=tx.connection)
    record = CreditRecord(
        id=new_id(),
        uscc=enterprise.uscc,
        application_id=application.id,
        reason=given.reason,
        recover_fen=given.recover_fen,
        recorded_by_id=by.user_id,
        recorded_at=now,
    )
    await add_credit_record(tx, record)


async def _tell_supplier(
    tx: Tx, application: Application, given: Revocation, *, now: datetime
) -> None:
    """Who has the money to give back must hear of it first of all."""
    await tell_handlers(
        tx,
        application.id,
        Role.PLATFORM,
        RECOVERY_DUE,
        key=f"recovery:{application.id}:{application.version}",
        at=now,
        facts={"reason": given.reason, "returned_fen": given.recover_fen},
    )


def _facts(given: Revocation, supplier: str | None) -> dict[str, Fact]:
    """Who has the money gives it back: a supplier, or the firm itself."""
    facts: dict[str, Fact] = {"reason": given.reason}
    if given.credit_record:
        facts |= {"credit": _ON_RECORD.zh, "credit_en": _ON_RECORD.en}
    if not given.recover_fen:
        return facts
    if supplier is None:
        return facts | {"recover_fen": given.recover_fen}
    return facts | {"returned_fen": given.recover_fen, "supplier": supplier}
