"""`messages show`: what became of messages, by way, state and reason."""

import asyncio
from argparse import Namespace

from server.cli.place import find_place
from server.cli.say import say
from server.cli.session import session
from server.features.messages.figures import SHOWN
from storage.postgres.message_figures import count_messages


def run_show(options: Namespace) -> None:
    asyncio.run(_show(options))


async def _show(options: Namespace) -> None:
    async with session(find_place(options.data)) as ports:
        counted = await count_messages(ports.clock.now() - SHOWN)
    for one in counted:
        say(f"{one.channel:<7} {one.state:<8} {one.reason or '-':<24} {one.count}")
    say("近一天的消息", "Messages of the last day", sum(one.count for one in counted))
