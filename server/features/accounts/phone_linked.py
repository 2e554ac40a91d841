"""What follows once a person's phone number is known: firms that it proves, and word of a change."""

from datetime import datetime
from uuid import UUID

from models.tables.people import User
from server.features.enterprises.verify_by_phone import verify_owned_by
from server.features.messages.events.of_firms import PHONE_CHANGED
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_person
from storage.postgres.core.transaction import Tx


async def after_phone(tx: Tx, user_id: UUID, at: datetime, before: str | None) -> None:
    """The hook `phone_linked` of `server/ports.py`; `before`: the number replaced, masked."""
    await verify_owned_by(tx, user_id, at)
    if before is None:
        return
    user = await User.get(id=user_id, using_db=tx.connection)
    facts: dict[str, Fact] = {"before": before, "phone": user.phone_masked or ""}
    key = f"phone:{at.isoformat()}"
    await tell_person(tx, user_id, PHONE_CHANGED, key=key, at=at, facts=facts)
