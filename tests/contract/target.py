"""Whom the contract is tried against: the stand-in always, WeChat itself where its app is at hand."""

import json
import os
import re
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from server.edge.wechat.client import WeChat

WECHAT: Final = "https://api.weixin.qq.com"
APPID, SECRET_OF_APP = "SHUANGTUI_CONTRACT_APPID", "SHUANGTUI_CONTRACT_SECRET"
WITHOUT: Final = (
    f"WeChat itself was not asked: {APPID} and {SECRET_OF_APP} name no app"
    " (a test account's, never the one of production)"
)
RID: Final = re.compile(r"rid: ([0-9a-f]{8})-[0-9a-f]{8}-[0-9a-f]{8}$")


@dataclass(frozen=True)
class Target:
    """One of the two; `client` is the product's own, `token` works."""

    name: str
    url: str
    appid: str
    secret: str
    client: WeChat
    http: aiohttp.ClientSession
    token: str

    async def raw(self, method: str, path: str, **options: Any) -> tuple[int, bytes]:
        async with self.http.request(method, self.url + path, **options) as response:
            return response.status, await response.read()

    async def call(self, path: str, body: Any = None, **query: str) -> dict[str, Any]:
        """With the token, unless the query says another; a body makes it a POST."""
        params = {"access_token": self.token} | query
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        method = "GET" if body is None else "POST"
        status, raw = await self.raw(method, path, params=params, data=data)
        assert status == 200
        return dict(json.loads(raw))


def given_app() -> tuple[str, str] | None:
    """The app to ask WeChat about, from the environment."""
    appid, secret = os.environ.get(APPID), os.environ.get(SECRET_OF_APP)
    return (appid, secret) if appid and secret else None
