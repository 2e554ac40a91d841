"""Exit codes of commands: which errors end one as expected, and the words for the terminal."""

import asyncpg

from config.settings import SettingsError
from models.programme.file import ProgrammeFileError
from server.cli.place import NotRunning
from server.errors import AppError, StartRefused
from storage.errors import StoreUnavailable
from storage.postgres.core.lost import LOST
from storage.postgres.core.migrate import RolesMissing
from storage.redis.connect import PolicyRefused

FAILED, REFUSED = 1, 2
_OWN_WORDS = (
    ProgrammeFileError,
    NotRunning,
    SettingsError,
    RolesMissing,
    PolicyRefused,
    StoreUnavailable,
)
_NO_DATABASE = "连接不上数据库，它在运行吗？ / the database does not answer, is it running"
_NOT_LET_IN = (
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InsufficientPrivilegeError,
    asyncpg.UndefinedTableError,
)
EXPECTED = (AppError, StartRefused, *_OWN_WORDS, *_NOT_LET_IN, *LOST)
"""Whatever else ends a command is a fault of ours and shows its traceback."""


def explain(error: BaseException) -> tuple[str, int]:
    """The words, and the exit status: 1 for what was refused, 2 for what could not be tried."""
    if isinstance(error, AppError):
        return _refusal(error), FAILED
    if isinstance(error, StartRefused):
        return f"{error.text.zh}\n{error.text.en}", REFUSED
    if isinstance(error, StoreUnavailable) and error.store == "postgres":
        return f"{_NO_DATABASE}: {error}", REFUSED
    if isinstance(error, _OWN_WORDS):
        return str(error), REFUSED
    if isinstance(error, asyncpg.UndefinedTableError):
        return f"请先执行 migrate / run `migrate` first: {error}", REFUSED
    if isinstance(error, _NOT_LET_IN):
        return f"数据库拒绝了连接 / the database refused: {error}", REFUSED
    if isinstance(error, FileNotFoundError) and error.filename is not None:
        return f"找不到文件 / no such file: {error.filename}", REFUSED
    return f"{_NO_DATABASE}: {type(error).__name__} {error}", REFUSED


def _refusal(error: AppError) -> str:
    lines = [f"{error.title.zh} / {error.title.en}"]
    lines += [f"  {text.zh} / {text.en}" for text in (error.detail,) if text]
    lines += [f"  {reason.field}: {reason.text.zh} / {reason.text.en}" for reason in error.errors]
    return "\n".join(lines)
