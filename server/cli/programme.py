"""`programme open|close|list|show`: run by a clerk; the first as the database's owner."""

import asyncio
from argparse import Namespace

from server.cli.place import find_place
from server.cli.say import say
from server.cli.session import session
from server.cli.unknown import named_edition
from server.clock import SHANGHAI
from server.features.editions.access import Actor
from server.features.editions.close import close_edition
from server.features.programmes.open import open_edition
from server.features.programmes.published import get_edition, list_editions
from server.features.programmes.texts import edition_line, edition_lines


def run_open(options: Namespace) -> None:
    asyncio.run(_open(options))


async def _open(options: Namespace) -> None:
    async with session(find_place(options.data), owner=True) as ports:
        with named_edition(options.code):
            opened = await open_edition(options.code, clock=ports.clock)
        until = opened.window.closes_at.astimezone(SHANGHAI)
        say("开放至", "Open until", f"{opened.edition} {until:%Y-%m-%d %H:%M}")


def run_close(options: Namespace) -> None:
    asyncio.run(_close(options))


async def _close(options: Namespace) -> None:
    async with session(find_place(options.data)) as ports:
        by = Actor("operator")
        with named_edition(options.code):
            closed = await close_edition(options.code, options.reason, by=by, clock=ports.clock)
    if closed:
        say(
            "已关闭，候补将逐一办结并通知",
            "Closed; those who wait are ended and told",
            options.code,
        )
    else:
        say("此前已关闭，没有变化", "Closed before, unchanged", options.code)


def run_list(options: Namespace) -> None:
    asyncio.run(_list(options))


async def _list(options: Namespace) -> None:
    async with session(find_place(options.data)) as ports:
        for edition in await list_editions():
            say(edition_line(edition, ports.clock.now()))


def run_show(options: Namespace) -> None:
    asyncio.run(_show(options))


async def _show(options: Namespace) -> None:
    async with session(find_place(options.data)) as ports:
        with named_edition(options.code):
            edition = await get_edition(options.code)
        for line in edition_lines(edition, ports.clock.now()):
            say(line)
