"""The settings of an installation as its environment gives them."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from config.settings import PREFIX

KEY = "A" * 43


def key(name: str) -> str:
    """A key as chance would make it, another one for each name."""
    return urlsafe_b64encode(sha256(name.encode()).digest()).rstrip(b"=").decode()


GOOD = {
    "POSTGRES_DSN": "postgresql://app@db/shuangtui?sslmode=verify-full",
    "REDIS_URL": "rediss://redis",
    "S3_ENDPOINT": "https://s3.example.cn",
    "S3_ACCESS_KEY": "access",
    "S3_SECRET_KEY": "secret",
    "WECHAT_APPID": "wx7c04fd2a19b3e65d",
    "WECHAT_SECRET": "secret",
    "WECHAT_PUSH_TOKEN": "token",
    "WECHAT_PUSH_AES_KEY": KEY,
    "MASTER_KEYS": f"m1={key('m1')},m2={key('m2')}",
    "MASTER_KEY_CURRENT": "m2",
    "INDEX_KEY": key("index"),
    "RECEIPT_KID": "r1",
    "RECEIPT_KEY": key("receipt"),
}


def environ(**changes: str) -> dict[str, str]:
    """All that is needed, with these changes."""
    return {PREFIX + name: value for name, value in (GOOD | changes).items()}
