"""A cache of rendered answers: what many ask for and changes rarely is sent from memory.

A hit costs a look-up and no I/O. What is kept lives for about a second, so another process's
change shows that much later; a change in this process calls `forget` after its commit.
"""

from asyncio import Task, create_task, current_task, get_running_loop, shield
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sanic.response import HTTPResponse

from server.edge.web.packed import JSON, Prepared
from server.edge.web.request import ApiRequest

Render = Callable[[], Awaitable[bytes]]
_Key = tuple[bytes, bool]
_VARY = "accept-language, accept-encoding"
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Rendered:
    answer: Prepared
    until: float


class RenderedCache:
    """Bytes per target and language, for `seconds`, oldest out first.

    At most `most` of them and together `most_bytes`: targets may be made up without end.
    """

    def __init__(
        self, *, seconds: float = 1.0, most: int = 512, most_bytes: int = _MOST_BYTES
    ) -> None:
        self._seconds = seconds
        self._most, self._most_bytes, self._bytes = most, most_bytes, 0
        self._kept: dict[_Key, _Rendered] = {}
        self._rendering: dict[_Key, Task[_Rendered]] = {}

    async def reply(
        self,
        request: ApiRequest,
        render: Render,
        *,
        content_type: str = JSON,
        target: bytes | None = None,
    ) -> HTTPResponse:
        """The answer to this target, or 304; `render` gives its bytes if none are kept.

        `target`: under which it is kept, where addresses that differ have the same answer.

        Callers that come while one renders wait for it. What `render` raises is raised to all of
        them and not kept.
        """
        key = (request.raw_url if target is None else target, request.english)
        found = self._kept.get(key)
        if found is None or found.until <= get_running_loop().time():
            found = await self._once(key, render, content_type)
        return await found.answer.reply(request, vary=_VARY)

    def forget(self) -> None:
        """Drop everything, and what is being rendered now: it may show the state before."""
        self._kept.clear()
        self._bytes = 0
        self._rendering.clear()

    async def _once(self, key: _Key, render: Render, content_type: str) -> _Rendered:
        task = self._rendering.get(key)
        if task is None:
            task = create_task(self._render(key, render, content_type))
            self._rendering[key] = task
            task.add_done_callback(_look_at_the_end)
        # One caller that hangs up must not take the answer from the others.
        return await shield(task)

    async def _render(self, key: _Key, render: Render, content_type: str) -> _Rendered:
        # Itself, not what stands there: it may be forgotten before it begins.
        mine = current_task()
        try:
            body = await render()
            prepared = Prepared(body, content_type)
            made = _Rendered(prepared, get_running_loop().time() + self._seconds)
            former = self._kept.get(key)
            if former is not None:
                made.answer.follow(former.answer)
            if self._rendering.get(key) is mine:
                self._keep(key, made)
            return made
        finally:
            if self._rendering.get(key) is mine:
                del self._rendering[key]

    def _keep(self, key: _Key, made: _Rendered) -> None:
        self._drop(key)
        self._bytes += len(made.answer.body)
        while self._kept and (len(self._kept) >= self._most or self._bytes > self._most_bytes):
            self._drop(next(iter(self._kept)))
        self._kept[key] = made

    def _drop(self, key: _Key) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._bytes -= len(gone.answer.body)


def _look_at_the_end(task: Task[_Rendered]) -> None:
    """If every caller has gone, nobody else takes the exception, and asyncio would complain."""
    if not task.cancelled():
        task.exception()
