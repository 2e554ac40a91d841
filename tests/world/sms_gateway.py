"""A small HTTP server that plays an SMS gateway: keeps what it is sent, answers as it is told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from server.edge.sms.gateway import SmsGateway
from server.edge.sms.gateway_file import read_gateway


@dataclass
class Texts:
    """`taken`: path, headers and body of every call; `cut` hangs up after the call was taken."""

    url: str = ""
    status: int = 200
    answer: str = '{"code": "0"}'
    cut: bool = False
    taken: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)

    def gateway(self, **file: Any) -> SmsGateway:
        body = {"to": "{phone}", "text": "{text}", "params": ["{title}", "{number}"], "id": "{id}"}
        written = {
            "url": f"{self.url}/send",
            "headers": {"Authorization": "Bearer {secret}"},
            "body": body,
            "answer": {"field": "code", "equals": "0"},
        }
        return SmsGateway(
            read_gateway({**written, **file}),
            "s3cret",
            count=lambda channel, outcome: self.sent.append((channel, outcome)),
        )


@asynccontextmanager
async def sms_gateway() -> AsyncIterator[Texts]:
    texts = Texts()

    async def take(request: web.Request) -> web.Response:
        body = await request.text()
        texts.taken.append((request.path_qs, dict(request.headers), body))
        if texts.cut and request.transport is not None:
            request.transport.abort()
        return web.Response(status=texts.status, text=texts.answer)

    app = web.Application()
    app.router.add_post("/{path:.*}", take)
    async with TestServer(app) as server:
        texts.url = str(server.make_url("")).rstrip("/")
        yield texts
