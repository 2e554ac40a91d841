"""Every test of this folder runs twice: against the stand-in, and against WeChat."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from server.clock import Clock
from server.edge.wechat.client import WeChat
from tests.contract.target import WECHAT, WITHOUT, Target, given_app
from tests.world.sandbox import Sandbox


@pytest_asyncio.fixture(params=["stand-in", "wechat"], loop_scope="session")
async def target(request: pytest.FixtureRequest, stand_in: Sandbox) -> AsyncIterator[Target]:
    if request.param == "stand-in":
        await stand_in.control("reset")
        url, app = stand_in.url, (stand_in.appid, stand_in.secret)
    else:
        given = given_app()
        if given is None:
            pytest.skip(WITHOUT)
        url, app = WECHAT, given
    async with (
        WeChat(url, *app, clock=Clock()) as client,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as http,
    ):
        asking = Target(request.param, url, *app, client, http, "")
        body = {"grant_type": "client_credential", "appid": app[0], "secret": app[1]}
        token = (await asking.call("/cgi-bin/stable_token", body))["access_token"]
        yield Target(request.param, url, *app, client, http, token)
