"""Works off one stored push: consents, opt-outs, what became of messages, withdrawn permissions."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from server.clock import Clock
from server.features.identity.erase import erase_person, erase_phone
from server.features.messages.catalogue import Catalogue
from server.features.messages.consents import hold_person, note_accepted, note_none_left, note_sent
from server.features.messages.outcomes import (
    events_of,
    find_unknown,
    is_one_time,
    note_outcome,
)
from storage.postgres.core.transaction import Tx, transaction

_CANCELLED: Final = "user_authorization_cancellation"
_REVOKED: Final = "user_authorization_revoke"
_PHONE: Final = "8"
"""`RevokeInfo` of the phone number (mini-program guide, 用户信息授权变更)."""


async def apply_push_event(event_id: UUID, *, catalogue: Catalogue, clock: Clock) -> None:
    """Once; a repeat finds it processed. Raises StoreUnavailable."""
    now = clock.now()
    async with transaction() as tx:
        row = await tx.raw.fetchrow(
            "SELECT event, dedupe_key, body::text AS body, processed_at FROM push_events"
            " WHERE id = $1 FOR UPDATE",
            event_id,
        )
        if row is None or row["processed_at"] is not None:
            return
        body = msgspec.json.decode(row["body"])
        # A push about somebody who has never logged in here, or is erased, is of no use.
        if body["user_id"] is not None and body["detail"] is not None:
            await _apply(tx, row, body, catalogue, now)
        await tx.raw.execute(
            "UPDATE push_events SET processed_at = $2 WHERE id = $1", event_id, now
        )


async def _apply(tx: Tx, row: Any, body: Any, catalogue: Catalogue, now: datetime) -> None:
    user_id = UUID(body["user_id"])
    await hold_person(tx, user_id)
    detail, ref = body["detail"], row["dedupe_key"]
    tapped_at = datetime.fromisoformat(body["created_at"])
    match body["kind"]:
        case "PopupAnswer" if detail["accepted"]:
            await note_accepted(tx, user_id, detail["template_id"], "push", ref, at=tapped_at)
        case "OptOut":
            await note_none_left(tx, user_id, detail["template_id"], "opt_out", ref, at=now)
        case "SendOutcome":
            await _note_sent(tx, detail, user_id, catalogue, now)
        case "DataRevocation" if row["event"] == _CANCELLED:
            await erase_person(tx, user_id, at=now)
        case "DataRevocation" if row["event"] == _REVOKED:
            if _PHONE in detail["revoke_info"].replace("|", ",").split(","):
                await erase_phone(tx, user_id, at=now)


async def _note_sent(
    tx: Tx, detail: Any, user_id: UUID, catalogue: Catalogue, now: datetime
) -> None:
    """By the message's number; else it was a call that got no answer, and only this tells of it."""
    msgid, template_id = detail["msgid"], detail["template_id"]
    known = await tx.raw.fetchval(
        "SELECT id FROM notifications WHERE msgid = $1 AND user_id = $2", msgid, user_id
    )
    if known is None:
        events = events_of(catalogue, template_id)
        known = await find_unknown(tx, user_id, events, now)
        if known is None:
            return
        if is_one_time(catalogue, template_id):
            await note_sent(tx, user_id, template_id, known, at=now)
    await note_outcome(tx, known, msgid, detail["error_code"])
