"""The firm's no to what its platform filed in its name: it ends, and speaks against the platform."""

from uuid import UUID

from server.clock import Clock
from server.features.applications.confirm import awaits_a_word
from server.features.applications.particulars import hold_own_application
from server.features.applications.refusals import NothingToConfirm
from server.features.applications.tell_filer import tell_filer
from server.features.applications.withdraw import end_by_firm
from server.features.messages.events.of_platforms import CLIENT_REFUSED
from server.features.quota.ranking import Ranker
from storage.postgres.core.transaction import transaction


async def refuse_application(
    application_id: UUID, reason: str, *, user_id: UUID, clock: Clock, ranker: Ranker
) -> None:
    """Refused already: nothing happens.

    Raises NotFound, NothingToConfirm (the firm filed it itself, has said yes, or it has ended),
    NotWithdrawable (its payment is arranged).
    """
    now = clock.now()
    async with transaction() as tx:
        application = await hold_own_application(tx, application_id, user_id)
        tx.created(application_id, status=200)
        if application.refused_at is not None:
            return
        if not awaits_a_word(application):
            raise NothingToConfirm()
        application.refused_at = now
        freed = await end_by_firm(tx, application, "refused", reason, user_id=user_id, now=now)
        key, facts = f"refused:{application.id}", {"reason": reason}
        await tell_filer(tx, application, CLIENT_REFUSED, key=key, at=now, facts=facts)
    if freed is not None:
        await ranker.rank(*freed)
