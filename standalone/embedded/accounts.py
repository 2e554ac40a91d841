"""The system user that PostgreSQL runs as when we are root, which it refuses to be."""

import os
import pwd
import stat
from pathlib import Path

from models.rules.reasons import Text
from server.errors import StartRefused
from standalone.embedded.child import OsUser

_OWN_UIDS = range(64700, 64800)
"""Debian policy 9.2.2 hands out 60000–64999 on demand only; systemd takes other ranges."""


def server_account(folder: Path) -> OsUser | None:
    """A user for PostgreSQL alone, by number; None when we are not root and need none.

    The owner of an existing `folder` stays its owner. The number needs no entry in /etc/passwd.
    """
    if os.geteuid() != 0:
        return None
    if folder.exists() and folder.stat().st_uid != 0:
        return OsUser(folder.stat().st_uid, folder.stat().st_gid)
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    for uid in _OWN_UIDS:
        if uid not in taken:
            return OsUser(uid, uid)
    raise StartRefused(
        Text(
            "系统中没有可供 PostgreSQL 使用的用户编号。请改用普通用户运行",
            "No user number is free for PostgreSQL. Run as an ordinary user",
        )
    )


def initdb_account() -> OsUser | None:
    """A user *with* an entry in /etc/passwd, which initdb insists on; None when we are not root.

    What it makes lies in a folder that only root can enter, and then gets its real owner.
    """
    if os.geteuid() != 0:
        return None
    named = [entry for entry in pwd.getpwall() if entry.pw_uid != 0]
    if not named:
        raise StartRefused(
            Text(
                "系统中只有 root 用户，无法初始化 PostgreSQL。请先建一个普通用户",
                "There is no user but root, and PostgreSQL cannot be set up as root. Add a user",
            )
        )
    chosen = next((entry for entry in named if entry.pw_name == "nobody"), named[0])
    return OsUser(chosen.pw_uid, chosen.pw_gid)


def give_tree(folder: Path, account: OsUser | None) -> None:
    """Make `account` the owner of the folder and everything in it; follows no link."""
    if account is None:
        return
    os.lchown(folder, account.uid, account.gid)
    for place, folders, names in os.walk(folder):
        for name in (*folders, *names):
            os.lchown(os.path.join(place, name), account.uid, account.gid)


def may_reach(path: Path, account: OsUser) -> bool:
    """Whether the mode bits let `account`, member of no further group, enter every folder."""
    return all(_may_enter(folder.stat(), account) for folder in (path, *path.parents))


def _may_enter(status: os.stat_result, account: OsUser) -> bool:
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)
