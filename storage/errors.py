"""What storage tells its callers: which store does not answer, and nothing about how."""

from typing import Literal

Store = Literal["postgres", "redis", "files"]


class StoreUnavailable(Exception):
    """A store does not answer now; the caller may try again later."""

    def __init__(self, store: Store, detail: str = "") -> None:
        super().__init__(f"{store} unavailable: {detail}")
        self.store = store
