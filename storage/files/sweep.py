"""Compares a list of the store with what is known: objects without a row, and the other way."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import TypeVar

from storage.files.bucket import Bucket, StoredObject

_BATCH = 500

Item = TypeVar("Item")
KnownNames = Callable[[Sequence[str]], Awaitable[Collection[str]]]


async def list_orphans(
    bucket: Bucket, prefix: str, *, older_than: datetime, known: KnownNames
) -> AsyncIterator[StoredObject]:
    """Objects under `prefix`, last written before `older_than`, whose names `known` does not have.

    `known` gets up to 500 names and answers with those that have a row. It is asked after the
    listing, so a row that came in between counts; `older_than` has to leave an upload the time
    between its last byte and its commit. Whether to delete is for the caller to decide.
    Raises StoreUnavailable.
    """
    batch: list[StoredObject] = []
    async for item in bucket.list(prefix, older_than):
        batch.append(item)
        if len(batch) == _BATCH:
            for orphan in await _without_row(batch, known):
                yield orphan
            batch = []
    for orphan in await _without_row(batch, known):
        yield orphan


async def _without_row(batch: Sequence[StoredObject], known: KnownNames) -> list[StoredObject]:
    if not batch:
        return []
    names = set(await known([item.name for item in batch]))
    return [item for item in batch if item.name not in names]


async def not_listed(
    bucket: Bucket, prefix: str, wanted: AsyncIterator[tuple[str, Item]]
) -> AsyncIterator[tuple[str, Item]]:
    """Those of `wanted`, each with its name and in the order of names, that no list names.

    Both sides are gone through once, side by side. A store that lists in another order makes it
    name more than are missing, never fewer: the caller asks for each. Raises StoreUnavailable.
    """
    listed = bucket.list(prefix)
    have = await anext(listed, None)
    async for name, item in wanted:
        while have is not None and have.name < name:
            have = await anext(listed, None)
        if have is None or have.name != name:
            yield name, item
