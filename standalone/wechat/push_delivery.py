"""Posts events to the app's push address, again if it does not answer well."""

import asyncio
import logging
from typing import Any

import aiohttp

from standalone.wechat.push_envelope import Envelope, envelope
from standalone.wechat.push_events import Event
from standalone.wechat.records import App, PushTarget
from standalone.wechat.world import World

_log = logging.getLogger(__name__)


def push_aside(world: World, app: App, event: Event) -> None:
    """Push after the answer; without a push address nothing happens."""
    if app.push is not None:
        world.run_aside(push(world, app, event))


async def push(world: World, app: App, event: Event) -> None:
    """Each copy of the event by itself, some of them lost, all within `push_within_s`."""
    options, dice = world.options, world.dice
    if app.push is None or dice.random() < options.push_lost_chance:
        return
    copies = range(max(1, options.push_copies))
    await asyncio.gather(*(_push_once(world, app.push, app, event, dice.random()) for _ in copies))


async def _push_once(
    world: World, target: PushTarget, app: App, event: Event, share: float
) -> None:
    """Up to `push_attempts` deliveries until one is answered 200 with `success` or nothing.

    `share` of `push_within_s` passes before, so that events overtake each other.
    """
    options = world.options
    await asyncio.sleep(share * options.push_within_s)
    for _ in range(options.push_attempts):
        kept = options.compat_fields
        sealed = envelope(target, app.appid, event, world.clock.now(), kept=kept)
        result = await deliver(world, target, sealed)
        if result["status"] == 200 and result["body"] in ("", "success"):
            return
    _log.warning("push was not taken: %s", event["Event"])


async def deliver(world: World, target: PushTarget, sealed: Envelope) -> dict[str, Any]:
    """One delivery: `{"status","body"}`, status 0 when there was no answer."""
    limit = aiohttp.ClientTimeout(total=world.options.push_timeout_s)
    result: dict[str, Any]
    try:
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.post(
                target.url,
                params=sealed.query,
                data=sealed.body,
                headers={"Content-Type": sealed.content_type},
            ) as response,
        ):
            result = {"status": response.status, "body": await response.text()}
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        result = {"status": 0, "body": type(error).__name__}
    world.push_log.append(result)
    return result
