"""Applications that wait for their audit, passed in bulk."""

from typing import Any

from tests.features.verdicts.lock_steps import endorsed_paid
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import BULK_AUDIT, review_of, shown

Made = list[dict[str, Any]]


async def waiting_for_audit(world: World, edition: str, owner: Person, count: int) -> Made:
    """In key order."""
    return [await endorsed_paid(world, owner, edition, 20 - number) for number in range(count)]


async def reviews_of(auditor: Person, made: Made) -> list[str]:
    return [(await review_of(auditor, application, "audit"))["id"] for application in made]


async def pass_all(auditor: Person, ids: list[str]) -> list[str | None]:
    """The codes, None for what was passed."""
    answer = await auditor.post("/reviews/decide", {"ids": ids, **BULK_AUDIT})
    return [result.get("code") for result in answer.ok()["results"]]


async def states(owner: Person, made: Made) -> list[str]:
    return [(await shown(owner, application))["queue"]["state"] for application in made]
