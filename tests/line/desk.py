"""What people do over HTTP: each act one or two calls, with what must come of it."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tests.line.drafts import dated
from tests.line.place import Place
from tests.world.client import Answer, Person
from tests.world.review_steps import AUDIT_PASS, BULK_AUDIT, PASS

ITEMS = [
    {"item": item, "reason": "与凭证不符"}
    for item in ("fee_fen", "paid_fen", "paid_at", "signed_at")
]
RETURN = {"verdict": "return", "comment": "请补正", "items": ITEMS}
REJECT = {"verdict": "reject", "comment": "材料不实"}


async def submit(place: Place, application_id: UUID) -> dict[str, Any]:
    answer = await place.drafts.owner.post(f"/applications/{application_id}/submit")
    return dict(answer.ok())


async def submit_all(place: Place, application_ids: Sequence[UUID]) -> None:
    """At the same moment."""
    await asyncio.gather(*(submit(place, one) for one in application_ids))


async def withdraw(place: Place, application_id: UUID) -> None:
    (await place.drafts.owner.post(f"/applications/{application_id}/withdraw")).ok()


async def decide(place: Place, application: Any, body: dict[str, Any]) -> Answer:
    """At whatever stage it is; a pass of the audit carries its checklist."""
    if application["stage"] == "endorse":
        path = f"/platform/applications/{application['id']}/endorse"
        return await place.drafts.platform.post(path, body)
    person = _reviewer(place, application["stage"])
    return await person.post(f"/reviews/{application['review_id']}/decide", body)


def _reviewer(place: Place, stage: str) -> Person:
    return place.drafts.auditor if stage == "audit" else place.drafts.authority


async def audit(place: Place, application: Any, verified: dict[str, Any] | None) -> None:
    """Endorsed where that is still to be done, and passed by the auditor."""
    review_id = application["review_id"]
    if application["stage"] == "endorse":
        (await decide(place, application, PASS)).ok()
        review_id = await _open_review(place, application["id"])
    body = AUDIT_PASS if verified is None else AUDIT_PASS | {"verified": verified}
    (await place.drafts.auditor.post(f"/reviews/{review_id}/decide", body)).ok()


async def audit_many(place: Place, applications: Sequence[Any]) -> None:
    """In bulk, in whatever order they are given."""
    unendorsed = [str(one["id"]) for one in applications if one["stage"] == "endorse"]
    given = {"verdict": "pass", "comment": "同意"}
    if unendorsed:
        path = "/platform/applications/endorse"
        answer = await place.drafts.platform.post(path, given | {"ids": unendorsed})
        assert all(one["ok"] for one in answer.ok()["results"])
    ids = [str(await _open_review(place, one["id"])) for one in applications]
    answer = await place.drafts.auditor.post("/reviews/decide", {"ids": ids, **BULK_AUDIT})
    assert all(one["ok"] for one in answer.ok()["results"])


async def _open_review(place: Place, application_id: UUID) -> UUID:
    sql = "SELECT id FROM reviews WHERE application_id = $1 AND state = 'open'"
    ((review_id,),) = await place.database.fetch(sql, application_id)
    found: UUID = review_id
    return found


async def hand_in_again(place: Place, application: Any, fee_fen: int, **days: int) -> Answer:
    """The correction of what was returned; other instants, perhaps another amount."""
    kept = {name: application[name] for name in ("contract_no",)}
    facts = {"is_sme": True, "newly_signed": True, "registered_for_use": True}
    path = f"/applications/{application['id']}"
    body = dated(fee_fen, **days) | kept | {"facts": facts}
    match = {"If-Match": f'"{application["version"]}"'}
    (await place.drafts.owner.put(f"{path}/particulars", body, headers=match)).ok()
    # What happens to be the same again is said to be right, so that the line moves on.
    answers = {"answers": {item["item"]: "与凭证一致" for item in ITEMS}}
    (await place.drafts.owner.put(f"{path}/corrections", answers)).ok()
    return await place.drafts.owner.post(f"{path}/submit")


async def apply_again(place: Place, application: Any, fee_fen: int, **days: int) -> UUID:
    """A new application of a firm whose last one ended, submitted; its id."""
    edition, firm = application["edition_id"], str(application["enterprise_id"])
    draft = await place.drafts.draft(place.database, edition, firm, fee_fen, **days)
    await submit(place, UUID(draft["id"]))
    return UUID(draft["id"])


async def resize(place: Place, edition: str, budget_fen: int | None, places: int | None) -> Answer:
    body = {"budget_fen": budget_fen, "places": places, "reason": "预算调整"}
    return await place.drafts.authority.put(f"/programmes/{edition}/pools/copay", body)


async def close(place: Place, edition: str) -> None:
    (await place.drafts.authority.post(f"/programmes/{edition}/close", {"reason": "额度用完"})).ok()
