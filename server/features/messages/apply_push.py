"""Works off one stored push: consents, opt-outs, reports on messages, withdrawn permissions."""

import re
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from server.clock import Clock
from server.edge.wechat.push_events import DataRevocation, OptOut, PopupAnswer, SendOutcome
from server.edge.wechat.unknown_words import CountUnknown
from server.features.identity.erase import erase_person, erase_phone
from server.features.messages.catalogue import Catalogue
from server.features.messages.reports import apply_report
from server.features.messages.take_push import StoredPush
from storage.postgres.consent_ledger import hold_person, note_accepted, note_none_left
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.push_events import mark_processed

_CANCELLED: Final = "user_authorization_cancellation"
_REVOKED: Final = "user_authorization_revoke"
_PHONE: Final = "8"
"""`RevokeInfo` of the phone number (mini-program guide, 用户信息授权变更)."""

_HOLD = """
SELECT event, dedupe_key, body::text AS body, processed_at FROM push_events
 WHERE id = $1 FOR UPDATE
"""

# WeChat tells times in whole seconds: what was done within the event's own second was before it.
_CAME_BACK = """
SELECT EXISTS (SELECT 1 FROM users WHERE id = $1 AND created_at >= $2)
    OR EXISTS (SELECT 1 FROM sessions WHERE user_id = $1 AND created_at >= $2)
"""
_GAVE_PHONE = """
SELECT EXISTS (SELECT 1 FROM audit WHERE subject_kind = 'person' AND subject_id = $1
                  AND event = 'phone.linked' AND at >= $2)
"""


class _Push(msgspec.Struct, frozen=True):
    event: str
    dedupe_key: str
    body: str
    processed_at: datetime | None


async def apply_push_event(
    event_id: UUID, *, catalogue: Catalogue, clock: Clock, unheard: CountUnknown
) -> None:
    """Once; a repeat finds it processed. Raises StoreUnavailable.

    What was withdrawn is erased unless it was given anew after the event, which may come late.
    """
    now = clock.now()
    async with transaction() as tx:
        push = await find_row(_Push, _HOLD, event_id, tx=tx)
        if push is None or push.processed_at is not None:
            return
        body = msgspec.json.decode(push.body, type=StoredPush)
        if body.user_id is not None:
            await _apply(tx, body.user_id, push, body, catalogue=catalogue, now=now)
        await mark_processed(tx, event_id, at=now)
    match body.read_detail():
        case PopupAnswer(template_id=strange) if strange not in catalogue.template_ids():
            unheard("template of a push", strange)


async def _apply(
    tx: Tx, user_id: UUID, push: _Push, body: StoredPush, *, catalogue: Catalogue, now: datetime
) -> None:
    await hold_person(tx, user_id)
    after = body.created_at + timedelta(seconds=1)
    match body.read_detail():
        case PopupAnswer(template_id=template_id, accepted=True):
            tapped_at = body.created_at
            await note_accepted(tx, user_id, template_id, "push", push.dedupe_key, at=tapped_at)
        case OptOut(template_id=template_id):
            await note_none_left(tx, user_id, template_id, "opt_out", push.dedupe_key, at=now)
        case SendOutcome() as report:
            await apply_report(tx, user_id, report, catalogue=catalogue, now=now)
        case DataRevocation() if push.event == _CANCELLED:
            if not await tx.raw.fetchval(_CAME_BACK, user_id, after):
                await erase_person(tx, user_id, at=now)
        case DataRevocation(revoke_info=items) if push.event == _REVOKED:
            if _PHONE not in re.split(r"[\s,|;]+", items):
                return
            if not await tx.raw.fetchval(_GAVE_PHONE, user_id, after):
                await erase_phone(tx, user_id, at=now)
