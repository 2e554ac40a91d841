"""`staff disable|enable|end-sessions|grant|ungrant`: rights that are given and taken back."""

import asyncio
from argparse import Namespace
from collections.abc import Sequence

from server.cli.operator import act_of
from server.cli.place import find_place
from server.cli.say import say
from server.cli.session import session
from server.cli.staff_scope import scope_of
from server.cli.unknown import named_account
from server.features.identity.cached_sessions import drop_cached
from server.features.identity.disable import disable_account, enable_account
from server.features.identity.end_grants import WantedGrants, take_back_grants
from server.features.identity.end_sessions import end_sessions
from server.features.identity.give_grant import give_grant
from server.features.identity.last_holder import LeftAlone
from server.features.identity.operator import AccountName
from server.features.reviews.let_go import let_go
from storage.postgres.without_officer import count_without_officer


def run_disable(options: Namespace) -> None:
    asyncio.run(_disable(options))


async def _disable(options: Namespace) -> None:
    account, name = _account(options)
    async with session(find_place(options.data)) as ports:
        with named_account(name):
            done = await disable_account(
                account, act=act_of(options.reason), clock=ports.clock, release=let_go
            )
        reached = await drop_cached(ports.sessions, ended=done.sessions)
        if done.changed:
            say("已停用账号，不能再登录", "The account is disabled", name)
        else:
            say("此前已停用，没有变化", "Disabled before, unchanged", name)
        _tell_sessions(len(done.sessions), reached=reached)
        await _tell_left(done.reviews, done.left_alone)


def run_enable(options: Namespace) -> None:
    asyncio.run(_enable(options))


async def _enable(options: Namespace) -> None:
    account, name = _account(options)
    async with session(find_place(options.data)) as ports:
        with named_account(name):
            changed = await enable_account(account, act=act_of(options.reason), clock=ports.clock)
    if changed:
        say("已启用账号，角色和密码不变", "The account is enabled, with its rights", name)
    else:
        say("账号没有停用，没有变化", "It was not disabled, unchanged", name)


def run_end_sessions(options: Namespace) -> None:
    asyncio.run(_end_sessions(options))


async def _end_sessions(options: Namespace) -> None:
    account, name = _account(options)
    async with session(find_place(options.data)) as ports:
        with named_account(name):
            ended = await end_sessions(account, act=act_of(options.reason), clock=ports.clock)
        reached = await drop_cached(ports.sessions, ended=ended)
    _tell_sessions(len(ended), reached=reached)


def run_grant(options: Namespace) -> None:
    asyncio.run(_grant(options))


async def _grant(options: Namespace) -> None:
    grant = scope_of(options)
    async with session(find_place(options.data)) as ports:
        account = AccountName(username=options.username)
        with named_account(options.username):
            open_sessions = await give_grant(
                account, grant, act=act_of(options.reason), clock=ports.clock
            )
        reached = await drop_cached(ports.sessions, changed=open_sessions)
    say("已授予角色", "The role is given", f"{options.username} {grant.role}")
    _tell_when(reached=reached)


def run_ungrant(options: Namespace) -> None:
    asyncio.run(_ungrant(options))


async def _ungrant(options: Namespace) -> None:
    wanted = WantedGrants(options.role, options.programme, options.edition, options.district)
    account = AccountName(username=options.username)
    async with session(find_place(options.data)) as ports:
        act = act_of(options.reason)
        with named_account(options.username):
            done = await take_back_grants(
                account, wanted, act=act, clock=ports.clock, release=let_go
            )
        reached = await drop_cached(ports.sessions, changed=done.sessions)
        for grant in done.grants:
            limits = (grant.programme_code, grant.edition_code, grant.district)
            limited = "，".join(limit for limit in limits if limit) or "不限 / not limited"
            say(f"已收回角色 {grant.role} {grant.organisation}", "The role is taken back", limited)
        _tell_when(reached=reached)
        await _tell_left(done.reviews, done.left_alone)


def _account(options: Namespace) -> tuple[AccountName, str]:
    """Whom it is about, and their name as it was typed."""
    name = options.username or str(options.person)
    return AccountName(username=options.username, person_id=options.person), name


def _tell_sessions(count: int, *, reached: bool) -> None:
    say("已结束其登录", "Logins ended", count)
    _tell_when(reached=reached)


def _tell_when(*, reached: bool) -> None:
    if not reached:
        say(
            "连接不上 Redis：各服务器最迟 30 秒后生效",
            "Redis does not answer: it is in force on every server within 30 seconds",
        )


async def _tell_left(reviews: int, alone: Sequence[LeftAlone]) -> None:
    """What the person leaves behind: work given back, bodies and matters without anybody."""
    if reviews:
        say("已放回其领取的审核，其他人可以领取", "Reviews given back", reviews)
    for one in alone:
        if one.others:
            chinese = f"只剩 {one.others} 人担任 {one.role}，核实收款账户须有两人，请尽快另行授予"
            english = "Attention: one person is left there, and accounts are verified by two"
        else:
            chinese = f"现在没有其他人担任 {one.role}，请尽快另行授予"
            english = "Attention: nobody else holds this role there"
        say(f"注意：{one.organisation} {chinese}", english, one.programme_code or "")
    for counted in await count_without_officer():
        say(
            f"注意：有无人可办的事项（{counted.kind}），见 GET /reviews/without-officer",
            "Attention: matters in nobody's reach",
            counted.count,
        )
