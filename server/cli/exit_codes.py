"""Exit codes of commands: which errors end one as expected, and the words for the terminal."""

import errno
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import asyncpg

from config.settings import SettingsError
from models.programme.file import ProgrammeFileError
from server.cli.place import NotRunning
from server.cli.statuses import FAILED, REFUSED
from server.errors import AppError, StartRefused
from storage.errors import StoreUnavailable, Undecipherable
from storage.postgres.core.lost import LOST
from storage.postgres.core.migrate import RolesMissing
from storage.postgres.receipts import KidTaken
from storage.redis.connect import PolicyRefused

_OWN_WORDS = (
    ProgrammeFileError,
    NotRunning,
    RolesMissing,
    PolicyRefused,
    KidTaken,
)
_NO_DATABASE: Final = (
    "连接不上数据库。用 make run 的：它须正在运行，启动时写了 --data 的，这里也写同一个；"
    "用自己的服务器的：请核对 SHUANGTUI_POSTGRES_DSN 等设置"
    " / the database does not answer. Beside `make run`: is it running, and with this --data?"
    " On servers of your own: check SHUANGTUI_POSTGRES_DSN and the like"
)
_SILENT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "postgres": _NO_DATABASE,
        "redis": "连接不上排队服务（Redis），请看它是否在运行 / Redis does not answer, is it running",
        "files": "连接不上文件存储（S3），请看它是否在运行 / the file store does not answer",
        "scanner": "连接不上病毒检查（clamd），请看它是否在运行 / the virus scanner does not answer",
    }
)
_FILES: Final[Mapping[int, str]] = MappingProxyType(
    {
        errno.ENOENT: "找不到 {0}，请核对路径 / there is no {0}",
        errno.EACCES: "无权读写 {0}，请换用有权限的用户 / no permission for {0}",
        errno.EPERM: "无权读写 {0}，请换用有权限的用户 / no permission for {0}",
        errno.EISDIR: "{0} 是文件夹，这里要的是文件 / {0} is a folder, not a file",
        errno.ENOTDIR: "{0} 的路径中有一段是文件，不是文件夹 / a part of {0} is a file, not a folder",
        errno.EROFS: "{0} 所在的磁盘是只读的 / {0} is on a read-only file system",
        errno.ENOSPC: "写 {0} 时磁盘已满 / the disk of {0} is full",
    }
)
_NOT_LET_IN = (
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InsufficientPrivilegeError,
    asyncpg.UndefinedTableError,
)
_DOES_NOT_OPEN: Final = (
    "库中的密钥用现在的设置打不开，请核对 SHUANGTUI_MASTER_KEYS 中每个编号的密钥"
    " / a stored key does not open with these settings; check each key in SHUANGTUI_MASTER_KEYS"
)
EXPECTED = (
    *(AppError, StartRefused, SettingsError, StoreUnavailable, Undecipherable),
    *(*_OWN_WORDS, *_NOT_LET_IN, *LOST),
)
"""Whatever else ends a command is a fault of ours and shows its traceback."""


def explain(error: BaseException) -> tuple[str, int]:
    """The words, and the exit status: 1 for what was refused, 2 for what could not be tried."""
    if isinstance(error, AppError):
        return _refusal(error), FAILED
    if isinstance(error, StartRefused):
        return f"{error.text.zh}\n{error.text.en}", REFUSED
    if isinstance(error, SettingsError):
        return _settings(error), REFUSED
    if isinstance(error, StoreUnavailable):
        return f"{_SILENT[error.store]}: {error}", REFUSED
    if isinstance(error, Undecipherable):
        return f"{_DOES_NOT_OPEN}: {error}", REFUSED
    if isinstance(error, _OWN_WORDS):
        return str(error), REFUSED
    if isinstance(error, asyncpg.UndefinedTableError):
        return f"请先执行 migrate / run `migrate` first: {error}", REFUSED
    if isinstance(error, _NOT_LET_IN):
        return f"数据库拒绝了连接 / the database refused: {error}", REFUSED
    if isinstance(error, OSError) and error.filename is not None:
        words = _FILES.get(error.errno or 0, "{0} 不能用：{1} / {0} cannot be used: {1}")
        return words.format(error.filename, error.strerror), REFUSED
    return f"{_NO_DATABASE}: {type(error).__name__} {error}", REFUSED


def _settings(error: SettingsError) -> str:
    head = (
        "设置有缺失或错误，什么都没有启动。各项含义见 docs/operations.md 的“Settings”；"
        "只在本机试用时，请执行 make run"
    )
    lines = "".join(f"\n  {problem}" for problem in error.problems)
    return f"{head}{lines}\nSettings are missing or wrong: docs/operations.md says what each means"


def _refusal(error: AppError) -> str:
    lines = [f"{error.title.zh} / {error.title.en}"]
    lines += [f"  {text.zh} / {text.en}" for text in (error.detail,) if text]
    lines += [f"  {reason.field}: {reason.text.zh} / {reason.text.en}" for reason in error.errors]
    return "\n".join(lines)
