"""The environment of an embedded installation: made by `up`, found again by the other commands."""

import hashlib
import os
import tomllib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.settings import PREFIX, Settings, read_settings
from storage.embedded.folder import kept_secrets, write_private
from storage.embedded.plan import Plan

DATABASE = "shuangtui"
FILE = "environment.toml"
APP_ROLE, WORKER_ROLE = "shuangtui_app", "shuangtui_worker"
_SECRETS = (
    "app_password",
    "worker_password",
    "wechat_secret",
    "push_token",
    "push_aes_key",
    "master_key",
    "index_key",
    "receipt_key",
)
_APPID = "wxba5fad812f8e6fb9"


class NotRunning(Exception):
    """Neither the environment nor a data folder says where the servers are."""


@dataclass(frozen=True, slots=True)
class Place:
    """What every command works with: the servers' settings, the owner's DSN, the addresses."""

    settings: Settings
    owner_dsn: str
    worker_dsn: str
    url: str
    wechat_url: str

    def owner(self) -> str:
        """The owner's DSN. Raises NotRunning where none is known."""
        if not self.owner_dsn:
            raise NotRunning("请用 SHUANGTUI_OWNER_DSN 指定数据库所有者 / set SHUANGTUI_OWNER_DSN")
        return self.owner_dsn


def embedded_environment(plan: Plan, *, url: str, wechat_url: str) -> dict[str, str]:
    """Every variable of an installation under `up`; secrets are made once and kept."""
    held = kept_secrets(plan.folder.root / "app-secrets.toml", _SECRETS)
    postgres = plan.servers.postgres
    if postgres is None:
        raise LookupError("the plan of an installation holds PostgreSQL")
    values = {
        "ENVIRONMENT": "demo",
        "POSTGRES_DSN": postgres.dsn(DATABASE, user=APP_ROLE, password=held["app_password"]),
        "WORKER_DSN": postgres.dsn(DATABASE, user=WORKER_ROLE, password=held["worker_password"]),
        "OWNER_DSN": postgres.dsn(DATABASE),
        "REDIS_URL": plan.servers.redis_url,
        "S3_ENDPOINT": f"http://{plan.servers.s3_endpoint}",
        "S3_ACCESS_KEY": plan.servers.s3_access_key,
        "S3_SECRET_KEY": plan.servers.s3_secret_key,
        "WECHAT_BASE_URL": wechat_url,
        "WECHAT_APPID": _APPID,
        "WECHAT_SECRET": held["wechat_secret"],
        "WECHAT_PUSH_TOKEN": held["push_token"],
        "WECHAT_PUSH_AES_KEY": _letters(held["push_aes_key"]),
        "MASTER_KEYS": f"m1={_key(held['master_key'])}",
        "MASTER_KEY_CURRENT": "m1",
        "INDEX_KEY": _key(held["index_key"]),
        "RECEIPT_KID": f"r{hashlib.sha256(held['receipt_key'].encode()).hexdigest()[:8]}",
        "RECEIPT_KEY": _key(held["receipt_key"]),
        "STAFF_OTP_REQUIRED": "false",
        "URL": url,
    }
    return {PREFIX + name: value for name, value in values.items()}


def role_passwords(data: Path) -> dict[str, str]:
    """The passwords of the two database roles, as `ensure_roles` takes them."""
    held = kept_secrets(data / "app-secrets.toml", _SECRETS)
    return {APP_ROLE: held["app_password"], WORKER_ROLE: held["worker_password"]}


def keep_environment(data: Path, environment: Mapping[str, str]) -> None:
    """Leave it in the data folder (mode 0600), so that commands beside `up` find the servers."""
    lines = (f'{name} = "{value}"\n' for name, value in environment.items())
    write_private(data / FILE, "".join(lines))


def find_place(data: Path) -> Place:
    """From the environment if it names a database, else from the data folder of an `up`.

    Raises NotRunning, SettingsError.
    """
    given: Mapping[str, str] = os.environ
    if PREFIX + "POSTGRES_DSN" not in given:
        file = data / FILE
        if not file.exists():
            raise NotRunning(
                f"{data} 里没有运行过的系统;请先运行 make run,或用环境变量指定服务器"
                f" / nothing was started in {data}; run `make run` first, or set the environment"
            )
        given = {**os.environ, **tomllib.loads(file.read_text("utf-8"))}
    return Place(
        settings=read_settings(given),
        owner_dsn=given.get(PREFIX + "OWNER_DSN", ""),
        worker_dsn=given.get(PREFIX + "WORKER_DSN", given[PREFIX + "POSTGRES_DSN"]),
        url=given.get(PREFIX + "URL", "http://127.0.0.1:8000"),
        wechat_url=given.get(PREFIX + "WECHAT_BASE_URL", ""),
    )


def _key(secret: str) -> str:
    """32 bytes in base64url without padding, which is 43 characters."""
    return urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()).rstrip(b"=").decode()


def _letters(secret: str) -> str:
    """43 letters and digits, which is all that an EncodingAESKey may hold (wechat.md 4)."""
    return hashlib.sha256(secret.encode()).hexdigest()[:43]
