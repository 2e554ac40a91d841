"""The flags that an auditor sees at an application that its platform endorsed."""

from typing import Any

from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import endorse, review_of


async def beside_the_firm(world: World, application: dict[str, Any]) -> dict[str, list[str]]:
    """The same without the one that the firm itself is not verified yet."""
    found = await flags(world, application)
    return {code: refs for code, refs in found.items() if code != "enterprise_claimed"}


async def flags(world: World, application: dict[str, Any]) -> dict[str, list[str]]:
    (await endorse(world, application)).ok()
    seen = await seen_by(await world.staff("auditor"), application, "audit")
    assert all(flag["text"] for flag in seen.values())
    return {code: flag["refs"] for code, flag in seen.items()}


async def seen_by(person: Person, application: dict[str, Any], stage: str) -> dict[str, Any]:
    """The flags by code, whole, as one reviewer has them."""
    review = await review_of(person, application, stage)
    shown = (await person.get(f"/reviews/{review['id']}")).ok()
    return {flag["code"]: flag for flag in shown["flags"]}
