"""Withdraws an application: possible until it is payable; frees the money at once."""

from datetime import datetime
from uuid import UUID

from models.rules.lifecycle import next_status
from models.rules.line.ranking import RankedClaim
from models.rules.reasons import Text
from models.tables.applications import Application
from server.clock import Clock
from server.features.applications.confirm import awaits_confirmation
from server.features.applications.particulars import hold_own_application
from server.features.applications.refusals import NotWithdrawable
from server.features.applications.why_not import not_withdrawable
from server.features.programmes.published import definition_of
from server.features.quota.ranking import Ranker
from storage.postgres.applications import write_change
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import enqueue
from storage.postgres.money.ending import end_claim
from storage.postgres.money.lock import next_in_turn

_TITLE = Text(
    "已获认定的申请不能撤回；如需放弃认定，请联系主管部门办理撤销",
    "Your firm holds the title that this brought; ask the authority to withdraw the title first",
)
_NOT_YET_ITS_OWN = Text(
    "这份申请由平台以贵企业的名义提交，企业还没有确认，不能撤回；不认可的请选“否认”并写明原因，"
    "属实但不再需要的请先确认再撤回",
    "Your platform filed this and your firm has not confirmed it: refuse it with a reason if it is not"
    " true; if it is true and you do not want it, confirm it first",
)
_HOLDS_TITLE = """
SELECT EXISTS (SELECT 1 FROM recognitions WHERE application_id = $1 AND state = 'valid')
"""


async def withdraw_application(
    application_id: UUID,
    reason: str | None,
    *,
    user_id: UUID,
    clock: Clock,
    ranker: Ranker,
) -> None:
    """End it by the firm's own wish. Raises NotFound, NotWithdrawable.

    What its platform filed is no wish of the firm's before it has said yes: it is refused instead.
    """
    async with transaction() as tx:
        application = await hold_own_application(tx, application_id, user_id)
        tx.created(application_id, status=200)
        definition = await definition_of(application.rule_version_id, using=tx.connection)
        if awaits_confirmation(application, definition):
            raise NotWithdrawable(_NOT_YET_ITS_OWN)
        freed = await end_by_firm(
            tx, application, "withdrawn", reason, user_id=user_id, now=clock.now()
        )
    if freed is not None:
        await ranker.rank(*freed)


async def end_by_firm(
    tx: Tx,
    application: Application,
    event: str,
    reason: str | None,
    *,
    user_id: UUID,
    now: datetime,
) -> tuple[UUID, RankedClaim] | None:
    """What its claim set free, to be ranked after the commit. Raises NotWithdrawable."""
    status = next_status(application.status, "withdraw")  # type: ignore[arg-type]  # a column
    if status is None:
        raise not_withdrawable(application.status)
    await _refuse_holder(tx, application.id)
    application.status, application.stage = status, None
    application.ended_at = now
    ended = ["status", "stage", "ended_at", "refused_at"]
    await write_change(tx, application, ended, at=now)
    freed = await end_claim(tx, application.id, at=now, actor_id=user_id)
    line = AuditEntry("application", application.id, now, user_id, "enterprise", event, {}, reason)
    await write_audit(tx, line)
    if freed is not None:
        await enqueue(tx, next_in_turn(freed[0]))
    return freed


async def _refuse_holder(tx: Tx, application_id: UUID) -> None:
    """A title without the decision behind it would stay on the list for ever."""
    if await tx.raw.fetchval(_HOLDS_TITLE, application_id):
        raise NotWithdrawable(_TITLE)
