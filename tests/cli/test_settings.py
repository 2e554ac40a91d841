"""Settings from the environment: what is refused, all at once, before anything starts."""

import pytest
from prometheus_client import CollectorRegistry

from config.settings import PREFIX, SettingsError, read_settings
from server.compose import build_ports
from tests.cli.settings_given import GOOD, KEY, environ, key


def test_the_needed_ones_are_enough() -> None:
    settings = read_settings(environ())
    assert settings.environment == "production"
    assert set(settings.master_keys) == {"m1", "m2"}
    assert KEY not in repr(settings)


@pytest.mark.parametrize("name", sorted(GOOD))
def test_each_needed_one_is_missed_by_name(name: str) -> None:
    with pytest.raises(SettingsError, match=f"{PREFIX}{name}：没有设置"):
        read_settings(environ(**{name: ""}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVIRONMENT", "staging"),
        ("WECHAT_BASE_URL", "http://127.0.0.1:8001"),
        ("WECHAT_PUSH_AES_KEY", "short"),
        ("WECHAT_PUSH_AES_KEY", "-" * 43),
        ("MASTER_KEYS", "m2=short"),
        ("MASTER_KEYS", "m2="),
        ("MASTER_KEYS", f"m1=,m2={key('m2')}"),
        ("MASTER_KEYS", f"m2={key('m1')},m2={key('m2')}"),
        ("MASTER_KEYS", f"m1={key('m1')}, m2={key('m2')}"),
        ("MASTER_KEYS", f"{'m' * 33}={key('m1')},m2={key('m2')}"),
        ("MASTER_KEYS", f"{key('m1')},m2={key('m2')}"),
        ("PUBLIC_URL", "http://shuangtui.example.gov.cn"),
        ("PUBLIC_URL", "https://shuangtui.example.gov.cn/"),
        ("PUBLIC_URL", "shuangtui.example.gov.cn"),
        ("RECEIPT_KID", "r" * 33),
        ("RECEIPT_KID", "r 1"),
        ("POSTGRES_POOL", "0"),
        ("UPLOAD_SECONDS", "0"),
        ("S3_CA_FILE", "/nowhere/ca.pem"),
        ("MASTER_KEY_CURRENT", "m3"),
        ("INDEX_KEY", "short"),
        ("S3_ENDPOINT", "s3.example.cn:9000"),
        ("TRUSTED_PROXIES", "-1"),
        ("LOG_LEVEL", "chatty"),
        ("STAFF_OTP_REQUIRED", "false"),
        ("STAFF_OTP_REQUIRED", "no"),
        ("WECHAT_STATE", "release"),
        ("WORKER_METRICS", "9102:"),
        ("WORKER_METRICS", ":9102"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=PREFIX + name) as refused:
        read_settings(environ(**{name: value}))
    assert key("m1") not in str(refused.value)


def test_all_problems_come_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(environ(LOG_LEVEL="chatty", REDIS_URL="", INDEX_KEY="short"))
    assert all(name in str(refused.value) for name in ("LOG_LEVEL", "REDIS_URL", "INDEX_KEY"))


def test_a_demonstration_shows_its_figures_to_this_machine_only() -> None:
    assert read_settings(environ(ENVIRONMENT="demo", WORKER_METRICS="127.0.0.1:9102"))
    with pytest.raises(SettingsError, match="WORKER_METRICS"):
        read_settings(environ(ENVIRONMENT="demo", WORKER_METRICS="0.0.0.0:9102"))


@pytest.mark.parametrize(("environment", "only"), [("production", True), ("demo", False)])
async def test_a_forged_push_counts_for_nothing_in_production(environment: str, only: bool) -> None:
    settings = read_settings(environ(ENVIRONMENT=environment))
    secrets = build_ports(settings, CollectorRegistry()).wechat_push
    assert secrets is not None
    assert secrets.encrypted_only is only
