"""The WeChat stand-in as a process of its own, and its control API for tests."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest_asyncio

PROJECT = Path(__file__).resolve().parents[2]
TEMPLATES = PROJECT / "config" / "wechat.toml"
APPID = "wxba5fad812f8e6fb9"
SECRET = "5ec4e7ff00112233445566778899aabb"
SEND = "/cgi-bin/message/subscribe/send"
STABLE_TOKEN = "/cgi-bin/stable_token"
LOGIN = "/sns/jscode2session"
PHONE = "/wxa/business/getuserphonenumber"
START_SECONDS = 60


@dataclass(frozen=True)
class Sandbox:
    """A running stand-in. `control` answers with what the control API answered."""

    url: str
    control_url: str
    session: aiohttp.ClientSession
    process: Process
    appid: str = APPID
    secret: str = SECRET

    async def control(self, act: str, **body: Any) -> Any:
        async with self.session.post(f"{self.control_url}/_control/{act}", json=body) as response:
            answer = await response.json()
            assert response.status == 200, answer
            return answer

    async def show(self, what: str, **query: str) -> Any:
        url = f"{self.control_url}/_control/{what}"
        async with self.session.get(url, params=query) as response:
            answer = await response.json()
            assert response.status == 200, answer
            return answer

    async def fault(self, api: str, **fault: Any) -> None:
        await self.control("faults", api=api, **fault)

    async def mend(self) -> None:
        """No fault any more."""
        async with self.session.delete(f"{self.control_url}/_control/faults") as answer:
            assert answer.status == 200

    async def calls(self, api: str) -> int:
        return int((await self.show("calls")).get(api, 0))

    async def openid(self, name: str) -> str:
        return str((await self.show("person", name=name))["openid"])

    async def accept(self, name: str, *template_ids: str, times: int = 1) -> None:
        for _ in range(times):
            for one in template_ids:
                await self.control("popup", name=name, template_id=one, choice="accept")

    async def deliveries(self, name: str) -> list[dict[str, Any]]:
        return list((await self.show("deliveries", name=name))["deliveries"])

    async def raw(self, method: str, path: str, **options: Any) -> tuple[int, str, bytes]:
        """Status, content type and bytes of one plain call, as the stand-in gave them."""
        async with self.session.request(method, self.url + path, **options) as response:
            return response.status, response.headers["Content-Type"], await response.read()

    async def token(self) -> str:
        body = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret}
        _, _, raw = await self.raw("POST", STABLE_TOKEN, json=body)
        return str(json.loads(raw)["access_token"])


@asynccontextmanager
async def sandbox_process(*options: str) -> AsyncIterator[Sandbox]:
    """Start on free ports with the product's templates; further options as on the command line."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "standalone.wechat", "--port", "0", "--control-port", "0"),
        *("--appid", APPID, "--templates", str(TEMPLATES)),
        "--stop-with-stdin",  # however this test process ends, the stand-in ends with it
        *options,
        cwd=PROJECT,
        env={**os.environ, "SHUANGTUI_WECHAT_SECRET": SECRET},
        stdin=PIPE,
        stdout=PIPE,
    )
    try:
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), START_SECONDS)
        ports = json.loads(line)["listening"]
        async with aiohttp.ClientSession() as session:
            yield Sandbox(
                f"http://127.0.0.1:{ports['port']}",
                f"http://127.0.0.1:{ports['control_port']}",
                session,
                process,
            )
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stand_in() -> AsyncIterator[Sandbox]:
    """One per test process."""
    async with sandbox_process() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox(stand_in: Sandbox) -> Sandbox:
    """The stand-in, brought back to its start."""
    await stand_in.control("reset")
    return stand_in


TEMPLATE = "sT0-aPpLiCaTiOn-rEsUlT_8kQ2vX5mN7bC3zL1wY9h"


DATA = {
    "thing1": "双推平台服务费补贴",
    "phrase2": "审核通过",
    "date3": "2026年11月21日 09:30",
    "thing4": "核定补贴¥4000.00",
    "character_string5": "SH2026000001",
}
