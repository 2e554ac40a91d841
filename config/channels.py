"""What is wrong with the settings of letters, text messages and quiet hours."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Final

from models.rules.quiet_hours import read_quiet_hours
from models.rules.text.email import is_email

ENCRYPTIONS: Final = ("starttls", "tls", "none")


def channel_problems(given: Mapping[str, str], prefix: str, *, production: bool) -> Iterator[str]:
    """Problems by variable; a password or what a file holds is never repeated."""
    try:
        read_quiet_hours(given.get(prefix + "QUIET_HOURS", "off"))
    except ValueError:
        yield f"{prefix}QUIET_HOURS：写作 22-8，不用写 off / as 22-8, or off"
    yield from _mail_problems(given, prefix, production=production)
    file = given.get(prefix + "SMS_FILE", "")
    if file and not os.access(file, os.R_OK):
        yield f"{prefix}SMS_FILE：读不了 {file} / {file} cannot be read"


def read_sms_file(path: str) -> Mapping[str, object]:
    """The gateway's request as it stands in the file. Raises OSError, tomllib.TOMLDecodeError."""
    with open(path, "rb") as file:
        return tomllib.load(file)


def _mail_problems(given: Mapping[str, str], prefix: str, *, production: bool) -> Iterator[str]:
    host, encryption = (given.get(prefix + name, "") for name in ("SMTP_HOST", "SMTP_ENCRYPTION"))
    if encryption and encryption not in ENCRYPTIONS:
        yield f"{prefix}SMTP_ENCRYPTION：可选 / one of {', '.join(ENCRYPTIONS)}"
    if not host:
        return
    if not is_email(given.get(prefix + "SMTP_FROM", "")):
        yield f"{prefix}SMTP_FROM：须为邮箱地址 / an address is needed"
    if bool(given.get(prefix + "SMTP_USER")) != bool(given.get(prefix + "SMTP_PASSWORD")):
        yield f"{prefix}SMTP_USER、{prefix}SMTP_PASSWORD：要么都写，要么都不写 / both or neither"
    if production and encryption == "none" and not _is_here(host):
        yield (
            f"{prefix}SMTP_ENCRYPTION：正式环境经网络发信须加密"
            " / in production letters cross a network encrypted"
        )


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
