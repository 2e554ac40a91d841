"""Addresses of letters: which ones are taken, and how one is shown."""

import re
from typing import Final

from models.rules.text.limits import EMAIL

_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])"
)
_LONGEST_NAME: Final = 64


def is_email(written: str) -> bool:
    """An address as practically every mail server takes it: ASCII, unquoted, with a domain."""
    name = written.partition("@")[0]
    fits = len(written) <= EMAIL and len(name) <= _LONGEST_NAME
    return fits and _ADDRESS.fullmatch(written) is not None


def mask_email(address: str) -> str:
    """`wang.fang@example.cn` → `wan******@example.cn`: of the name at most a third, at most three."""
    name, _, domain = address.partition("@")
    shown = min(len(name) // 3, 3)
    return f"{name[:shown]}{'*' * (len(name) - shown)}@{domain}"
