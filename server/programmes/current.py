"""The rules in force, for the many who ask at once: looked up once a second for all of them."""

from collections.abc import Mapping
from time import monotonic
from typing import Final
from uuid import UUID

from tortoise import connections

from models.rules.programme import EditionDefinition
from server.errors import NotFound
from server.programmes.published import definition_of
from server.web.shared_fetch import SharedFetch
from server.web.tasks import OwnedTasks
from storage.postgres.transaction import postgres_errors

_KEPT_SECONDS: Final = 1.0
_CURRENT = "SELECT code, current_version_id FROM editions WHERE code = ANY($1)"


class CurrentRules:
    """Which version an edition has, at most a second old: as old as the page that shows it.

    For estimates, which bind nobody; what is handed in is judged by what the database says then.
    """

    def __init__(self, tasks: OwnedTasks) -> None:
        self._versions = SharedFetch(_current_versions, tasks)
        self._kept: dict[str, tuple[float, UUID]] = {}

    async def rules_of(self, code: str) -> EditionDefinition:
        """Raises NotFound, StoreUnavailable."""
        until, version_id = self._kept.get(code, (0.0, None))
        if version_id is None or until < monotonic():
            (version_id,) = await self._versions.ask(code)
            # Only what exists is kept, so that made-up codes do not fill the memory.
            if version_id is None:
                raise NotFound()
            self._kept[code] = monotonic() + _KEPT_SECONDS, version_id
        return await definition_of(version_id)


async def _current_versions(codes: frozenset[str]) -> Mapping[str, UUID | None]:
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(_CURRENT, [list(codes)])
    known = {row["code"]: row["current_version_id"] for row in rows}
    return {code: known.get(code) for code in codes}
