"""Reads the address of a PostgreSQL: each parameter is honoured or refused by its name."""

import ssl
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from storage.errors import AddressRefused
from storage.this_machine import is_this_machine

_MODES: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_VERIFIED: Final = ("verify-ca", "verify-full")
_KNOWN: Final = (
    *("host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey"),
    *("application_name", "connect_timeout"),
)
_CONNECT_SECONDS: Final = 5
_PORT: Final = 5432


@dataclass(frozen=True, slots=True)
class PostgresDsn:
    """`postgresql://user:password@host:port/database?host=/socket/folder&sslmode=…`, read.

    Names and values are libpq's, so that psql and pg_dump take the same text; without `sslmode`
    a connection takes TLS where the server offers it and believes any certificate (`prefer`).
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    database: str
    sslmode: str = "prefer"
    sslrootcert: str | None = None
    sslcert: str | None = None
    sslkey: str | None = None
    application_name: str = "shuangtui"
    connect_timeout: int = _CONNECT_SECONDS

    @property
    def is_private(self) -> bool:
        """Whether nobody between can read along: on this machine, or by TLS to a verified host."""
        return is_this_machine(self.host) or self.sslmode == "verify-full"

    def tls(self) -> str | ssl.SSLContext | None:
        """What asyncpg takes as `ssl`. Raises AddressRefused where a file cannot be used."""
        if self.host.startswith("/"):
            return None
        if self.sslmode not in _VERIFIED and not self.sslcert:
            return self.sslmode
        context = self._context()
        context.check_hostname = self.sslmode == "verify-full"
        if self.sslmode not in _VERIFIED:
            context.verify_mode = ssl.CERT_NONE
        return context

    def _context(self) -> ssl.SSLContext:
        try:
            context = ssl.create_default_context(cafile=self.sslrootcert)
        except OSError as error:
            raise AddressRefused("sslrootcert", f"{self.sslrootcert}: {error}") from error
        try:
            if self.sslcert:
                context.load_cert_chain(self.sslcert, self.sslkey)
        except OSError as error:
            raise AddressRefused("sslcert", f"{self.sslcert}: {error}") from error
        return context


def read_dsn(text: str) -> PostgresDsn:
    """Raises AddressRefused, which names the part and repeats no password."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise AddressRefused(
            "port", "one host, and a number as its port", "一个主机和数字端口"
        ) from error
    if parts.scheme not in ("postgresql", "postgres"):
        raise AddressRefused("scheme", "postgresql://…")
    given = _parameters(parts.query)
    return PostgresDsn(
        host=given.pop("host", "") or unquote(parts.hostname or "localhost"),
        port=_number("port", given.pop("port", str(port or _PORT))),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        database=unquote(parts.path.lstrip("/")),
        **_rest(given),
    )


def _parameters(query: str) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name not in _KNOWN:
            raise AddressRefused(name, ", ".join(_KNOWN))
        if name in given or not value:
            raise AddressRefused(name, "once, with a value", "只写一次，且不能为空")
        given[name] = value
    return given


def _rest(given: dict[str, str]) -> dict[str, Any]:
    rest: dict[str, Any] = dict(given)
    mode = given.get("sslmode", "prefer")
    if mode not in _MODES:
        raise AddressRefused("sslmode", ", ".join(_MODES))
    if given.get("sslrootcert") == "system":
        rest["sslrootcert"] = None
    if "sslrootcert" in given and mode not in _VERIFIED:
        raise AddressRefused(
            "sslrootcert",
            "only with sslmode=verify-full or verify-ca",
            "须与 sslmode=verify-full 或 verify-ca 同用",
        )
    if "sslkey" in given and "sslcert" not in given:
        raise AddressRefused("sslkey", "only with sslcert", "须与 sslcert 同用")
    if "sslcert" in given and mode in _MODES[:3]:
        raise AddressRefused(
            "sslcert",
            "only with sslmode=verify-full, verify-ca or require",
            "须与 sslmode=verify-full、verify-ca 或 require 同用",
        )
    if "connect_timeout" in given:
        rest["connect_timeout"] = _number("connect_timeout", given["connect_timeout"])
    return rest


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise AddressRefused(name, "a whole number", "整数")
    return int(text)
