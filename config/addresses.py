"""How the addresses that a process is told must be written: its public one, and its metrics'."""

import re
from collections.abc import Iterator, Mapping

_PUBLIC = re.compile(r"(https?://[A-Za-z0-9.-]{1,100}(:[0-9]{1,5})?)?")
_LOOPBACK = ("127.0.0.1", "localhost")


def address_problems(values: Mapping[str, object], prefix: str) -> Iterator[str]:
    """Problems in both languages, each with its variable."""
    if not _PUBLIC.fullmatch(str(values.get("public_url", ""))):
        yield (
            f"{prefix}PUBLIC_URL：写作 https://主机名，末尾不带斜杠"
            " / as https://host, without a slash at its end"
        )
    given = str(values.get("worker_metrics", ""))
    host, _, port = given.rpartition(":")
    if given and not (host and port.isascii() and port.isdigit()):
        yield f"{prefix}WORKER_METRICS：写作 地址:端口 / as address:port"
    elif given and values["environment"] == "demo" and host not in _LOOPBACK:
        yield f"{prefix}WORKER_METRICS：演示环境只在本机监听 / demo is on loopback only"
