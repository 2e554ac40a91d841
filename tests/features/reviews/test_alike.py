"""What other applications share with one is told to its reviewers, with links to both sides."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from server.features.reviews.alike import MOST, TEXTS, WAYS
from tests.features.reviews.seen_flags import flags, seen_by
from tests.world.application import World
from tests.world.invoices import receipt_ofd
from tests.world.papers import pdf
from tests.world.review_steps import endorse, review_of, shown


def days_ago(days: int) -> str:
    return (datetime.now(UTC).replace(microsecond=0) - timedelta(days=days)).isoformat()


def test_every_way_has_its_text() -> None:
    assert set(WAYS) == set(TEXTS)


async def test_a_paper_with_bytes_behind_it_is_the_same(world: World) -> None:
    edition, paper = await world.publish(), pdf(uuid4().hex)
    made = []
    for content in (paper, paper + b"\n%% saved once more\n"):
        owner = await world.sme()
        draft = await owner.fill_in(await owner.draft(edition))
        (await owner.upload(draft["id"], "service_contract", content)).ok(201)
        await owner.hand_over_papers(await shown(owner, draft))
        made.append((await owner.post(f"/applications/{draft['id']}/submit")).ok())
    assert (await flags(world, made[1]))["same_file"] == [made[0]["number"]]


async def test_a_voucher_that_paid_twice(world: World) -> None:
    """However it is written; another amount on another day is another bank's number."""
    edition, voucher = await world.publish(), f"PZ-{uuid4().hex[:8].upper()}"
    paid = {"paid_at": days_ago(5), "signed_at": days_ago(9)}
    first = await (await world.sme()).submitted(edition, voucher_no=voucher, **paid)
    same_amount = await (await world.sme()).submitted(
        edition,
        voucher_no=voucher.lower().replace("-", "—"),
        paid_at=days_ago(4),
        signed_at=days_ago(9),
    )
    other = await (await world.sme()).submitted(
        edition,
        voucher_no=voucher,
        paid_at=days_ago(2),
        signed_at=days_ago(9),
        fee_fen=first["fee_fen"] - 100,
        paid_fen=first["fee_fen"] - 100,
    )
    assert (await flags(world, first))["same_voucher"] == [same_amount["number"]]
    assert (await flags(world, same_amount))["same_voucher"] == [first["number"]]
    assert "same_voucher" not in await flags(world, other)


async def test_one_payer_for_several_firms(world: World) -> None:
    edition, payer = await world.publish(), f"某某代付{uuid4().hex[:6]}有限公司"
    first = await (await world.sme()).submitted(edition, payer=payer)
    second = await (await world.sme()).submitted(edition, payer=f"{payer}　")
    found = await flags(world, second)
    assert found["payer_differs"] == [payer]
    assert found["same_payer"] == [first["number"]]


async def test_one_account_pays_for_several_firms(world: World) -> None:
    edition, account = await world.publish(), f"3105{uuid4().int % 10**16:016d}"
    made, papers = [], []
    for spelt in (account, " ".join((account[:4], account[4:8], account[8:]))):
        owner = await world.sme()
        draft = await owner.fill_in(await owner.draft(edition))
        receipt = receipt_ofd(f"付款人账号：{spelt}", f"收款人账号：{uuid4().int % 10**16:016d}")
        papers.append(
            (await owner.upload(draft["id"], "payment_receipt", receipt, "回单.ofd")).ok(201)["id"]
        )
        await owner.hand_over_papers(await shown(owner, draft))
        made.append((await owner.post(f"/applications/{draft['id']}/submit")).ok())
    (await endorse(world, made[1])).ok()
    auditor = await world.staff("auditor")
    found = await seen_by(auditor, made[1], "audit")
    (link,) = found["same_payer_account"]["links"]
    assert (link["number"], link["own"]["id"]) == (made[0]["number"], papers[1])
    assert link["theirs"]["id"] == papers[0]
    theirs = f"/applications/{link['application_id']}/evidence/{papers[0]}/content"
    assert (await auditor.get(theirs)).status == 200


async def test_one_person_for_several_firms(world: World) -> None:
    edition, person = await world.publish(), await world.sme()
    first, second = await person.submitted(edition), await person.submitted(edition)
    assert (await flags(world, second))["same_phone"] == [first["number"]]


async def test_one_phone_for_several_firms(world: World) -> None:
    """Of another person, or declared by a platform as another firm's contact."""
    edition, phone = await world.publish(), uuid4().hex + uuid4().hex
    people = [await world.sme() for _ in range(3)]
    first, second, third = [await person.submitted(edition) for person in people]
    await world.fetch(
        "UPDATE users SET phone_index = $1 WHERE id = ANY($2)",
        phone,
        [one.id for one in people[:2]],
    )
    await world.fetch(
        "UPDATE enterprises SET declared_phone_index = $1 WHERE id::text = $2",
        phone,
        third["enterprise"]["id"],
    )
    everyone = {first["number"], second["number"], third["number"]}
    for application in (first, second, third):
        found = await flags(world, application)
        assert set(found["same_phone"]) == everyone - {application["number"]}


async def test_what_a_platform_files_has_no_phone_of_its_own(world: World) -> None:
    edition, person = await world.publish(), await world.sme()
    first, second = await person.submitted(edition), await person.submitted(edition)
    await world.fetch(
        "UPDATE applications SET filed_by = 'platform' WHERE id::text = ANY($1)",
        [first["id"], second["id"]],
    )
    assert "same_phone" not in await flags(world, second)


async def test_both_sides_are_linked_as_far_as_the_reader_may_see(world: World) -> None:
    paper, here, elsewhere = pdf(uuid4().hex), await world.publish(), await world.publish()
    made = []
    for edition in (here, elsewhere):
        owner = await world.sme()
        draft = await owner.fill_in(await owner.draft(edition))
        (await owner.upload(draft["id"], "service_contract", paper, "合同.pdf")).ok(201)
        for missing in draft["missing"]:
            if missing["kind"] != "service_contract":
                (await owner.upload(draft["id"], missing["kind"])).ok(201)
        made.append((await owner.post(f"/applications/{draft['id']}/submit")).ok())
        (await endorse(world, made[-1])).ok()
    ours, theirs = made
    papers = [
        next(one for one in application["evidence"] if one["kind"] == "service_contract")
        for application in made
    ]

    everywhere = await world.staff("auditor")
    (link,) = (await seen_by(everywhere, ours, "audit"))["same_file"]["links"]
    assert link == {
        "number": theirs["number"],
        "application_id": theirs["id"],
        "review_id": (await review_of(everywhere, theirs, "audit"))["id"],
        "own": {"id": papers[0]["id"], "name": "合同.pdf", "previews": 1},
        "theirs": {"id": papers[1]["id"], "name": "合同.pdf", "previews": 1},
    }
    for side in ("own", "theirs"):
        number = ours["id"] if side == "own" else theirs["id"]
        path = f"/applications/{number}/evidence/{link[side]['id']}/content"
        assert (await everywhere.get(path)).status == 200

    bound = await world.staff("auditor", edition_code=here)
    (link,) = (await seen_by(bound, ours, "audit"))["same_file"]["links"]
    assert link["number"] == theirs["number"]
    assert (link["application_id"], link["review_id"], link["theirs"]) == (None, None, None)
    path = f"/applications/{theirs['id']}/evidence/{papers[1]['id']}/content"
    (await bound.get(path)).refused(404, "not_found")


@pytest.mark.parametrize("ended", ["draft", "withdrawn"])
async def test_what_binds_nobody_is_not_told(world: World, ended: str) -> None:
    """A draft; and what the firm itself gave up."""
    edition, voucher, owner = await world.publish(), uuid4().hex, await world.sme()
    if ended == "draft":
        await owner.ready(edition, voucher_no=voucher)
        second = await (await world.sme()).submitted(edition, voucher_no=voucher)
    else:
        first = await owner.submitted(edition, voucher_no=voucher)
        (await owner.post(f"/applications/{first['id']}/withdraw")).ok()
        second = await owner.submitted(
            edition, enterprise_id=first["enterprise"]["id"], voucher_no=voucher
        )
    assert "same_voucher" not in await flags(world, second)


async def test_enough_is_enough(world: World) -> None:
    """What is everywhere is told as often as anybody looks, and costs no more."""
    edition, voucher = await world.publish(), uuid4().hex
    first = await (await world.sme()).submitted(edition, voucher_no=voucher)
    await world.fetch(
        "INSERT INTO payments (id, application_id, number, paid_at, precision, amount_fen, voucher_no)"
        " SELECT gen_random_uuid(), a.id, 100 + g, p.paid_at, 'instant', p.amount_fen, p.voucher_no"
        "   FROM payments p, generate_series(1, 10) g,"
        "        (SELECT id FROM applications WHERE status <> 'draft' AND id::text <> $1 LIMIT 4) a"
        "  WHERE p.application_id::text = $1",
        first["id"],
    )
    try:
        (await endorse(world, first)).ok()
        shown = await seen_by(await world.staff("auditor"), first, "audit")
        assert 0 < len(shown["same_voucher"]["refs"]) <= MOST
    finally:
        await world.fetch("DELETE FROM payments WHERE number > 100")
