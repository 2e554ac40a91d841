"""A typed number: encrypted, masked, good to be called back at, and proof of nothing."""

import io
import json
import zipfile
from typing import Any
from uuid import UUID

import pytest

from models.rules.text.contact_phone import read_contact_phone
from server.features.identity.persons import phone_index
from tests.world.application import World
from tests.world.review_steps import endorse, review_of


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("13812345678", "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("(021) 6234 5678", "021-62345678"),
        ("0578-2091234", "0578-2091234"),
        ("12345678901", None),
        ("1381234567", None),
        ("62345678", None),
        ("110", None),
        ("王先生 13812345678", None),
    ],
)
def test_what_somebody_could_call_is_read(typed: str, read: str | None) -> None:
    assert read_contact_phone(typed) == read


async def kept(world: World, person: Any) -> Any:
    (row,) = await world.fetch("SELECT * FROM users WHERE id = $1", UUID(str(person.id)))
    return row


async def test_it_is_kept_masked_replaced_and_dropped(world: World) -> None:
    owner = await world.sme()
    said = (await owner.put("/session/contact-phone", {"phone": "138 1234 5678"})).ok()
    assert said == {"phone": "138****5678"}
    row = await kept(world, owner)
    assert row["contact_masked"] == "138****5678"
    assert b"13812345678" not in row["contact_cipher"]
    assert (row["phone_masked"], row["phone_index"]) == (None, None)
    me = (await owner.get("/session")).ok()["user"]
    assert (me["phone"], me["contact_phone"]) == (None, "138****5678")
    assert (await owner.get("/account")).ok()["contact_phone"] == "138****5678"
    archive = zipfile.ZipFile(io.BytesIO((await owner.get("/account/export")).raw))
    assert json.loads(archive.read("person.json"))["contact"] == "13812345678"
    wrong = await owner.put("/session/contact-phone", {"phone": "12345"})
    wrong.refused(422, "invalid")
    assert wrong.reasons() == {("phone", "format")}
    for _ in range(2):
        (await owner.delete("/session/contact-phone")).ok(204)
        assert (await kept(world, owner))["contact_cipher"] is None
    said = "SELECT event FROM audit WHERE subject_id = $1 AND event LIKE 'contact.%' ORDER BY seq"
    recorded = [row["event"] for row in await world.fetch(said, UUID(str(owner.id)))]
    assert recorded == ["contact.given", "contact.erased"]


async def test_nothing_is_kept_before_consent(world: World) -> None:
    new = await world.newcomer("contact-before-consent")
    refused = await new.put("/session/contact-phone", {"phone": "13812345678"})
    refused.refused(403, "consent_required")


async def test_a_reviewer_sees_it_as_not_checked(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(await world.publish())
    (await endorse(world, application)).ok()
    auditor = await world.staff("auditor")
    review = await review_of(auditor, application, "audit")
    assert (await auditor.get(f"/reviews/{review['id']}")).ok()["contact"] is None
    (await owner.put("/session/contact-phone", {"phone": "021-62345678"})).ok()
    seen = (await auditor.get(f"/reviews/{review['id']}")).ok()["contact"]
    assert seen["verified"] is False
    assert seen["phone"].endswith("678")
    assert "62345" not in seen["phone"]


async def test_who_holds_the_review_may_call_it_and_each_look_is_on_record(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(await world.publish())
    (await endorse(world, application)).ok()
    auditor, other = await world.staff("auditor"), await world.new_staff("auditor")
    review = await review_of(auditor, application, "audit")
    path = f"/reviews/{review['id']}/contact"
    (await owner.put("/session/contact-phone", {"phone": "13812345678"})).ok()
    (await auditor.post(path)).refused(409, "not_held")
    (await other.post(f"/reviews/{review['id']}/take")).ok()
    (await auditor.post(path)).refused(409, "not_held")
    assert (await other.post(path)).ok() == {"phone": "13812345678", "verified": False}
    said = "SELECT actor_id FROM audit WHERE subject_id = $1 AND event = 'contact.shown'"
    assert [row["actor_id"] for row in await world.fetch(said, UUID(str(owner.id)))] == [
        UUID(str(other.id))
    ]
    (await owner.post("/session/phone", {"code": "sandbox-phone-13912340002"})).ok()
    called = (await other.post(path)).ok()
    assert (called["verified"], called["phone"][-11:]) == (True, "13912340002")


async def test_it_verifies_no_firm(world: World) -> None:
    """The contact that a platform declared takes WeChat's word, not the owner's own."""
    edition, owner = await world.publish(), await world.sme()
    made = await owner.enterprise()
    (await owner.put("/session/contact-phone", {"phone": "13912340001"})).ok()
    index = phone_index(world.ports.keyring, "+8613912340001")
    await world.fetch(
        "UPDATE enterprises SET declared_phone_index = $2 WHERE id = $1", UUID(made["id"]), index
    )
    (await owner.draft(edition, enterprise_id=made["id"]))
    firms = (await owner.get("/enterprises")).ok()["items"]
    assert [one["state"] for one in firms if one["id"] == made["id"]] == ["claimed"]
    (await owner.post("/session/phone", {"code": "sandbox-phone-13912340001"})).ok()
    firms = (await owner.get("/enterprises")).ok()["items"]
    assert [one["state"] for one in firms if one["id"] == made["id"]] == ["verified"]
