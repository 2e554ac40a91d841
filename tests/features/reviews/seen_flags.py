"""The flags that an auditor sees at an application that its platform endorsed."""

from typing import Any

from tests.world.application import World
from tests.world.review_steps import endorse, review_of


async def beside_the_firm(world: World, application: dict[str, Any]) -> dict[str, list[str]]:
    """The same without the one that the firm itself is not verified yet."""
    found = await flags(world, application)
    return {code: refs for code, refs in found.items() if code != "enterprise_claimed"}


async def flags(world: World, application: dict[str, Any]) -> dict[str, list[str]]:
    (await endorse(world, application)).ok()
    auditor = await world.staff("auditor")
    review = await review_of(auditor, application, "audit")
    seen = (await auditor.get(f"/reviews/{review['id']}")).ok()
    assert all(flag["text"] for flag in seen["flags"])
    return {flag["code"]: flag["refs"] for flag in seen["flags"]}
