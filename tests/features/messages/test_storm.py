"""Everybody is approved at once while WeChat errs, delays and cuts: none lost, none twice, no 43108."""

import asyncio
import json
import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from prometheus_client import CollectorRegistry

from server.compose import build_ports
from server.features.identity.persons import openid_index
from server.features.messages.delivery import RESEND_AFTER
from tests.features.messages.conftest import Told, working
from tests.world.application import MovableClock, World
from tests.world.sandbox import SEND

PEOPLE: Final = 10_000 if os.environ.get("HYPOTHESIS_PROFILE") == "prove" else 300
REJECTED = "application.rejected"
_LATER: Final = RESEND_AFTER + timedelta(seconds=5)
FINAL = ("sent", "unknown")
_PERSONS = """
INSERT INTO users (id, openid_index, openid_cipher, must_change_password, created_at)
SELECT p.id, p.openid_index, p.cipher, false, now()
  FROM unnest($1::uuid[], $2::text[], $3::bytea[]) AS p(id, openid_index, cipher)
"""
_KEYS = """
INSERT INTO person_keys (id, user_id, key_id, wrapped)
SELECT gen_random_uuid(), k.id, $2, k.wrapped FROM unnest($1::uuid[], $3::bytea[]) AS k(id, wrapped)
"""
_MEMBERS = """
INSERT INTO enterprise_members
SELECT (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'user_id', u,
                                                  'role', 'staff'))).*
  FROM enterprise_members m CROSS JOIN unnest($2::uuid[]) AS u
 WHERE m.user_id = $1
"""
_CONSENTS = """
INSERT INTO consent_ledger (user_id, template_id, delta, source, source_ref, at)
SELECT u, $2, 3, 'popup', 'callback:storm', now() FROM unnest($1::uuid[]) AS u
"""


async def crowd(told: Told) -> list[UUID]:
    """People known to WeChat who act for the firm, each with three consents: twice would be seen."""
    world, keyring = told.world, told.world.ports.keyring
    keys = [keyring.new_person_key(uuid4()) for _ in range(PEOPLE)]
    openids = [await world.sandbox.openid(f"storm-{key.person_id}") for key in keys]
    ids = [key.person_id for key in keys]
    ciphers = [
        keyring.encrypt(key, "openid", openid) for key, openid in zip(keys, openids, strict=True)
    ]
    indexes = [openid_index(keyring, openid) for openid in openids]
    await world.fetch(_PERSONS, ids, indexes, ciphers)
    await world.fetch(_KEYS, ids, keys[0].key_id, [key.blob for key in keys])
    await world.fetch(_MEMBERS, UUID(told.person.user["id"]), ids)
    template = world.ports.catalogue.templates["result"].id
    await world.fetch(_CONSENTS, ids, template)
    return ids


async def bad_weather(told: Told) -> None:
    """A third of the calls: busy, late, cut before and cut after they took effect."""
    sandbox, settings = told.world.sandbox, told.world.settings
    await sandbox.control("options", accept_all=True)
    await sandbox.control(
        "push/target",
        url=f"{told.world.url}/wechat/push",
        token=settings.wechat_push_token,
        aes_key=settings.wechat_push_aes_key,
        mode="safe",
        format="json",
    )
    for fault in ({"errcode": -1}, {"delay_s": 0.2}, {"reset": "before"}, {"reset": "after"}):
        await sandbox.fault(SEND, times=None, chance=0.095, **fault)


@pytest_asyncio.fixture
async def fair_weather(world: World) -> AsyncIterator[None]:
    """What comes after the storm finds the stand-in as it was before."""
    yield
    await world.sandbox.control("options", accept_all=False)
    await world.sandbox.control("push/target", url=None)


@pytest.mark.timeout(PEOPLE)
async def test_everybody_at_once(
    told: Told, dsn: str, clock: MovableClock, fair_weather: None
) -> None:
    world, registry = told.world, CollectorRegistry()
    ids = await crowd(told)
    await bad_weather(told)
    await told.tell(REJECTED, reason="不符合条件")
    ports = build_ports(world.settings, registry, clock=world.ports.clock)
    await ports.wechat.open()

    async def counted() -> Counter[str]:
        rows = await world.fetch(
            "SELECT message_state, count(*) FROM notifications WHERE user_id = ANY($1) GROUP BY 1",
            ids,
        )
        return Counter({row["message_state"]: row["count"] for row in rows})

    async def open_jobs() -> int:
        rows = await world.fetch(
            "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'notification.send'"
            " AND status <> 'failed' AND execute_after <= now()"
        )
        return int(rows[0]["count"])

    async def drained() -> bool:
        return await open_jobs() == 0 and (await counted())["sending"] == 0

    async with working(ports, dsn):
        for _ in range(3):
            await all_gone(drained)
            clock.ahead += _LATER
            await world.sandbox.control("clock", advance_s=_LATER.total_seconds())
            await world.fetch(
                "UPDATE pgqueuer SET execute_after = now()"
                " WHERE entrypoint = 'notification.send' AND status = 'queued'"
            )
        await all_gone(drained)
    await ports.wechat.close()
    await ports.redis.aclose()
    states = await counted()
    assert set(states) <= set(FINAL)
    assert states.total() == PEOPLE, "none lost"
    await at_most_once(told, ids)
    assert calls(registry, "43108") == 0
    assert calls(registry, "-1") > PEOPLE / 20
    assert calls(registry, "not_answered") > PEOPLE / 10
    assert states["unknown"] < PEOPLE / 10, "both calls were lost: no third is made"


async def all_gone(drained: Callable[[], Awaitable[bool]]) -> None:
    """The test's own timeout is the deadline."""
    while not await drained():  # noqa: ASYNC110  # told by the database
        await asyncio.sleep(0.2)


def calls(registry: CollectorRegistry, errcode: str) -> float:
    labels = {"api": "subscribe/send", "errcode": errcode}
    return registry.get_sample_value("shuangtui_wechat_calls_total", labels) or 0


async def at_most_once(told: Told, ids: list[UUID]) -> None:
    shown: list[dict[str, Any]] = (await told.world.sandbox.show("deliveries"))["deliveries"]
    # The person of the tests before this one has had other messages.
    storm = {f"storm-{user_id}" for user_id in ids}
    by_name = Counter(one["name"] for one in shown if one["name"] in storm)
    twice = [name for name, times in by_name.items() if times > 1]
    assert twice == [], json.dumps(twice[:5])
    sent = await told.world.fetch(
        "SELECT user_id FROM notifications WHERE user_id = ANY($1) AND message_state = 'sent'", ids
    )
    assert not [row for row in sent if by_name[f"storm-{row['user_id']}"] != 1]
