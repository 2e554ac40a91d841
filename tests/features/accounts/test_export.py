"""Who asks for it takes along everything that is held of them, and nothing of anybody else's."""

import json

import pytest

from tests.features.accounts.taken_along import exported
from tests.features.enterprises.firm_of_two import firm_of_two
from tests.world.application import World


async def test_all_that_is_theirs_and_nothing_else(world: World) -> None:
    firm = await firm_of_two(world)
    (await firm.member.post("/session/phone", {"code": "sandbox-phone-13912340000"})).ok()
    application = await firm.owner.submitted(await world.publish(), enterprise_id=firm.id)
    strange = await (await world.sme()).submitted(await world.publish())

    owner = await exported(firm.owner)
    papers = {name: bytes_ for name, bytes_ in owner.items() if name.startswith("papers/")}
    assert len(papers) == len(application["evidence"]) == len(owner["papers.json"])
    assert all(content.startswith(b"%PDF") for content in papers.values())
    assert [one["number"] for one in owner["applications.json"]] == [application["number"]]
    assert {"enterprise.registered", "submitted", "member.invited"} <= {
        one["event"] for one in owner["acts.json"]
    }
    assert [one["role"] for one in owner["memberships.json"]] == ["owner"]
    assert "member.joined" in {one["event"] for one in owner["notifications.json"]}
    assert "个人信息保护法" in owner["说明.txt"].decode()

    member = await exported(firm.member)
    assert member["person.json"]["phone"] == "+8613912340000"
    assert member["person.json"]["openid"] == await world.sandbox.openid(firm.member.name)
    assert [one["number"] for one in member["applications.json"]] == [application["number"]]
    assert member["papers.json"] == []
    assert not [name for name in member if name.startswith("papers/")]
    everything = json.dumps([owner, member], default=str, ensure_ascii=False)
    for secret in (strange["number"], strange["id"], firm.member.token, "account_cipher"):
        assert secret not in everything
    assert "13912340000" not in json.dumps(owner, default=str)

    (await firm.owner.delete(firm.of(firm.member))).ok(204)
    after = await exported(firm.member)
    assert after["applications.json"] == after["firms.json"] == []
    assert [one["left_at"] is None for one in after["memberships.json"]] == [False]


async def test_many_rows_come_whole_and_in_order(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.features.accounts.held._PAGE", 2)
    person = await world.sme()
    for _ in range(5):
        await person.enterprise()
    firms = (await exported(person))["firms.json"]
    listed = (await person.get("/enterprises")).ok()["items"]
    assert [one["id"] for one in firms] == [one["id"] for one in listed]
