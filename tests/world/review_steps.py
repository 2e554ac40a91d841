"""Steps of the path that reviews are tried on: endorse, audit, approve, over HTTP."""

from typing import Any

from tests.world.application import World
from tests.world.client import Answer, Person

KINDS = ("commitment_letter", "business_licence", "service_contract", "payment_receipt")
CHECKLIST = {kind: {"ok": True} for kind in KINDS}
AUDIT_PASS = {"verdict": "pass", "comment": "材料齐全", "checklist": CHECKLIST}
BULK_AUDIT = {"verdict": "pass", "checklist": CHECKLIST}
"""With the ids: what an auditor says of many at once."""
PASS = {"verdict": "pass", "comment": "同意"}


async def platform_of(world: World, application: dict[str, Any]) -> Person:
    """Somebody who acts for the application's platform."""
    return await world.staff("platform", platform_id=application["platform"]["id"])


async def endorse(world: World, application: dict[str, Any], **body: Any) -> Answer:
    person = await platform_of(world, application)
    given = {**PASS, **body}
    return await person.post(f"/platform/applications/{application['id']}/endorse", given)


async def review_of(person: Person, application: dict[str, Any], stage: str) -> dict[str, Any]:
    """The work list's line of this application at this stage."""
    query = {"stage": stage, "q": application["number"]}
    items = (await person.get("/reviews", params=query)).ok()["items"]
    assert len(items) == 1, items
    return dict(items[0])


async def decide(
    person: Person, application: dict[str, Any], stage: str, body: dict[str, Any]
) -> Answer:
    review = await review_of(person, application, stage)
    return await person.post(f"/reviews/{review['id']}/decide", body)


async def audited(world: World, application: dict[str, Any]) -> dict[str, Any]:
    """Endorsed and passed by the auditor; the review as answered."""
    (await endorse(world, application)).ok()
    auditor = await world.staff("auditor")
    return dict((await decide(auditor, application, "audit", AUDIT_PASS)).ok())


async def approved(world: World, application: dict[str, Any]) -> dict[str, Any]:
    await audited(world, application)
    authority = await world.staff("authority")
    return dict((await decide(authority, application, "approve", PASS)).ok())


async def shown(owner: Person, application: dict[str, Any]) -> dict[str, Any]:
    """The application as its owner sees it now."""
    return dict((await owner.get(f"/applications/{application['id']}")).ok())


def events(application: dict[str, Any]) -> list[str]:
    return [entry["event"] for entry in application["timeline"]]


async def endorsed(world: World, owner: Person, edition: str, **changes: Any) -> dict[str, Any]:
    application = await owner.submitted(edition, **changes)
    (await endorse(world, application)).ok()
    return application
