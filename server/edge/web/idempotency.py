"""Idempotency keys: a repeated POST with the same key gives the same status and resource."""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any
from uuid import UUID

from models.rules.reasons import Reason, Text
from models.rules.text.limits import IDEMPOTENCY_KEY
from server.edge.web.describe import Handler
from server.edge.web.ports import edge_of
from server.edge.web.replies import reply, reply_nothing
from server.edge.web.request import ApiRequest
from server.errors import AppError, Invalid
from storage.postgres.core.idempotency import (
    Once,
    OnceInProgress,
    OnceRecorded,
    Recorded,
    current_once,
)

Present = Callable[[ApiRequest, UUID], Awaitable[Any]]
"""The body of a repeated call: the resource in its present state."""


class IdempotencyConflict(AppError):
    """The key was used before, with another body."""

    status, code = 409, "idempotency_conflict"
    title = Text(
        "这次提交与上一次内容不同，没有保存；请刷新页面后重新提交",
        "This Idempotency-Key was used for another body",
    )


class InProgress(AppError):
    """The same request is being worked on right now."""

    status, code = 409, "in_progress"
    title = Text(
        "同样的内容正在处理，请稍后刷新查看，不用再提交", "The same request is being worked on"
    )


def key_of(request: ApiRequest) -> str | None:
    """The `Idempotency-Key`, None without one; raises `Invalid` if malformed."""
    key: str | None = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not key or len(key) > IDEMPOTENCY_KEY or not (key.isascii() and key.isprintable()):
        text = Text(
            f"提交编号须为 1 至 {IDEMPOTENCY_KEY} 个可见字符；请刷新页面后重新提交",
            f"Idempotency-Key must be 1 to {IDEMPOTENCY_KEY} printable characters",
        )
        raise Invalid(errors=[Reason("Idempotency-Key", "format", text)])
    return key


async def remember(request: ApiRequest, body_hash: bytes) -> None:
    """Name this attempt, so that the use case's transaction records it.

    Called by the edge for JSON bodies, and by routes that stream theirs, once they know its hash
    (SHA-256). Raises `OnceRecorded` or `IdempotencyConflict` if the key has been used.
    """
    if request.once_key is None:
        return
    request.once_hash = body_hash
    once = Once(request.identity.user_id, request.method, request.path, request.once_key, body_hash)
    recorded = await edge_of(request).find_once(once)
    if recorded is not None:
        raise OnceRecorded(recorded)
    current_once.set(once)


async def run_once(
    request: ApiRequest,
    handler: Handler,
    path: dict[str, Any],
    *,
    present: Present | None,
    streamed: bool,
) -> Any:
    """Run a POST handler under its key, if it carries one.

    A `streamed` body is hashed by the handler, which calls `remember`.
    """
    request.once_key = key_of(request)
    if request.once_key is None:
        return await handler(request, **path)
    before = current_once.set(None)
    try:
        if not streamed:
            await remember(request, sha256(request.body).digest())
        return await handler(request, **path)
    except OnceRecorded as found:
        return await _repeat(request, found.recorded, present)
    except OnceInProgress:
        raise InProgress(retry_after=1) from None
    finally:
        current_once.reset(before)


async def _repeat(request: ApiRequest, recorded: Recorded, present: Present | None) -> Any:
    if recorded.body_hash != request.once_hash:
        raise IdempotencyConflict()
    if present is None or recorded.resource_id is None:
        return reply_nothing()
    return reply(await present(request, recorded.resource_id), recorded.status)
