"""Assertions of the demonstration: expected against found, and polling until something comes."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

from standalone.story.broken import StoryBroken

Found = TypeVar("Found")
_PATIENCE_SECONDS = 30.0
_PAUSE_SECONDS = 0.1


def expect(what: str, expected: object, found: object) -> None:
    """Raises StoryBroken unless both are equal."""
    if expected != found:
        raise StoryBroken(f"{what}：应为 {expected!r}，实为 {found!r}")


def expect_true(what: str, holds: bool, found: object = "") -> None:
    """Raises StoryBroken unless it holds."""
    if not holds:
        raise StoryBroken(f"{what}：不成立 {found!r}")


async def until(what: str, find: Callable[[], Awaitable[Found | None]]) -> Found:
    """What `find` finds in the end. Raises StoryBroken after half a minute without it."""
    deadline = monotonic() + _PATIENCE_SECONDS
    while True:
        found = await find()
        if found is not None:
            return found
        if monotonic() > deadline:
            raise StoryBroken(f"{what}：等了 {_PATIENCE_SECONDS:.0f} 秒仍没有等到")
        await asyncio.sleep(_PAUSE_SECONDS)
