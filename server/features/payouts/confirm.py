"""Confirms a payout: what the treasury paid, under which voucher, and which lines failed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from models.rules.reasons import Reason, Text
from models.rules.text.compared import compared
from models.rules.wording import day_in_words
from models.tables.payouts import Payout, PayoutLine
from server.clock import SHANGHAI, Clock
from server.edge.web.auth import Identity
from server.errors import Invalid
from server.features.payouts.access import find_payout, lock_payout
from server.features.payouts.paid import mark_paid, return_failed
from server.features.payouts.refusals import AlreadyConfirmed, SecondPersonNeeded
from server.features.payouts.schemas import Confirmation
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import enqueue
from storage.postgres.payouts import close_payout

_UNKNOWN = Text(
    "未付成功的明细里有一行不在这份拨付名单中，请核对行号",
    "This payout has no such line; check its number",
)
_TWICE = Text(
    "未付成功的明细里同一行列了两次，请删去一次", "The same line is listed twice; leave one out"
)


async def confirm_payout(
    payout_id: UUID, given: Confirmation, *, by: Identity, clock: Clock, four_eyes: bool = False
) -> None:
    """The same confirmation again changes nothing; of two different ones the first wins.

    Raises NotFound, SecondPersonNeeded (with `four_eyes`), Invalid, AlreadyConfirmed.
    """
    await find_payout(payout_id, by=by, roles=(Role.AUTHORITY,))
    now = clock.now()
    async with transaction() as tx:
        payout = await lock_payout(tx, payout_id)
        if four_eyes and payout.created_by_id == by.user_id:
            raise SecondPersonNeeded()
        lines = await PayoutLine.filter(payout_id=payout_id).using_db(tx.connection)
        failures = _failures(given, lines, now)
        tx.created(payout_id, status=200)
        if payout.state == "confirmed":
            if not _same(payout, given, lines, failures):
                raise AlreadyConfirmed()
            return
        await _confirm(tx, payout, given, lines, failures, by=by, now=now)


def _failures(given: Confirmation, lines: Sequence[PayoutLine], now: datetime) -> dict[UUID, str]:
    """Line → reason. Raises Invalid."""
    problems, found = [], dict[UUID, str]()
    if given.paid_on > now.astimezone(SHANGHAI).date():
        problems.append(Reason("paid_on", "in_future", _in_future(given.paid_on)))
    known = {line.number: line.id for line in lines}
    for index, failed in enumerate(given.failed or []):
        line_id = known.get(failed.line) if isinstance(failed.line, int) else failed.line
        field = f"failed[{index}].line"
        if line_id is None or line_id not in known.values():
            problems.append(Reason(field, "unknown", _UNKNOWN))
        elif line_id in found:
            problems.append(Reason(field, "duplicate", _TWICE))
        else:
            found[line_id] = failed.reason
    if problems:
        raise Invalid(errors=problems)
    return found


def _in_future(paid_on: date) -> Text:
    return Text(
        f"拨付日期填的是{day_in_words(paid_on)}，不能晚于今天，请核对",
        f"The day of payment, {paid_on}, lies in the future",
    )


def _same(
    payout: Payout,
    given: Confirmation,
    lines: Sequence[PayoutLine],
    failures: Mapping[UUID, str],
) -> bool:
    failed = {line.id for line in lines if line.state == "failed"}
    known = (payout.paid_on, compared(payout.voucher_no or ""), failed)
    return known == (given.paid_on, compared(given.voucher_no), set(failures))


async def _confirm(
    tx: Tx,
    payout: Payout,
    given: Confirmation,
    lines: Sequence[PayoutLine],
    failures: Mapping[UUID, str],
    *,
    by: Identity,
    now: datetime,
) -> None:
    await close_payout(
        tx,
        payout,
        failures,
        paid_on=given.paid_on,
        voucher_no=given.voucher_no,
        by=by.user_id,
        at=now,
    )
    detail = {
        "paid_fen": sum(line.amount_fen for line in lines if line.id not in failures),
        "failed_fen": sum(line.amount_fen for line in lines if line.id in failures),
        "paid_on": given.paid_on,
    }
    await write_audit(
        tx,
        AuditEntry(
            "payout", payout.id, now, by.user_id, Role.AUTHORITY, "payout.confirmed", detail
        ),
    )
    jobs = await mark_paid(tx, payout, given, by=by, now=now)
    jobs += await return_failed(tx, payout, by=by, now=now)
    await enqueue(tx, *jobs)
