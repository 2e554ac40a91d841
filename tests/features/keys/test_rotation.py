"""Keys take each other's place while people are found and accounts are read, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextvars import copy_context
from uuid import UUID

import pytest
import pytest_asyncio

from models.tables.enterprises import Enterprise
from models.tables.people import PersonKey, User
from models.tables.platforms import Payee
from server.edge.jobs.try_later import TryLater
from server.features.identity import persons
from server.features.identity.persons import find_openid, find_person_key
from server.features.keys import rewrap
from server.features.keys.reindex import reindex_persons
from server.features.keys.rewrap import rewrap_keys
from server.features.keys.status import count_hashes, count_wrapped
from server.features.platforms.payee_account import open_account
from storage.errors import StoreUnavailable, Undecipherable
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import transaction
from tests.features.keys.installation_keys import (
    ACCOUNT,
    AFTER,
    BEFORE,
    KNOWING,
    NOW,
    PHONE,
    TURNED,
    Rows,
    declare_phone,
    give_phone,
    log_in,
    one_of_each,
)
from tests.world.databases import APP_PASSWORD, SpareDatabase, owner_connection, postgres_as
from tests.world.servers import Embedded


@pytest_asyncio.fixture(loop_scope="session")
async def database(
    spare_database: SpareDatabase, embedded: Embedded
) -> AsyncIterator[SpareDatabase]:
    """A database of the test's own, with the worker's rights."""
    name = spare_database.owner.rsplit("/", 1)[1].split("?")[0]
    worker = embedded.postgres.dsn(name, user="shuangtui_worker", password=APP_PASSWORD)
    async with postgres_as(worker):
        yield spare_database


@pytest_asyncio.fixture(loop_scope="session")
async def rows(database: SpareDatabase) -> Rows:
    return await one_of_each(BEFORE, database)


async def _master(keyring: Keyring) -> None:
    await rewrap_keys(keyring.fingerprint("master"), keyring=keyring)


async def _index(keyring: Keyring) -> None:
    await reindex_persons(keyring.fingerprint("index"), keyring=keyring)


async def _reads(keyring: Keyring, rows: Rows, database: SpareDatabase) -> None:
    """Everything of one of each opens with these keys."""
    assert await find_openid(rows.person_id, keyring) == "oWang"
    user = await User.get(id=rows.person_id)
    wrapped = await find_person_key(rows.person_id)
    assert keyring.decrypt(wrapped, "phone", bytes(user.phone_cipher or b"")) == PHONE
    payee = await Payee.get(id=rows.payee.id)
    assert open_account(keyring, payee) == ACCOUNT
    payee.account_cipher = await _copy(rows, database)
    assert open_account(keyring, payee) == ACCOUNT


async def _copy(rows: Rows, database: SpareDatabase) -> bytes:
    async with owner_connection(database.owner) as admin:
        sql = "SELECT account_cipher FROM payout_lines WHERE id = $1"
        return bytes(await admin.fetchval(sql, rows.line_id))


async def test_a_master_key_is_retired(rows: Rows, database: SpareDatabase) -> None:
    everything = {"person_keys": 1, "payees": 1, "payout_lines": 1}
    assert await count_wrapped() == {"m1": everything}
    await _reads(TURNED, rows, database)
    with pytest.raises(Undecipherable):
        await _reads(AFTER, rows, database)
    await _master(TURNED)
    assert await count_wrapped() == {"m2": everything}
    await _reads(AFTER, rows, database)
    with pytest.raises(Undecipherable):
        await _reads(BEFORE, rows, database)
    await _master(TURNED)
    await _reads(AFTER, rows, database)


async def test_a_power_cut_in_the_middle_costs_nothing(
    rows: Rows, database: SpareDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cut(*given: object) -> None:
        raise ConnectionError("the power is gone")

    with monkeypatch.context() as patched:
        patched.setattr(rewrap, "replace_payees_cipher", cut)
        with pytest.raises(StoreUnavailable):
            await _master(TURNED)
    assert await count_wrapped() == {
        "m1": {"payees": 1, "payout_lines": 1},
        "m2": {"person_keys": 1},
    }
    await _reads(TURNED, rows, database)
    await _reads(KNOWING, rows, database)
    await _master(TURNED)
    await _reads(AFTER, rows, database)


async def test_what_is_left_over_is_no_success(
    rows: Rows, database: SpareDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forgotten(*given: object) -> None:
        return None

    monkeypatch.setattr(rewrap, "replace_lines_cipher", forgotten)
    with pytest.raises(rewrap.KeysLeft, match="payout_lines"):
        await _master(TURNED)


async def test_an_erased_person_stays_erased(rows: Rows, database: SpareDatabase) -> None:
    await PersonKey.filter(user_id=rows.person_id).delete()
    await User.filter(id=rows.person_id).update(openid_index=None, openid_cipher=None)
    await _master(TURNED)
    await _index(TURNED)
    assert await find_person_key(rows.person_id) is None
    assert (await User.get(id=rows.person_id)).openid_index is None


async def test_people_are_found_at_every_step(rows: Rows, database: SpareDatabase) -> None:
    for keyring in (BEFORE, KNOWING, TURNED):
        assert await log_in(keyring, "oWang") == rows.person_id
    counted = await count_hashes(TURNED)
    assert (counted.current, counted.old) == (0, 2)
    newcomer = await log_in(TURNED, "oLi")
    assert await log_in(KNOWING, "oLi") == newcomer
    await _index(TURNED)
    counted = await count_hashes(TURNED)
    assert (counted.current, counted.old) == (3, 0)
    for keyring in (KNOWING, TURNED, AFTER):
        assert await log_in(keyring, "oWang") == rows.person_id
        assert await log_in(keyring, "oLi") == newcomer
    assert await log_in(BEFORE, "oWang") != rows.person_id, "the control: this key finds nobody"


async def test_a_declared_number_moves_on_with_its_person(database: SpareDatabase) -> None:
    firm = await declare_phone(BEFORE)
    person = await log_in(BEFORE, "oZhao")
    await give_phone(BEFORE, person)
    await _index(TURNED)
    moved = (await Enterprise.get(id=firm)).declared_phone_index
    assert moved == (await User.get(id=person)).phone_index
    assert (await count_hashes(TURNED)).unknown == 0


async def test_a_declared_number_of_nobody_is_counted(database: SpareDatabase) -> None:
    await declare_phone(BEFORE)
    await _index(TURNED)
    assert (await count_hashes(TURNED)).unknown == 1


async def test_a_worker_with_other_keys_leaves_the_job_alone(
    rows: Rows, database: SpareDatabase
) -> None:
    with pytest.raises(TryLater):
        await rewrap_keys(TURNED.fingerprint("master"), keyring=BEFORE)
    with pytest.raises(TryLater):
        await reindex_persons(TURNED.fingerprint("index"), keyring=KNOWING)
    assert list(await count_wrapped()) == ["m1"]


async def _two_first_logins(database: SpareDatabase) -> tuple[UUID, UUID]:
    """One process has the new index key, the other one not yet; the same person at both."""
    elsewhere = copy_context()  # a task of its own knows of no open transaction
    async with transaction() as tx:
        first, _ = await persons.find_or_add_by_openid(tx, KNOWING, "oTwice", at=NOW)
        second = asyncio.create_task(log_in(TURNED, "oTwice"), context=elsewhere)
        await _waits_or_ends(second, database)
    return first.id, await second


async def _waits_or_ends(task: "asyncio.Task[UUID]", database: SpareDatabase) -> None:
    sql = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    deadline = asyncio.get_running_loop().time() + 20
    async with owner_connection(database.owner) as admin:
        while not task.done() and not await admin.fetchval(sql):
            assert asyncio.get_running_loop().time() < deadline
            await asyncio.sleep(0.02)


async def test_two_first_logins_during_a_change_are_one_person(database: SpareDatabase) -> None:
    first, second = await _two_first_logins(database)
    assert first == second


async def test_the_control_without_the_lock_they_would_be_two(
    database: SpareDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unheld(*given: object) -> None:
        return None

    monkeypatch.setattr(persons, "_hold_openid", unheld)
    first, second = await _two_first_logins(database)
    assert first != second
