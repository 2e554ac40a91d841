"""The editions in force with the files that they were published from, so that these can be edited."""

from typing import Final
from uuid import UUID

from models.tables.programmes import Edition, RuleSource, RuleVersion
from server.edge.web.auth import Identity
from server.edge.web.params import decode_cursor, page_of
from server.edge.web.replies import Page
from server.errors import NotFound
from server.features.identity.named import PersonView, name_people
from server.features.identity.scope import Scope
from server.features.programme_files.reading import read_out
from server.features.programme_files.schemas import (
    FilesInForce,
    FilesInForceItem,
    InForceQuery,
    InForceView,
)
from server.features.programmes.published import definition_of
from server.roles import READING_EDITIONS
from storage.postgres.core.transaction import postgres_errors

_WHO: Final = ("id", "version_id", "published_by_id")


async def list_in_force(
    query: InForceQuery, *, by: Identity, english: bool
) -> Page[FilesInForceItem]:
    """In the reader's scope, by code. Raises Invalid (a cursor that is none)."""
    found = Edition.filter(
        Scope.of(by, *READING_EDITIONS).editions(), current_version_id__isnull=False
    )
    if query.programme is not None:
        found = found.filter(programme_id=query.programme)
    after = decode_cursor(query.cursor, tuple[str])
    if after is not None:
        found = found.filter(code__gt=after[0])
    with postgres_errors():
        rows = await found.order_by("code").limit(query.limit + 1)
    shown, cursor = page_of(rows, query.limit, lambda row: (row.code,))
    ids = [row.current_version_id for row in shown]
    with postgres_errors():
        known = await RuleVersion.filter(id__in=ids).only("id", "number", "published_at")
        kept = await RuleSource.filter(version_id__in=ids).only(*_WHO)
    versions = {version.id: version for version in known}
    sources = {source.version_id: source for source in kept}
    people = await name_people(source.published_by_id for source in kept)
    return Page(
        [
            await _item(
                row,
                versions[row.current_version_id],
                sources.get(row.current_version_id),
                people,
                english,
            )
            for row in shown
        ],
        cursor,
    )


async def show_in_force(code: str, *, by: Identity, english: bool) -> FilesInForce:
    """Raises NotFound outside the reader's scope."""
    within = Scope.of(by, *READING_EDITIONS).editions()
    with postgres_errors():
        row = await Edition.filter(within, code=code, current_version_id__isnull=False).first()
        if row is None:
            raise NotFound()
        version = await RuleVersion.get(id=row.current_version_id)
        source = await RuleSource.get_or_none(version_id=version.id)
    people = await name_people([] if source is None else [source.published_by_id])
    item = await _item(row, version, source, people, english)
    return FilesInForce(
        **{name: getattr(item, name) for name in item.__struct_fields__},
        policy=None if source is None else source.policy,
        edition_file=None if source is None else source.edition,
        reading=read_out(await definition_of(version.id)),
    )


async def _item(
    row: Edition,
    version: RuleVersion,
    source: RuleSource | None,
    people: dict[UUID, PersonView],
    english: bool,
) -> FilesInForceItem:
    definition = await definition_of(version.id)
    by = None if source is None else people.get(source.published_by_id)
    return FilesInForceItem(
        programme=row.programme_id,
        edition=row.code,
        title=definition.edition.title.in_language(english),
        in_force=InForceView(version.number, version.published_at, by),
        kept=source is not None,
    )
