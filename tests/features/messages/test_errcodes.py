"""What each number of WeChat's means for the person, the message and the operators: docs/wechat.md."""

import logging
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from server.edge.jobs.try_later import TryLater
from server.edge.wechat.client import WeChat
from server.edge.wechat.content import CheckScene, NoVerdict
from server.edge.wechat.errcodes import ErrorClass, classify
from server.edge.wechat.errors import WeChatUnavailable
from server.errors import AppError
from server.ports import Ports
from server.worker import handlers
from tests.features.messages.conftest import Told
from tests.world.application import MovableClock
from tests.world.sandbox import LOGIN, PHONE, SEND

PAGE: Final = Path(__file__).resolve().parents[3] / "docs" / "wechat.md"
DRAW, LINK = "/wxa/getwxacodeunlimit", "/wxa/generate_urllink"
TEXT = "/wxa/msg_sec_check"
EVENT: Final = "application.rejected"
REST: Final = timedelta(hours=1)
"""Longer than any that WeChat's answers ask for."""
AS_TOLD: Final = """
UPDATE notifications SET message_state = 'queued', attempts = 0, sent_at = NULL WHERE id = $1
"""


@dataclass(frozen=True)
class Row:
    """One number of a line of the table."""

    errcode: int
    login: str
    phone: str
    entrance: str
    card: str
    operators: str


def rows() -> Iterator[Row]:
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 7 and re.match(r"-?[0-9]", cells[0]):
            for number in cells[0].split("·"):
                yield Row(int(number), *cells[2:4], cells[4].partition(",")[0], *cells[5:])


ROWS: Final = list(rows())


def test_the_table_has_every_class() -> None:
    """`OK` needs no words; the numbers of section 3 of the contract are all there."""
    assert {classify(row.errcode) for row in ROWS} == set(ErrorClass) - {ErrorClass.OK}
    assert len({row.errcode for row in ROWS}) == len(ROWS) >= 29


async def refused(call: Awaitable[object]) -> str:
    with pytest.raises(AppError) as caught:
        await call
    return f"{caught.value.status} {caught.value.code}"


@pytest.fixture
def fresh(told: Told) -> Callable[[], WeChat]:
    """Clients that remember nothing of each other: neither pauses nor alarms."""
    sandbox = told.world.sandbox

    def make() -> WeChat:
        return WeChat(sandbox.url, sandbox.appid, sandbox.secret, clock=told.world.ports.clock)

    return make


async def test_what_people_and_operators_are_told(
    told: Told, fresh: Callable[[], WeChat], caplog: pytest.LogCaptureFixture
) -> None:
    sandbox = told.world.sandbox
    for row in ROWS:
        # Twice for a token: the fresh one is refused as well. Thrice for what is tried again.
        for api in (LOGIN, PHONE, DRAW, LINK, TEXT):
            await sandbox.fault(api, errcode=row.errcode, times=None)
        caplog.clear()
        async with fresh() as wechat:
            draw = wechat.draw_code(page="pages/a", scene="p=1", state="formal")
            link = wechat.make_link(page="pages/a", query="id=1", state="formal")
            said = (
                await refused(wechat.code_to_session("sandbox-wang")),
                await refused(wechat.phone_number("sandbox-phone-13812341234")),
                *[await refused(entrance) for entrance in (draw, link)],
            )
            # Whatever the number, a person looks at the text instead.
            with pytest.raises((NoVerdict, WeChatUnavailable)):
                await wechat.check_text("你好", openid="o", scene=CheckScene.PROFILE)
        assert said == (row.login, row.phone, row.entrance, row.entrance), row
        assert alarmed(caplog) == (row.operators == "alarm"), row
        await told.world.sandbox.mend()


async def test_what_becomes_of_a_card(
    told: Told,
    ports: Ports,
    as_worker: None,
    fresh: Callable[[], WeChat],
    clock: MovableClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await told.tell(EVENT, reason="不符合条件")
    (entry,) = await told.rows(EVENT)
    for row in ROWS:
        if row is ROWS[0] or ROWS[ROWS.index(row) - 1].card == "refused":
            await told.accept("result")
        await told.world.fetch(AS_TOLD, entry["id"])
        await told.world.sandbox.fault(SEND, errcode=row.errcode, times=None)
        caplog.clear()
        async with fresh() as wechat:
            with suppress(TryLater):
                await handlers(replace(ports, wechat=wechat))["notification.send"](entry["id"])
        (now,) = await told.rows(EVENT)
        assert now["message_state"] == row.card, row
        assert alarmed(caplog) == (row.operators == "alarm"), row
        await told.world.sandbox.mend()
        # Of a limit the worker rests before the next message.
        clock.ahead += REST


def alarmed(caplog: pytest.LogCaptureFixture) -> bool:
    return any(record.levelno >= logging.ERROR for record in caplog.records)
