"""Experts who score a track in a journey, from their own work lists, and the authority beside them."""

import asyncio
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from typing import Any

from models.rules.terms.programme import TrackTerms
from tests.journeys.desk import Desk
from tests.world.client import Answer, Person

AT_ONCE = 6


async def several(works: Iterable[Awaitable[Any]]) -> list[Any]:
    """All of them, a few at a time; the results in the order given."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(work: Awaitable[Any]) -> Any:
        async with room:
            return await work

    return list(await asyncio.gather(*(one(work) for work in works)))


async def work_list(person: Person, edition: str, stage: str) -> dict[str, dict[str, Any]]:
    """By application, what waits for this reviewer at a step; it fits one page."""
    query = {"edition": edition, "stage": stage, "limit": "100"}
    page = (await person.get("/reviews", params=query)).ok()
    assert page["next_cursor"] is None
    return {item["application_id"]: item for item in page["items"]}


async def pass_all(person: Person, edition: str, stage: str) -> set[str]:
    """Pass in one act all that waits for this reviewer; the applications."""
    items = await work_list(person, edition, stage)
    body = {"ids": [item["id"] for item in items.values()], "verdict": "pass", "comment": "同意"}
    results = (await person.post("/reviews/decide", body)).ok()["results"]
    assert [result["code"] for result in results if not result["ok"]] == []
    assert len(results) == len(items)
    return set(items)


@dataclass(frozen=True)
class Panel:
    """The scoring of one track of an edition."""

    desk: Desk
    track: TrackTerms

    @property
    def path(self) -> str:
        return f"/programmes/{self.desk.code}/tracks/{self.track.code}/scoring"

    def sheet(self, total: int) -> dict[str, int]:
        """Points that sum to `total`, the first criteria filled first."""
        points = {}
        for criterion in self.track.criteria:
            points[criterion.code] = min(total, criterion.maximum_points)
            total -= points[criterion.code]
        assert total == 0
        return points

    async def give(self, expert: Person, review_id: str, total: int) -> None:
        """No conflict, then a whole sheet, as one does for every application on the list."""
        path = f"/reviews/{review_id}"
        (await expert.post(f"{path}/declare", {"conflict": False})).ok()
        (await expert.post(f"{path}/score", {"scores": self.sheet(total)})).ok()

    async def give_all(self, expert: Person, totals: dict[str, int]) -> None:
        """A total for each application that is named; the rest of the list stays as it is."""
        items = await work_list(expert, self.desk.code, "score")
        await several(self.give(expert, items[key]["id"], total) for key, total in totals.items())

    async def shown(self) -> dict[str, Any]:
        return dict((await (await self.desk.staff("authority")).get(self.path)).ok())

    async def close(self, **body: Any) -> Answer:
        return await (await self.desk.staff("authority")).post(f"{self.path}/close", body)

    async def line(self, chosen: int, reason: str, *among_tied: str) -> Answer:
        body = {"chosen": chosen, "reason": reason, "among_tied": list(among_tied)}
        return await (await self.desk.staff("authority")).post(f"{self.path}/line", body)


def ranks(sums: dict[str, int]) -> dict[str, int]:
    """One more than how many have more points: those with the same sum share a rank."""
    return {key: 1 + sum(other > own for other in sums.values()) for key, own in sums.items()}
