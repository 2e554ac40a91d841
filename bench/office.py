"""A platform's office: one person with a session, who hands in batches and waits for their end."""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

import aiohttp
from tortoise.context import TortoiseContext

from bench.case import Bench
from bench.made_batch import BatchFiles, make_files
from bench.seed import TRACK
from models.tables.ids import new_id
from server.features.batches.manifest_columns import columns_for
from server.features.identity.sessions import hash_of
from storage.postgres.core.connect import tortoise_config
from tests.world.real_batch import Makers, real_batch

_PLATFORM = """
SELECT p.id, p.organisation_id FROM platforms p JOIN participations t ON t.platform_id = p.id
 WHERE t.track = $1 AND t.edition_id = $2 ORDER BY p.id LIMIT 1
"""
_STAFF = """
WITH who AS (INSERT INTO users
       (id, username, must_change_password, totp_cipher, totp_last_step, created_at)
             VALUES ($1, $2, false, 'x', 0, $3)),
     granted AS (INSERT INTO grants (id, user_id, organisation_id, role, valid_from)
                 VALUES ($4, $1, $5, 'platform', $3))
INSERT INTO sessions (token_hash, user_id, created_at, expires_at) VALUES ($6, $1, $3, $7)
"""
_ASK_EVERY_S = 0.25


@dataclass(frozen=True, slots=True)
class Batch:
    """One that came to its end: seconds from the first byte, `stages` those at which each was seen."""

    answered_s: float
    ended_s: float
    stages: list[tuple[str, float]]
    shown: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Office:
    """Of one platform; `token` is its person's."""

    bench: Bench
    platform_id: UUID
    token: str

    async def made(self, folder: Path, makers: Makers, *, firms: int, first: int) -> BatchFiles:
        """A batch's files below `folder`."""
        definition = self.bench.stage.definition
        async with TortoiseContext() as context:
            await context.init(config=tortoise_config(self.bench.stage.owner, pool_size=2))
            asked = await columns_for(definition.edition.code, TRACK, platform_id=self.platform_id)
        batch = real_batch(
            definition,
            asked.track,
            asked.columns,
            now=datetime.now(UTC),
            firms=firms,
            first=first,
            makers=makers,
        )
        return await asyncio.to_thread(make_files, folder, batch)

    async def handed_in(self, files: BatchFiles) -> Batch:
        """By one form, as a script does it; followed to its end."""
        began = perf_counter()
        base = f"http://127.0.0.1:{self.bench.ours.port}/api/v1"
        headers = {"authorization": f"Bearer {self.token}"}
        patience = aiohttp.ClientTimeout(total=None)
        async with aiohttp.ClientSession(headers=headers, timeout=patience) as http:
            async with http.post(f"{base}/platform/batches", data=self._form(files)) as answer:
                shown = await answer.json()
                if answer.status != 202:
                    raise RuntimeError(f"{answer.status}: {shown}")
            answered = perf_counter() - began
            stages: list[tuple[str, float]] = []
            while shown["status"] not in ("done", "failed", "cancelled"):
                if not stages or stages[-1][0] != shown["status"]:
                    stages.append((shown["status"], perf_counter() - began))
                await asyncio.sleep(_ASK_EVERY_S)
                async with http.get(f"{base}/platform/batches/{shown['id']}") as answer:
                    shown = await answer.json()
        return Batch(answered, perf_counter() - began, stages, shown)

    def _form(self, files: BatchFiles) -> aiohttp.FormData:
        form = aiohttp.FormData()
        form.add_field("edition", self.bench.stage.definition.edition.code)
        form.add_field("track", TRACK)
        form.add_field("manifest", files.manifest, filename="clients.xlsx")
        form.add_field("archive", files.archive.open("rb"), filename="papers.zip")
        return form


async def office_of(bench: Bench) -> Office:
    """Of the first platform of the edition."""
    edition = bench.stage.definition.edition.code
    (platform,) = await bench.stage.fetch(_PLATFORM, TRACK, edition)
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    user_id = new_id()
    await bench.stage.fetch(
        _STAFF,
        user_id,
        f"office-{user_id.hex[-8:]}",
        now,
        new_id(),
        platform["organisation_id"],
        hash_of(token),
        now + timedelta(days=1),
    )
    return Office(bench, platform["id"], token)
