"""The settings of an installation as its environment gives them."""

from config.settings import PREFIX

KEY = "A" * 43
GOOD = {
    "POSTGRES_DSN": "postgresql://app@db/shuangtui?sslmode=verify-full",
    "REDIS_URL": "rediss://redis",
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


def environ(**changes: str) -> dict[str, str]:
    """All that is needed, with these changes."""
    return {PREFIX + name: value for name, value in (GOOD | changes).items()}
