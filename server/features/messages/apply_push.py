"""Works off one stored push: consents, opt-outs, reports on messages, withdrawn permissions."""

import re
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

import msgspec

from server.clock import Clock
from server.edge.wechat.push_events import (
    CANCELLED,
    DataRevocation,
    MediaVerdict,
    OptOut,
    PopupAnswer,
    SendOutcome,
)
from server.edge.wechat.unknown_words import CountUnknown
from server.features.identity.cached_sessions import drop_cached
from server.features.identity.erase import erase_phone
from server.features.messages.catalogue import Catalogue
from server.features.messages.reports import apply_report
from server.features.messages.take_push import StoredPush
from server.roles import Role
from storage.postgres.consent_ledger import hold_person, note_accepted, note_opt_out
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.push_events import mark_processed
from storage.redis.session_cache import SessionCache

_PHONE: Final = "8"
"""`RevokeInfo` of the phone number (mini-program guide, 用户信息授权变更)."""
_ITEM: Final = re.compile(r"\b[0-9]{1,3}\b")
_MOST_ITEMS: Final = 50

_HOLD = """
SELECT event, dedupe_key, body::text AS body, processed_at FROM push_events
 WHERE id = $1 FOR UPDATE
"""

# WeChat tells times in whole seconds: what was done within the event's own second was before it.
_SECOND: Final = timedelta(seconds=1)
_CAME_BACK = """
SELECT EXISTS (SELECT 1 FROM users WHERE id = $1 AND created_at >= $2)
    OR EXISTS (SELECT 1 FROM sessions WHERE user_id = $1 AND created_at >= $2)
"""
_GAVE_PHONE = """
SELECT EXISTS (SELECT 1 FROM audit WHERE subject_kind = 'person' AND subject_id = $1
                  AND event = 'phone.linked' AND at >= $2)
"""


class Erase(Protocol):
    """Erases a person (`accounts/erase.py`); the token hashes of the sessions that ended."""

    async def __call__(self, tx: Tx, user_id: UUID, *, at: datetime) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What other features do when WeChat tells of it.

    `take_back_papers`: what a person chose on the phone before a moment and never handed in goes;
    it is given the items of `RevokeInfo`, and answers with how many papers went and how many stay.
    """

    take_back_papers: Callable[..., Awaitable[tuple[int, int]]]
    erase: Erase


class _Push(msgspec.Struct, frozen=True):
    event: str
    dedupe_key: str
    body: str
    processed_at: datetime | None


async def apply_push_event(
    event_id: UUID,
    *,
    catalogue: Catalogue,
    clock: Clock,
    unheard: CountUnknown,
    elsewhere: Elsewhere,
    sessions: SessionCache,
) -> None:
    """Once; a repeat finds it processed. Raises StoreUnavailable.

    What was withdrawn is erased unless it was given anew after the event, which may come late.
    """
    now, ended = clock.now(), list[str]()
    async with transaction() as tx:
        push = await find_row(_Push, _HOLD, event_id, tx=tx)
        if push is None or push.processed_at is not None:
            return
        body = msgspec.json.decode(push.body, type=StoredPush)
        detail = body.read_detail()
        if body.user_id is not None and push.event == CANCELLED:
            ended = await _erase(tx, body.user_id, body, elsewhere.erase, now)
        elif body.user_id is not None:
            await _apply(
                tx, body.user_id, push, body, catalogue=catalogue, now=now, elsewhere=elsewhere
            )
        await mark_processed(tx, event_id, at=now)
    await drop_cached(sessions, ended=ended)
    match detail:
        case PopupAnswer(template_id=strange) if strange not in catalogue.template_ids():
            unheard("template of a push", strange)
        case MediaVerdict(suggest=suggest):
            # Pictures wait for a person's look (docs/adr/0038): nothing of ours asks for one.
            unheard("verdict on a picture", str(suggest))


async def _erase(tx: Tx, user_id: UUID, body: StoredPush, erase: Erase, now: datetime) -> list[str]:
    await hold_person(tx, user_id)
    if await tx.raw.fetchval(_CAME_BACK, user_id, body.created_at + _SECOND):
        return []
    return await erase(tx, user_id, at=now)


async def _apply(
    tx: Tx,
    user_id: UUID,
    push: _Push,
    body: StoredPush,
    *,
    catalogue: Catalogue,
    now: datetime,
    elsewhere: Elsewhere,
) -> None:
    after = body.created_at + _SECOND
    match body.read_detail():
        case PopupAnswer(template_id=template_id, accepted=True):
            await hold_person(tx, user_id)
            tapped_at = body.created_at
            await note_accepted(tx, user_id, template_id, "push", push.dedupe_key, at=tapped_at)
        case OptOut(template_id=template_id):
            await hold_person(tx, user_id)
            key = push.dedupe_key
            await note_opt_out(tx, user_id, template_id, key, at=body.created_at)
        case SendOutcome() as report:
            await hold_person(tx, user_id)
            await apply_report(tx, user_id, report, catalogue=catalogue, now=now)
        case DataRevocation(revoke_info=told):
            items = frozenset(_ITEM.findall(told)[:_MOST_ITEMS])
            await _take_back(tx, user_id, items, after, now=now, elsewhere=elsewhere)


async def _take_back(
    tx: Tx,
    user_id: UUID,
    items: Collection[str],
    before: datetime,
    *,
    now: datetime,
    elsewhere: Elsewhere,
) -> None:
    """Papers first: whoever edits an application holds it before any person's row."""
    removed, kept = await elsewhere.take_back_papers(tx, user_id, items, before=before, at=now)
    await hold_person(tx, user_id)
    if _PHONE in items and not await tx.raw.fetchval(_GAVE_PHONE, user_id, before):
        await erase_phone(tx, user_id, at=now)
    detail = {"items": sorted(items), "papers_removed": removed, "papers_kept": kept}
    event = "authorization.taken_back"
    line = AuditEntry("person", user_id, now, user_id, Role.ENTERPRISE, event, detail)
    await write_audit(tx, line)
