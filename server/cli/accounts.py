"""The demonstration's accounts: made at the first start, kept in a file that only its owner reads."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from models.tables.platforms import Platform
from server.clock import Clock
from server.identity.passwords import Passwords
from server.identity.staff import add_staff
from server.identity.staff_organisation import NewStaff
from storage.embedded.folder import write_private
from storage.postgres.keyring import Keyring

FILE = "demo-accounts.txt"
_HEAD = (
    "# 演示账号:账号 密码 角色(仅供本机试用)\n"
    "# Accounts of the demonstration: user name, password, role\n"
)


@dataclass(frozen=True, slots=True)
class Account:
    """`role` as in the contract, `title` as people call it."""

    username: str
    password: str
    role: str
    title: str


_STAFF = (
    ("demo-authority", "authority", "主管部门(市经信委)"),
    ("demo-auditor", "auditor", "第三方审核机构"),
    ("demo-district", "district", "浦东新区初审"),
    ("demo-expert", "expert", "评审专家"),
    ("demo-inspector", "inspector", "监督(只读)"),
    ("demo-admin", "admin", "账号管理"),
)
_DISTRICT = "浦东新区"
PLATFORM_USER = "demo-platform"


def read_accounts(data: Path) -> list[Account]:
    """The accounts of that data folder; none before the first start."""
    file = data / FILE
    if not file.exists():
        return []
    lines = [line.split(maxsplit=3) for line in file.read_text("utf-8").splitlines()]
    return [Account(*parts) for parts in lines if len(parts) == 4 and not parts[0].startswith("#")]


async def make_accounts(
    data: Path, programme: str, *, passwords: Passwords, keyring: Keyring, clock: Clock
) -> list[Account]:
    """Make them if this folder has none yet.

    The file is written first: an account without its password in a file would be lost.
    """
    held = read_accounts(data)
    if held:
        return held
    platform = await Platform.all().order_by("id").first()
    planned = [
        (Account(username, secrets.token_urlsafe(12), role, title), _scope(role, programme))
        for username, role, title in _STAFF
    ]
    if platform is not None:
        account = Account(
            PLATFORM_USER, secrets.token_urlsafe(12), "platform", f"平台企业:{platform.name}"
        )
        planned.append((account, {"platform_id": platform.id}))
    accounts = [account for account, _ in planned]
    lines = (f"{a.username} {a.password} {a.role} {a.title}\n" for a in accounts)
    write_private(data / FILE, _HEAD + "".join(lines))
    for account, scope in planned:
        staff = NewStaff(
            account.username,
            account.role,
            account.password,
            must_change_password=False,
            **scope,  # type: ignore[arg-type]  # names of NewStaff's own fields
        )
        await add_staff(staff, passwords=passwords, keyring=keyring, clock=clock)
    return accounts


def _scope(role: str, programme: str) -> dict[str, object]:
    if role == "authority":
        return {"programme_code": programme}
    return {"district": _DISTRICT} if role == "district" else {}
