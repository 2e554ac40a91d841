"""An invoice among the papers is read when it is checked: its owner sees at once what differs."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from models.rules.invoices.invoice import Party
from server.clock import SHANGHAI
from tests.features.reviews.seen_flags import flags
from tests.world.application import World
from tests.world.client import Person, uscc
from tests.world.invoices import MadeInvoice, invoice_ofd, invoice_pdf, qr_picture
from tests.world.review_steps import shown

KIND = "payment_receipt"


def number() -> str:
    return f"2431{uuid4().int % 10**16:016d}"


def photo(made: MadeInvoice) -> bytes:
    written = BytesIO()
    qr_picture(made.qr).convert("RGB").save(written, "JPEG", quality=90)
    return written.getvalue()


async def drafted(world: World) -> tuple[Person, dict[str, Any], MadeInvoice]:
    """A draft with its particulars, and the invoice that fits it."""
    owner = await world.sme()
    firm = await owner.enterprise()
    draft = await owner.fill_in(await owner.draft(await world.publish(), enterprise_id=firm["id"]))
    net = draft["fee_fen"] * 100 // 106
    made = MadeInvoice(
        number=number(),
        issued_on=datetime.now(SHANGHAI).date(),
        net_fen=net,
        tax_fen=draft["fee_fen"] - net,
        buyer=Party(firm["name"], firm["uscc"]),
        seller=Party(draft["platform"]["name"], uscc()),
    )
    return owner, draft, made


async def read(owner: Person, draft: dict[str, Any], content: bytes) -> dict[str, Any] | None:
    """The invoice of the paper that was just handed in, as its owner sees it."""
    ending = {b"%PDF": "pdf", b"PK\3\4": "ofd"}.get(content[:4], "jpg")
    answer = await owner.upload(draft["id"], KIND, content, f"发票.{ending}")
    paper = answer.ok(201)
    now = await shown(owner, draft)
    found = next(one for one in now["evidence"] if one["id"] == paper["id"])
    return found.get("invoice")


@pytest.mark.parametrize("written", [invoice_pdf, invoice_ofd])
async def test_what_fits_is_read_and_differs_in_nothing(world: World, written: Any) -> None:
    owner, draft, made = await drafted(world)
    found = await read(owner, draft, written(made))
    assert found is not None
    assert (found["number"], found["code"]) == (made.number, None)
    assert (found["total_fen"], found["net_fen"]) == (made.total_fen, made.net_fen)
    assert found["issued_on"] == made.issued_on.isoformat()
    assert found["buyer"] == {"name": made.buyer.name, "code": made.buyer.code}
    assert found["seller"]["name"] == made.seller.name
    assert (found["contradicted"], found["differences"]) == ([], [])


async def test_a_photo_gives_what_its_code_says(world: World) -> None:
    owner, draft, made = await drafted(world)
    found = await read(owner, draft, photo(made))
    assert found is not None
    assert (found["number"], found["total_fen"]) == (made.number, made.total_fen)
    assert (found["buyer"], set(found["sources"].values())) == (
        {"name": None, "code": None},
        {"qr"},
    )
    assert found["differences"] == []


async def test_of_a_paper_that_is_none_it_is_said(world: World) -> None:
    owner, draft, _ = await drafted(world)
    assert await read(owner, draft, photo(MadeInvoice(number="7"))) is None
    (paper,) = (await shown(owner, draft))["evidence"]
    assert paper["state"] == "checked"
    assert "没有识别出发票" in paper["message"]


async def test_what_differs_is_told_to_owner_and_reviewer(world: World) -> None:
    owner, draft, made = await drafted(world)
    other = Party("别家商贸有限公司", MadeInvoice().buyer.code)
    wrong = replace(made, buyer=other, net_fen=100, tax_fen=6, issued_on=date(2020, 1, 2))
    found = await read(owner, draft, invoice_pdf(wrong))
    assert found is not None
    told = {one["code"]: one["message"] for one in found["differences"]}
    assert set(told) == {"buyer_differs", "amount_differs", "issued_before_signing"}
    both = f"发票购买方是“别家商贸有限公司”，不是申请企业“{made.buyer.name}”"
    assert told["buyer_differs"].startswith(both)

    await owner.hand_over_papers(await shown(owner, draft))
    (await owner.post(f"/applications/{draft['id']}/submit")).ok()
    assert set(told) <= set(await flags(world, await shown(owner, draft)))


async def test_what_is_typed_later_is_compared_with_what_was_read(world: World) -> None:
    owner, draft, made = await drafted(world)
    assert await read(owner, draft, invoice_pdf(made)) is not None
    changed = await owner.fill_in(await shown(owner, draft), fee_fen=100, paid_fen=100)
    (paper,) = changed["evidence"]
    assert [one["code"] for one in paper["invoice"]["differences"]] == ["amount_differs"]


async def test_parts_of_a_fee_are_added_without_those_that_were_replaced(world: World) -> None:
    owner, draft, made = await drafted(world)
    half = replace(made, net_fen=draft["fee_fen"] // 2, tax_fen=0)
    for kind, content in (
        (KIND, invoice_pdf(half)),
        ("service_contract", invoice_pdf(replace(half, number=number()))),
    ):
        (await owner.upload(draft["id"], kind, content)).ok(201)
    both = {one["id"]: one["invoice"] for one in (await shown(owner, draft))["evidence"]}
    assert [one["differences"] for one in both.values()] == [[], []]
    await world.fetch(
        "UPDATE evidence SET replaced_by_id = $2::text::uuid WHERE id = $1::text::uuid", *both
    )
    left = {one["id"]: one["invoice"] for one in (await shown(owner, draft))["evidence"]}
    for found in left.values():
        assert [one["code"] for one in found["differences"]] == ["amount_differs"]


async def test_one_invoice_in_two_applications(world: World) -> None:
    """Another file each: once as it was received, once as a photo."""
    owner, draft, made = await drafted(world)
    other, second, _ = await drafted(world)
    await read(owner, draft, invoice_pdf(made))
    await read(other, second, photo(made))
    numbers = []
    for person, application in ((owner, draft), (other, second)):
        await person.hand_over_papers(await shown(person, application))
        numbers.append((await person.post(f"/applications/{application['id']}/submit")).ok())
    found = [await flags(world, application) for application in numbers]
    assert found[0]["same_invoice"] == [numbers[1]["number"]]
    assert found[1]["same_invoice"] == [numbers[0]["number"]]


async def test_a_payment_after_a_refund(world: World) -> None:
    """The platform took an invoice of the firm's back before the payment that is claimed for."""
    owner, draft, made = await drafted(world)
    red = replace(made, number=number(), net_fen=-made.net_fen, tax_fen=-made.tax_fen)
    early = replace(red, issued_on=date(2020, 1, 2))
    found = await read(owner, draft, invoice_pdf(early))
    assert found is not None
    assert "red_letter" in {one["code"] for one in found["differences"]}
    await owner.hand_over_papers(await shown(owner, draft))
    submitted = (await owner.post(f"/applications/{draft['id']}/submit")).ok()
    assert (await flags(world, submitted))["paid_after_refund"] == [submitted["number"]]
