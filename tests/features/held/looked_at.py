"""A plan that is held, what waits for a look of one thing, and the authority's word on it."""

from typing import Any

from tests.world.client import Answer, Person

PLAN = {"title": "云上采购", "description": "首年", "fee_fen": 1_000_000, "period_months": 12}


async def held_of(authority: Person, subject_id: str, **query: str) -> list[dict[str, Any]]:
    items, cursor = [], ""
    while cursor is not None:
        params = {"limit": "100", **query, **({"cursor": cursor} if cursor else {})}
        page = (await authority.get("/held-contents", params=params)).ok()
        items += page["items"]
        cursor = page["next_cursor"]
    return [item for item in items if item["subject_id"] == subject_id]


async def decide(who: Person, held: dict[str, Any], verb: str, **body: Any) -> Answer:
    return await who.post(f"/held-contents/{held['id']}/{verb}", body)
