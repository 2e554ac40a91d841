"""What was named at the terminal and is not there, with where to look for the right name."""

from collections.abc import Iterator
from contextlib import contextmanager

from models.rules.reasons import Text
from server.errors import NotFound
from server.features.quota.pools_to_rank import RankedPool, list_pools_of


@contextmanager
def named_edition(code: str | None) -> Iterator[None]:
    """Raises NotFound with the code that was typed, and where the codes stand."""
    try:
        yield
    except NotFound:
        raise NotFound(
            Text(
                f"没有年度 {code!r}；有哪些，请看 programme list",
                f"There is no edition {code!r}; `programme list` has the codes",
            )
        ) from None


async def pools_of(edition: str | None) -> list[RankedPool]:
    """The pools of an edition, or of all. Raises NotFound as above."""
    with named_edition(edition):
        return await list_pools_of(edition)


@contextmanager
def named_account(username: str) -> Iterator[None]:
    """Raises NotFound with the user name that was typed."""
    try:
        yield
    except NotFound:
        raise NotFound(
            Text(f"没有账号 {username!r}，请核对用户名", f"There is no account {username!r}")
        ) from None
