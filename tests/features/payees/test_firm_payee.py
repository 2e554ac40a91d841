"""A firm's owner says where its money goes: in the firm's own name, sealed, and everybody is told."""

import asyncio
from uuid import UUID

import pytest

from tests.features.payouts.payout_steps import ACCOUNT, GIVEN, name_account, told
from tests.world.application import World
from tests.world.client import Person, firm


async def second_person(world: World, owner: Person, enterprise_id: str) -> Person:
    joining = await world.sme()
    invited = (await owner.post(f"/enterprises/{enterprise_id}/invitations")).ok(201)
    (await joining.post("/invitations/accept", {"token": invited["token"]})).ok()
    return joining


async def test_named_sealed_masked_recorded_and_told(world: World) -> None:
    owner = await world.sme()
    mine = await owner.enterprise()
    staff = await second_person(world, owner, mine["id"])
    path = f"/enterprises/{mine['id']}/payee"
    empty = {"name": mine["name"], "bank": None, "account": None, "verified": False}
    empty |= {"state": None, "refusal": None}
    assert (await owner.get(path)).ok() == empty
    shown = (await name_account(owner, mine["id"])).ok()
    masked = {"name": mine["name"], "bank": GIVEN["bank"], "account": "***************0123"}
    assert shown == {**masked, "verified": False, "state": "unverified", "refusal": None}
    assert (await owner.get(path)).ok() == shown
    (row,) = await world.fetch(
        "SELECT * FROM payees WHERE enterprise_id = $1::text::uuid", mine["id"]
    )
    assert ACCOUNT.encode() not in row["account_cipher"]
    assert row["organisation_id"] is None
    for person in (owner, staff):
        (body,) = await told(person, "payee.changed")
        assert "***************0123" in body
        assert ACCOUNT not in body
    lines = await world.fetch(
        "SELECT detail::text AS detail FROM audit WHERE event = 'payee.changed'"
        " AND subject_id = $1::text::uuid",
        mine["id"],
    )
    assert len(lines) == 1
    assert "*0123" not in (lines[0]["detail"] or "")
    assert ACCOUNT not in (lines[0]["detail"] or "")


async def test_the_same_again_changes_nothing_and_another_replaces_it(world: World) -> None:
    owner = await world.sme()
    mine = await owner.enterprise()
    for changes in ({}, {"account": "***************0123"}, {"account": "6222 0212 3456 7890 123"}):
        (await name_account(owner, mine["id"], **changes)).ok()
    assert len(await told(owner, "payee.changed")) == 1
    (await name_account(owner, mine["id"], account="1234567890")).ok()
    rows = await world.fetch(
        "SELECT replaced_at FROM payees WHERE enterprise_id = $1::text::uuid ORDER BY created_at",
        mine["id"],
    )
    assert [row["replaced_at"] is None for row in rows] == [False, True]
    assert len(await told(owner, "payee.changed")) == 2


async def test_two_changes_at_once_leave_one_account(world: World) -> None:
    owner = await world.sme()
    mine = await owner.enterprise()
    accounts = [f"62220212345678{n:02d}" for n in range(6)]
    answers = await asyncio.gather(
        *(name_account(owner, mine["id"], account=account) for account in accounts)
    )
    assert {answer.status for answer in answers} == {200}
    rows = await world.fetch(
        "SELECT 1 FROM payees WHERE enterprise_id = $1::text::uuid AND replaced_at IS NULL",
        mine["id"],
    )
    assert len(rows) == 1


async def test_only_in_the_firms_registered_name(world: World) -> None:
    owner = await world.sme()
    mine = await owner.enterprise(name="荣昌示例\uff08集团\uff09有限公司")
    for name in ("荣昌示例有限公司", "张三", "荣昌示例（集团）有限公司分公司"):
        answer = await name_account(owner, mine["id"], name=name)
        answer.refused(422, "invalid")
        assert answer.reasons() == {("name", "payee_differs")}
    # Full-width brackets are the same name.
    shown = (await name_account(owner, mine["id"], name=" 荣昌示例（集团）有限公司")).ok()
    assert shown["name"] == mine["name"]


@pytest.mark.parametrize(
    "name",
    [
        "荣昌⾦⼭(A座)·示例有限公司",
        "荣昌金山【ａ座】•示例 有限公司",
        "荣昌金山（A座）．示例有限公司\u200b",
    ],
)
async def test_the_registered_name_however_it_is_written(world: World, name: str) -> None:
    owner = await world.sme()
    mine = await owner.enterprise(name="荣昌金山（A座）·示例有限公司")
    shown = (await name_account(owner, mine["id"], name=name)).ok()
    assert shown["name"] == mine["name"]


async def test_an_account_as_banks_print_it(world: World) -> None:
    owner = await world.sme()
    mine = await owner.enterprise()
    first = (await name_account(owner, mine["id"], account="６２２２—0212 3456-7890–123")).ok()
    same = (await name_account(owner, mine["id"], account="6222021234567890123")).ok()
    assert first == same
    again = (await name_account(owner, mine["id"], account=f" {first['account']} ")).ok()
    assert again == first
    rows = await world.fetch("SELECT 1 FROM payees WHERE enterprise_id = $1", UUID(mine["id"]))
    assert len(rows) == 1


async def test_what_is_no_account_is_refused(world: World) -> None:
    owner = await world.sme()
    mine = await owner.enterprise()
    strange = ("62220212345678901O3", "6222٣٣٣٣٣٣٣٣", "账号6222021234567890")
    for account in ("1234567", "1" * 33, "***************0123", *strange):
        answer = await name_account(owner, mine["id"], account=account)
        answer.refused(422, "invalid")
        assert {field for field, _ in answer.reasons()} == {"account"}


async def test_only_its_owner(world: World) -> None:
    owner, stranger = await world.sme(), await world.sme()
    mine = await owner.enterprise()
    staff = await second_person(world, owner, mine["id"])
    path = f"/enterprises/{mine['id']}/payee"
    for person, status, code in ((staff, 403, "forbidden"), (stranger, 404, "not_found")):
        (await person.get(path)).refused(status, code)
        (await name_account(person, mine["id"])).refused(status, code)
        (await person.put(path, {"bank": 1})).refused(status, code)
    assert not await world.fetch("SELECT 1 FROM payees WHERE enterprise_id = $1", UUID(mine["id"]))
    foreign = await stranger.enterprise(**firm())
    (await owner.get(f"/enterprises/{foreign['id']}/payee")).refused(404, "not_found")
