"""Reads published editions with their window and their rules in force.

A rule version never changes once published, so decoded ones are cached in this process; an
edition's current version and window are read from the database each time.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

import msgspec
from tortoise import connections
from tortoise.backends.base.client import BaseDBAsyncClient

from models.programme.file import definition_from
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import EditionDefinition
from models.tables.programmes import Edition, RuleVersion
from server.clock import SHANGHAI
from server.errors import Invalid, NotFound
from server.features.programmes.window import Window
from storage.postgres.core.rows import as_row
from storage.postgres.core.transaction import postgres_errors

_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """An edition with its window; `definition` is its current rule version, decoded."""

    code: str
    programme_code: str
    year: int
    window: Window
    version_id: UUID
    definition: EditionDefinition


class _Definition(msgspec.Struct, frozen=True):
    """JSON, as the programme file was compiled."""

    definition: str


class _Kept:
    """The cache entry of a rule version; empty until it is read."""

    definition: EditionDefinition | None = None


@lru_cache(maxsize=_MOST_KEPT)
def _kept(version_id: UUID) -> _Kept:
    return _Kept()


async def definition_of(
    version_id: UUID, *, using: BaseDBAsyncClient | None = None
) -> EditionDefinition:
    """The rules an application pinned; no I/O once read. Raises LookupError if there are none.

    Inside a transaction give its connection as `using`, or the first read takes a second one.
    """
    kept = _kept(version_id)
    if kept.definition is None:
        kept.definition = await _read_definition(version_id, using)
    return kept.definition


async def _read_definition(version_id: UUID, using: BaseDBAsyncClient | None) -> EditionDefinition:
    connection = using or connections.get("default")
    with postgres_errors():
        records = await connection.execute_query_dict(
            "SELECT definition::text AS definition FROM rule_versions WHERE id = $1", [version_id]
        )
    if not records:
        raise LookupError(f"no rule version {version_id}")
    return definition_from(as_row(_Definition, records[0]).definition)


async def get_edition(code: str, *, using: BaseDBAsyncClient | None = None) -> PublishedEdition:
    """The edition of that code, e.g. `sh-shuangtui-2026`. Raises NotFound."""
    found = await find_edition(code, using=using)
    if found is None:
        raise NotFound()
    return found


async def find_edition(
    code: str, *, using: BaseDBAsyncClient | None = None
) -> PublishedEdition | None:
    """The edition of that code, or None if it is not published."""
    with postgres_errors():
        row = await Edition.get_or_none(code=code, using_db=using)
    return None if row is None else await _published(row, using)


async def refuse_unknown(code: str) -> None:
    """Raises NotFound unless an edition of that code is published."""
    with postgres_errors():
        if not await Edition.exists(code=code):
            raise NotFound()


async def refuse_mistyped(code: str | None) -> None:
    """Raises Invalid for an edition that is none: an empty list would read as “nothing there”."""
    if code is not None and await find_edition(code) is None:
        text = Text(
            f"没有“{code}”这一申报年度，请从项目列表中选一个",
            f"There is no edition {code}; choose one from the list of programmes",
        )
        raise Invalid(errors=[Reason("edition", "not_an_option", text)])


async def list_editions() -> list[PublishedEdition]:
    """All published editions, the newest window first."""
    with postgres_errors():
        rows = await Edition.all().order_by("-opens_at", "code")
    return [edition for row in rows if (edition := await _published(row, None))]


async def first_published_on(code: str) -> date | None:
    """The day (Shanghai) an edition was first published, None if never.

    A demonstration edition counts its days from here, so that a later start finds the same dates.
    """
    with postgres_errors():
        first = await RuleVersion.filter(edition_id=code).order_by("number").first()
    return None if first is None else first.published_at.astimezone(SHANGHAI).date()


async def _published(row: Edition, using: BaseDBAsyncClient | None) -> PublishedEdition | None:
    """None between an edition's row and its first rules, which no committed state shows."""
    if row.current_version_id is None:
        return None
    return PublishedEdition(
        code=row.code,
        programme_code=row.programme_id,
        year=row.year,
        window=Window(row.opens_at, row.closes_at, row.closed_at),
        version_id=row.current_version_id,
        definition=await definition_of(row.current_version_id, using=using),
    )
