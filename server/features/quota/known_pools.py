"""The pools of each edition, kept in the process, so that reads of figures spare the database."""

import logging
from asyncio import get_running_loop
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from uuid import UUID

import msgspec

from server.edge.web.shared_fetch import SharedFetch
from server.edge.web.tasks import OwnedTasks
from server.errors import NotFound
from storage.errors import StoreUnavailable
from storage.postgres.core.rows import list_rows

_LOG = logging.getLogger(__name__)
_POOLS = """
SELECT e.code AS edition, p.id, p.code
  FROM editions e LEFT JOIN pools p ON p.edition_id = e.code
 WHERE e.code = ANY($1) ORDER BY e.code, p.code
"""


class _Pool(msgspec.Struct, frozen=True):
    edition: str
    id: UUID | None
    code: str | None


@dataclass(frozen=True, slots=True, eq=False)
class EditionPools:
    """The pools of an edition by id, with their codes, in the order of the codes."""

    edition: str
    codes: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class _Known:
    pools: EditionPools
    checked_at: float


class KnownPools:
    """Which pools an edition has; never what is in them.

    A published edition's pools never vanish and hardly ever grow. One added by a republished file
    shows within `trusted_seconds`; an edition that is new to this process shows at once. What has
    not been checked for `fresh_seconds` is checked beside the reads, by one query at a time.
    """

    def __init__(
        self, tasks: OwnedTasks, *, fresh_seconds: float = 5.0, trusted_seconds: float = 10.0
    ) -> None:
        self._tasks = tasks
        self._fresh_seconds, self._trusted_seconds = fresh_seconds, trusted_seconds
        self._known: dict[str, _Known] = {}
        self._checking: set[str] = set()
        self._reads = SharedFetch(_read_pools, tasks)

    async def of(self, edition: str) -> EditionPools:
        """Raises NotFound, StoreUnavailable where the database is silent about an unknown one."""
        known = self._known.get(edition)
        age = inf if known is None else get_running_loop().time() - known.checked_at
        if known is None or age >= self._trusted_seconds:
            found = await self._check(edition)
            if found is None:
                raise NotFound()
            return found
        if age >= self._fresh_seconds and edition not in self._checking:
            self._checking.add(edition)
            self._tasks.start(self._check_beside(edition))
        return known.pools

    async def _check_beside(self, edition: str) -> None:
        try:
            await self._check(edition)
        finally:
            self._checking.discard(edition)

    async def _check(self, edition: str) -> EditionPools | None:
        began = get_running_loop().time()
        try:
            (found,) = await self._reads.ask(edition)
        except StoreUnavailable:
            known = self._known.get(edition)
            if known is None:
                raise
            # Figures come from elsewhere, so reads go on with the pools known so far.
            _LOG.warning("the pools of %s could not be checked: no database", edition)
            found = known.pools
        if found is None:
            self._known.pop(edition, None)
        else:
            self._known[edition] = _Known(found, began)
        return found


async def _read_pools(editions: frozenset[str]) -> dict[str, EditionPools | None]:
    """None for a code that names no edition."""
    rows = await list_rows(_Pool, _POOLS, sorted(editions), tx=None)
    found: dict[str, EditionPools | None] = dict.fromkeys(editions)
    codes: dict[str, dict[UUID, str]] = {}
    for row in rows:
        of_edition = codes.setdefault(row.edition, {})
        if row.id is not None and row.code is not None:
            of_edition[row.id] = row.code
    return found | {edition: EditionPools(edition, codes[edition]) for edition in codes}
