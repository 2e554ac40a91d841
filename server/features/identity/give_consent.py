"""Consent to the privacy text: which version was shown, and when it was agreed to."""

from uuid import UUID

from models.tables.people import Consent
from server.clock import Clock
from server.features.identity.privacy_texts import PrivacyTexts
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import postgres_errors, transaction
from storage.postgres.persons import add_consent, lock_user


async def give_consent(
    user_id: UUID, text_version: str, *, texts: PrivacyTexts, clock: Clock
) -> None:
    """Record the version that the person read; agreeing twice changes nothing.

    An older version than the current one is recorded as well, since that is what an older release
    of the client showed; `consent_due` stays true until the current one is agreed to.
    Raises Invalid for a version that was never published.
    """
    texts.find(text_version, clock.today(), "text_version")
    now = clock.now()
    async with transaction() as tx:
        await lock_user(tx, user_id)
        if await add_consent(tx, user_id, text_version, at=now):
            detail = {"text_version": text_version}
            line = AuditEntry(
                "person", user_id, now, user_id, Role.ENTERPRISE, "consent.given", detail
            )
            await write_audit(tx, line)


async def is_consent_due(user_id: UUID, text_version: str) -> bool:
    """Whether the person has still to agree to this version."""
    with postgres_errors():
        return not await Consent.filter(user_id=user_id, text_version=text_version).exists()
