"""A cache of rendered answers: what many ask for and changes rarely is sent from memory.

A hit costs a look-up and no I/O. What is kept lives for about a second, so another process's
change shows that much later; a change in this process calls `forget` after its commit.
"""

from asyncio import Task, create_task, get_running_loop, shield
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sanic.response import HTTPResponse

from server.edge.web.replies import etag_of, reply_tagged
from server.edge.web.request import ApiRequest

Render = Callable[[], Awaitable[bytes]]
_Key = tuple[bytes, bool]


@dataclass(frozen=True, slots=True)
class _Rendered:
    body: bytes
    etag: str
    until: float


class RenderedCache:
    """Bytes per target and language, for `seconds`; at most `most` of them, oldest out first."""

    def __init__(self, *, seconds: float = 1.0, most: int = 512) -> None:
        self._seconds = seconds
        self._most = most
        self._kept: dict[_Key, _Rendered] = {}
        self._rendering: dict[_Key, Task[_Rendered]] = {}

    async def reply(self, request: ApiRequest, render: Render) -> HTTPResponse:
        """The answer to this target, or 304; `render` gives its bytes if none are kept.

        Callers that come while one renders wait for it. What `render` raises is raised to all of
        them and not kept.
        """
        key = (request.raw_url, request.english)
        found = self._kept.get(key)
        if found is None or found.until <= get_running_loop().time():
            found = await self._once(key, render)
        return _answer(request, found)

    def forget(self) -> None:
        """Drop everything, and what is being rendered now: it may show the state before."""
        self._kept.clear()
        self._rendering.clear()

    async def _once(self, key: _Key, render: Render) -> _Rendered:
        task = self._rendering.get(key)
        if task is None:
            task = create_task(self._render(key, render))
            self._rendering[key] = task
            task.add_done_callback(_look_at_the_end)
        # One caller that hangs up must not take the answer from the others.
        return await shield(task)

    async def _render(self, key: _Key, render: Render) -> _Rendered:
        mine = self._rendering.get(key)
        try:
            body = await render()
            made = _Rendered(body, etag_of(body), get_running_loop().time() + self._seconds)
            if self._rendering.get(key) is mine:
                self._keep(key, made)
            return made
        finally:
            if self._rendering.get(key) is mine:
                del self._rendering[key]

    def _keep(self, key: _Key, made: _Rendered) -> None:
        self._kept.pop(key, None)
        while len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = made


def _look_at_the_end(task: Task[_Rendered]) -> None:
    """If every caller has gone, nobody else takes the exception, and asyncio would complain."""
    if not task.cancelled():
        task.exception()


def _answer(request: ApiRequest, found: _Rendered) -> HTTPResponse:
    response = reply_tagged(request, found.body, found.etag)
    response.headers["vary"] = "accept-language"
    return response
