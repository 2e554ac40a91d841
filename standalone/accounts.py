"""The demonstration's accounts: made at the first start, kept in a file that only its owner reads."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.tables.platforms import Platform
from models.tables.programmes import Programme
from server.clock import Clock
from server.features.identity.passwords import Passwords
from server.features.identity.staff import add_staff
from server.features.identity.staff_organisation import NewStaff
from standalone.embedded.folder import write_private
from storage.postgres.core.keyring import Keyring

FILE = "demo-accounts.txt"
_HEAD = (
    "# 演示账号：账号 密码 角色（仅供本机试用）\n"
    "# Accounts of the demonstration: user name, password, role\n"
)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """`role` as in the contract, `title` as people call it."""

    username: str
    password: str
    role: str
    title: str


SECOND_AUTHORITY = "demo-authority-2"
"""Whoever verifies what the first has checked."""
_STAFF = (
    ("demo-authority", "authority", "主管部门（市经信委）"),
    (SECOND_AUTHORITY, "authority", "主管部门第二人"),
    ("demo-auditor", "auditor", "第三方审核机构"),
    ("demo-district", "district", "浦东新区初审"),
    ("demo-expert", "expert", "评审专家"),
    ("demo-expert-2", "expert", "评审专家"),
    ("demo-expert-3", "expert", "评审专家"),
    ("demo-inspector", "inspector", "监督（只读）"),
    ("demo-admin", "admin", "账号管理"),
)
_DISTRICT = "浦东新区"
PLATFORM_USER = "demo-platform"
_Wanted = tuple[str, str, str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Planned:
    """An account to be, with the scope of its grant as `NewStaff` spells it."""

    account: DemoAccount
    scope: dict[str, object]


def read_accounts(data: Path) -> list[DemoAccount]:
    """The accounts of that data folder; none before the first start."""
    file = data / FILE
    if not file.exists():
        return []
    lines = [line.split(maxsplit=3) for line in file.read_text("utf-8").splitlines()]
    return [
        DemoAccount(*parts) for parts in lines if len(parts) == 4 and not parts[0].startswith("#")
    ]


async def make_accounts(
    data: Path,
    programmes: Sequence[str],
    *,
    passwords: Passwords,
    keyring: Keyring,
    clock: Clock,
) -> list[DemoAccount]:
    """Make those that this folder does not have yet; the first programme is the one with a market.

    The file is written first: an account without its password in a file would be lost.
    """
    held = read_accounts(data)
    known = {account.username for account in held}
    planned = [
        Planned(DemoAccount(username, secrets.token_urlsafe(12), role, title), scope)
        for username, role, title, scope in await _wanted(programmes)
        if username not in known
    ]
    accounts = [*held, *(plan.account for plan in planned)]
    lines = (f"{a.username} {a.password} {a.role} {a.title}\n" for a in accounts)
    write_private(data / FILE, _HEAD + "".join(lines))
    for account, scope in ((plan.account, plan.scope) for plan in planned):
        staff = NewStaff(
            account.username,
            account.role,
            account.password,
            must_change_password=False,
            **scope,  # type: ignore[arg-type]  # names of NewStaff's own fields
        )
        await add_staff(staff, passwords=passwords, keyring=keyring, clock=clock)
    return accounts


async def _wanted(programmes: Sequence[str]) -> list[_Wanted]:
    """Those of the programme with the market, its first platform's, and three for each other city."""
    first, *others = programmes
    found: list[_Wanted] = [
        (username, role, title, _scope(role, first)) for username, role, title in _STAFF
    ]
    platform = await Platform.all().order_by("id").first()
    if platform is not None:
        title = f"平台企业：{platform.name}"
        found.append((PLATFORM_USER, "platform", title, {"platform_id": platform.id}))
    for code in others:
        row = await Programme.get_or_none(code=code)
        name = code if row is None else row.title
        scope: dict[str, object] = {"programme_code": code}
        found.append((f"authority-{code}", "authority", f"主管部门：{name}", scope))
        found.append((f"authority-{code}-2", "authority", f"主管部门第二人：{name}", scope))
        found.append((f"district-{code}", "district", f"区县初审：{name}", scope))
    return found


def _scope(role: str, programme: str) -> dict[str, object]:
    if role == "authority":
        return {"programme_code": programme}
    return {"district": _DISTRICT} if role == "district" else {}
