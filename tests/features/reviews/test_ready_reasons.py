"""A reviewer finds ready words for every item that can be sent back, and takes them as they stand."""

from tests.world.application import World
from tests.world.review_steps import KINDS, endorsed, review_of


async def test_each_item_brings_reasons_and_one_is_taken(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await endorsed(world, owner, edition)
    auditor = await world.staff("auditor", edition_code=edition)
    review = await review_of(auditor, application, "audit")
    shown = (await auditor.get(f"/reviews/{review['id']}")).ok()
    ready = {one["item"]: one for one in shown["ready_reasons"]}
    assert set(KINDS) | {"contract_no", "signed_at", "paid_fen"} <= set(ready)
    assert [item for item in ready if item is not None and item.startswith("facts.")]
    assert all(one["reasons"] for one in ready.values())
    refusal = ready.pop(None)
    assert refusal["verdict"] == "reject"
    cites = {clause["cite"] for clause in shown["clauses"]}
    assert {reason["cite"] for reason in refusal["reasons"]} - {None} <= cites
    items = [
        {"item": one["item"], "reason": reason["text"]}
        for one in ready.values()
        for reason in one["reasons"][:1]
    ]
    returned = {"verdict": "return", "comment": "请补正", "items": items}
    (await auditor.post(f"/reviews/{review['id']}/decide", returned)).ok()
    english = {"Accept-Language": "en"}
    asked = (await auditor.get(f"/reviews/{review['id']}", headers=english)).ok()
    texts = [reason["text"] for one in asked["ready_reasons"] for reason in one["reasons"]]
    assert all(text.isascii() for text in texts)
