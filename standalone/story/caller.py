"""Calls over HTTP as the mini-program or a console makes them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from standalone.story.broken import StoryBroken

API = "/api/v1"


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """Status and content of one call; `what` names the call."""

    what: str
    status: int
    raw: bytes
    headers: Mapping[str, str]

    @property
    def body(self) -> Any:
        """The content as JSON, None without one."""
        return json.loads(self.raw) if "json" in self.headers.get("content-type", "") else None

    def ok(self, status: int = 200) -> Any:
        """The body. Raises StoryBroken for another status."""
        if self.status != status:
            raise StoryBroken(f"{self.what}：应为 {status}，实为 {self.status} {self._told()}")
        return self.body

    def refused(self, status: int, code: str) -> Any:
        """The problem. Raises StoryBroken if it was not refused, or for another reason."""
        body = self.body if self.status == status else None
        if body is None or body.get("code") != code:
            raise StoryBroken(
                f"{self.what}：应被拒绝 {status} {code}，实为 {self.status} {self._told()}"
            )
        return body

    def _told(self) -> str:
        return self.raw[:600].decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who calls; `base` is the address with the prefix of all paths."""

    http: aiohttp.ClientSession
    base: str
    headers: dict[str, str] = field(default_factory=dict)

    def known_as(self, token: str) -> "Caller":
        """The same with a login."""
        return Caller(self.http, self.base, {"authorization": f"Bearer {token}"})

    async def call(self, method: str, path: str, **options: Any) -> HttpAnswer:
        """Raises StoryBroken if nobody answers."""
        headers = self.headers | options.pop("headers", {})
        what = f"{method} {path}"
        try:
            async with self.http.request(
                method, self.base + path, headers=headers, **options
            ) as answer:
                return HttpAnswer(what, answer.status, await answer.read(), answer.headers)
        except (aiohttp.ClientError, TimeoutError) as lost:
            raise StoryBroken(
                f"{what}：没有应答（{type(lost).__name__}），系统在运行吗？"
            ) from lost

    async def get(self, path: str, **query: Any) -> HttpAnswer:
        return await self.call("GET", path, params=query)

    async def post(self, path: str, body: Any = None, *, key: str | None = None) -> HttpAnswer:
        """`key`: the `Idempotency-Key`."""
        headers = {} if key is None else {"idempotency-key": key}
        return await self.call("POST", path, json={} if body is None else body, headers=headers)

    async def put(self, path: str, body: Any, *, version: int | None = None) -> HttpAnswer:
        """`version`: the one that was read, for `If-Match`."""
        headers = {} if version is None else {"if-match": f'"{version}"'}
        return await self.call("PUT", path, json=body, headers=headers)

    async def delete(self, path: str) -> HttpAnswer:
        return await self.call("DELETE", path)

    async def upload(self, path: str, kind: str, name: str, content: bytes) -> HttpAnswer:
        """One paper, its file part under a temporary name as a mini-program sends it."""
        form = aiohttp.FormData()
        form.add_field("kind", kind)
        form.add_field("name", name)
        form.add_field("file", content, filename="tmp_3f9a", content_type="image/jpeg")
        return await self.call("POST", path, data=form)
