"""The demonstration: one firm's way from the first look to the money, against a running server.

Everything goes through HTTP, as the mini-program and the consoles would do it. Each run makes its
own people and firms; the figures are compared exactly, so nobody else may be at work meanwhile
(`alone` keeps a second demonstration waiting).
"""

from collections.abc import Sequence

import aiohttp

from standalone.accounts import DemoAccount
from standalone.story.arriving import arrive
from standalone.story.broken import StoryBroken, StoryHindered
from standalone.story.browsing import browse
from standalone.story.caller import API, Caller
from standalone.story.deciding import approve, audit
from standalone.story.estimating import estimate
from standalone.story.filing import be_hidden, be_refused, fill_in, hand_over, start
from standalone.story.leaving import leave_work
from standalone.story.letters import check_code, take_commitment
from standalone.story.lining_up import line_up
from standalone.story.looking_back import look_back
from standalone.story.matching import find_matches
from standalone.story.messages import allow_messages, find_in_inbox
from standalone.story.paying import pay
from standalone.story.premises import find_everybody, find_money
from standalone.story.presenting import present_itself
from standalone.story.rating import rate
from standalone.story.returning import be_returned, correct, endorse
from standalone.story.scene import SECOND, Scene
from standalone.story.submitting import check_receipt, submit
from standalone.story.telling import Telling
from standalone.story.verifying import verify_account

__all__ = ["StoryBroken", "StoryHindered", "tell_story"]

_SECONDS_A_CALL = 30


async def tell_story(url: str, wechat_url: str, accounts: Sequence[DemoAccount]) -> None:
    """Tell the whole story; `wechat_url` is the stand-in's, with its control API.

    Raises StoryBroken at the first step that is not as it should be; StoryHindered, one of them,
    where what it builds on was changed: a pool too small, a closed edition, an account.
    """
    timeout = aiohttp.ClientTimeout(total=_SECONDS_A_CALL)
    async with aiohttp.ClientSession(timeout=timeout) as http:
        scene = Scene(
            telling=Telling(),
            anyone=Caller(http, url.rstrip("/") + API),
            wechat=Caller(http, wechat_url.rstrip("/")),
            health=Caller(http, url.rstrip("/")),
            accounts=_by_part(accounts),
        )
        await _tell(scene)
        scene.telling.end()


def _by_part(accounts: Sequence[DemoAccount]) -> dict[str, DemoAccount]:
    """By role, other cities' after those of the city that the story is about; and a second person."""
    found = {account.role: account for account in reversed(accounts)}
    if "authority" in found:
        second = f"{found['authority'].username}-2"
        found.update((SECOND, account) for account in accounts if account.username == second)
    return found


async def _tell(scene: Scene) -> None:
    await find_everybody(scene)
    await browse(scene)
    await find_money(scene)
    await present_itself(scene)
    await estimate(scene)
    first = await arrive(scene, "第一家企业")
    await find_matches(scene, first)
    second = await arrive(scene, "第二家企业")
    scene.telling.chapter("第一家企业：填报、上传、提交")
    await start(scene, first)
    await be_refused(scene, first)
    await fill_in(scene, first, paid_days_ago=9)
    await take_commitment(scene, first)
    await hand_over(scene, first)
    await be_hidden(scene, first, second)
    await allow_messages(scene, first)
    await submit(scene, first)
    await check_receipt(scene, first)
    await check_code(scene, first)
    await find_in_inbox(scene, first, "application.submitted")
    await line_up(scene, first, second)
    await endorse(scene, first)
    await be_returned(scene, first)
    await correct(scene, first)
    await audit(scene, first)
    await approve(scene, first)
    await verify_account(scene)
    await pay(scene, first)
    await rate(scene, first)
    await look_back(scene, first)
    await leave_work(scene)
