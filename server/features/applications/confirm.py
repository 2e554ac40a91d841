"""The firm's own yes to what its platform filed for it; only then does it become final."""

from typing import Final
from uuid import UUID

from models.rules import acts
from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition
from models.tables.applications import Application
from models.tables.people import Grant
from models.tables.platforms import Platform
from server.clock import Clock
from server.errors import VersionConflict
from server.features.applications.particulars import hold_own_application
from server.features.applications.refusals import NothingToConfirm
from server.features.identity.conflicts import ConflictOfInterest
from storage.postgres.applications import write_change
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction

_CORRECTED: Final = Text(
    "这份申请刚有改动，还没有确认；请刷新，核对现在的内容后再确认",
    "This application was changed just now and is not confirmed; reload it, look at what it says now,"
    " then confirm",
)


async def confirm_application(
    application_id: UUID, version: int | None = None, *, user_id: UUID, clock: Clock
) -> None:
    """Confirmed already: nothing happens. Raises NotFound, NothingToConfirm, ConflictOfInterest.

    Its platform may correct it at the same moment: `version` is what the firm has read, and another
    is refused (VersionConflict).

    An approved application that waited only for this becomes payable when payouts are made.
    """
    now = clock.now()
    async with transaction() as tx:
        application = await hold_own_application(tx, application_id, user_id)
        tx.created(application_id, status=200)
        if application.confirmed_at is not None and application.ended_at is None:
            return
        if not awaits_a_word(application):
            raise NothingToConfirm()
        if version is not None and version != application.version:
            raise VersionConflict(_CORRECTED)
        await refuse_its_platform(tx, application, user_id)
        application.confirmed_at = now
        await write_change(tx, application, ["confirmed_at"], at=now)
        line = AuditEntry("application", application_id, now, user_id, "enterprise", "confirmed")
        await write_audit(tx, line)


async def refuse_its_platform(tx: Tx, application: Application, user_id: UUID) -> None:
    """Whoever acts for the platform, or did when it filed, says no yes for the firm as well."""
    platform = await Platform.get_or_none(id=application.platform_id, using_db=tx.connection)
    if platform is None:
        return
    theirs = Grant.filter(user_id=user_id, organisation_id=platform.organisation_id)
    if await theirs.using_db(tx.connection).exists():
        raise ConflictOfInterest()


def awaits_a_word(application: Application) -> bool:
    """Whether its platform filed it, and the firm has said neither yes nor no."""
    return acts.awaits_a_word(
        application.status,
        filed_by=application.filed_by,
        submitted=application.submitted_at is not None,
        confirmed=application.confirmed_at is not None,
    )


def is_unanswered(application: Application) -> bool:
    """The same, also of one that has ended without the firm's yes."""
    return application.filed_by == "platform" and application.confirmed_at is None


def awaits_confirmation(application: Application, definition: EditionDefinition) -> bool:
    """Whether nothing is paid, or withdrawn, before the firm has said yes or no."""
    return awaits_a_word(application) and definition.edition.sme_confirms
