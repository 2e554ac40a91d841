"""A platform's list of new clients, for the platform itself and for those who examine it."""

from uuid import UUID

import msgspec
from msgspec import structs

from models.rules.terms.programme import TrackTerms
from models.tables.applications import Application, ApplicationClient
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.client_lists.schemas import ClientsSummary, ClientsView, ClientView
from server.features.enterprises.membership import find_membership
from server.features.identity.declarations import refuse_shut
from server.features.identity.scope import Scope
from server.features.identity.subjects import find_subject
from server.features.programmes.published import definition_of
from server.roles import REVIEWING, Role
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import postgres_errors

_SUMS = """
SELECT count(*) AS count, coalesce(sum(fee_fen), 0)::bigint AS fees_fen,
       count(*) FILTER (WHERE flagged) AS flagged_count,
       coalesce(sum(fee_fen) FILTER (WHERE flagged), 0)::bigint AS flagged_fees_fen
  FROM application_clients WHERE application_id = $1
"""


class _Sums(msgspec.Struct, frozen=True):
    count: int
    fees_fen: int
    flagged_count: int
    flagged_fees_fen: int


async def get_clients(application_id: UUID, *, by: Identity, english: bool) -> ClientsView:
    """Raises NotFound (unknown, out of reach, a track without such a list), and for experts who
    have not declared themselves ConflictOfInterest, DeclarationNeeded.
    """
    with postgres_errors():
        application = await Application.get_or_none(id=application_id)
    if application is None or not await _may_see(application, by):
        raise NotFound()
    track = (await definition_of(application.rule_version_id)).find_track(application.track)
    if track is None or track.clients is None:
        raise NotFound()
    with postgres_errors():
        rows = await ApplicationClient.filter(application_id=application_id).order_by("number")
    summary = await _summary(application_id, track, english)
    return ClientsView(
        **structs.asdict(summary),
        application_id=application_id,
        clients=[_client(row) for row in rows],
        version=application.version,
    )


async def find_summary(
    application_id: UUID, track: TrackTerms, *, english: bool
) -> ClientsSummary | None:
    """What the list comes to; None on a track without one. The caller has checked the reach."""
    if track.clients is None:
        return None
    return await _summary(application_id, track, english)


async def _summary(application_id: UUID, track: TrackTerms, english: bool) -> ClientsSummary:
    (sums,) = await list_rows(_Sums, _SUMS, application_id, tx=None)
    flagged = track.clients.flagged if track.clients else None
    label = None if flagged is None else flagged.label.in_language(english)
    return ClientsSummary(**structs.asdict(sums), flagged_label=label)


def _client(row: ApplicationClient) -> ClientView:
    return ClientView(
        row.number,
        row.uscc,
        row.name,
        row.city,
        row.signed_on,
        row.contract_no,
        row.fee_fen,
        row.flagged,
    )


async def _may_see(application: Application, by: Identity) -> bool:
    """The firm at any time, staff once it was handed in."""
    firm = application.enterprise_id
    if firm is not None and await find_membership(by.user_id, firm):
        return True
    if application.submitted_at is None:
        return False
    subject = await find_subject(application.id)
    scope = Scope.of(by, Role.INSPECTOR, *REVIEWING)
    if subject is None or not scope.allows(subject):
        return False
    await refuse_shut(by, application.id, subject)
    return True
