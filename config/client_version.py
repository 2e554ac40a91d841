"""How the oldest version of the mini-program that is served must be written."""

import re

_VERSION = re.compile(r"(\d{1,4}\.\d{1,4}\.\d{1,4})?", re.ASCII)


def client_problems(oldest: str, prefix: str) -> list[str]:
    """A problem in both languages unless it is three numbers, or nothing."""
    if _VERSION.fullmatch(oldest):
        return []
    return [
        f"{prefix}OLDEST_CLIENT：现为 {oldest!r}，须写作三个数，如 1.2.0"
        " / three numbers, such as 1.2.0"
    ]
