"""`staff list`: every account with its roles, and what is not in order about it."""

import asyncio
from argparse import Namespace
from datetime import datetime

from server.cli.place import find_place
from server.cli.say import say
from server.cli.session import session
from server.clock import SHANGHAI, Clock
from server.features.identity.list_staff import HeldGrant, StaffAccount, list_staff
from server.features.identity.policy import FIRST_PASSWORD_LASTS


def run_list(options: Namespace) -> None:
    asyncio.run(_list(options))


async def _list(options: Namespace) -> None:
    async with session(find_place(options.data)) as ports:
        accounts = await list_staff(clock=ports.clock)
    for account in accounts:
        _tell(account, ports.clock)
    say("账号", "Accounts", len(accounts))


def _tell(account: StaffAccount, clock: Clock) -> None:
    zh, en = zip(*_states(account, clock.now()), strict=True)
    say(f"{account.username}：{'，'.join(zh)}", ", ".join(en), account.id)
    for grant in account.held():
        say(f"  {grant.role} {grant.organisation}", value=_limits(grant))


def _states(account: StaffAccount, now: datetime) -> list[tuple[str, str]]:
    found = [("正常", "enabled")]
    if account.disabled_at is not None:
        found = [(f"已停用（{_minute(account.disabled_at)}）", "disabled")]
    elif not account.held():
        found = [("没有角色", "no role")]
    if account.must_change_password:
        over = account.password_set_at + FIRST_PASSWORD_LASTS <= now
        found.append(("首次密码已失效", "first password over") if over else _FIRST)
    found.append(_WITH_OTP if account.has_otp else _WITHOUT_OTP)
    if account.last_login_at is None:
        found.append(("从未登录", "never logged in"))
    else:
        at = _minute(account.last_login_at)
        found.append((f"最近登录 {at}", f"last login {at}"))
    found.append((f"在线登录 {account.sessions} 个", f"{account.sessions} open sessions"))
    return found


_FIRST = ("尚未修改首次密码", "first password not changed yet")
_WITH_OTP = ("已绑定动态口令", "second factor set")
_WITHOUT_OTP = ("未绑定动态口令", "no second factor")


def _limits(grant: HeldGrant) -> str:
    limits = [grant.programme_code, grant.edition_code, grant.district]
    told = [limit for limit in limits if limit] or ["不限 / not limited"]
    if grant.valid_to is not None:
        told.append(f"至 / until {_minute(grant.valid_to)}")
    return "，".join(told)


def _minute(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
