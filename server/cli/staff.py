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
from server.errors import Invalid
from server.identity.staff import add_staff
from server.identity.staff_organisation import NewStaff

_NO_ID = Text("不是有效的编号", "Not a valid id")


def run_add(options: Namespace) -> None:
    asyncio.run(_add(options))


async def _add(options: Namespace) -> None:
    staff = NewStaff(
        username=options.username,
        role=options.role,
        password=_password(options),
        organisation_id=_id("organisation", options.organisation),
        platform_id=_id("platform", options.platform),
        programme_code=options.programme,
        edition_code=options.edition,
        district=options.district,
    )
    async with session(find_place(options.data)) as ports:
        user_id = await add_staff(
            staff, passwords=ports.passwords, keyring=ports.keyring, clock=ports.clock
        )
    say("已添加账号", "Account added", f"{options.username} ({user_id})")
    limits = [staff.programme_code, staff.edition_code, staff.district]
    limited = [limit for limit in limits if limit] or [options.platform or options.organisation]
    if any(limited):
        say("权限范围", "Limited to", ", ".join(str(limit) for limit in limited))
    else:
        say("权限范围:全部项目、全部地区", "Not limited: all programmes and districts")
    say("首次登录须修改密码", "The password must be changed at the first login")


def _password(options: Namespace) -> str:
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass("密码 / password: ")


def _id(field: str, text: str | None) -> UUID | None:
    if text is None:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(errors=[Reason(field, "format", _NO_ID)]) from None
