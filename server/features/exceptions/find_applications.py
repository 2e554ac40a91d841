"""Finds any application that was handed in, wherever it stands, for who decides or inspects it."""

from datetime import datetime
from typing import Annotated, cast
from uuid import UUID

import msgspec

from models.rules.labels import STATUS_WORDS
from models.rules.lifecycle import Status
from models.tables.applications import Application
from server.edge.web.auth import Identity
from server.edge.web.field_types import EditionCode, Instant, Search, about
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.features.applications.schemas import NamedReference
from server.features.identity.scope import Scope
from server.features.programmes.published import definition_of, refuse_mistyped
from server.features.reviews.work_query import matching
from server.features.reviews.worklist import refuse_slip
from server.roles import READING_EDITIONS
from storage.postgres.core.transaction import postgres_errors


class FoundLabels(msgspec.Struct, frozen=True):
    """The words for its codes."""

    status: Annotated[str, about("状态的说法", "its status in words")]
    track: Annotated[str, about("申报事项名称", "name of its track")]


class FoundApplication(msgspec.Struct, frozen=True, kw_only=True):
    """A line of what was found; its whole file says the rest."""

    id: UUID
    number: str
    edition: str
    track: str
    status: Annotated[Status, about("状态", "its status")]
    enterprise: NamedReference | None
    platform: Annotated[NamedReference | None, about("平台企业", "its platform")]
    amount_fen: Annotated[
        int | None, about("资助金额，分；空值为未定", "its award in fen; null until it is known")
    ]
    submitted_at: Annotated[Instant, about("提交时刻", "when it was first handed in")]
    labels: Annotated[FoundLabels, about("代码的说法", "words for codes")]


class FindQuery(Query, frozen=True):
    """All narrow: an application is shown that meets every one that is given."""

    q: Search | None = None
    edition: Annotated[EditionCode | None, about("只看此届", "only this edition")] = None
    status: Annotated[Status | None, about("只看此状态", "only this status")] = None


async def find_applications(
    query: FindQuery, *, by: Identity, english: bool
) -> Page[FoundApplication]:
    """The newest first, within the grants that read editions. Raises Invalid, as the work list does."""
    within = Scope.of(by, *READING_EDITIONS).applications()
    found = Application.filter(within, submitted_at__isnull=False)
    if query.q is not None:
        found = found.filter(matching(query.q))
    given = {"edition_id": query.edition, "status": query.status}
    found = found.filter(**{name: value for name, value in given.items() if value is not None})
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        found = found.filter(id__lt=after[0])
    page = found.order_by("-id").limit(query.limit + 1)
    with postgres_errors():
        rows = await page.select_related("enterprise", "platform")
    if not rows:
        await refuse_mistyped(query.edition)
        refuse_slip(query.q)
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    return Page([await _line(row, english=english) for row in shown], cursor)


async def _line(row: Application, *, english: bool) -> FoundApplication:
    """`row` with its firm and its platform."""
    definition = await definition_of(row.rule_version_id)
    track = definition.find_track(row.track)
    firm, platform = row.enterprise, row.platform
    status = cast(Status, row.status)
    return FoundApplication(
        id=row.id,
        number=row.number,
        edition=row.edition_id,
        track=row.track,
        status=status,
        enterprise=NamedReference(firm.id, firm.name) if firm else None,
        platform=NamedReference(platform.id, platform.name) if platform else None,
        amount_fen=row.award_fen,
        submitted_at=cast(datetime, row.submitted_at),
        labels=FoundLabels(
            STATUS_WORDS[status].in_language(english),
            track.title.in_language(english) if track else row.track,
        ),
    )
