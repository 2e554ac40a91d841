"""Lists the versions of an edition's rules, the newest first, each with what it changed."""

from itertools import pairwise
from typing import Annotated

from msgspec import Meta

from models.programme.diff import changes_between
from models.tables.programmes import RuleVersion
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.features.programmes.published import definition_of, refuse_unknown
from server.features.programmes.schemas import VersionView
from storage.postgres.core.transaction import postgres_errors

_Number = Annotated[int, Meta(ge=1, le=2**31 - 1)]


class VersionQuery(Query, frozen=True):
    """A page of versions."""


async def list_versions(code: str, query: VersionQuery, *, english: bool) -> Page[VersionView]:
    """One page of the edition's versions. Raises NotFound, Invalid for a cursor that is none."""
    await refuse_unknown(code)
    before = decode_cursor(query.cursor, tuple[_Number])
    versions = RuleVersion.filter(edition_id=code)
    if before is not None:
        versions = versions.filter(number__lt=before[0])
    # One for the next page's cursor; the oldest shown is compared with it, or with nothing.
    with postgres_errors():
        rows = (
            await versions.only("id", "number", "published_at", "definition_hash")
            .order_by("-number")
            .limit(query.limit + 1)
        )
    items = [
        VersionView(row.number, row.published_at, row.definition_hash, changes)
        for row, changes in zip(rows, await _changes(rows, english), strict=True)
    ]
    return Page(*page_of(items, query.limit, lambda item: (item.number,)))


async def _changes(rows: list[RuleVersion], english: bool) -> list[list[str]]:
    """What each changed against the one below it; nothing for the last of the list."""
    rules = [await definition_of(row.id) for row in rows]
    told = [
        [change.in_language(english) for change in changes_between(old, new)]
        for new, old in pairwise(rules)
    ]
    return [*told, []][: len(rows)]
