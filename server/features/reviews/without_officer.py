"""What waits and no officer's grant reaches, for the authority to move or to give to somebody."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from models.rules.lifecycle import StageKind
from models.tables.programmes import Edition
from server.edge.web.auth import Identity
from server.edge.web.field_types import Instant, about
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.features.applications.schemas import NamedReference
from server.features.identity.scope import Scope
from server.roles import READING_EDITIONS
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.without_officer import MatterKind, UnheldMatter, list_without_officer


class MatterWithoutOfficer(msgspec.Struct, frozen=True):
    """A matter that waits and that nobody sees; `id` is that of the review, appeal, dispute or firm."""

    kind: Annotated[
        MatterKind,
        about(
            "review 审核，appeal 申诉，dispute 企业争议，enterprise 待核实企业",
            "a review, an appeal, a dispute, or a firm to be checked",
        ),
    ]
    id: UUID
    application_id: UUID | None
    number: Annotated[
        str | None, about("申请受理号；空值为不属某件申请", "null where it is no application's")
    ]
    edition: str | None
    stage: StageKind | None
    role: Annotated[str, about("应由哪一角色办理", "whose it would be")]
    district: str
    enterprise: NamedReference | None
    since: Annotated[Instant, about("等待起始时刻", "since when it waits")]


async def browse_without_officer(query: Query, *, by: Identity) -> Page[MatterWithoutOfficer]:
    """The longest waiting first, within the grants that reach whole editions; raises Invalid."""
    after = decode_cursor(query.cursor, tuple[datetime, UUID])
    editions = await _editions(by)
    rows = await list_without_officer(editions, after, query.limit + 1)
    shown, cursor = page_of(rows, query.limit, lambda row: (row.since, row.id))
    return Page([_matter(row) for row in shown], cursor)


async def _editions(by: Identity) -> list[str] | None:
    """Codes of the editions that the person reaches as a whole; None for whom nothing narrows."""
    scope = Scope.of(by, *READING_EDITIONS)
    if scope.is_unlimited:
        return None
    with postgres_errors():
        return [edition.code for edition in await Edition.filter(scope.editions()).only("code")]


def _matter(row: UnheldMatter) -> MatterWithoutOfficer:
    firm = None
    if row.enterprise_id is not None and row.enterprise_name is not None:
        firm = NamedReference(row.enterprise_id, row.enterprise_name)
    return MatterWithoutOfficer(
        kind=row.kind,
        id=row.id,
        application_id=row.application_id,
        number=row.number,
        edition=row.edition_id,
        stage=row.stage,
        role=row.role,
        district=row.district,
        enterprise=firm,
        since=row.since,
    )
