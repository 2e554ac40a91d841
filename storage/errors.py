"""What storage tells its callers: which store does not answer, and nothing about how."""

from typing import Literal

Store = Literal["postgres", "redis", "files", "scanner"]


class StoreUnavailable(Exception):
    """A store does not answer now; the caller may try again later."""

    def __init__(self, store: Store, detail: str = "") -> None:
        super().__init__(f"{store} unavailable: {detail}")
        self.store = store


class ObjectMissing(LookupError):
    """No object has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no object {name}")
        self.name = name


class Erased(LookupError):
    """The person's key is gone, and with it everything that was encrypted with it."""


class Undecipherable(ValueError):
    """A ciphertext or wrapped key that was changed, mixed up, or made with a key not given here."""


class AddressRefused(ValueError):
    """A part of a store's address that is not understood, by its name; values are not repeated."""

    def __init__(self, part: str, wanted: str, wanted_zh: str | None = None) -> None:
        """`wanted_zh` where `wanted` is words, not an example that reads alike in both."""
        super().__init__(
            f"{part} 不对，应为：{wanted_zh or wanted} / {part} is not understood, expected: {wanted}"
        )
        self.part = part
