"""What a platform has to see to: its clients, their money, its batches, what is being looked at."""

from datetime import date
from typing import Final

import msgspec

from models.tables.batches import Batch
from models.tables.contents import HeldContent
from server.features.desk.day import DeskDay
from server.features.desk.schemas import DeskFigure, DeskLink
from server.features.platforms.access import platforms_of
from server.roles import Role
from storage.postgres.batches import LIVE
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import postgres_errors

# The last day of what was sent back is that of its open corrections.
_CLIENTS: Final = """
WITH mine AS (
    SELECT a.id, a.status, a.filed_by, a.confirmed_at, a.refused_at, a.confirm_by, a.award_fen,
           CASE WHEN a.status = 'returned' THEN
                (SELECT min(k.due_on) FROM corrections k
                  WHERE k.application_id = a.id AND k.resolved_at IS NULL) END AS due_on,
           (SELECT sum(c.granted_fen) FROM claims c
             WHERE c.application_id = a.id AND c.live AND c.locked_at IS NOT NULL) AS granted_fen
      FROM applications a WHERE a.platform_id = ANY($1) AND a.submitted_at IS NOT NULL),
awaited AS (
    SELECT *, filed_by = 'platform' AND confirmed_at IS NULL AND refused_at IS NULL
              AND status IN ('in_review', 'returned') AS to_confirm FROM mine)
SELECT count(*) FILTER (WHERE status = 'returned') AS returned,
       count(*) FILTER (WHERE due_on < $2) AS returned_overdue,
       count(*) FILTER (WHERE due_on BETWEEN $2 AND $3) AS returned_soon,
       min(due_on) AS returned_due,
       count(*) FILTER (WHERE to_confirm) AS to_confirm,
       count(*) FILTER (WHERE to_confirm AND confirm_by < $2) AS confirm_overdue,
       count(*) FILTER (WHERE to_confirm AND confirm_by BETWEEN $2 AND $3) AS confirm_soon,
       min(confirm_by) FILTER (WHERE to_confirm) AS confirm_due,
       count(*) FILTER (WHERE refused_at >= $4) AS refused,
       count(*) FILTER (WHERE status IN ('in_review', 'returned')) AS expected,
       coalesce(sum(award_fen) FILTER (WHERE status IN ('in_review', 'returned')), 0)::bigint
           AS expected_fen,
       count(*) FILTER (WHERE status IN ('approved', 'payable')) AS locked,
       coalesce(sum(coalesce(granted_fen, award_fen))
                FILTER (WHERE status IN ('approved', 'payable')), 0)::bigint AS locked_fen,
       count(*) FILTER (WHERE status = 'paid') AS paid,
       coalesce(sum(coalesce(granted_fen, award_fen)) FILTER (WHERE status = 'paid'), 0)::bigint
           AS paid_fen
  FROM awaited
"""


class _Clients(msgspec.Struct, frozen=True):
    returned: int
    returned_overdue: int
    returned_soon: int
    returned_due: date | None
    to_confirm: int
    confirm_overdue: int
    confirm_soon: int
    confirm_due: date | None
    refused: int
    expected: int
    expected_fen: int
    locked: int
    locked_fen: int
    paid: int
    paid_fen: int


async def count_platform(desk: DeskDay) -> list[DeskFigure]:
    """Of the platforms that the person's grants name."""
    if not desk.by.holds(Role.PLATFORM):
        return []
    platforms = [row.id for row in await platforms_of(desk.by)]
    if not platforms:
        return []
    values = (platforms, desk.today, desk.soon_on, desk.since)
    clients = await find_row(_Clients, _CLIENTS, *values, tx=None)
    running = Batch.filter(platform_id__in=platforms, state__in=LIVE)
    failed = Batch.filter(platform_id__in=platforms, state="failed")
    held = HeldContent.filter(platform_id__in=platforms, state="waiting")
    with postgres_errors():
        return [
            *(_clients(desk, clients) if clients else ()),
            *await desk.count(
                "batches_running", "running", DeskLink("batches"), running, "created_at"
            ),
            *await desk.count(
                "batches_failed", "waiting", DeskLink("batches"), failed, "created_at"
            ),
            *await desk.count("contents_held", "running", DeskLink("plans"), held, "held_at"),
        ]


def _clients(desk: DeskDay, found: _Clients) -> list[DeskFigure]:
    returned = desk.figure(
        "returned",
        "waiting",
        DeskLink("clients", state="returned"),
        count=found.returned,
        overdue=found.returned_overdue,
        soon=found.returned_soon,
        due_on=found.returned_due,
    )
    to_confirm = desk.figure(
        "to_confirm",
        "waiting",
        DeskLink("clients", state="to_confirm"),
        count=found.to_confirm,
        overdue=found.confirm_overdue,
        soon=found.confirm_soon,
        due_on=found.confirm_due,
    )
    refused = desk.figure(
        "refused", "changed", DeskLink("clients", state="refused"), count=found.refused
    )
    return [
        *(one for one in (returned, to_confirm, refused) if one.count),
        *_money(desk, found),
    ]


def _money(desk: DeskDay, found: _Clients) -> list[DeskFigure]:
    return [
        desk.figure(
            "money_expected",
            "money",
            DeskLink("clients", state="in_review"),
            count=found.expected,
            amount_fen=found.expected_fen,
        ),
        desk.figure(
            "money_locked",
            "money",
            DeskLink("clients", state="payable"),
            count=found.locked,
            amount_fen=found.locked_fen,
        ),
        desk.figure(
            "money_paid",
            "money",
            DeskLink("clients", state="paid"),
            count=found.paid,
            amount_fen=found.paid_fen,
        ),
    ]
