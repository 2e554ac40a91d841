"""What a person at the terminal reads when a command cannot go on."""

import asyncpg
import pytest

from config.settings import SettingsError
from models.rules.reasons import Reason, Text
from server.cli.exit_codes import EXPECTED, explain
from server.cli.place import NotRunning
from server.cli.statuses import FAILED, REFUSED
from server.errors import Invalid
from storage.errors import StoreUnavailable
from storage.postgres.core.migrate import RolesMissing
from storage.redis.connect import PolicyRefused

_NO_FILE = FileNotFoundError(2, "No such file or directory", "receipt.json")
_NO_SOCKET = FileNotFoundError(2, "No such file or directory")


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (SettingsError("SHUANGTUI_REDIS_URL is not set"), "SHUANGTUI_REDIS_URL"),
        (NotRunning("run make run first"), "make run"),
        (RolesMissing("CREATE ROLE shuangtui_app LOGIN;"), "CREATE ROLE"),
        (PolicyRefused("allkeys-lru"), "noeviction"),
        (StoreUnavailable("postgres", "TimeoutError"), "连接不上数据库"),
        (StoreUnavailable("redis", "TimeoutError"), "连接不上排队服务"),
        (ConnectionRefusedError(111, "refused"), "连接不上数据库"),
        (_NO_SOCKET, "连接不上数据库"),
        (_NO_FILE, "receipt.json"),
        (asyncpg.InvalidPasswordError("wrong password"), "wrong password"),
        (asyncpg.InvalidCatalogNameError("no database x"), "no database x"),
        (asyncpg.UndefinedTableError("no table pools"), "migrate"),
    ],
)
def test_an_ending_is_told_in_words_and_with_status_two(ending: Exception, words: str) -> None:
    assert isinstance(ending, EXPECTED)
    text, status = explain(ending)
    assert words in text
    assert status == REFUSED


def test_a_refusal_names_every_field_in_both_languages() -> None:
    reasons = [Reason(name, "x", Text(f"{name} 不对", f"{name} is wrong")) for name in ("a", "b")]
    text, status = explain(Invalid(errors=reasons))
    assert status == FAILED
    assert "a: a 不对 / a is wrong" in text
    assert "b: b 不对 / b is wrong" in text


def test_a_fault_of_ours_is_not_dressed_up() -> None:
    assert not isinstance(KeyError("oops"), EXPECTED)
