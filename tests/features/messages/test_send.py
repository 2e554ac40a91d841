"""A message goes out at most twice, and never again once its fate is known."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from server.edge.jobs.try_later import TryLater
from server.features.messages.delivery import RESEND_AFTER, SENDING_LASTS
from server.features.messages.send import send_notification
from server.ports import Ports
from tests.features.messages.conftest import Told
from tests.world.application import MovableClock
from tests.world.sandbox import SEND

REJECTED = "application.rejected"
MOVED = "application.moved"


@pytest_asyncio.fixture
async def waiting(told: Told, as_worker: None) -> AsyncIterator[Told]:
    """Somebody with a message to be sent and a consent for it; nothing sends it by itself."""
    await told.accept("result")
    await told.tell(REJECTED, reason="不符合条件")
    yield told
    await _no_faults(told)


async def _no_faults(told: Told) -> None:
    async with told.world.sandbox.session.delete(
        f"{told.world.sandbox.control_url}/_control/faults"
    ) as answer:
        assert answer.status == 200


async def send(told: Told, ports: Ports, which: int = 0, event: str = REJECTED) -> None:
    row = (await told.rows(event))[which]
    await send_notification(
        row["id"],
        wechat=ports.wechat,
        catalogue=ports.catalogue,
        keyring=ports.keyring,
        clock=ports.clock,
        state=ports.wechat_state,
        quiet=ports.ways.quiet_hours,
        pace=ports.ways.pace,
    )


async def fault(told: Told, **what: Any) -> None:
    openid = await told.world.sandbox.openid(told.person.name)
    await told.world.sandbox.fault(SEND, openid=openid, **what)


async def message(told: Told) -> tuple[str, int]:
    (row,) = await told.rows(REJECTED)
    return row["message_state"], row["attempts"]


async def balance(told: Told) -> int:
    items = (await told.person.get("/subscriptions")).ok()["items"]
    template = told.world.ports.catalogue.templates["result"].id
    return int(next(one["balance"] for one in items if one["template_id"] == template))


async def test_sent_once_however_often_the_job_runs(waiting: Told, ports: Ports) -> None:
    await send(waiting, ports)
    await send(waiting, ports)
    assert await message(waiting) == ("sent", 1)
    assert len(await waiting.deliveries()) == 1
    assert await balance(waiting) == 0


async def test_two_workers_at_once_send_it_once(waiting: Told, ports: Ports) -> None:
    results = await asyncio.gather(
        *(send(waiting, ports) for _ in range(4)), return_exceptions=True
    )
    assert all(result is None or isinstance(result, TryLater) for result in results), results
    assert len(await waiting.deliveries()) == 1


async def test_two_messages_to_one_person_go_one_after_the_other(
    waiting: Told, ports: Ports
) -> None:
    await waiting.accept("result")
    await waiting.tell(REJECTED, reason="另一个")
    await fault(waiting, delay_s=0.5)
    results = await asyncio.gather(
        send(waiting, ports, 0), send(waiting, ports, 1), return_exceptions=True
    )
    assert [type(one) for one in results if one is not None] == [TryLater]
    for which in (0, 1):
        await send(waiting, ports, which)
    assert len(await waiting.deliveries()) == 2


async def test_43101_empties_the_ledger_and_is_final(waiting: Told, ports: Ports) -> None:
    await waiting.accept("result")
    assert await balance(waiting) == 2
    await fault(waiting, errcode=43101)
    await send(waiting, ports)
    assert await message(waiting) == ("refused", 1)
    assert await balance(waiting) == 0
    await send(waiting, ports)
    assert await waiting.deliveries() == []


async def test_43108_comes_back_later_and_counts_as_nothing(waiting: Told, ports: Ports) -> None:
    await fault(waiting, errcode=43108)
    with pytest.raises(TryLater) as later:
        await send(waiting, ports)
    assert later.value.after <= timedelta(seconds=5)
    assert await message(waiting) == ("queued", 0)
    await send(waiting, ports)
    assert await message(waiting) == ("sent", 1)


async def test_what_was_certainly_not_sent_waits(waiting: Told, ports: Ports) -> None:
    await fault(waiting, errcode=45009)
    with pytest.raises(TryLater):
        await send(waiting, ports)
    assert (await message(waiting))[0] == "queued"


async def test_an_answer_that_never_came_is_asked_for_once_more(
    waiting: Told, ports: Ports, clock: MovableClock
) -> None:
    """The first call arrived nowhere: after the wait the second one is the message."""
    await fault(waiting, reset="before")
    with pytest.raises(TryLater) as later:
        await send(waiting, ports)
    assert later.value.after == RESEND_AFTER
    assert await message(waiting) == ("unknown", 1)
    with pytest.raises(TryLater):
        await send(waiting, ports)
    assert await waiting.deliveries() == []

    clock.ahead = RESEND_AFTER + timedelta(seconds=5)
    await send(waiting, ports)
    assert await message(waiting) == ("sent", 2)
    assert len(await waiting.deliveries()) == 1


async def test_there_is_no_third_call(waiting: Told, ports: Ports, clock: MovableClock) -> None:
    await fault(waiting, reset="before", times=5)
    for _ in range(2):
        with pytest.raises(TryLater):
            await send(waiting, ports)
        clock.ahead += RESEND_AFTER + timedelta(seconds=5)
    calls = await waiting.world.sandbox.calls(SEND)
    await send(waiting, ports)
    assert await message(waiting) == ("unknown", 2)
    assert await waiting.world.sandbox.calls(SEND) == calls


async def test_a_refused_second_call_does_not_deny_the_first(
    waiting: Told, ports: Ports, clock: MovableClock
) -> None:
    """It was delivered, its answer was lost, and the consent is used up: unknown it stays."""
    await fault(waiting, reset="after")
    with pytest.raises(TryLater):
        await send(waiting, ports)
    assert len(await waiting.deliveries()) == 1
    clock.ahead = RESEND_AFTER + timedelta(seconds=5)
    await send(waiting, ports)
    assert await message(waiting) == ("unknown", 2)
    assert await balance(waiting) == 0
    assert len(await waiting.deliveries()) == 1


async def test_a_sender_that_died_is_taken_for_unknown(
    waiting: Told, ports: Ports, clock: MovableClock
) -> None:
    (row,) = await waiting.rows(REJECTED)
    await waiting.world.fetch(
        "UPDATE notifications SET message_state = 'sending', attempts = 1, sent_at = $2"
        " WHERE id = $1",
        UUID(str(row["id"])),
        ports.clock.now(),
    )
    with pytest.raises(TryLater):
        await send(waiting, ports)
    assert await waiting.deliveries() == []
    clock.ahead = RESEND_AFTER + timedelta(seconds=5)
    await send(waiting, ports)
    assert await message(waiting) == ("sent", 2)


async def test_behind_a_dead_sender_a_message_asks_ever_more_rarely(
    waiting: Told, ports: Ports, clock: MovableClock
) -> None:
    """Hundreds that asked every two seconds kept a worker busy for half a minute after a crash."""
    await waiting.accept("result")
    await waiting.tell(REJECTED, reason="另一个")
    (dead, _) = await waiting.rows(REJECTED)
    began = ports.clock.now()
    await waiting.world.fetch(
        "UPDATE notifications SET message_state = 'sending', attempts = 1, sent_at = $2"
        " WHERE id = $1",
        UUID(str(dead["id"])),
        began,
    )
    asked = 0
    while not await waiting.deliveries():
        asked += 1
        try:
            await send(waiting, ports, 1)
        except TryLater as later:
            clock.ahead += later.after
    assert SENDING_LASTS <= ports.clock.now() - began < SENDING_LASTS + timedelta(seconds=5)
    assert asked <= 7


async def test_a_template_that_does_not_exist_is_a_failure(waiting: Told, ports: Ports) -> None:
    await fault(waiting, errcode=40037)
    await send(waiting, ports)
    assert await message(waiting) == ("failed", 1)
    await send(waiting, ports)
    assert await waiting.deliveries() == []


async def test_an_erased_person_is_sent_nothing(waiting: Told, ports: Ports) -> None:
    await waiting.world.fetch(
        "DELETE FROM person_keys WHERE user_id = $1", UUID(waiting.person.user["id"])
    )
    await send(waiting, ports)
    assert await message(waiting) == ("none", 0)


async def test_a_movement_that_was_overtaken_is_sent_no_more(
    told: Told, as_worker: None, ports: Ports
) -> None:
    await told.accept("line")
    await told.accept("line")
    waits = {"state": "候补排队", "progress": "按先后顺序候补", "explanation": "额度暂满"}
    await told.tell(MOVED, **waits)
    await told.tell(MOVED, **waits | {"state": "暂列额度内"})
    for which in (1, 0):
        await send(told, ports, which, MOVED)
    assert [row["message_state"] for row in await told.rows(MOVED)] == ["none", "sent"]
    (delivery,) = await told.deliveries()
    assert delivery["data"]["phrase2"] == "暂列额度内"
