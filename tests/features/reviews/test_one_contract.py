"""However a contract, a number or a name is written: it is seen as one, and shown as it was typed."""

from typing import Any
from uuid import uuid4

from tests.features.reviews.seen_flags import flags
from tests.world.application import World
from tests.world.client import Person
from tests.world.platforms import claimed, client, taking_part
from tests.world.review_steps import endorse, platform_of, review_of


def spellings(contract: str) -> list[str]:
    """Six ways of typing one number."""
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in contract)
    return [
        contract,
        contract.lower(),
        wide,
        contract.replace("-", "——"),
        contract.replace("-", " – "),
        contract.replace("-", "\u200b‑"),
    ]


async def found_by(staff: Person, path: str, **query: str) -> set[str]:
    page = (await staff.get(path, params={"limit": "100", **query})).ok()
    return {item["number"] for item in page["items"]}


async def test_six_spellings_of_a_number_are_one_contract(world: World) -> None:
    edition, contract = await world.publish(), f"HT-{uuid4().hex[:6].upper()}-01"
    made = [
        await (await world.sme()).submitted(edition, contract_no=spelling)
        for spelling in spellings(contract)
    ]
    other = await (await world.sme()).submitted(edition, contract_no=contract.replace("-01", "-02"))

    numbers = {application["number"] for application in made}
    for application in made:
        found = await flags(world, application)
        assert set(found["same_contract"]) == numbers - {application["number"]}
    assert "same_contract" not in await flags(world, other)
    assert made[0]["contract_no"] == contract


async def test_the_work_lists_find_what_is_meant(world: World) -> None:
    edition, key = await world.publish(), uuid4().hex[:6].upper()
    owner = await world.sme()
    firm = await owner.enterprise(name=f"上海（浦东）⾦⼭{key}·软件有限公司")
    made = await owner.submitted(
        edition, enterprise_id=firm["id"], contract_no=f"沪〔2026〕{key}-01"
    )
    (await endorse(world, made)).ok()
    platform, auditor = await platform_of(world, made), await world.staff("auditor")
    for text in (
        f"(浦东)金山{key}",
        f"【浦东】 ⾦山{key.lower()}•软件",
        f"沪(2026){key}—01",
        f"沪［２０２６］{key}",
        made["number"].lower(),
        f" {made['number']}\u3000",
    ):
        assert await found_by(auditor, "/reviews", edition=edition, q=text) == {made["number"]}, (
            text
        )
        assert await found_by(platform, "/platform/applications", q=text) == {made["number"]}, text
    for text in (f"浦西{key}", f"沪2026{key}", "%", "_"):
        assert await found_by(auditor, "/reviews", edition=edition, q=text) == set(), text
        assert await found_by(platform, "/platform/applications", q=text) == set(), text


async def test_a_contract_in_two_platforms_lists_is_seen(world: World) -> None:
    edition = await world.publish()
    one, other = [await taking_part(world, edition, "expansion") for _ in range(2)]
    first = await claimed(one, edition, client(contract_no="TZ（2026）9"), client())
    second = await claimed(other, edition, client(), client(contract_no="tz(2026)９ "))

    assert await audit_flags(world, second) == [first["number"]]
    assert await audit_flags(world, first) == [second["number"]]


async def test_a_firms_contract_may_stand_in_its_platforms_list(world: World) -> None:
    edition, contract = await world.publish(), f"GX-{uuid4().hex[:6]}"
    own = await taking_part(world, edition, "expansion")
    owner = await world.sme()
    firm = await owner.enterprise()
    rightly = await owner.submitted(edition, enterprise_id=firm["id"], contract_no=contract)
    listed = await claimed(own, edition, client(contract_no=contract.upper(), uscc=firm["uscc"]))

    assert "same_contract" not in await flags(world, rightly)
    assert await audit_flags(world, listed) == []

    another = await (await world.sme()).submitted(edition, contract_no=contract)
    assert set((await flags(world, another))["same_contract"]) == {
        rightly["number"],
        listed["number"],
    }


async def audit_flags(world: World, application: dict[str, Any]) -> list[str]:
    """Whom the auditor of a platform's claim is pointed to."""
    auditor = await world.staff("auditor")
    review = await review_of(auditor, application, "audit")
    shown = (await auditor.get(f"/reviews/{review['id']}")).ok()
    return [
        ref for flag in shown["flags"] if flag["code"] == "same_contract" for ref in flag["refs"]
    ]
