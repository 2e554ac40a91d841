"""Who closes their account is gone at once; what the firm handed in stays, and leads to nobody."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from server.features.messages import own_address
from server.features.messages.events.of_firms import DISPUTE_DISMISSED
from server.features.messages.tell import tell_person
from storage.postgres.core.transaction import transaction
from tests.features.enterprises.firm_of_two import firm_of_two, join
from tests.world.accounts import add_grant, events
from tests.world.application import World
from tests.world.audit_chain import chain_break
from tests.world.client import Person, firm
from tests.world.row_locks import until_blocked_by

LEAVE = {"params": {"leave_firms": "true"}}
_LEFT_OF = """
SELECT (SELECT count(*) FROM notifications WHERE user_id = u.id) AS messages,
       (SELECT count(*) FROM person_keys WHERE user_id = u.id) AS keys,
       (SELECT count(*) FROM favourites WHERE user_id = u.id) AS favourites,
       (SELECT count(*) FROM enterprise_members WHERE user_id = u.id AND left_at IS NULL) AS firms,
       (SELECT count(*) FROM sessions WHERE user_id = u.id AND revoked_at IS NULL) AS sessions,
       num_nonnulls(openid_index, openid_cipher, unionid_cipher, session_key_cipher, phone_index,
                    phone_cipher, phone_masked, email_cipher, email_masked,
                    contact_cipher, contact_masked) AS columns
  FROM users u WHERE id = $1
"""
_WAITING = """
SELECT count(*) AS waiting FROM pg_stat_activity
 WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
"""


async def left_of(world: World, person: Person) -> set[int]:
    (row,) = await world.fetch(_LEFT_OF, person.id)
    return set(row.values())


async def told(who: Person) -> list[str]:
    return [one["event"] for one in (await who.get("/notifications")).ok()["items"]]


async def closing(world: World) -> tuple[Person, dict[str, Any], dict[str, Any], dict[str, Any]]:
    """An owner alone, with a firm, one application handed in, and a draft with its papers."""
    owner = await world.sme()
    (await owner.post("/session/phone", {"code": "sandbox-phone-13912345678"})).ok()
    mine = await owner.enterprise()
    submitted = await owner.submitted(await world.publish(), enterprise_id=mine["id"])
    draft = await owner.ready(await world.publish(), enterprise_id=mine["id"])
    account = {"bank": "中国工商银行上海市分行", "account": "6222021001116245702"}
    (await owner.put(f"/enterprises/{mine['id']}/payee", account)).ok()
    return owner, mine, submitted, draft


async def test_everything_of_the_person_goes_and_the_record_stays(world: World) -> None:
    owner, mine, submitted, draft = await closing(world)
    again = await world.wechat(owner.name)
    invited = (await owner.post(f"/enterprises/{mine['id']}/invitations")).ok(201)
    shown = (await owner.get("/account")).ok()
    assert (
        shown["firms"][0] | {"only_owner": True, "others": 0, "drafts": 1, "running": 1}
        == (shown["firms"][0])
    )
    refusal = (await owner.delete("/account")).refused(409, "firms_without_owner")
    assert mine["name"] in refusal["errors"][0]["message"]
    assert await told(owner)

    closed = (await owner.delete("/account", **LEAVE)).ok()
    assert {one["topic"] for one in closed["kept"]} == {"kept"}
    for who in (owner, again):
        (await who.get("/session")).refused(401, "unauthenticated")
    assert await left_of(world, owner) == {0}
    newcomer = await world.sme()
    late = await newcomer.post("/invitations/accept", {"token": invited["token"]})
    late.refused(410, "invitation_expired")

    rows = await world.fetch(
        "SELECT id, status, contract_no, facts::text AS facts, (SELECT count(*) FROM evidence v"
        " WHERE v.application_id = a.id AND v.deleted_at IS NULL) AS papers"
        " FROM applications a WHERE enterprise_id = $1 ORDER BY id",
        UUID(mine["id"]),
    )
    kept, gone = (
        next(row for row in rows if str(row["id"]) == one["id"]) for one in (submitted, draft)
    )
    assert (kept["status"], kept["papers"]) == ("in_review", len(submitted["evidence"]))
    assert kept["contract_no"] == submitted["contract_no"]
    assert tuple(gone.values())[1:] == ("withdrawn", None, "{}", 0)
    assert await events(world, owner.id) == ["consent.given", "phone.linked", "person.erased"]
    assert (await events(world, UUID(mine["id"])))[-2:] == ["member.left", "enterprise.released"]
    for subject in (owner.id, UUID(mine["id"]), UUID(draft["id"])):
        sql = "SELECT * FROM audit WHERE subject_id = $1 ORDER BY seq"
        assert chain_break(await world.fetch(sql, subject)) is None


async def test_who_comes_back_is_somebody_new_and_sees_nothing_before_verified(
    world: World,
) -> None:
    owner, mine, submitted, _ = await closing(world)
    (await owner.delete("/account", **LEAVE)).ok()
    again = await world.wechat(owner.name)
    assert again.id != owner.id
    assert again.user["enterprises"] == []
    names = ("uscc", "name", "district", "registered_city")
    (await again.post("/enterprises", firm(**{one: mine[one] for one in names}))).ok(201)
    path, paper = f"/applications/{submitted['id']}", submitted["evidence"][0]["id"]
    unseen = (path, f"{path}/decision", f"{path}/evidence/{paper}/content")
    for one in unseen:
        (await again.get(one)).refused(404, "not_found")
    (await again.post(f"{path}/withdraw")).refused(404, "not_found")
    assert (await again.get("/applications")).ok()["items"] == []
    payee = await again.get(f"/enterprises/{mine['id']}/payee")
    assert "5702" not in payee.raw.decode()
    # What is begun anew is theirs to see; what was before only once a reviewer saw the licence.
    own = await again.draft(await world.publish(), enterprise_id=mine["id"])
    (await again.get(f"/applications/{own['id']}")).ok()
    district = await world.staff("district", district="浦东新区")
    (await district.post(f"/enterprises/{mine['id']}/verify", {"comment": "已核对"})).ok()
    for one in unseen:
        (await again.get(one)).ok()


async def test_a_clerk_goes_and_the_owner_is_told_without_a_number(world: World) -> None:
    firm_ = await firm_of_two(world)
    (await firm_.member.post("/session/phone", {"code": "sandbox-phone-13812341234"})).ok()
    dispute = {
        "uscc": (await (other := await world.sme()).enterprise())["uscc"],
        "reason": "是我的",
    }
    (await firm_.member.post("/enterprises/disputes", dispute)).ok(201)
    (await firm_.member.delete("/account")).ok()
    assert await left_of(world, firm_.member) == {0}
    (message,) = [
        one
        for one in (await firm_.owner.get("/notifications")).ok()["items"]
        if one["event"] == "member.left"
    ]
    assert "1234" not in message["body"]
    states = await world.fetch(
        "SELECT state FROM disputes WHERE raised_by_id = $1", firm_.member.id
    )
    assert [row["state"] for row in states] == ["dismissed"]
    assert (await other.get("/enterprises")).ok()["items"]


async def test_without_its_owner_a_clerk_may_ask_for_the_firm(world: World) -> None:
    """Nobody becomes owner by themselves: the authority compares the licence."""
    firm_ = await firm_of_two(world)
    code = (await firm_.owner.get("/enterprises")).ok()["items"][0]["uscc"]
    body = {"uscc": code, "reason": "原负责人已离职，现由我负责"}
    (await firm_.member.post("/enterprises/disputes", body)).refused(409, "enterprise_yours")
    (await firm_.owner.delete("/account")).refused(409, "firms_without_owner")
    (await firm_.owner.delete("/account", **LEAVE)).ok()
    assert await told(firm_.member) == ["firm.ownerless"]
    (await firm_.member.get(f"{firm_.path}/members")).refused(403, "forbidden")
    dispute = (await firm_.member.post("/enterprises/disputes", body)).ok(201)["id"]
    authority = await world.staff("authority")
    verdict = {"verdict": "upheld", "reason": "已核对营业执照", "licence_checked": True}
    (await authority.post(f"/enterprises/disputes/{dispute}/decide", verdict)).ok()
    members = (await firm_.member.get(f"{firm_.path}/members")).ok()["items"]
    assert [(one["user_id"], one["role"]) for one in members] == [(str(firm_.member.id), "owner")]
    assert sorted(await told(firm_.member)) == ["dispute.upheld", "firm.ownerless"]


async def test_who_is_gone_is_told_nothing_more(world: World) -> None:
    """An objection of theirs is answered all the same."""
    gone, there = await world.sme(), await world.sme()
    (await gone.delete("/account")).ok()
    facts = {"uscc": "91310115MA1K35BX5A", "reason": "不成立"}
    async with world.as_app(), transaction() as tx:
        for person in (gone, there):
            key, now = "dispute:x", world.clock.now()
            await tell_person(tx, person.id, DISPUTE_DISMISSED, key=key, at=now, facts=facts)
    assert await left_of(world, gone) == {0}
    assert await told(there) == [DISPUTE_DISMISSED]


async def test_staff_do_not_close_theirs(world: World) -> None:
    person = await world.sme()
    (body,) = await world.fetch("SELECT id FROM organisations WHERE kind = 'authority' LIMIT 1")
    await add_grant(world, person, "authority", body["id"])
    asked_anew = await world.wechat(person.name)
    (await asked_anew.delete("/account")).refused(409, "role_held")


async def test_closing_and_acting_at_once(world: World) -> None:
    """Whatever wins, nothing of theirs is written after the closing was answered."""
    firm_ = await firm_of_two(world)
    drafts = [
        await firm_.member.ready(await world.publish(), enterprise_id=firm_.id) for _ in range(2)
    ]
    third = await firm_of_two(world)
    token = (await third.invite())["token"]
    closed, joined, *submitted = await asyncio.gather(
        firm_.member.delete("/account"),
        firm_.member.post("/invitations/accept", {"token": token}),
        *(firm_.member.post(f"/applications/{one['id']}/submit") for one in drafts),
    )
    assert closed.status == 200, closed.body
    assert joined.status in (200, 401), joined.body
    assert {one.status for one in submitted} <= {200, 401, 404}
    assert await left_of(world, firm_.member) == {0}
    (row,) = await world.fetch(
        "SELECT count(*) FILTER (WHERE event = 'submitted') AS submitted FROM audit"
        " WHERE actor_id = $1",
        firm_.member.id,
    )
    assert row["submitted"] == [one.status for one in submitted].count(200)


async def test_who_is_erased_while_they_join_joins_nothing(world: World) -> None:
    """Their request was let in before; the firm's row makes it wait until they are gone."""
    firm_, newcomer = await firm_of_two(world), await world.sme()
    token = (await firm_.invite())["token"]
    connection = await asyncpg.connect(world.owner)
    try:
        async with connection.transaction():
            await connection.execute(
                "SELECT 1 FROM enterprises WHERE id = $1 FOR UPDATE", UUID(firm_.id)
            )
            joining = asyncio.create_task(join_raw(newcomer, token))
            await until_blocked_by(world, connection)
            (await newcomer.delete("/account")).ok()
        assert (await joining) == 401
    finally:
        await connection.close()
    assert await left_of(world, newcomer) == {0}
    await join(await world.sme(), token)


async def test_who_is_erased_meanwhile_is_given_nothing_new(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests that were let in before wait for the person's row, and find nobody."""
    monkeypatch.setattr(own_address, "_code", lambda *_: "123456")
    person, phone = await world.sme(), {"code": "sandbox-phone-13912345679"}
    (row,) = await world.fetch("SELECT id FROM platforms ORDER BY id LIMIT 1")
    proof = {"email": "wang.fang@example.cn", "code": "123456"}
    connection = await asyncpg.connect(world.owner)
    try:
        async with connection.transaction():
            await connection.execute("SELECT 1 FROM users WHERE id = $1 FOR UPDATE", person.id)
            gone = asyncio.create_task(person.delete("/account"))
            await until_blocked_by(world, connection)
            late = [
                asyncio.create_task(person.call("PUT", f"/favourites/platforms/{row['id']}")),
                asyncio.create_task(person.post("/message-settings/email/confirm", proof)),
                asyncio.create_task(person.post("/session/phone", phone)),
            ]
            async with asyncio.timeout(30):
                while (await world.fetch(_WAITING))[0]["waiting"] < 1 + len(late):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
        (await gone).ok()
        assert [answer.status for answer in await asyncio.gather(*late)] == [401, 401, 401]
    finally:
        await connection.close()
    assert await left_of(world, person) == {0}


async def join_raw(who: Person, token: str) -> int:
    return (await who.post("/invitations/accept", {"token": token})).status
