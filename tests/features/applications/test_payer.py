"""Who paid, and the number on the bank's receipt: particulars that a client may not know of."""

from typing import Any

from tests.world.application import World
from tests.world.client import Answer, Person, particulars
from tests.world.handing_in_again import hand_in_again
from tests.world.review_steps import audited, decide, endorse, review_of, shown

PAID_BY = {"payer": "上海代付商贸有限公司", "voucher_no": "ＰＺ-2026—0305"}


async def put(owner: Person, application: dict[str, Any], **changes: Any) -> Answer:
    return await owner.put(
        f"/applications/{application['id']}/particulars",
        particulars(application, **changes),
        headers={"If-Match": f'"{application["version"]}"'},
    )


async def payment_of(world: World, application: dict[str, Any]) -> dict[str, Any]:
    rows = await world.fetch(
        "SELECT payer, voucher_no, amount_fen FROM payments WHERE application_id::text = $1",
        application["id"],
    )
    return dict(rows[0]) if rows else {}


async def test_they_are_kept_with_the_payment(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(await world.publish())
    assert (draft["payer"], draft["voucher_no"]) == (None, None)

    half = (await put(owner, draft, **PAID_BY, paid_at=None)).ok()
    assert {name: half[name] for name in PAID_BY} == PAID_BY
    assert await payment_of(world, draft) == {}

    whole = (await put(owner, half, **PAID_BY)).ok()
    paid = {**PAID_BY, "amount_fen": whole["paid_fen"]}
    assert await payment_of(world, draft) == paid


async def test_left_out_they_stay_and_null_takes_them_away(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(await world.publish())
    named = (await put(owner, draft, **PAID_BY)).ok()

    kept = (await put(owner, named, contract_no="HT-LEFT-OUT")).ok()
    assert {name: kept[name] for name in PAID_BY} == PAID_BY

    gone = (await put(owner, kept, payer=None, voucher_no="\u200b ")).ok()
    assert (gone["payer"], gone["voucher_no"]) == (None, None)
    assert (await payment_of(world, draft))["payer"] is None


async def test_a_correction_opens_them_by_name(world: World) -> None:
    """Who does not know of them can hand in again; who does, changes only what was asked."""
    owner = await world.sme()
    application = await owner.submitted(await world.publish(), **PAID_BY)
    (await endorse(world, application)).ok()
    auditor = await world.staff("auditor")
    items = [{"item": name, "reason": "与银行回单不符"} for name in ("contract_no", "payer")]
    (await decide(auditor, application, "audit", {"verdict": "return", "items": items})).ok()

    now = await shown(owner, application)
    kept = {name: now[name] for name in particulars(now) if name in now}
    refused = await put(owner, now, **kept, voucher_no="PZ-9")
    refused.refused(409, "not_editable")
    (reason,) = refused.body["errors"]
    assert (reason["field"], reason["code"]) == ("voucher_no", "not_editable")
    assert "付款凭证号" in reason["message"]

    (await hand_in_again(owner, application, contract_no="HT-AGAIN", payer=None)).ok()
    review = await review_of(auditor, application, "audit")
    (change,) = [
        one
        for line in (await auditor.get(f"/reviews/{review['id']}")).ok()["changes"]
        for one in line["values"]
        if one["item"] == "payer"
    ]
    assert (change["label"], change["old"], change["new"]) == ("付款方", PAID_BY["payer"], None)


async def test_the_firm_itself_is_no_other_payer(world: World) -> None:
    owner = await world.sme()
    firm = await owner.enterprise()
    application = await owner.submitted(
        await world.publish(), enterprise_id=firm["id"], payer=f" {firm['name']}\u200b"
    )
    await audited(world, application)
    authority = await world.staff("authority")
    review = await review_of(authority, application, "approve")
    seen = (await authority.get(f"/reviews/{review['id']}")).ok()
    assert "payer_differs" not in {flag["code"] for flag in seen["flags"]}
