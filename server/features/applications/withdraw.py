"""Withdraws an application: possible until it is payable; frees the money at once."""

from datetime import datetime
from uuid import UUID

from models.rules.acts import withdrawal_barrier
from models.rules.lifecycle import next_status
from models.rules.line.ranking import RankedClaim
from models.rules.reasons import Text
from models.tables.applications import Application
from server.clock import Clock
from server.features.applications.confirm import awaits_confirmation
from server.features.applications.particulars import hold_own_application
from server.features.applications.refusals import NotWithdrawable
from server.features.applications.why_not import not_withdrawable
from server.features.messages.events.of_clients import CLIENT_WITHDREW
from server.features.messages.tell import tell_handlers
from server.features.programmes.published import definition_of
from server.features.quota.ranking import Ranker
from server.roles import Role
from storage.postgres.application_states import HOLDS_TITLE
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
_HOLDS_TITLE = f"SELECT {HOLDS_TITLE} FROM applications a WHERE a.id = $1"


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
        now = clock.now()
        freed = await end_by_firm(
            tx,
            application,
            "withdrawn",
            reason,
            user_id=user_id,
            now=now,
            unconfirmed=awaits_confirmation(application, definition),
        )
        await _tell_platform(tx, application, in_line=freed is not None, now=now)
    if freed is not None:
        await ranker.rank(*freed)


async def _tell_platform(tx: Tx, application: Application, *, in_line: bool, now: datetime) -> None:
    """Of a draft it never heard."""
    if application.submitted_at is None:
        return
    lost = {"lost": "排队位置和额度", "lost_en": "Its place and its money are"} if in_line else {}
    await tell_handlers(
        tx,
        application.id,
        Role.PLATFORM,
        CLIENT_WITHDREW,
        key=f"withdrawn:{application.id}:{application.version}",
        at=now,
        facts=lost,
    )


async def end_by_firm(
    tx: Tx,
    application: Application,
    event: str,
    reason: str | None,
    *,
    user_id: UUID,
    now: datetime,
    unconfirmed: bool = False,
) -> tuple[UUID, RankedClaim] | None:
    """What its claim set free, to be ranked after the commit. Raises NotWithdrawable."""
    await _refuse_barred(tx, application, unconfirmed)
    status = next_status(application.status, "withdraw")  # type: ignore[arg-type]  # a column
    application.status, application.stage = status or application.status, None
    application.ended_at = now
    ended = ["status", "stage", "ended_at", "refused_at"]
    await write_change(tx, application, ended, at=now)
    freed = await end_claim(tx, application.id, at=now, actor_id=user_id)
    line = AuditEntry("application", application.id, now, user_id, "enterprise", event, {}, reason)
    await write_audit(tx, line)
    if freed is not None:
        await enqueue(tx, next_in_turn(freed[0]))
    return freed


async def _refuse_barred(tx: Tx, application: Application, unconfirmed: bool) -> None:
    """A title without the decision behind it would stay on the list for ever."""
    barrier = withdrawal_barrier(
        application.status,  # type: ignore[arg-type]  # a column
        unconfirmed=unconfirmed,
        holds_title=bool(await tx.raw.fetchval(_HOLDS_TITLE, application.id)),
    )
    if barrier == "unconfirmed":
        raise NotWithdrawable(_NOT_YET_ITS_OWN)
    if barrier == "status":
        raise not_withdrawable(application.status)
    if barrier == "title":
        raise NotWithdrawable(_TITLE)
