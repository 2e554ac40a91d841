"""The environment of an installation on one machine: made at its first start, kept in its folder."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from pathlib import Path

from config.settings import PREFIX
from server.cli.place import ENVIRONMENT_FILE
from standalone.embedded.folder import kept_secrets, write_private
from standalone.embedded.plan import ServersPlan

DATABASE = "shuangtui"
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


def embedded_environment(plan: ServersPlan, *, url: str, wechat_url: str) -> dict[str, str]:
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
        "PUBLIC_URL": url,
        "STAFF_OTP_REQUIRED": "false",
        "QUIET_HOURS": "off",
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
    write_private(data / ENVIRONMENT_FILE, "".join(lines))


def _key(secret: str) -> str:
    """32 bytes in base64url without padding, which is 43 characters."""
    return urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()).rstrip(b"=").decode()


def _letters(secret: str) -> str:
    """43 letters and digits, which is all that an EncodingAESKey may hold (wechat.md 4)."""
    return hashlib.sha256(secret.encode()).hexdigest()[:43]
