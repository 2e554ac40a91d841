"""`staff add`: an account with one grant, beside a running `up` or on servers of one's own."""

import asyncio
import getpass
import sys
from argparse import Namespace
from uuid import UUID

from models.rules.reasons import Reason, Text
from server.cli.place import find_place
from server.cli.say import say
from server.cli.session import session
from server.cli.unknown import named_account
from server.errors import Invalid, StartRefused
from server.features.identity.reset_otp import reset_otp
from server.features.identity.staff import add_staff, in_known_district
from server.features.identity.staff_organisation import NewStaff

_NO_ID = Text(
    "填的不是有效的编号，请从管理页面复制完整的编号", "Not a valid id; copy the whole of it"
)
_NO_PASSWORD = Text(
    "没有读到密码。请在终端里输入，或加上 --password-stdin 从标准输入读取",
    "There was no password. Type it at a terminal, or give it with --password-stdin",
)


def run_add(options: Namespace) -> None:
    asyncio.run(_add(options))


async def _add(options: Namespace) -> None:
    place = find_place(options.data)
    # The demonstration asks for neither a new password nor a second factor.
    must_change = place.settings.environment != "demo"
    organisation_id = _id("--organisation", options.organisation)
    platform_id = _id("--platform", options.platform)
    staff = NewStaff(
        username=options.username,
        role=options.role,
        password=_password(options),
        organisation_id=organisation_id,
        platform_id=platform_id,
        programme_code=options.programme,
        edition_code=options.edition,
        district=options.district,
        must_change_password=must_change,
    )
    async with session(place) as ports:
        staff = await in_known_district(staff)
        user_id = await add_staff(
            staff, passwords=ports.passwords, keyring=ports.keyring, clock=ports.clock
        )
    say("已添加账号", "Account added", f"{options.username} ({user_id})")
    limits = [staff.programme_code, staff.edition_code, staff.district]
    limited = [limit for limit in limits if limit] or [options.platform or options.organisation]
    if any(limited):
        say("权限范围", "Limited to", ", ".join(str(limit) for limit in limited))
    else:
        say("权限范围：全部项目、全部地区", "Not limited: all programmes and districts")
    if must_change:
        say("首次登录须修改密码", "The password must be changed at the first login")


def run_reset_otp(options: Namespace) -> None:
    asyncio.run(_reset_otp(options))


async def _reset_otp(options: Namespace) -> None:
    async with session(find_place(options.data)) as ports:
        with named_account(options.username):
            ended = await reset_otp(options.username, clock=ports.clock)
        cache = ports.sessions
        for token_hash in ended:
            await cache.end(token_hash)
    say("已清除动态口令，下次登录重新绑定", "The second factor is cleared", options.username)


def _password(options: Namespace) -> str:
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    try:
        return getpass.getpass("密码 / password: ")
    except EOFError:
        raise StartRefused(_NO_PASSWORD) from None


def _id(field: str, text: str | None) -> UUID | None:
    if text is None:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(errors=[Reason(field, "format", _NO_ID)]) from None
