"""An owner sees who acts for the firm and ends it; from then on nothing of the firm is theirs."""

import asyncio
from uuid import UUID

import asyncpg
import pytest

from tests.features.enterprises.firm_of_two import firm_of_two, join, told
from tests.world.accounts import events
from tests.world.application import World
from tests.world.client import particulars
from tests.world.row_locks import until_blocked_by


async def test_the_owner_sees_who_acts(world: World) -> None:
    firm = await firm_of_two(world)
    await firm.member.post("/session/phone", {"code": "sandbox-phone-13812341234"})
    page = (await firm.owner.get(f"{firm.path}/members", params={"limit": "1"})).ok()
    rest = {"cursor": page["next_cursor"]}
    members = (
        page["items"] + (await firm.owner.get(f"{firm.path}/members", params=rest)).ok()["items"]
    )
    assert [(one["user_id"], one["role"], one["you"]) for one in members] == [
        (firm.owner.user["id"], "owner", True),
        (firm.member.user["id"], "staff", False),
    ]
    assert members[0]["phone"] is None
    assert "****" in members[1]["phone"]
    for path in ("members", "invitations"):
        (await firm.member.get(f"{firm.path}/{path}")).refused(403, "forbidden")
        (await (await world.sme()).get(f"{firm.path}/{path}")).refused(404, "not_found")


async def test_a_removed_member_has_nothing_left_at_once(world: World) -> None:
    firm, edition = await firm_of_two(world), await world.publish()
    draft = await firm.member.ready(edition, enterprise_id=firm.id)
    submitted = await firm.owner.submitted(await world.publish(), enterprise_id=firm.id)
    key = {"headers": {"Idempotency-Key": "before-removal"}}
    body = {"edition": await world.publish(), "track": "copay", "enterprise_id": firm.id}
    body |= await firm.member.some_plan(body["edition"])
    (await firm.member.post("/applications", body, **key)).ok(201)

    (await firm.owner.delete(firm.of(firm.member))).ok(204)

    for application in (draft, submitted):
        path = f"/applications/{application['id']}"
        (await firm.member.get(path)).refused(404, "not_found")
        (await firm.member.get(f"{path}/decision")).refused(404, "not_found")
        (await firm.member.post(f"{path}/submit")).refused(404, "not_found")
        (await firm.member.post(f"{path}/withdraw")).refused(404, "not_found")
        (await firm.member.upload(application["id"], "contract")).refused(404, "not_found")
        paper = application["evidence"] or submitted["evidence"]
        seen = await firm.member.get(
            f"/applications/{submitted['id']}/evidence/{paper[0]['id']}/content"
        )
        seen.refused(404, "not_found")
        headers = {"If-Match": f'"{application["version"]}"'}
        answer = await firm.member.put(f"{path}/particulars", particulars(draft), headers=headers)
        answer.refused(404, "not_found")
    (await firm.member.post("/applications", body, **key)).refused(404, "not_found")
    (await firm.member.post("/applications", body)).refused(404, "not_found")
    (await firm.member.get(f"{firm.path}/payee")).refused(404, "not_found")
    (await firm.member.post(f"{firm.path}/invitations")).refused(404, "not_found")
    assert (await firm.member.get("/enterprises")).ok()["items"] == []
    assert (await firm.member.get("/applications")).ok()["items"] == []
    assert (await firm.member.get("/session")).ok()["user"]["enterprises"] == []
    # The same act that is refused to them is the owner's.
    (await firm.owner.post(f"/applications/{draft['id']}/submit")).ok()


async def test_the_inbox_shows_nothing_of_the_firm_any_more(world: World) -> None:
    firm = await firm_of_two(world)
    submitted = await firm.owner.submitted(await world.publish(), enterprise_id=firm.id)
    moved = {"district": "黄浦区", "reason": "企业在黄浦区"}
    authority = await world.staff("authority")
    (await authority.post(f"/applications/{submitted['id']}/district", moved)).ok()
    account = {"bank": "中国工商银行上海市分行", "account": "6222021001116245702"}
    (await firm.owner.put(f"{firm.path}/payee", account)).ok()
    inbox = (await firm.member.get("/notifications")).ok()["items"]
    assert {one["event"] for one in inbox} == {"application.district_moved", "payee.changed"}

    (await firm.owner.delete(firm.of(firm.member))).ok(204)
    after = (await firm.member.get("/notifications")).ok()
    assert [one["event"] for one in after["items"]] == ["member.removed"]
    assert after["unread"] == 1
    for entry in inbox:
        answer = await firm.member.post(f"/notifications/{entry['id']}/read")
        answer.refused(404, "not_found")
    kept = (await firm.owner.get("/notifications")).ok()["items"]
    assert submitted["id"] in [one["application_id"] for one in kept]


async def test_both_are_told_and_it_is_on_record(world: World) -> None:
    firm = await firm_of_two(world)
    await firm.invite()
    (await firm.owner.delete(firm.of(firm.member))).ok(204)
    assert len(await told(firm.member, "member.removed")) == 1
    (body,) = await told(firm.owner, "member.left")
    assert "1 份邀请" in body
    assert "是否本人退出" not in body
    assert (await events(world, UUID(firm.id)))[-1] == "member.removed"
    (await firm.owner.delete(firm.of(firm.member))).refused(404, "not_found")


async def test_a_member_may_leave_and_come_back_by_a_new_invitation_only(world: World) -> None:
    firm = await firm_of_two(world)
    known = (await firm.invite())["token"]
    (await firm.member.delete(firm.of(firm.member))).ok(204)
    assert "是否本人退出" in (await told(firm.owner, "member.left"))[0]
    assert (await events(world, UUID(firm.id)))[-1] == "member.left"
    late = await firm.member.post("/invitations/accept", {"token": known})
    late.refused(410, "invitation_expired")
    await join(await world.sme(), known)
    await join(firm.member, (await firm.invite())["token"])
    assert [one["id"] for one in (await firm.member.get("/enterprises")).ok()["items"]] == [firm.id]


async def test_nobody_else_removes_anybody(world: World) -> None:
    firm = await firm_of_two(world)
    third, stranger = await world.sme(), await world.sme()
    await join(third, (await firm.invite())["token"])
    (await third.delete(firm.of(firm.member))).refused(403, "forbidden")
    (await third.delete(firm.of(firm.owner))).refused(403, "forbidden")
    (await stranger.delete(firm.of(firm.member))).refused(404, "not_found")
    (await stranger.delete(firm.of(stranger))).refused(404, "not_found")
    (await firm.owner.delete(firm.of(stranger))).refused(404, "not_found")
    (await firm.owner.delete(firm.of(firm.owner))).refused(409, "last_owner")
    assert len((await firm.owner.get(f"{firm.path}/members")).ok()["items"]) == 3


async def test_open_invitations_are_listed_and_withdrawn(world: World) -> None:
    firm = await firm_of_two(world)
    path = f"{firm.path}/invitations"
    assert (await firm.owner.get(path)).ok()["items"] == []
    kept, gone = await firm.invite(), await firm.invite()
    page = (await firm.owner.get(path, params={"limit": "1"})).ok()
    more = (await firm.owner.get(path, params={"cursor": page["next_cursor"]})).ok()["items"]
    listed = page["items"] + more
    assert [one["id"] for one in listed] == [kept["id"], gone["id"]]
    assert {one["invited_by_id"] for one in listed} == {firm.owner.user["id"]}
    assert "token" not in listed[0]

    for _ in range(2):
        (await firm.owner.delete(f"{path}/{gone['id']}")).ok(204)
    assert [one["id"] for one in (await firm.owner.get(path)).ok()["items"]] == [kept["id"]]
    newcomer = await world.sme()
    late = await newcomer.post("/invitations/accept", {"token": gone["token"]})
    late.refused(410, "invitation_expired")
    assert (await events(world, UUID(firm.id))).count("invitation.withdrawn") == 1

    await join(newcomer, kept["token"])
    (await firm.owner.delete(f"{path}/{kept['id']}")).refused(409, "invitation_used")
    (await firm.member.delete(f"{path}/{kept['id']}")).refused(403, "forbidden")
    other = await firm_of_two(world)
    (await other.owner.delete(f"{path}/{kept['id']}")).refused(404, "not_found")
    (await other.owner.delete(f"{other.path}/invitations/{kept['id']}")).refused(404, "not_found")


async def held(world: World) -> asyncpg.Connection:
    return await asyncpg.connect(world.owner)


@pytest.mark.parametrize("withdrawn", [True, False])
async def test_what_was_withdrawn_while_it_waited_is_not_accepted(
    world: World, withdrawn: bool
) -> None:
    """Somebody accepts and waits for the firm's row; the owner's withdrawal comes first."""
    firm, newcomer = await firm_of_two(world), await world.sme()
    invited = await firm.invite()
    connection = await held(world)
    try:
        async with connection.transaction():
            await connection.execute(
                "SELECT 1 FROM enterprises WHERE id = $1 FOR UPDATE", UUID(firm.id)
            )
            body = {"token": invited["token"]}
            accepting = asyncio.create_task(newcomer.post("/invitations/accept", body))
            await until_blocked_by(world, connection)
            if withdrawn:
                await connection.execute(
                    "UPDATE invitations SET withdrawn_at = now() WHERE id = $1", UUID(invited["id"])
                )
        answer = await accepting
    finally:
        await connection.close()
    if withdrawn:
        answer.refused(410, "invitation_expired")
    else:
        answer.ok()


@pytest.mark.parametrize("removed", [True, False])
@pytest.mark.parametrize("act", ["submit", "withdraw", "upload", "start"])
async def test_an_act_that_waits_for_a_removal_finds_nothing(
    world: World, act: str, removed: bool
) -> None:
    """The member acts while the removal has been written and not committed yet."""
    firm = await firm_of_two(world)
    draft = await firm.member.ready(await world.publish(), enterprise_id=firm.id)
    edition = await world.publish()
    body = {"edition": edition, "track": "copay", "enterprise_id": firm.id}
    body |= await firm.member.some_plan(edition)
    path = f"/applications/{draft['id']}"
    connection = await held(world)
    try:
        async with connection.transaction():
            await connection.execute(
                "UPDATE enterprise_members SET left_at = CASE WHEN $3 THEN now() END"
                " WHERE enterprise_id = $1 AND user_id = $2",
                UUID(firm.id),
                firm.member.id,
                removed,
            )
            calls = {
                "submit": lambda: firm.member.post(f"{path}/submit"),
                "withdraw": lambda: firm.member.post(f"{path}/withdraw"),
                "upload": lambda: firm.member.upload(draft["id"], draft["missing"][0]["kind"]),
                "start": lambda: firm.member.post("/applications", body),
            }
            acting = asyncio.create_task(calls[act]())
            await until_blocked_by(world, connection)
        answer = await acting
    finally:
        await connection.close()
    if removed:
        answer.refused(404, "not_found")
    else:
        assert answer.status in (200, 201), answer.body


async def test_acts_and_a_removal_at_once(world: World) -> None:
    """Whatever wins, nothing of the member's is written after the removal was answered."""
    firm = await firm_of_two(world)
    drafts = [
        await firm.member.ready(await world.publish(), enterprise_id=firm.id) for _ in range(3)
    ]
    answers = await asyncio.gather(
        firm.owner.delete(firm.of(firm.member)),
        *(firm.member.post(f"/applications/{draft['id']}/submit") for draft in drafts),
    )
    assert answers[0].status == 204
    assert {answer.status for answer in answers[1:]} <= {200, 404}
    lines = await world.fetch(
        "SELECT a.at, m.left_at FROM audit a JOIN enterprise_members m ON m.user_id = a.actor_id"
        " WHERE a.actor_id = $1 AND a.event = 'submitted'",
        firm.member.id,
    )
    assert len(lines) == [answer.status for answer in answers[1:]].count(200)
