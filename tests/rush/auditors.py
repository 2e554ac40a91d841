"""The staff of a rush: platforms that endorse, auditors that pass, one by one and in bulk."""

import asyncio
import random
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any
from uuid import UUID

import aiohttp

from tests.rush.ground import Ground
from tests.rush.sampler import DATABASE_AWAY
from tests.world.client import Answer, Person
from tests.world.review_steps import AUDIT_PASS, BULK_AUDIT

AHEAD = 8
"""So many bulks of endorsed applications wait for the auditors at most."""
_IDLE_S = 0.1
_OPEN = """
SELECT r.id, r.application_id FROM reviews r JOIN claims c ON c.application_id = r.application_id
 WHERE r.stage = $1 AND r.state = 'open' AND c.live
 ORDER BY c.later_at, c.earlier_at, c.sequence LIMIT $2
"""
_OPEN_AT = "SELECT count(*) AS many FROM reviews WHERE stage = $1 AND state = 'open'"
_TOLERATED = frozenset({"already_decided", "taken", "not_found"})
"""Somebody else was quicker, or the firm has withdrawn."""


@dataclass
class Staff:
    """What they have done; `failed` holds answers that nobody should get, `away` counts 503.

    Each rests for `pause_s` or so between two acts.
    """

    on: Ground
    bulk: int
    chance: random.Random
    pause_s: float = 0.0
    passed: int = 0
    endorsed: int = 0
    away: int = 0
    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    enough: asyncio.Event = field(default_factory=asyncio.Event)

    async def endorse(self, person: Person) -> None:
        """The platform's clients in key order, never far ahead of the auditors."""
        while not self.enough.is_set():
            waiting = await self._rows(_OPEN_AT, "audit")
            rows = await self._rows(_OPEN, "endorse", self.bulk)
            if not rows or not waiting or waiting[0]["many"] > AHEAD * self.bulk:
                await asyncio.sleep(_IDLE_S)
                continue
            body = {"ids": [str(row["application_id"]) for row in rows], "verdict": "pass"}
            answer = await self._post(person, "/platform/applications/endorse", body)
            self.endorsed += self._done(answer)

    async def audit_in_bulk(self, person: Person) -> None:
        """Half of what the work list shows first, in one call: a colleague may take the others."""
        while not self.enough.is_set():
            query = {"stage": "audit", "edition": self.on.edition, "limit": str(2 * self.bulk)}
            listed = await self._get(person, "/reviews", query)
            ids = [item["id"] for item in listed["items"]] if listed else []
            if not ids:
                await asyncio.sleep(_IDLE_S)
                continue
            await self._rest()
            ids = self.chance.sample(ids, (len(ids) + 1) // 2)
            answer = await self._post(person, "/reviews/decide", {"ids": ids, **BULK_AUDIT})
            self.passed += self._done(answer)

    async def audit_singly(self, person: Person) -> None:
        """Any of those that are open, so also out of order."""
        while not self.enough.is_set():
            rows = await self._rows(_OPEN, "audit", self.bulk)
            if not rows:
                await asyncio.sleep(_IDLE_S)
                continue
            await self._rest()
            review_id: UUID = self.chance.choice(rows)["id"]
            began = perf_counter()
            answer = await self._post(person, f"/reviews/{review_id}/decide", AUDIT_PASS)
            if answer is not None and answer.status == 200:
                self.passed += 1
                self.seconds.append(perf_counter() - began)

    async def _rest(self) -> None:
        if self.pause_s:
            await asyncio.sleep(self.chance.expovariate(1 / self.pause_s))

    async def _rows(self, sql: str, *values: Any) -> list[Any]:
        """Nothing while the database is away."""
        try:
            return await self.on.place.world.fetch(sql, *values)
        except DATABASE_AWAY:
            return []

    async def _get(self, person: Person, path: str, query: dict[str, str]) -> Any:
        try:
            answer = await person.get(path, params=query)
        except (aiohttp.ClientError, OSError):
            self.away += 1
            return None
        return answer.body if self._good(answer) else None

    async def _post(self, person: Person, path: str, body: Any) -> Answer | None:
        try:
            answer = await person.post(path, body)
        except (aiohttp.ClientError, OSError):
            self.away += 1
            return None
        return answer if self._good(answer) else None

    def _good(self, answer: Answer) -> bool:
        """503 is asked again by the next round; a refusal that is nobody's fault is no finding."""
        if answer.status == 200:
            return True
        if answer.status == 503:
            self.away += 1
        elif not answer.body or answer.body.get("code") not in _TOLERATED:
            self.failed.append(f"{answer.status} {answer.body}")
        return False

    def _done(self, answer: Answer | None) -> int:
        results = answer.body["results"] if answer is not None else []
        codes = {one["code"] for one in results if not one["ok"]}
        self.away += "unavailable" in codes
        self.failed += sorted(codes - _TOLERATED - {"unavailable"})
        return sum(one["ok"] for one in results)


async def hired(staff: Staff) -> list[Coroutine[Any, Any, None]]:
    """One endorsing, two auditing in bulk, two singly, each at a server of their own, logged in."""
    world, ports = staff.on.place.world, staff.on.place.ports()
    (row,) = await world.fetch(
        "SELECT DISTINCT platform_id FROM applications WHERE edition_id = $1", staff.on.edition
    )
    work = [staff.endorse(await world.new_staff("platform", platform_id=row["platform_id"]))]
    for number in range(4):
        person = await world.new_staff("auditor")
        person = replace(person, url=f"http://127.0.0.1:{ports[number % len(ports)]}")
        work.append(staff.audit_in_bulk(person) if number % 2 else staff.audit_singly(person))
    return work
