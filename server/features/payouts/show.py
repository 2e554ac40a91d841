"""Payouts as the authority sees them: the list, and one with its lines."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from tortoise.expressions import Q

from models.tables.payouts import Payout, PayoutLine
from server.edge.web.auth import Identity
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.features.identity.scope import Scope
from server.features.payouts.access import find_payout
from server.features.payouts.account_now import AccountNow, accounts_now
from server.features.payouts.held import held_views
from server.features.payouts.payable import list_held
from server.features.payouts.schemas import LineView, PaidApplication, PayoutSummary, PayoutView
from server.features.programmes.published import get_edition
from server.roles import READING_EDITIONS
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import postgres_errors

_APPLICATIONS = """
SELECT i.line_id, i.application_id, i.amount_fen, a.number, e.name AS enterprise, e.uscc
  FROM payout_items i
  JOIN payout_lines l ON l.id = i.line_id
  JOIN applications a ON a.id = i.application_id
  LEFT JOIN enterprises e ON e.id = a.enterprise_id
 WHERE l.payout_id = $1 ORDER BY a.number
"""


class LineApplication(msgspec.Struct, frozen=True):
    """An application on a line, with its part of the line's money."""

    line_id: UUID
    application_id: UUID
    amount_fen: int
    number: str
    enterprise: str | None
    uscc: str | None


async def list_payouts(query: Query, *, by: Identity, english: bool) -> Page[PayoutSummary]:
    """The newest first."""
    found = Payout.filter(Scope.of(by, *READING_EDITIONS).editions("edition__"))
    after = decode_cursor(query.cursor, tuple[datetime, UUID])
    if after is not None:
        at, key = after
        found = found.filter(Q(created_at__lt=at) | Q(Q(created_at=at), Q(id__lt=key)))
    with postgres_errors():
        rows = await found.order_by("-created_at", "-id").limit(query.limit + 1)
    shown, cursor = page_of(rows, query.limit, lambda payout: (payout.created_at, payout.id))
    return Page([await _item(payout, english) for payout in shown], cursor)


async def get_payout(payout_id: UUID, *, by: Identity, english: bool = False) -> PayoutView:
    """With what its scope holds while it is open. Raises NotFound."""
    payout = await find_payout(payout_id, by=by, roles=READING_EDITIONS)
    applications = await applications_by_line(payout_id)
    with postgres_errors():
        lines = await PayoutLine.filter(payout_id=payout_id).order_by("number")
    now = await accounts_now(lines)
    held = []
    if payout.state == "open":
        held = await list_held(payout.edition_id, payout.track, payout.platform_id)
    return PayoutView(
        **msgspec.structs.asdict(await _item(payout, english)),
        lines=[_line(line, applications[line.id], now[line.id]) for line in lines],
        held=await held_views(held, english=english),
    )


async def applications_by_line(payout_id: UUID) -> dict[UUID, list[LineApplication]]:
    """The applications of each line, by number."""
    found: dict[UUID, list[LineApplication]] = defaultdict(list)
    for application in await list_rows(LineApplication, _APPLICATIONS, payout_id, tx=None):
        found[application.line_id].append(application)
    return found


async def _item(payout: Payout, english: bool) -> PayoutSummary:
    rules = (await get_edition(payout.edition_id)).definition
    track = None if payout.track is None else rules.find_track(payout.track)
    return PayoutSummary(
        id=payout.id,
        edition=payout.edition_id,
        edition_title=rules.edition.title.in_language(english),
        track=payout.track,
        track_title=payout.track if track is None else track.title.in_language(english),
        state=payout.state,  # type: ignore[arg-type]  # a column
        total_fen=payout.total_fen,
        created_at=payout.created_at,
        confirmed_at=payout.confirmed_at,
        paid_on=payout.paid_on,
        voucher_no=payout.voucher_no,
    )


def _line(
    line: PayoutLine, applications: Sequence[LineApplication], payee_now: AccountNow
) -> LineView:
    return LineView(
        id=line.id,
        number=line.number,
        platform_id=line.platform_id,
        payee=line.payee_name,
        bank=line.bank,
        account=line.account_masked,
        applications=[
            PaidApplication(
                application.application_id,
                application.number,
                application.enterprise,
                application.amount_fen,
            )
            for application in applications
        ],
        amount_fen=line.amount_fen,
        state=line.state,  # type: ignore[arg-type]  # a column
        failure=line.failure,
        payee_now=payee_now,
    )
