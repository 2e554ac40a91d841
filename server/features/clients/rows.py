"""Reads clients' applications with where their money stands, whose turn is and by when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final, Literal
from uuid import UUID

import msgspec

from models.rules.lifecycle import LIVE, StageKind, Status
from models.rules.line.ranking import QueueState
from server.edge.web.auth import Identity
from server.edge.web.field_types import Fen, Instant
from server.features.clients.query import ClientFilter, Sort, own_clients
from storage.postgres.core.rows import find_row, list_rows

_SOON_DAYS: Final = 7
_LIVE: Final = ", ".join(f"'{status}'" for status in sorted(LIVE))

# Each amount stands in one of three columns, so that their sums say what there is. A claim that
# waits is promised nothing; what was paid out stays so, whatever became of the application.
_CLIENTS: Final = f"""
SELECT a.id, a.number, a.edition_id, a.rule_version_id, a.track, a.status, a.stage, a.district,
       coalesce(e.name, '') AS enterprise, e.uscc, a.contract_no, a.fee_fen,
       a.filed_by, a.confirmed_at, a.refused_at, a.submitted_at, s.queue,
       CASE WHEN s.standing = 'expected' THEN coalesce(c.amount_fen, a.award_fen, 0)
            ELSE 0 END AS expected_fen,
       CASE WHEN s.standing = 'locked' THEN coalesce(c.granted_fen, a.award_fen, 0)
            ELSE 0 END AS locked_fen,
       coalesce(p.amount_fen, 0) AS disbursed_fen,
       CASE WHEN a.status = 'returned' OR w.due_on <= coalesce(r.due_on, w.due_on) THEN 'enterprise'
            WHEN a.status = 'payable' THEN 'authority' ELSE r.role END AS turn,
       CASE WHEN a.status = 'returned'
            THEN least(w.due_on, (SELECT min(k.due_on) FROM corrections k
                                   WHERE k.application_id = a.id AND k.resolved_at IS NULL))
            ELSE least(w.due_on, r.due_on) END AS due_on
  FROM ({{own}}) own
  JOIN applications a ON a.id = own.id
  LEFT JOIN enterprises e ON e.id = a.enterprise_id
  LEFT JOIN LATERAL (SELECT c.amount_fen, c.granted_fen, c.locked_at, c.state FROM claims c
                      WHERE c.application_id = a.id AND c.live
                      ORDER BY c.sequence DESC LIMIT 1) c ON true
  LEFT JOIN LATERAL (SELECT i.amount_fen FROM payout_items i
                       JOIN payout_lines l ON l.id = i.line_id AND l.state = 'paid'
                      WHERE i.application_id = a.id AND i.live) p ON true
  LEFT JOIN LATERAL (SELECT r.role, r.due_on FROM reviews r
                      WHERE r.application_id = a.id AND r.state = 'open'
                      ORDER BY r.id DESC LIMIT 1) r ON true
 CROSS JOIN LATERAL (SELECT CASE WHEN a.confirmed_at IS NULL AND a.ended_at IS NULL
                                 THEN a.confirm_by END AS due_on) w
 CROSS JOIN LATERAL (
       SELECT CASE WHEN c.amount_fen IS NULL THEN 'none' WHEN c.locked_at IS NOT NULL THEN 'locked'
                   WHEN c.state IN ('funded', 'waiting') THEN c.state ELSE 'pending' END AS queue,
              CASE WHEN p.amount_fen IS NOT NULL OR a.status NOT IN ({_LIVE}) THEN 'none'
                   WHEN c.locked_at IS NOT NULL THEN 'locked'
                   WHEN c.amount_fen IS NULL AND a.status IN ('approved', 'payable') THEN 'locked'
                   WHEN c.state = 'waiting' THEN 'none'
                   ELSE 'expected' END AS standing) s
"""
_NO_DAY: Final = date(2100, 12, 31)
"""Sorts behind every day that there is."""


class ClientRow(msgspec.Struct, frozen=True, kw_only=True):
    """A client's application; `turn` is the role that has to act, by `due_on` where a day is set.

    Of what its platform filed the firm's word is awaited beside the reviews: whichever comes first.
    """

    id: UUID
    number: str
    edition_id: str
    rule_version_id: UUID
    track: str
    status: Status
    stage: StageKind | None
    district: str
    enterprise: str
    uscc: str | None
    contract_no: str | None
    fee_fen: int | None
    filed_by: Literal["enterprise", "platform"]
    confirmed_at: datetime | None
    refused_at: datetime | None
    submitted_at: datetime
    queue: QueueState
    expected_fen: int
    locked_fen: int
    disbursed_fen: int
    turn: str | None
    due_on: date | None


class ClientSums(msgspec.Struct, frozen=True):
    """Over all that a filter takes."""

    count: int
    expected_fen: int
    locked_fen: int
    disbursed_fen: int


@dataclass(frozen=True, slots=True)
class Order:
    """A sort: by which value, which way, what a given one is made into, a cursor, a row's value."""

    value: str
    direction: Literal["ASC", "DESC"]
    compared_with: str
    cursor: type[tuple[object, UUID]]
    value_of: Callable[[ClientRow], object]


ORDERS: Final[Mapping[Sort, Order]] = MappingProxyType(
    {
        "submitted": Order(
            *("k.submitted_at", "DESC", "{}::timestamptz", tuple[Instant, UUID]),
            lambda row: row.submitted_at,
        ),
        "due": Order(
            *(f"coalesce(k.due_on, '{_NO_DAY}')", "ASC", "{}::date", tuple[date, UUID]),
            lambda row: row.due_on or _NO_DAY,
        ),
        "amount": Order(
            *("k.expected_fen + k.locked_fen + k.disbursed_fen", "DESC", "{}::bigint"),
            *(tuple[Fen, UUID], lambda row: row.expected_fen + row.locked_fen + row.disbursed_fen),
        ),
        # GB 18030 has the common characters by their sounds, as a dictionary does; every database
        # knows it, but not every one has the collations of ICU.
        "name": Order(
            *("convert_to(k.enterprise, 'GB18030')", "ASC"),
            *("convert_to({}::text, 'GB18030')", tuple[str, UUID]),
            lambda row: row.enterprise,
        ),
    }
)


async def list_client_rows(
    query: ClientFilter, *, by: Identity, today: date, limit: int, after: Sequence[object] = ()
) -> list[ClientRow]:
    """In the query's order; `after`: the value and id behind which they begin."""
    statement, values = await _clients(query, by, today)
    order = ORDERS[query.sort]
    if after:
        sign, first = (">" if order.direction == "ASC" else "<"), len(values) + 1
        key = f"({order.compared_with.format(f'${first}')}, ${first + 1}::uuid)"
        statement += f" AND ({order.value}, k.id) {sign} {key}"
        values += after
    statement += f" ORDER BY {order.value} {order.direction}, k.id {order.direction}"
    statement += f" LIMIT ${len(values) + 1}"
    return await list_rows(ClientRow, f"SELECT k.* {statement}", *values, limit, tx=None)


async def sum_up(query: ClientFilter, *, by: Identity, today: date) -> ClientSums:
    statement, values = await _clients(query, by, today)
    sums = ", ".join(
        f"coalesce(sum(k.{column}), 0)::bigint AS {column}"
        for column in ("expected_fen", "locked_fen", "disbursed_fen")
    )
    found = await find_row(ClientSums, f"SELECT count(*), {sums} {statement}", *values, tx=None)
    return found or ClientSums(0, 0, 0, 0)


async def _clients(query: ClientFilter, by: Identity, today: date) -> tuple[str, list[object]]:
    own, values = await own_clients(query, by)
    statement = f"FROM ({_CLIENTS.format(own=own)}) k WHERE true"
    if query.queue is not None:
        values.append(query.queue)
        statement += f" AND k.queue = ${len(values)}"
    if query.due is not None:
        values.append(today)
        end = f"${len(values)}::date"
        days = f"< {end}" if query.due == "overdue" else f"BETWEEN {end} AND {end} + {_SOON_DAYS}"
        statement += f" AND k.due_on {days}"
    return statement, values
