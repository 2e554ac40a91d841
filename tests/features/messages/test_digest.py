"""Messages that wait together go to WeChat as one, and what waits for the morning is one of them."""

from datetime import timedelta
from typing import Any

import pytest

from models.rules.quiet_hours import QuietHours
from server.clock import SHANGHAI
from server.edge.jobs.try_later import TryLater
from server.features.messages.delivery import RESEND_AFTER
from server.features.messages.figures import MessageGauges
from server.features.messages.send import send_notification
from server.ports import Ports
from tests.features.messages.conftest import Told
from tests.world.application import MovableClock
from tests.world.sandbox import SEND

REJECTED = "application.rejected"


async def send(told: Told, ports: Ports, which: int, quiet: QuietHours | None = None) -> None:
    row = (await told.rows(REJECTED))[which]
    await send_notification(
        row["id"],
        wechat=ports.wechat,
        catalogue=ports.catalogue,
        keyring=ports.keyring,
        clock=ports.clock,
        state=ports.wechat_state,
        quiet=quiet,
        pace=ports.ways.pace,
    )


async def states(told: Told) -> list[tuple[str, str | None]]:
    return [(one["message_state"], one["message_reason"]) for one in await told.rows(REJECTED)]


async def several(told: Told, count: int) -> None:
    await told.accept("result")
    for number in range(count):
        await told.tell(REJECTED, reason=f"原因{number}")


async def fault(told: Told, **what: Any) -> None:
    openid = await told.world.sandbox.openid(told.person.name)
    await told.world.sandbox.fault(SEND, openid=openid, **what)


async def test_three_go_as_one_and_use_one_consent(
    told: Told, ports: Ports, as_worker: None
) -> None:
    await several(told, 3)
    await send(told, ports, 1)
    (delivery,) = await told.deliveries()
    assert delivery["data"]["thing4"] == "共3条新消息，请点开查看"
    assert delivery["page"] == "pages/notification/list"
    assert await states(told) == [("sent", "digest"), ("sent", None), ("sent", "digest")]
    for which in range(3):
        await send(told, ports, which)
    assert len(await told.deliveries()) == 1


async def test_what_was_read_does_not_count(told: Told, ports: Ports, as_worker: None) -> None:
    await several(told, 3)
    (await told.person.post(f"/notifications/{(await told.inbox())[0]['id']}/read")).ok()
    await send(told, ports, 0)
    (delivery,) = await told.deliveries()
    assert delivery["data"]["thing4"] != "共3条新消息，请点开查看"
    assert (await states(told))[2] == ("none", "outdated")


async def test_what_was_not_sent_stands_for_itself_again(
    told: Told, ports: Ports, as_worker: None
) -> None:
    await several(told, 3)
    await fault(told, errcode=43108)
    with pytest.raises(TryLater):
        await send(told, ports, 0)
    assert await states(told) == [("queued", "43108"), ("queued", None), ("queued", None)]
    await send(told, ports, 2)
    assert len(await told.deliveries()) == 1
    assert {state for state, _ in await states(told)} == {"sent"}


async def test_without_an_answer_all_of_them_wait_and_go_once_more_together(
    told: Told, ports: Ports, as_worker: None, clock: MovableClock
) -> None:
    await several(told, 3)
    await fault(told, reset="before")
    for which in (0, 1):
        with pytest.raises(TryLater):
            await send(told, ports, which)
    assert await told.deliveries() == []
    clock.ahead = RESEND_AFTER + timedelta(seconds=5)
    await send(told, ports, 0)
    assert len(await told.deliveries()) == 1
    assert {state for state, _ in await states(told)} == {"sent"}


async def test_what_nobody_can_know_ends_for_all_of_them(
    told: Told, ports: Ports, as_worker: None, clock: MovableClock
) -> None:
    await several(told, 3)
    for _ in range(2):
        await fault(told, reset="before")
        with pytest.raises(TryLater):
            await send(told, ports, 0)
        clock.ahead += RESEND_AFTER + timedelta(seconds=5)
    for which in range(3):
        await send(told, ports, which)
    assert {state for state, _ in await states(told)} == {"unknown"}
    assert await told.deliveries() == []


async def test_the_last_that_is_left_does_not_go_in_the_words_of_the_first(
    told: Told, ports: Ports, as_worker: None, clock: MovableClock
) -> None:
    await several(told, 3)
    await fault(told, reset="before")
    with pytest.raises(TryLater):
        await send(told, ports, 0)
    for row in (await told.rows(REJECTED))[:2]:
        (await told.person.post(f"/notifications/{row['id']}/read")).ok()
    clock.ahead += RESEND_AFTER + timedelta(seconds=5)
    await send(told, ports, 0)
    assert await told.deliveries() == []


async def test_nothing_goes_in_quiet_hours(
    told: Told, ports: Ports, as_worker: None, clock: MovableClock
) -> None:
    await several(told, 1)
    hour = ports.clock.now().astimezone(SHANGHAI).hour
    quiet = QuietHours(hour, (hour + 2) % 24)
    with pytest.raises(TryLater) as later:
        await send(told, ports, 0, quiet)
    assert await states(told) == [("queued", "quiet")]
    clock.ahead = later.value.after + timedelta(seconds=1)
    await send(told, ports, 0, quiet)
    assert len(await told.deliveries()) == 1


async def test_operators_see_why_a_message_was_not_sent(
    told: Told, ports: Ports, as_worker: None
) -> None:
    await told.tell(REJECTED, reason="不符合条件")
    await send(told, ports, 0)
    gauges = MessageGauges(ports.clock)
    await gauges.refresh()
    (messages,) = gauges.collect()
    shown = [one.labels for one in messages.samples]
    assert {"channel": "wechat", "state": "none", "reason": "no_consent"} in shown
