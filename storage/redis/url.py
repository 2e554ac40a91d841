"""Reads the address of a Redis: each parameter is honoured or refused by its name."""

import os
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from storage.errors import AddressRefused
from storage.this_machine import is_this_machine

SCHEMES: Final = ("redis", "rediss", "unix", "redis+cluster", "rediss+cluster")
_PLAIN_PARAMETERS: Final = ("db", "username", "password", "client_name", "health_check_interval")
_TLS_PARAMETERS: Final = (
    *("ssl_ca_certs", "ssl_ca_path", "ssl_certfile", "ssl_keyfile", "ssl_keyfile_password"),
    *("ssl_cert_reqs", "ssl_check_hostname"),
)
_FILES: Final = ("ssl_ca_certs", "ssl_certfile", "ssl_keyfile")
_VERIFYING: Final = ("required", "optional", "none")
_FALSE: Final = ("0", "f", "false", "n", "no")


def is_private_redis(url: str) -> bool:
    """Whether nobody between can read along: on this machine, or by TLS to a verified host.

    Raises AddressRefused for a scheme or a parameter that redis-py would not take.
    """
    try:
        parts = urlsplit(url)
        host, _ = unquote(parts.hostname or "localhost"), parts.port
    except ValueError as error:
        raise AddressRefused("host", "redis://host:port") from error
    if parts.scheme not in SCHEMES:
        raise AddressRefused("scheme", ", ".join(f"{one}://" for one in SCHEMES))
    secure = parts.scheme.startswith("rediss")
    given = _parameters(parts.query, (*_PLAIN_PARAMETERS, *(_TLS_PARAMETERS if secure else ())))
    _refuse_values(given)
    if parts.scheme != "unix":
        _refuse_database(given.get("db", parts.path.strip("/")), parts.scheme)
    if parts.scheme == "unix" or is_this_machine(host):
        return True
    verified = given.get("ssl_cert_reqs", "required") == "required"
    return secure and verified and given.get("ssl_check_hostname", "true").lower() not in _FALSE


def _parameters(query: str, known: tuple[str, ...]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name not in known:
            raise AddressRefused(name, ", ".join(known))
        if name in given or not value:
            raise AddressRefused(name, "once, with a value", "只写一次，且不能为空")
        given[name] = value
    return given


def _refuse_values(given: dict[str, str]) -> None:
    """What redis-py would drop, or stumble over once it connects."""
    for name in ("db", "health_check_interval"):
        if not given.get(name, "0").isdecimal():
            raise AddressRefused(name, "a whole number", "整数")
    if given.get("ssl_cert_reqs", "required") not in _VERIFYING:
        raise AddressRefused("ssl_cert_reqs", ", ".join(_VERIFYING))
    for name in _FILES:
        if name in given and not os.access(given[name], os.R_OK):
            raise AddressRefused(name, "a file that can be read", "读得了的文件")


def _refuse_database(number: str, scheme: str) -> None:
    """A Cluster has one only, and redis-py takes a path that is no number for none."""
    if not (number or "0").isdecimal() or ("cluster" in scheme and int(number or "0")):
        raise AddressRefused("db", "a whole number, 0 in a Cluster", "整数，集群只能是 0")
