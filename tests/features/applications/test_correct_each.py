"""Handed in again only when each item was seen to; the reviewer sees old and new of what changed."""

from typing import Any

from tests.features.recognitions.path import publish_round, seek
from tests.features.verdicts.changed_path import with_step
from tests.features.verdicts.return_steps import ASKED, returned
from tests.world.application import World
from tests.world.client import Answer, Person, particulars
from tests.world.review_steps import decide, endorse, review_of, shown

_SHOWN_ONLY = ("id", "state", "code_basis", "verified_at", "version")


async def submit(owner: Person, application: dict[str, Any]) -> Answer:
    return await owner.post(f"/applications/{application['id']}/submit")


async def correct(owner: Person, application: dict[str, Any], **changes: Any) -> None:
    now = await shown(owner, application)
    given = {name: now[name] for name in particulars(now)} | changes
    path, headers = f"/applications/{now['id']}/particulars", {"If-Match": str(now["version"])}
    (await owner.put(path, given, headers=headers)).ok()


async def answer(owner: Person, application: dict[str, Any], **answers: str) -> Answer:
    path = f"/applications/{application['id']}/corrections"
    return await owner.put(path, {"answers": answers})


async def changes_of(world: World, application: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """By item, what the auditor sees of what was handed in again."""
    auditor = await world.staff("auditor")
    review = await review_of(auditor, application, "audit")
    seen = (await auditor.get(f"/reviews/{review['id']}")).ok()
    (again,) = [change for change in seen["changes"] if change["event"] == "resubmitted"]
    changed = [value["item"] for value in again["values"] if value["changed"]]
    assert again["items"] == changed
    return {value["item"]: value for value in again["values"]}


async def test_nothing_corrected_is_not_handed_in_again(world: World) -> None:
    owner = await world.sme()
    application = await returned(world, owner)
    refused = await submit(owner, application)
    refused.refused(409, "incomplete")
    assert refused.reasons() == {(item["item"], "untouched") for item in ASKED}
    messages = {error["field"]: error["message"] for error in refused.body["errors"]}
    assert "服务费用支付凭据" in messages["payment_receipt"]
    assert "付款凭证看不清" in messages["payment_receipt"]
    assert "合同编号" in messages["contract_no"]
    assert (await shown(owner, application))["status"] == "returned"


async def test_one_of_two_is_not_enough_and_all_problems_come_at_once(world: World) -> None:
    owner = await world.sme()
    application = await returned(world, owner)
    (await owner.upload(application["id"], "payment_receipt")).ok(201)
    refused = await submit(owner, application)
    refused.refused(409, "incomplete")
    assert refused.reasons() == {("contract_no", "untouched")}
    for paper in (await shown(owner, application))["evidence"]:
        if paper["kind"] == "payment_receipt":
            path = f"/applications/{application['id']}/evidence/{paper['id']}"
            await owner.delete(path)
    assert (await submit(owner, application)).reasons() == {
        ("contract_no", "untouched"),
        ("evidence.payment_receipt", "missing"),
    }


async def test_the_same_again_is_no_correction(world: World) -> None:
    owner = await world.sme()
    application = await returned(world, owner)
    await correct(owner, application)
    await owner.upload(application["id"], "payment_receipt")
    assert (await submit(owner, application)).reasons() == {("contract_no", "untouched")}
    await correct(owner, application, contract_no="HT-2")
    await correct(owner, application, contract_no=application["contract_no"])
    assert (await submit(owner, application)).reasons() == {("contract_no", "untouched")}


async def test_the_same_page_taken_away_and_uploaded_again_is_no_correction(world: World) -> None:
    owner = await world.sme()
    application = await returned(world, owner)
    await correct(owner, application, contract_no="HT-2026-补")
    (old,) = [one for one in application["evidence"] if one["kind"] == "payment_receipt"]
    path = f"/applications/{application['id']}/evidence/{old['id']}"
    page = (await owner.get(f"{path}/content")).raw
    (await owner.delete(path)).ok(204)
    uploaded = await owner.upload(application["id"], "payment_receipt", page, "另一个名字.pdf")
    assert uploaded.ok(201)["id"] != old["id"]
    assert (await submit(owner, application)).reasons() == {("payment_receipt", "untouched")}
    (await answer(owner, application, payment_receipt="原件如此，已重新扫描")).ok()
    (await submit(owner, application)).ok()
    receipt = (await changes_of(world, application))["payment_receipt"]
    assert (receipt["changed"], receipt["papers"]) == (False, [])


async def test_the_reviewer_sees_old_and_new_and_which_page_replaced_which(world: World) -> None:
    owner = await world.sme()
    application = await returned(world, owner)
    (old,) = [one for one in application["evidence"] if one["kind"] == "payment_receipt"]
    new = (await owner.upload(application["id"], "payment_receipt", name="补正.pdf")).ok(201)
    await correct(owner, application, contract_no="HT-2026-补")
    (await submit(owner, application)).ok()

    changes = await changes_of(world, application)
    assert set(changes) == {"contract_no", "payment_receipt"}
    contract = changes["contract_no"]
    assert (contract["label"], contract["old"], contract["new"]) == (
        "合同编号",
        application["contract_no"],
        "HT-2026-补",
    )
    assert changes["payment_receipt"]["papers"] == [
        {
            "old": {"id": old["id"], "name": old["name"]},
            "new": {"id": new["id"], "name": "补正.pdf"},
        }
    ]
    papers = {paper["id"]: paper for paper in (await shown(owner, application))["evidence"]}
    assert papers[old["id"]]["replaced_by"] == new["id"]
    assert "replaced_by" not in papers[new["id"]]


async def test_what_is_right_as_it_is_is_answered_in_words(world: World) -> None:
    owner = await world.sme()
    application = await returned(world, owner)
    (await owner.upload(application["id"], "payment_receipt")).ok(201)
    refused = await answer(owner, application, colour="蓝")
    refused.refused(422, "invalid")
    assert refused.reasons() == {("answers.colour", "unknown")}
    why = "合同封面编号与填报一致，见第 1 页"
    held = (await answer(owner, application, contract_no=why)).ok()
    asked = {one["item"]: one for one in held["corrections"]}
    assert asked["contract_no"]["answer"] == why
    assert "answer" not in asked["payment_receipt"]
    (await submit(owner, application)).ok()
    changes = await changes_of(world, application)
    contract = changes["contract_no"]
    assert (contract["old"], contract["new"]) == (application["contract_no"],) * 2
    assert (contract["answer"], contract["changed"]) == (why, False)
    assert changes["payment_receipt"]["answer"] is None
    (await answer(owner, application, contract_no=why)).refused(409, "not_editable")
    (await answer(await world.sme(), application)).refused(404, "not_found")


async def test_an_answer_is_taken_back_by_replacing_all(world: World) -> None:
    owner = await world.sme()
    application = await returned(world, owner)
    (await answer(owner, application, contract_no="无误", payment_receipt="清楚")).ok()
    (await answer(owner, application, payment_receipt="清楚")).ok()
    assert (await submit(owner, application)).reasons() == {("contract_no", "untouched")}


async def test_where_the_path_wants_a_correction_an_answer_is_none(world: World) -> None:
    edition, owner = await with_step(world, "audit", explain=False), await world.sme()
    application = await returned(world, owner, edition)
    refused = await answer(owner, application, contract_no="无误")
    refused.refused(422, "invalid")
    assert refused.reasons() == {("answers.contract_no", "not_explainable")}
    messages = [error["message"] for error in (await submit(owner, application)).body["errors"]]
    assert len(messages) == len(ASKED)
    assert not any("补正说明" in message for message in messages)


async def test_what_the_firms_record_says_is_corrected_there(world: World) -> None:
    owner = await world.sme()
    firm = await owner.enterprise()
    application = await owner.submitted(await world.publish(), enterprise_id=firm["id"])
    (await endorse(world, application)).ok()
    items = [{"item": "facts.in_service_zone", "reason": "与执照不符"}]
    auditor = await world.staff("auditor")
    (await decide(auditor, application, "audit", {"verdict": "return", "items": items})).ok()
    assert (await submit(owner, application)).reasons() == {("facts.in_service_zone", "untouched")}
    given = {key: firm[key] for key in firm if key not in _SHOWN_ONLY}
    (await owner.put(f"/enterprises/{firm['id']}", given | {"in_service_zone": False})).ok()
    (await submit(owner, application)).ok()
    (zone,) = (await changes_of(world, application)).values()
    assert (zone["old"], zone["new"]) == (True, False)


async def test_a_list_of_options_that_stays_is_no_correction(world: World) -> None:
    held = await publish_round(world, "options")
    owner = await world.sme()
    application = await seek(owner, held)
    clerk = await world.new_staff("district", edition_code=held.code)
    items = [{"item": "facts.categories", "reason": "类别与材料不符"}]
    given = {"verdict": "return", "items": items}
    (await decide(clerk, application, "preliminary", given)).ok()
    assert (await submit(owner, application)).reasons() == {("facts.categories", "untouched")}
