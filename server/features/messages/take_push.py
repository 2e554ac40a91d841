"""Takes WeChat's pushes: stored once, without the openid, and worked off by a job afterwards."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final, get_args
from uuid import UUID

import msgspec

from server.clock import Clock
from server.edge.wechat.push_events import (
    DataRevocation,
    Detail,
    MediaVerdict,
    OptOut,
    PopupAnswer,
    PushEvent,
    SendOutcome,
)
from server.features.identity.persons import openid_indexes
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import Job, enqueue
from storage.postgres.push_events import add_push

_Kind = PopupAnswer | OptOut | SendOutcome | MediaVerdict | DataRevocation
_KINDS: Final[Mapping[str, type[_Kind]]] = MappingProxyType(
    {kind.__name__: kind for kind in get_args(_Kind)}
)


class StoredPush(msgspec.Struct, frozen=True):
    """What is kept of an event as JSON; `kind` names the detail's class.

    `user_id` is the person: None is somebody who never logged in here, or is erased.
    """

    created_at: datetime
    kind: str | None
    detail: msgspec.Raw
    user_id: UUID | None = None

    def read_detail(self) -> Detail:
        """None for an event of no use to us."""
        if self.kind is None:
            return None
        return msgspec.json.decode(self.detail, type=_KINDS[self.kind])


async def take_events(events: Sequence[PushEvent], *, keyring: Keyring, clock: Clock) -> None:
    """Keep each event that is new by its `dedupe_key`, and its job, in one transaction."""
    now = clock.now()
    async with transaction() as tx:
        made = [await _keep(tx, event, keyring, now) for event in events]
        await enqueue(tx, *(Job("push.received", push_id) for push_id in made if push_id))


async def _keep(tx: Tx, event: PushEvent, keyring: Keyring, now: datetime) -> UUID | None:
    kind = None if event.detail is None else type(event.detail).__name__
    detail = msgspec.Raw(msgspec.json.encode(event.detail))
    body = msgspec.json.encode(StoredPush(event.created_at or now, kind, detail)).decode()
    indexes = openid_indexes(keyring, event.openid)
    return await add_push(tx, event.dedupe_key, event.name, body, openid_indexes=indexes, at=now)
