"""`staff add|reset-password|reset-otp`: an account and what its person logs in with."""

import asyncio
import getpass
import sys
from argparse import Namespace
from contextlib import closing

from models.rules.reasons import Text
from server.cli.operator import act_of
from server.cli.place import Place, find_place
from server.cli.say import say
from server.cli.session import session
from server.cli.staff_scope import scope_of
from server.cli.unknown import named_account
from server.errors import StartRefused
from server.features.identity.cached_sessions import drop_cached
from server.features.identity.passwords import Passwords
from server.features.identity.policy import FIRST_PASSWORD_LASTS
from server.features.identity.reset_otp import reset_otp
from server.features.identity.reset_password import FirstPassword, reset_password
from server.features.identity.staff import add_staff
from server.features.identity.staff_organisation import NewStaff, known_district

_NO_PASSWORD = Text(
    "没有读到密码。请在终端里输入，或加上 --password-stdin 从标准输入读取",
    "There was no password. Type it at a terminal, or give it with --password-stdin",
)

_NOT_READABLE = Text(
    "密码中有无法识别的字符，请用 UTF-8 输入", "The password holds half a character; give UTF-8"
)


def run_add(options: Namespace) -> None:
    asyncio.run(_add(options))


async def _add(options: Namespace) -> None:
    place = find_place(options.data)
    grant, password = scope_of(options), _password(options)
    async with session(place) as ports:
        district = await known_district(grant.district)
        staff = NewStaff(
            username=options.username,
            role=grant.role,
            password=password,
            organisation_id=grant.organisation_id,
            platform_id=grant.platform_id,
            programme_code=grant.programme_code,
            edition_code=grant.edition_code,
            district=district,
            must_change_password=_must_change(place),
        )
        with closing(Passwords()) as passwords:
            user_id = await add_staff(
                staff,
                passwords=passwords,
                keyring=ports.keyring,
                clock=ports.clock,
                act=act_of(options.reason),
            )
    say("已添加账号", "Account added", f"{options.username} ({user_id})")
    limits = [staff.programme_code, staff.edition_code, staff.district]
    limited = [limit for limit in limits if limit] or [options.platform or options.organisation]
    if any(limited):
        say("权限范围", "Limited to", ", ".join(str(limit) for limit in limited))
    else:
        say("权限范围：全部项目、全部地区", "Not limited: all programmes and districts")
    _tell_first_password(place)


def run_reset_password(options: Namespace) -> None:
    asyncio.run(_reset_password(options))


async def _reset_password(options: Namespace) -> None:
    place = find_place(options.data)
    first = FirstPassword(_password(options), must_change=_must_change(place))
    async with session(place) as ports:
        with named_account(options.username), closing(Passwords()) as passwords:
            ended = await reset_password(
                options.username,
                first,
                act=act_of(options.reason),
                passwords=passwords,
                clock=ports.clock,
            )
        await drop_cached(ports.sessions, ended=ended)
    say("已重设密码，原有登录已结束", "The password is set, logins ended", options.username)
    _tell_first_password(place)


def run_reset_otp(options: Namespace) -> None:
    asyncio.run(_reset_otp(options))


async def _reset_otp(options: Namespace) -> None:
    async with session(find_place(options.data)) as ports:
        with named_account(options.username):
            ended = await reset_otp(options.username, act=act_of(options.reason), clock=ports.clock)
        await drop_cached(ports.sessions, ended=ended)
    say("已清除动态口令，下次登录重新绑定", "The second factor is cleared", options.username)


def _must_change(place: Place) -> bool:
    """The demonstration asks for neither a new password nor a second factor."""
    return place.settings.environment != "demo"


def _tell_first_password(place: Place) -> None:
    if _must_change(place):
        hours = round(FIRST_PASSWORD_LASTS.total_seconds() / 3600)
        say(
            f"首次登录须修改密码；{hours} 小时内未登录的，密码失效，请用 staff reset-password 重设",
            f"To be changed at the first login, within {hours} hours",
        )


def _first_line() -> str:
    """Raises EOFError where nothing comes, as getpass does."""
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\r\n")


def _password(options: Namespace) -> str:
    try:
        typed = _first_line() if options.password_stdin else getpass.getpass("密码 / password: ")
        typed.encode()
    except EOFError:
        raise StartRefused(_NO_PASSWORD) from None
    except UnicodeError:
        raise StartRefused(_NOT_READABLE) from None
    return typed
