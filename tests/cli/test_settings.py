"""Settings from the environment: what is refused, all at once, before anything starts."""

import pytest
from prometheus_client import CollectorRegistry

from config.settings import PREFIX, SettingsError, read_settings
from server.compose import build_ports

KEY = "A" * 43
GOOD = {
    "POSTGRES_DSN": "postgresql://app@db/shuangtui",
    "REDIS_URL": "redis://redis",
    "S3_ENDPOINT": "https://s3.example.cn",
    "S3_ACCESS_KEY": "access",
    "S3_SECRET_KEY": "secret",
    "WECHAT_APPID": "wx0",
    "WECHAT_SECRET": "secret",
    "WECHAT_PUSH_TOKEN": "token",
    "WECHAT_PUSH_AES_KEY": KEY,
    "MASTER_KEYS": f"m1={KEY},m2={KEY}",
    "MASTER_KEY_CURRENT": "m2",
    "INDEX_KEY": KEY,
    "RECEIPT_KID": "r1",
    "RECEIPT_KEY": KEY,
}


def _environ(**changes: str) -> dict[str, str]:
    return {PREFIX + name: value for name, value in (GOOD | changes).items()}


def test_the_needed_ones_are_enough() -> None:
    settings = read_settings(_environ())
    assert settings.environment == "production"
    assert set(settings.master_keys) == {"m1", "m2"}
    assert KEY not in repr(settings)


@pytest.mark.parametrize("name", sorted(GOOD))
def test_each_needed_one_is_missed_by_name(name: str) -> None:
    with pytest.raises(SettingsError, match=f"{PREFIX}{name} is not set"):
        read_settings(_environ(**{name: ""}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVIRONMENT", "staging"),
        ("WECHAT_BASE_URL", "http://127.0.0.1:8001"),
        ("WECHAT_PUSH_AES_KEY", "short"),
        ("WECHAT_PUSH_AES_KEY", "-" * 43),
        ("MASTER_KEYS", "m2=short"),
        ("MASTER_KEY_CURRENT", "m3"),
        ("INDEX_KEY", "short"),
        ("S3_ENDPOINT", "s3.example.cn:9000"),
        ("TRUSTED_PROXIES", "-1"),
        ("LOG_LEVEL", "chatty"),
        ("STAFF_OTP_REQUIRED", "false"),
        ("WECHAT_STATE", "release"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=PREFIX + name):
        read_settings(_environ(**{name: value}))


def test_all_problems_come_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(_environ(LOG_LEVEL="chatty", REDIS_URL="", INDEX_KEY="short"))
    assert all(name in str(refused.value) for name in ("LOG_LEVEL", "REDIS_URL", "INDEX_KEY"))


@pytest.mark.parametrize(("environment", "only"), [("production", True), ("demo", False)])
async def test_a_forged_push_counts_for_nothing_in_production(environment: str, only: bool) -> None:
    settings = read_settings(_environ(ENVIRONMENT=environment))
    secrets = build_ports(settings, CollectorRegistry()).wechat_push
    assert secrets is not None
    assert secrets.encrypted_only is only
