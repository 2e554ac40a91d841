"""`demo`: drives the whole story against the running server through HTTP."""

import asyncio
from argparse import Namespace

from server.cli.place import NotRunning, find_place
from server.cli.say import complain, say
from server.cli.statuses import FAILED, REFUSED
from standalone.accounts import FILE, read_accounts
from standalone.story import StoryBroken, StoryHindered, tell_story
from standalone.story.alone import alone


def run_demo(options: Namespace) -> int:
    """0 if everything is as it should be, 1 if not, 2 where it could not be tried."""
    place = find_place(options.data)
    accounts = read_accounts(options.data)
    if not accounts:
        raise NotRunning("没有演示账号，请先运行 make run / no demonstration accounts yet")
    try:
        with alone(options.data):
            asyncio.run(tell_story(place.url, place.wechat_url, accounts))
    except StoryHindered as hindered:
        complain(f"演示现在演不了：{hindered}", "the story cannot be told now")
        return REFUSED
    except StoryBroken as broken:
        complain(
            f"演示没有走通。{broken}\n每一步都核对额度，演示时请不要有别人同时办理；"
            "没有别人时仍走不通，请查看数据目录里的 logs/",
            "the story broke",
        )
        return FAILED
    say("在浏览器里打开小程序", "The mini-program in a browser", f"{place.url}/m")
    say("工作台", "The console", f"{place.url}/console")
    say("账号", "Accounts", str(options.data / FILE))
    return 0
