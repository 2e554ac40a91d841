"""A mistyped code is refused with its slip, by whichever door it comes; a pasted one is understood."""

from typing import Any
from uuid import UUID

import pytest

from models.rules.uscc import check_character
from tests.features.exceptions.waiver_steps import grant_waiver
from tests.world.application import World
from tests.world.client import Answer, firm, uscc
from tests.world.platforms import client, expansion_draft, list_clients, taking_part
from tests.world.review_steps import endorse, review_of

# A made-up resident's number, of a day of birth before anybody alive.
RESIDENT = "310101180001010001"
WRONG = {
    "9131011SMA1K35BX5A": ("characters", "第 8 位的“S”"),
    "00310115MA1K35BX5A": ("registrar", "第 1、2 位"),
    "91999999MA1K35BX5A": ("region", "第 3 至 8 位"),
    "91310115MA1K35BX5": ("length", "填写的是 17 位"),
    "91310115MA1K35BX51": ("checksum", "第 18 位"),
    RESIDENT: ("resident_number", "居民身份证号码"),
}


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


@pytest.mark.parametrize(
    "form",
    ["\u202d{}\u202c", "{}\u200b", "\ufeff{}", "\u200e{}", "'{}", "  {}\u3000", "{}\u3164"],
)
async def test_a_pasted_code_is_understood(world: World, form: str) -> None:
    owner = await world.sme()
    for typed in (lambda code: code, str.lower, wide, " ".join, "\u00a0".join, "-".join):
        code = uscc()
        shown = (await owner.post("/enterprises", firm(uscc=form.format(typed(code))))).ok(201)
        assert shown["uscc"] == code


def told(answer: Answer) -> dict[str, str]:
    """The one reason's code and message."""
    (reason,) = answer.refused(422, "invalid")["errors"]
    return {reason["code"]: reason["message"]}


async def test_every_door_refuses_alike(world: World) -> None:
    owner, authority = await world.sme(), await world.staff("authority")
    edition = await world.publish()
    platform = await taking_part(world, edition, "expansion")
    draft = await expansion_draft(platform, edition)
    for wrong, (code, words) in WRONG.items():
        body = {"uscc": wrong, "reason": "法定代表人是我本人"}
        answers = [
            await owner.post("/enterprises", firm(uscc=wrong)),
            await owner.post("/enterprises/disputes", body),
            await owner.get("/options", params={"uscc": wrong}),
            await authority.get("/credit-records", params={"uscc": wrong}),
            await grant_waiver(world, edition, wrong),
            await list_clients(platform.staff, draft, client(uscc=wrong)),
        ]
        for answer in answers:
            ((found, message),) = told(answer).items()
            assert found == code
            assert words in message
            assert RESIDENT.encode() not in answer.raw


async def test_a_row_is_named_by_its_number(world: World) -> None:
    edition = await world.publish()
    platform = await taking_part(world, edition, "expansion")
    draft = await expansion_draft(platform, edition)
    answer = await list_clients(platform.staff, draft, client(), client(uscc="9131"))
    assert told(answer)["length"].startswith("第 2 行的统一社会信用代码")


async def test_credit_records_are_found_however_the_code_is_pasted(world: World) -> None:
    authority, code = await world.staff("authority"), uscc()
    for typed in (code, code.lower(), wide(code), " ".join(code), f"\u202d{code}\u202c"):
        shown = await authority.get("/credit-records", params={"uscc": typed})
        assert shown.ok()["items"] == []


def odd_code() -> str:
    """A code of Xiamen whose check character is not the standard's, as were given before 2016."""
    while True:
        body = "91350203M000" + uscc()[10:15]
        right = check_character(body)
        if right not in "B8":
            return body + ("1" if right != "1" else "3")


async def test_a_wrong_check_character_is_confirmed_by_the_licence(world: World) -> None:
    owner, authority = await world.sme(), await world.staff("authority")
    code = odd_code()
    assert "checksum" in told(await owner.post("/enterprises", firm(uscc=code)))
    stated = firm(uscc=code, code_on_licence=True)
    made = (await owner.post("/enterprises", stated)).ok(201)
    assert (made["state"], made["code_basis"]) == ("claimed", "stated")
    path, why = f"/enterprises/{made['id']}", {"comment": "已核对营业执照原件，与登记一致"}
    refused = await authority.post(f"{path}/verify", {})
    assert "对照营业执照" in refused.refused(409, "code_unconfirmed")["title"]
    (await owner.post(f"{path}/confirm-code", why)).refused(403, "forbidden")
    assert told(await authority.post(f"{path}/confirm-code", {})).keys() == {"required"}

    confirmed = (await authority.post(f"{path}/confirm-code", why)).ok()
    assert (confirmed["state"], confirmed["code_basis"]) == ("claimed", "confirmed")
    again = (await authority.post(f"{path}/confirm-code", why)).ok()
    assert again["version"] == confirmed["version"]
    assert (await authority.post(f"{path}/verify", {})).ok()["state"] == "verified"
    inbox = (await owner.get("/notifications")).ok()["items"]
    assert [entry["event"] for entry in inbox] == ["firm.code_confirmed"]
    (line,) = await world.fetch(
        "SELECT l.actor_id, l.actor_role, w.text FROM audit l"
        " JOIN audit_comments w ON w.audit_id = l.id"
        " WHERE l.subject_id = $1 AND l.event = 'code.confirmed'",
        UUID(made["id"]),
    )
    assert tuple(line) == (authority.id, "authority", why["comment"])


async def flags(world: World, application: dict[str, Any]) -> set[str]:
    auditor = await world.staff("auditor")
    review = await review_of(auditor, application, "audit")
    return {flag["code"] for flag in (await auditor.get(f"/reviews/{review['id']}")).ok()["flags"]}


async def test_a_stated_code_is_flagged_until_it_is_confirmed(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    made = await owner.enterprise(uscc=odd_code(), code_on_licence=True)
    changed = firm(uscc=made["uscc"], name=made["name"], employees=43)
    assert (await owner.put(f"/enterprises/{made['id']}", changed)).ok()["employees"] == 43
    application = await owner.submitted(edition, enterprise_id=made["id"])
    (await endorse(world, application)).ok()
    assert "code_unconfirmed" in await flags(world, application)
    authority = await world.staff("authority")
    why = {"comment": "已核对营业执照原件"}
    (await authority.post(f"/enterprises/{made['id']}/confirm-code", why)).ok()
    assert "code_unconfirmed" not in await flags(world, application)
