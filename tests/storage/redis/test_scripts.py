"""The scripts keep to what a Cluster and Redis 7.0 allow, and each says what it promises."""

import re
from pathlib import Path
from uuid import uuid4

import pytest

from storage.redis.keys import Keys
from storage.redis.scripts import FOLDER, load_script

VERBS = sorted(FOLDER.glob("*.lua"))
# All of them older than Redis 7.0.
COMMANDS = {
    "GET", "SET", "HGET", "HLEN", "HSET", "HSCAN", "INFO", "UNLINK", "XADD", "XLEN", "XTRIM",
    "ZADD", "ZCARD", "ZRANGE", "ZRANK", "ZREM",
}  # fmt: skip
# INFO takes no key, but the name of a section.
KEY_NAMES = {"SUMS", "CLAIMS", "FUNDED", "WAITING", "STREAM", "KEYS[1]", "'server'"}


def calls_of(text: str) -> list[tuple[str, str]]:
    return re.findall(r"redis\.p?call\('(\w+)',\s*([\w\[\]]+|'server')", text)


def breaches(text: str) -> list[tuple[str, str]]:
    """Calls of other commands, or on keys that were not declared."""
    return [call for call in calls_of(text) if call[0] not in COMMANDS or call[1] not in KEY_NAMES]


@pytest.mark.parametrize("path", VERBS, ids=lambda path: path.stem)
def test_a_script_touches_declared_keys_by_old_commands(path: Path) -> None:
    text = load_script(path.stem).text
    assert calls_of(text)
    assert len(calls_of(text)) == len(re.findall(r"redis\.p?call", text))
    assert breaches(text) == []


def test_the_guard_sees_an_undeclared_key() -> None:
    assert breaches("redis.call('GET', 'pool:' .. id)redis.call('GET', name)") == [("GET", "name")]
    assert breaches("redis.call('HPEXPIRE', SUMS, 1)") == [("HPEXPIRE", "SUMS")]


@pytest.mark.parametrize("path", VERBS, ids=lambda path: path.stem)
def test_a_script_says_what_it_takes_returns_and_promises(path: Path) -> None:
    header = path.read_text(encoding="utf-8").partition("\n\n")[0]
    for word in ("KEYS", "Returns", "Promise:"):
        assert word in header


def test_the_keys_of_a_pool_share_one_hash_tag() -> None:
    pool_id = uuid4()
    keys = Keys("a").pool(pool_id)
    assert len(set(keys)) == 5
    assert {re.findall(r"\{(.*?)\}", key)[0] for key in keys} == {str(pool_id)}
    assert not set(keys) & set(Keys("b").pool(pool_id))
