"""Takes WeChat's pushes: stored once, without the openid, and worked off by a job afterwards."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from models.tables.ids import new_id
from server.clock import Clock
from server.edge.wechat.push_events import PushEvent
from server.features.identity.persons import openid_index
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import Job, enqueue

_INSERT = """
INSERT INTO push_events (id, dedupe_key, event, body, received_at)
SELECT $1, $2, $3, $4::jsonb || jsonb_build_object('user_id', (
           SELECT u.id FROM users u WHERE u.openid_index = $5)), $6
ON CONFLICT (dedupe_key) DO NOTHING RETURNING id
"""


async def take_events(events: Sequence[PushEvent], *, keyring: Keyring, clock: Clock) -> None:
    """Keep each event that is new by its `dedupe_key`, and its job, in one transaction."""
    now = clock.now()
    async with transaction() as tx:
        made = [await _keep(tx, event, keyring, now) for event in events]
        await enqueue(tx, *(Job("push.received", one) for one in made if one is not None))


async def _keep(tx: Tx, event: PushEvent, keyring: Keyring, now: datetime) -> UUID | None:
    made: UUID | None = await tx.raw.fetchval(
        _INSERT,
        new_id(),
        event.dedupe_key,
        event.name,
        msgspec.json.encode(_body(event)).decode(),
        openid_index(keyring, event.openid),
        now,
    )
    return made


def _body(event: PushEvent) -> dict[str, Any]:
    """What is needed later; `kind` names the detail's class. The person stands as `user_id`."""
    detail = event.detail
    return {
        "created_at": event.created_at,
        "kind": None if detail is None else type(detail).__name__,
        "detail": None if detail is None else asdict(detail),
    }
