"""What is wrong with the addresses of the stores: unreadable, or in plain text over a network."""

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from storage.errors import AddressRefused
from storage.files.address import is_private_endpoint
from storage.postgres.core.dsn import read_dsn
from storage.redis.url import is_private_redis
from storage.scanner.address import read_scanner_address

STORES: Final = ("postgres", "redis", "s3", "clamav")
_DSNS: Final = ("POSTGRES_DSN", "WORKER_DSN", "OWNER_DSN")


def store_problems(given: Mapping[str, str], prefix: str, *, production: bool) -> Iterator[str]:
    """Problems by variable, each DSN of a command included; an address is never repeated."""
    insecure = [one for one in given.get(prefix + "INSECURE_STORES", "").split(",") if one]
    if unknown := [one for one in insecure if one not in STORES]:
        yield (
            f"{prefix}INSECURE_STORES：没有 {', '.join(unknown)}，可选 {','.join(STORES)}"
            f" / some of {','.join(STORES)}"
        )
    authority = given.get(prefix + "S3_CA_FILE", "")
    if authority and not os.access(authority, os.R_OK):
        yield f"{prefix}S3_CA_FILE：读不了 {authority} / {authority} cannot be read"
    for store, name, is_private in _addresses():
        text = given.get(prefix + name, "")
        if not text:
            continue
        try:
            private = is_private(text)
        except AddressRefused as error:
            yield f"{prefix}{name}：{error}"
            continue
        if production and not private and store not in insecure:
            yield f"{prefix}{name}：{_PLAIN[store]}"


def _addresses() -> Iterator[tuple[str, str, Callable[[str], bool]]]:
    for name in _DSNS:
        yield "postgres", name, _is_private_dsn
    yield "redis", "REDIS_URL", is_private_redis
    yield "s3", "S3_ENDPOINT", is_private_endpoint
    yield "clamav", "CLAMAV", lambda text: read_scanner_address(text).is_private


def _is_private_dsn(text: str) -> bool:
    dsn = read_dsn(text)
    dsn.tls()
    return dsn.is_private


def _plain(wanted: str, store: str) -> str:
    return (
        f"不在本机，须用核对证书的 TLS（{wanted}）；确在可信网络内的，"
        f"请在 SHUANGTUI_INSECURE_STORES 中写明 {store}"
        f" / beyond this machine needs TLS with verification ({wanted}), or {store} in"
        " SHUANGTUI_INSECURE_STORES"
    )


_PLAIN: Final = {
    "postgres": _plain("?sslmode=verify-full&sslrootcert=…", "postgres"),
    "redis": _plain("rediss://…?ssl_ca_certs=…", "redis"),
    "s3": _plain("https://…", "s3"),
    "clamav": (
        "不在本机，而 clamd 不支持加密；请在本机运行 clamd，确在可信网络内的，请在"
        " SHUANGTUI_INSECURE_STORES 中写明 clamav"
        " / clamd speaks no TLS: run it on this machine, or put clamav in"
        " SHUANGTUI_INSECURE_STORES"
    ),
}
