"""Takes WeChat's pushes: stored once as they came, worked off by a job afterwards."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

import msgspec

from models.tables.ids import new_id
from server.wechat.push_events import PushEvent
from storage.postgres.jobs import Job, enqueue
from storage.postgres.transaction import transaction


async def take_events(events: Sequence[PushEvent]) -> None:
    """Store each event that is news, and the job that works it off, in one transaction."""
    async with transaction() as tx:
        jobs: list[Job] = []
        for event in events:
            made: UUID | None = await tx.raw.fetchval(
                """
                INSERT INTO push_events (id, dedupe_key, event, body, received_at)
                VALUES ($1, $2, $3, $4::jsonb, now())
                ON CONFLICT (dedupe_key) DO NOTHING RETURNING id
                """,
                new_id(),
                event.dedupe_key,
                event.name,
                msgspec.json.encode(asdict(event)).decode(),
            )
            if made is not None:
                jobs.append(Job("push.received", made))
        await enqueue(tx, *jobs)
