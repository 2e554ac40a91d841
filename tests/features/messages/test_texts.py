"""What is urgent goes by SMS, where WeChat has had its turn and could not tell it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest

from models.rules.quiet_hours import QuietHours
from server.clock import SHANGHAI
from server.features.messages.send_letter import send_sms
from server.ports import Ports
from storage.postgres.dispatches import SMS_AFTER
from tests.features.messages.conftest import Told
from tests.features.messages.dispatched import REJECTED, RETURNED, quiet_end, ways
from tests.world.application import MovableClock
from tests.world.sms_gateway import Texts, sms_gateway


async def text(told: Told, ports: Ports, texts: Texts, quiet: QuietHours | None = None) -> None:
    await send_sms(
        UUID(told.person.user["id"]),
        gateway=texts.gateway(),
        keyring=ports.keyring,
        clock=ports.clock,
        quiet=quiet,
    )


@pytest.fixture
async def texts() -> AsyncIterator[Texts]:
    async with sms_gateway() as running:
        yield running


async def with_phone(told: Told) -> None:
    if (await told.person.get("/message-settings")).ok()["phone"] is None:
        code = {"code": "sandbox-phone-13812341234"}
        (await told.person.post("/session/phone", code)).ok()


async def test_what_is_urgent_goes_by_sms_where_wechat_could_not(
    told: Told, texts: Texts, ports: Ports, as_worker: None, clock: MovableClock
) -> None:
    await with_phone(told)
    await told.tell(RETURNED, reason="缺页", due_on="2026-12-20", items="服务协议")
    await text(told, ports, texts)
    assert texts.taken == []
    clock.ahead = SMS_AFTER + timedelta(seconds=1)
    await text(told, ports, texts)
    assert await ways(told, "sms") == [("waiting", "wechat_first")]
    await told.world.fetch(
        "UPDATE notifications SET message_state = 'none' WHERE user_id = $1",
        UUID(told.person.user["id"]),
    )
    clock.ahead = timedelta(minutes=31)
    texts.cut = True
    await text(told, ports, texts)
    assert await ways(told, "sms") == [("waiting", "no_answer")]
    clock.ahead += timedelta(minutes=2)
    await text(told, ports, texts)
    assert await ways(told, "sms") == [("unknown", "no_answer")]
    bodies = {body for _, _, body in texts.taken}
    assert len(texts.taken) == 2, "a text that may have come is repeated once, under its number"
    assert len(bodies) == 1


async def test_a_text_lets_wechat_go_first_in_the_morning_and_names_the_last_day(
    told: Told, texts: Texts, ports: Ports, as_worker: None, clock: MovableClock
) -> None:
    await with_phone(told)
    local = ports.clock.now().astimezone(SHANGHAI)
    quiet, due_on = QuietHours(local.hour, (local.hour + 2) % 24), local.date() + timedelta(days=9)
    await told.tell(RETURNED, reason="缺页", due_on=due_on)
    clock.ahead = quiet_end(quiet, ports) - ports.clock.now() + timedelta(seconds=1)
    await text(told, ports, texts, quiet)
    assert await ways(told, "sms") == [("waiting", "wechat_first")], "both wake at the same hour"
    clock.ahead += timedelta(minutes=31)
    await text(told, ports, texts, quiet)
    ((_, _, body),) = texts.taken
    assert f"最迟 {due_on.year}年{due_on.month}月{due_on.day}日 24:00" in str(body)


async def test_what_wechat_told_is_not_told_by_sms(
    told: Told, texts: Texts, ports: Ports, as_worker: None, clock: MovableClock
) -> None:
    await with_phone(told)
    await told.tell(RETURNED, reason="缺页", due_on="2026-12-20")
    await told.tell(REJECTED, reason="不急")
    await told.world.fetch(
        "UPDATE notifications SET message_state = 'sent' WHERE user_id = $1",
        UUID(told.person.user["id"]),
    )
    clock.ahead = SMS_AFTER + timedelta(seconds=1)
    await told.tell(RETURNED, reason="缺页", due_on="2026-12-20")
    await text(told, ports, texts)
    assert texts.taken == []
    assert (await ways(told, "sms"))[0] == ("none", "by_wechat")
