"""A firm asks its platform to correct what it filed: neither yes nor no, and nothing moves."""

from uuid import UUID

from server.clock import Clock
from server.features.applications.confirm import awaits_a_word
from server.features.applications.particulars import hold_own_application
from server.features.applications.refusals import NothingToConfirm
from server.features.applications.tell_filer import tell_filer
from server.features.messages.events.of_platforms import CLIENT_ASKS
from storage.postgres.applications import write_change
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import transaction


async def ask_correction(application_id: UUID, reason: str, *, user_id: UUID, clock: Clock) -> None:
    """The platform is told, and reviewers read it in the history. Raises NotFound, NothingToConfirm.

    Contract, sums and papers are both parties' word: a reviewer opens them, then whoever is right
    corrects them.
    """
    now = clock.now()
    async with transaction() as tx:
        application = await hold_own_application(tx, application_id, user_id)
        tx.created(application_id, status=200)
        if not awaits_a_word(application):
            raise NothingToConfirm()
        await write_change(tx, application, [], at=now)
        about = ("application", application_id, now, user_id, "enterprise", "correction_asked")
        await write_audit(tx, AuditEntry(*about, {}, reason))
        key = f"correction_asked:{application.id}:{application.version}"
        facts = {"reason": reason}
        await tell_filer(tx, application, CLIENT_ASKS, key=key, at=now, facts=facts)
