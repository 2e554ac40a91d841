"""Two persons of the authority verify an account, by the same paper; one refuses it."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from models.tables.enterprises import Enterprise
from server.features.payees import access, verify
from storage.postgres.core.connect import raw_connection
from storage.postgres.core.transaction import Tx
from tests.features.payees.firm_accounts import AWARD_FEN, Waiting, waiting
from tests.features.payouts.payout_steps import GIVEN, name_account, told
from tests.world.accounts import events
from tests.world.application import World
from tests.world.databases import APP_PASSWORD
from tests.world.review_steps import shown
from tests.world.row_locks import hold
from tests.world.servers import Embedded
from tests.world.verified import CHECK, current_account, second_authority, verify_account

OTHER = "6217009999999999991"


async def item_of(world: World, payee_id: UUID, state: str) -> dict[str, Any] | None:
    """Its line on the authority's list of that state."""
    authority = await world.staff("inspector")
    query = {"state": state, "limit": "100"}
    while True:
        page = (await authority.get("/payees", params=query)).ok()
        for item in page["items"]:
            if item["id"] == str(payee_id):
                return dict(item)
        if page["next_cursor"] is None:
            return None
        query["cursor"] = page["next_cursor"]


async def test_two_persons_by_the_same_paper(world: World) -> None:
    case = await waiting(world)
    first, second = await world.staff("authority"), await second_authority(world)
    (await case.payout()).refused(409, "everything_held")
    shown = await item_of(world, case.account, "unverified")
    assert shown is not None
    assert (shown["waiting"], shown["waiting_fen"]) == (1, AWARD_FEN)
    assert shown["owner"] == {
        "kind": "enterprise",
        "id": case.firm["id"],
        "name": case.firm["name"],
    }
    assert (shown["before"], shown["changed_by"]["id"]) == (None, case.owner.user["id"])
    assert (await verify_account(first, case.account)).ok()["state"] == "checked"
    again = await verify_account(first, case.account)
    again.refused(403, "second_person_needed")
    (await case.payout()).refused(409, "everything_held")
    other_paper = await verify_account(second, case.account, reference="KHZM-OTHER")
    other_paper.refused(409, "check_differs")
    other_basis = await verify_account(second, case.account, basis="test_transfer")
    other_basis.refused(409, "check_differs")
    done = (await verify_account(second, case.account, reference=" khzm—2026 -0173")).ok()
    assert (done["state"], done["checked_by"]["name"]) == ("verified", first.name)
    assert CHECK["reference"] not in str(done), "the second person reads it from the paper"
    for person in (first, second):
        assert (await verify_account(person, case.account)).ok() == done
    assert len(await told(case.owner, "payee.verified")) == 1
    found = await events(world, UUID(case.firm["id"]))
    assert [each for each in found if each.startswith("payee")] == [
        "payee.changed",
        "payee.checked",
        "payee.verified",
    ]
    assert (await case.payout()).ok(201)["total_fen"] == AWARD_FEN


async def test_who_checked_may_correct_it(world: World) -> None:
    case = await waiting(world)
    first, second = await world.staff("authority"), await second_authority(world)
    (await verify_account(first, case.account, reference="KHZM-SLIP")).ok()
    (await verify_account(second, case.account)).refused(409, "check_differs")
    assert (await verify_account(first, case.account)).ok()["state"] == "checked"
    assert (await verify_account(second, case.account)).ok()["state"] == "verified"


async def test_a_changed_account_is_another_one(world: World) -> None:
    """Old and new stand side by side; what was verified before is shown, however often it changed."""
    case = await waiting(world)
    first, second = await world.staff("authority"), await second_authority(world)
    for person in (first, second):
        (await verify_account(person, case.account)).ok()
    await case.change(OTHER)
    changed = await case.change("6217009999999999983")
    (await verify_account(first, case.account)).refused(409, "account_replaced")
    (await case.payout()).refused(409, "everything_held")
    shown = await item_of(world, changed, "unverified")
    assert shown is not None
    assert shown["before"]["account"] == "***************0123"
    for body in await told(case.owner, "payee.changed"):
        assert "***************" in body
    assert "***************9991" in (await told(case.owner, "payee.changed"))[0]


async def turn(case: Waiting) -> tuple[str, str]:
    """Whose turn it is, as the firm reads it."""
    following = (await shown(case.owner, case.application))["next"]
    return following["who"], following["act"]


async def test_a_refused_account_is_named_anew(world: World) -> None:
    case = await waiting(world)
    first, second = await world.staff("authority"), await second_authority(world)
    for person in (first, second):
        (await verify_account(person, case.account)).ok()
    reason = {"reason": "银行回复户名与账号不符"}
    path = f"/payees/{case.account}/refuse"
    assert (await second.post(path, reason)).ok()["state"] == "refused"
    (await second.post(path, reason)).ok()
    (body,) = await told(case.owner, "payee.refused")
    assert reason["reason"] in body
    assert await turn(case) == ("enterprise", "name_account")
    refused = await case.payout()
    refused.refused(409, "everything_held")
    assert refused.reasons() == {("held[0]", "payee_refused")}
    (await verify_account(first, case.account)).refused(409, "account_refused")
    mine = (await case.owner.get(f"/enterprises/{case.firm['id']}/payee")).ok()
    assert (mine["state"], mine["refusal"]) == ("refused", reason["reason"])
    (await name_account(case.owner, case.firm["id"], account=mine["account"])).ok()
    anew = await current_account(world, case.firm["id"])
    assert anew != case.account
    assert await case.state(anew) == "unverified"
    assert await turn(case) == ("authority", "pay")


async def both_at_once(world: World, case: Waiting) -> list[str]:
    """Two persons call while the account's row is held; what each is answered."""
    people = (await world.staff("authority"), await second_authority(world))
    connection = await raw_connection(world.owner)
    try:
        async with connection.transaction():
            await hold(connection, "payees", case.account)
            calls = [asyncio.create_task(verify_account(one, case.account)) for one in people]
            async with asyncio.timeout(60):
                while len(await world.fetch(_BLOCKED)) < 2:  # noqa: ASYNC110  # nobody is told
                    await asyncio.sleep(0.01)
    finally:
        await connection.close()
    return sorted([(await call).ok()["state"] for call in calls])


_BLOCKED = (
    "SELECT pid FROM pg_stat_activity"
    " WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


async def test_two_at_once_come_one_after_the_other(world: World) -> None:
    assert await both_at_once(world, await waiting(world)) == ["checked", "verified"]


async def test_without_the_owners_row_they_would_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unlocked(tx: Tx, enterprise_id: UUID) -> Enterprise:
        return await Enterprise.get(id=enterprise_id, using_db=tx.connection)

    monkeypatch.setattr(access, "lock_enterprise", unlocked)
    assert await both_at_once(world, await waiting(world)) == ["checked", "checked"]


async def test_a_change_that_comes_first_leaves_nothing_verified(world: World) -> None:
    case = await waiting(world)
    first, second = await world.staff("authority"), await second_authority(world)
    (await verify_account(first, case.account)).ok()
    connection = await raw_connection(world.owner)
    try:
        async with connection.transaction():
            await hold(connection, "enterprises", UUID(case.firm["id"]))
            changing = asyncio.create_task(name_account(case.owner, case.firm["id"], account=OTHER))
            await _blocked(world, 1)
            verifying = asyncio.create_task(verify_account(second, case.account))
            await _blocked(world, 2)
    finally:
        await connection.close()
    (await changing).ok()
    (await verifying).refused(409, "account_replaced")
    assert await case.state() == "checked"
    assert await case.state(await current_account(world, case.firm["id"])) == "unverified"


async def _blocked(world: World, count: int) -> None:
    async with asyncio.timeout(60):
        while len(await world.fetch(_BLOCKED)) < count:  # noqa: ASYNC110  # nobody is told
            await asyncio.sleep(0.01)


async def test_a_cut_in_the_middle_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await waiting(world)
    first, second = await world.staff("authority"), await second_authority(world)
    (await verify_account(first, case.account)).ok()

    async def cut(*_: object) -> None:
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as dark:
        dark.setattr(verify, "write_audit", cut)
        assert (await verify_account(second, case.account)).status == 500
    assert await case.state() == "checked"
    assert await told(case.owner, "payee.verified") == []
    assert (await verify_account(second, case.account)).ok()["state"] == "verified"


async def test_the_database_refuses_what_no_program_may_do(
    world: World, embedded: Embedded, app_database: str
) -> None:
    case = await waiting(world)
    alone = (
        "UPDATE payees SET state = 'verified', verified_at = now(), basis = 'bank_confirmation',"
        " reference = 'X', checked_by_id = $2, verified_by_id = $2 WHERE id = $1"
    )
    person = UUID((await world.staff("authority")).user["id"])
    with pytest.raises(asyncpg.CheckViolationError):
        await world.fetch(alone, case.account, person)
    server = await raw_connection(
        embedded.postgres.dsn(app_database, user="shuangtui_app", password=APP_PASSWORD)
    )
    try:
        for column in ("name", "bank", "enterprise_id", "account_masked"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await server.execute(f"UPDATE payees SET {column} = {column}")
    finally:
        await server.close()
    assert GIVEN["bank"] == (await item_of(world, case.account, "unverified") or {})["bank"]
