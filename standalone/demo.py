"""`demo`: drives the whole story against the running server through HTTP."""

import asyncio
from argparse import Namespace

from server.cli.place import NotRunning, find_place
from server.cli.say import say
from standalone.accounts import read_accounts
from standalone.story import StoryBroken, tell_story
from standalone.story.alone import alone


def run_demo(options: Namespace) -> int:
    """0 if everything is as it should be, else 1."""
    place = find_place(options.data)
    accounts = read_accounts(options.data)
    if not accounts:
        raise NotRunning("没有演示账号，请先运行 make run / no demonstration accounts yet")
    try:
        with alone(options.data):
            asyncio.run(tell_story(place.url, place.wechat_url, accounts))
    except StoryBroken as broken:
        say("演示没有走通", "The story broke", broken)
        return 1
    return 0
