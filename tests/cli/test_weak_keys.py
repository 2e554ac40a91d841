"""Keys that no chance made, and one key for two purposes, are refused in production."""

from base64 import urlsafe_b64encode
from secrets import token_bytes

import pytest

from config.settings import PREFIX, SettingsError, read_settings
from config.strength import key_problems
from tests.cli.settings_given import environ, key


def spelled(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


WEAK = {
    "zeroes": bytes(32),
    "one byte": b"k" * 32,
    "two halves": token_bytes(16) * 2,
    "a part again": token_bytes(8) * 4,
    "counted up": bytes(range(7, 39)),
    "counted down": bytes(range(200, 168, -1)),
    "typed": b"correct horse battery staple 123",
    "hexadecimal": b"0123456789abcdef0123456789abcdef",
}


@pytest.mark.parametrize("weak", WEAK.values(), ids=WEAK.keys())
@pytest.mark.parametrize("name", ["MASTER_KEYS", "INDEX_KEY", "INDEX_KEY_OTHER", "RECEIPT_KEY"])
def test_a_weak_key_is_refused_with_its_reason(name: str, weak: bytes) -> None:
    text = spelled(weak)
    given = f"m1={key('m1')},m2={text}" if name == "MASTER_KEYS" else text
    with pytest.raises(SettingsError) as refused:
        read_settings(environ(**{name: given}))
    (problem,) = refused.value.problems
    assert problem.startswith(PREFIX + name)
    assert text not in problem
    assert read_settings(environ(**{name: given}, ENVIRONMENT="demo"))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"INDEX_KEY": key("receipt")}, "RECEIPT_KEY"),
        ({"INDEX_KEY": key("m1")}, "INDEX_KEY"),
        ({"MASTER_KEYS": f"m1={key('m')},m2={key('m')}"}, "MASTER_KEYS m2"),
        ({"INDEX_KEY_OTHER": key("index")}, "INDEX_KEY_OTHER"),
    ],
)
def test_one_key_for_two_purposes_is_refused(changes: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(environ(**changes))
    (problem,) = refused.value.problems
    assert problem.startswith(f"{PREFIX}{named}：")


def test_what_chance_makes_is_taken() -> None:
    for _ in range(20_000):
        assert list(key_problems({"INDEX_KEY": token_bytes(32)}, PREFIX)) == []
