"""Frozen settings of one process, read from the environment; the only reader of `os.environ`."""

import os
import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from config.addresses import address_problems
from config.channels import channel_problems
from config.client_version import client_problems
from config.stores import store_problems
from config.strength import key_problems

WECHAT = "https://api.weixin.qq.com"
PREFIX = "SHUANGTUI_"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
# As `standalone/wechat/guard.py` has it: nobody can register them, so none is a real app's.
STAND_IN_APPID = re.compile("wx01234567[0-9a-f]{8}|wxba5fad812f8e6fb9")
WECHAT_STATES = ("formal", "trial", "developer")


class SettingsError(Exception):
    """Settings are missing or wrong; `problems` names every one of them, in both languages."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the servers are, which keys are used, and the few numbers an operator may turn.

    `environment` is `production` or `demo`; only `demo` may talk to a stand-in for WeChat, and it
    listens on nothing but loopback. `insecure_stores` names those that production may reach over a
    network without verified TLS (`postgres,redis,s3,clamav`); without `clamav` nothing is scanned for
    viruses. `miniprogram_dir` and `console_dir` are seen from the checkout. Keys are 32 bytes,
    base64url in the environment.
    """

    environment: Literal["production", "demo"]
    postgres_dsn: str = field(repr=False)
    redis_url: str = field(repr=False)
    s3_endpoint: str
    s3_access_key: str = field(repr=False)
    s3_secret_key: str = field(repr=False)
    wechat_appid: str
    wechat_secret: str = field(repr=False)
    wechat_push_token: str = field(repr=False)
    wechat_push_aes_key: str = field(repr=False)
    master_keys: Mapping[str, bytes] = field(repr=False)
    master_key_current: str
    index_key: bytes = field(repr=False)
    receipt_kid: str
    receipt_key: bytes = field(repr=False)
    wechat_base_url: str = WECHAT
    wechat_state: Literal["formal", "trial", "developer"] = "formal"
    s3_bucket: str = "shuangtui"
    s3_region: str = "us-east-1"
    s3_ca_file: str = ""
    paper_font: str = ""
    miniprogram_dir: str = "clients/miniprogram/dist/build/h5"
    console_dir: str = "clients/console/dist"
    public_url: str = ""
    insecure_stores: str = ""
    clamav: str = ""
    worker_metrics: str = ""
    redis_namespace: str = "st"
    postgres_pool: int = 16
    index_key_other: bytes = field(default=b"", repr=False)
    privacy_version: str = "2026-12.2"
    oldest_client: str = ""
    staff_otp_required: bool = True
    trusted_proxies: int = 0
    settle_seconds: int = 600
    upload_seconds: int = 300
    log_level: str = "INFO"
    quiet_hours: str = "22-8"
    wechat_sends_per_second: int = 50
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_encryption: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_from: str = ""
    sms_file: str = ""
    sms_secret: str = field(default="", repr=False)


_TEXTS = (
    "postgres_dsn",
    "redis_url",
    "s3_endpoint",
    "s3_access_key",
    "s3_secret_key",
    "wechat_appid",
    "wechat_secret",
    "wechat_push_token",
    "wechat_push_aes_key",
    "master_key_current",
    "receipt_kid",
)
_OPTIONAL_TEXTS = (
    "wechat_base_url",
    "wechat_state",
    "s3_bucket",
    "s3_region",
    "s3_ca_file",
    "paper_font",
    "miniprogram_dir",
    "console_dir",
    "public_url",
    "insecure_stores",
    "clamav",
    "worker_metrics",
    "redis_namespace",
    "privacy_version",
    "oldest_client",
    "log_level",
    "quiet_hours",
    "smtp_host",
    "smtp_encryption",
    "smtp_user",
    "smtp_password",
    "smtp_from",
    "sms_file",
    "sms_secret",
)
_LEAST = {
    **{"postgres_pool": 1, "trusted_proxies": 0, "settle_seconds": 0, "upload_seconds": 1},
    **{"wechat_sends_per_second": 1, "smtp_port": 1},
}
# As long as the columns that keep it beside what the key made.
_KEY_ID = re.compile(r"[^\s,=]{1,32}")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from variables named `SHUANGTUI_` + the field's name in capitals.

    `SHUANGTUI_MASTER_KEYS` is `id=base64url,id=base64url`. Raises SettingsError with all problems.
    """
    given = os.environ if environ is None else environ
    problems: list[str] = []
    values: dict[str, object] = {"environment": _environment(given, problems)}
    for name in _TEXTS:
        values[name] = _required(given, name, problems)
    for name in _OPTIONAL_TEXTS:
        if PREFIX + name.upper() in given:
            values[name] = given[PREFIX + name.upper()]
    for name, least in _LEAST.items():
        _number(given, name, least, values, problems)
    values["staff_otp_required"] = _otp_required(given, problems)
    values["master_keys"] = _master_keys(_required(given, "master_keys", problems), problems)
    for name in ("index_key", "receipt_key"):
        values[name] = _key(name, _required(given, name, problems), problems)
    values["index_key_other"] = _key(
        "index_key_other", given.get(PREFIX + "INDEX_KEY_OTHER", ""), problems
    )
    _consistent(values, problems)
    production = values["environment"] == "production"
    problems += store_problems(given, PREFIX, production=production)
    problems += channel_problems(given, PREFIX, production=production)
    if problems:
        raise SettingsError(*problems)
    return Settings(**values)  # type: ignore[arg-type]  # checked field by field above


def _consistent(values: Mapping[str, object], problems: list[str]) -> None:
    """What single values cannot tell."""
    if values["environment"] == "production":
        _fit_for_production(values, problems)
    masters, current = values["master_keys"], values["master_key_current"]
    if masters and current and current not in masters:  # type: ignore[operator]  # a dict
        problems.append(f"{PREFIX}MASTER_KEY_CURRENT：没有密钥 {current!r} / no such key")
    if not _KEY_ID.fullmatch(str(values["receipt_kid"]) or "-"):
        problems.append(f"{PREFIX}RECEIPT_KID：1 至 32 位，不含空格 / 1 to 32 signs, no blanks")
    _one_wechat(values, problems)
    problems += client_problems(str(values.get("oldest_client", "")), PREFIX)
    problems += address_problems(values, PREFIX)
    font = str(values.get("paper_font", ""))
    if font and not Path(font).is_file():
        problems.append(f"{PREFIX}PAPER_FONT：没有这个文件 / no such file")
    if not re.fullmatch("([A-Za-z0-9]{43})?", str(values["wechat_push_aes_key"])):
        problems.append(
            f"{PREFIX}WECHAT_PUSH_AES_KEY：须为 43 位字母和数字 / 43 letters and digits"
        )
    for name, choices in (("log_level", LOG_LEVELS), ("wechat_state", WECHAT_STATES)):
        if values.get(name, choices[0]) not in choices:
            problems.append(f"{PREFIX}{name.upper()}：可选 / one of {', '.join(choices)}")


def _one_wechat(values: Mapping[str, object], problems: list[str]) -> None:
    """A real app's secret goes to WeChat alone, and a stand-in's means nothing there."""
    appid, url = str(values["wechat_appid"]), values.get("wechat_base_url", WECHAT)
    if appid and (STAND_IN_APPID.fullmatch(appid) is not None) == (url == WECHAT):
        problems.append(
            f"{PREFIX}WECHAT_APPID：替身的 AppID 以 wx01234567 开头，只能配替身的地址；"
            f"真实的 AppID 只能配 {WECHAT}"
            f" / a stand-in's begin with wx01234567 and go with its address, a real one with {WECHAT}"
        )


def _fit_for_production(values: Mapping[str, object], problems: list[str]) -> None:
    masters: Mapping[str, bytes] = values["master_keys"]  # type: ignore[assignment]  # of _master_keys
    keys = {f"MASTER_KEYS {name}": key for name, key in masters.items()}
    for name in ("index_key", "index_key_other", "receipt_key"):
        keys[name.upper()] = values[name]  # type: ignore[assignment]  # of _key
    problems += key_problems(keys, PREFIX)
    if values.get("wechat_base_url", WECHAT) != WECHAT:
        problems.append(
            f"{PREFIX}WECHAT_BASE_URL：正式环境只能是 {WECHAT} / in production only {WECHAT}"
        )
    if str(values.get("public_url", "")).startswith("http:"):
        problems.append(f"{PREFIX}PUBLIC_URL：正式环境须是 https / in production https only")
    if not values["staff_otp_required"]:
        problems.append(
            f"{PREFIX}STAFF_OTP_REQUIRED：只有演示环境可以不用动态口令 / false in demo only"
        )


def _environment(given: Mapping[str, str], problems: list[str]) -> str:
    value = given.get(PREFIX + "ENVIRONMENT", "production")
    if value not in ("production", "demo"):
        problems.append(
            f"{PREFIX}ENVIRONMENT：现为 {value!r}，可选 production、demo / one of production, demo"
        )
    return value


def _required(given: Mapping[str, str], name: str, problems: list[str]) -> str:
    value = given.get(PREFIX + name.upper(), "")
    if not value:
        problems.append(f"{PREFIX}{name.upper()}：没有设置 / is not set")
    return value


def _number(
    given: Mapping[str, str],
    name: str,
    least: int,
    values: dict[str, object],
    problems: list[str],
) -> None:
    text = given.get(PREFIX + name.upper())
    if text is None:
        return
    if text.isascii() and text.isdigit() and int(text) >= least:
        values[name] = int(text)
    else:
        problems.append(
            f"{PREFIX}{name.upper()}：现为 {text!r}，须为不小于 {least} 的整数"
            f" / a whole number, {least} or more"
        )


def _otp_required(given: Mapping[str, str], problems: list[str]) -> bool:
    text = given.get(PREFIX + "STAFF_OTP_REQUIRED", "true")
    if text not in ("true", "false"):
        problems.append(f"{PREFIX}STAFF_OTP_REQUIRED：可选 / one of true, false")
    return text != "false"


def _key(name: str, text: str, problems: list[str]) -> bytes:
    try:
        key = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        key = b""
    if len(key) != 32 and text:
        problems.append(
            f"{PREFIX}{name.upper()}：须为 base64url 写的 32 字节 / 32 bytes in base64url"
        )
    return key


def _master_keys(text: str, problems: list[str]) -> dict[str, bytes]:
    """What stands where an id belongs may be a key, so that none is repeated."""
    keys: dict[str, bytes] = {}
    for key_id, _, value in (pair.partition("=") for pair in text.split(",") if pair):
        if not _KEY_ID.fullmatch(key_id) or not value or key_id in keys:
            problems.append(
                f"{PREFIX}MASTER_KEYS：每把写作 编号=密钥，以逗号分隔；编号 1 至 32 位，不含空格，不重复"
                " / each as id=key, by commas; ids of 1 to 32 signs, no blanks, none twice"
            )
        keys[key_id] = _key("master_keys", value, problems)
    return keys
