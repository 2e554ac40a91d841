"""Passwords as argon2id hashes (RFC 9106), computed in threads of their own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.rules.reasons import Reason, Text

MIN_LENGTH = 8
MAX_LENGTH = 200
_THREADS = 2
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
        return await self._in_thread(partial(self._hasher.hash, password))

    async def matches(self, known_hash: str | None, password: str) -> bool:
        """Takes as long for an account that does not exist (`known_hash` None)."""
        right = await self._in_thread(partial(self._verify, known_hash or self._nobody, password))
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


def check_new_password(password: str, username: str, field: str = "new_password") -> list[Reason]:
    """Every reason against a password one would like to have; length decides, not its signs.

    NIST SP 800-63B, 3.1.1.2: a minimum length and no composition rules.
    """
    found: list[Reason] = []
    if len(password) < MIN_LENGTH:
        text = Text(f"密码太短，至少 {MIN_LENGTH} 位，请加长", f"At least {MIN_LENGTH} characters")
        found.append(Reason(field, "too_short", text))
    if len(set(password)) < 4 or username.lower() == password.lower():
        text = Text(
            "密码太容易猜到，请换一个；不要与账号名相同，也不要只用几个重复的字符",
            "Too easy to guess",
        )
        found.append(Reason(field, "guessable", text))
    return found
