"""The rules in force, for the many who ask at once: one look-up answers all who waited for it."""

from collections.abc import Mapping
from uuid import UUID

from tortoise import connections

from models.rules.programme import EditionDefinition
from server.errors import NotFound
from server.programmes.published import definition_of
from server.web.shared_fetch import SharedFetch
from server.web.tasks import OwnedTasks
from storage.postgres.transaction import postgres_errors

_CURRENT = "SELECT code, current_version_id FROM editions WHERE code = ANY($1)"


class CurrentRules:
    """Which version an edition has is asked of the database each time, never remembered."""

    def __init__(self, tasks: OwnedTasks) -> None:
        self._versions = SharedFetch(_current_versions, tasks)

    async def rules_of(self, code: str) -> EditionDefinition:
        """The rules that are in force now. Raises NotFound, StoreUnavailable."""
        (version_id,) = await self._versions.ask(code)
        if version_id is None:
            raise NotFound()
        return await definition_of(version_id)


async def _current_versions(codes: frozenset[str]) -> Mapping[str, UUID | None]:
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(_CURRENT, [list(codes)])
    known = {row["code"]: row["current_version_id"] for row in rows}
    return {code: known.get(code) for code in codes}
