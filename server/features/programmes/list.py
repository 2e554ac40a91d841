"""Lists the published editions, the newest window first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Final

import msgspec

from models.rules.places.home import home_of
from server.edge.web.field_types import about
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.features.programmes.published import PublishedEdition, list_editions
from server.features.programmes.schemas import ProgrammeItem
from server.features.programmes.window import EditionStatus
from server.ports import Ports
from storage.postgres.core.rows import list_rows

_TAKING_PART: Final = """
SELECT edition_id, count(DISTINCT platform_id) AS platforms
  FROM participations WHERE withdrawn_at IS NULL GROUP BY edition_id
"""


class _TakingPart(msgspec.Struct, frozen=True):
    edition_id: str
    platforms: int


class ProgrammeQuery(Query, frozen=True):
    """`status` narrows the list to editions that have it now."""

    status: Annotated[
        EditionStatus | None, about("只看此状态的届次", "only editions of this status")
    ] = None


async def list_programmes(
    query: ProgrammeQuery, *, english: bool, ports: Ports
) -> Page[ProgrammeItem]:
    """One page of editions. Raises Invalid for a cursor that is none."""
    after = decode_cursor(query.cursor, tuple[datetime, str])
    editions = [
        edition
        for edition in sorted(await list_editions(), key=_newest_first)
        if after is None or _newest_first(edition) > (-after[0].timestamp(), after[1])
    ]
    statuses = await edition_statuses(editions, ports=ports)
    platforms = await count_platforms()
    items = [
        programme_item(edition, statuses[edition.code], platforms, english=english)
        for edition in editions
        if query.status in (None, statuses[edition.code])
    ]
    return Page(*page_of(items, query.limit, lambda item: (item.opens_at, item.code)))


async def edition_statuses(
    editions: Sequence[PublishedEdition], *, ports: Ports
) -> dict[str, EditionStatus]:
    """By code; one query to the ranking for all of them.

    `exhausted` is for display only: the window stays open and submissions go on.
    """
    now = ports.clock.now()
    statuses: dict[str, EditionStatus] = {
        edition.code: edition.window.status(now) for edition in editions
    }
    open_now = [code for code, status in statuses.items() if status == "open"]
    if open_now:
        statuses.update(dict.fromkeys(await ports.exhausted_among(open_now), "exhausted"))
    return statuses


async def count_platforms() -> Mapping[str, int]:
    """How many take part, by edition; those in which none does are not among them."""
    rows = await list_rows(_TakingPart, _TAKING_PART, tx=None)
    return {row.edition_id: row.platforms for row in rows}


def programme_item(
    edition: PublishedEdition, status: EditionStatus, platforms: Mapping[str, int], *, english: bool
) -> ProgrammeItem:
    """What an edition shows in the list and on its own page alike."""
    policy = edition.definition.policy
    return ProgrammeItem(
        code=edition.code,
        programme=edition.programme_code,
        year=edition.year,
        title=edition.definition.edition.title.in_language(english),
        authority=policy.authority.in_language(english),
        region=policy.region.in_language(english),
        city=home_of(policy.region.zh).city,
        status=status,
        opens_at=edition.window.opens_at,
        closes_at=edition.window.closes_at,
        platforms=platforms.get(edition.code, 0),
    )


def _newest_first(edition: PublishedEdition) -> tuple[float, str]:
    return (-edition.window.opens_at.timestamp(), edition.code)
