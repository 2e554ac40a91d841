"""Exports a platform's list of clients, by the same filters and in the same order, on record."""

import asyncio
from datetime import datetime

import msgspec

from server.clock import SHANGHAI, Clock
from server.edge.web.auth import Identity
from server.features.clients.query import ClientFilter, refuse_slips
from server.features.clients.refusals import MOST_EXPORTED, TooManyClients
from server.features.clients.rows import ClientRow, list_client_rows
from server.features.clients.workbook import ClientLine, clients_workbook
from server.features.platforms.access import lock_platform, platforms_of
from server.features.programmes.published import definition_of
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import transaction


async def export_clients(query: ClientFilter, *, by: Identity, clock: Clock) -> tuple[str, bytes]:
    """File name and bytes. Raises TooManyClients; Invalid: a mistyped edition or code."""
    now = clock.now()
    rows = await list_client_rows(query, by=by, today=clock.today(), limit=MOST_EXPORTED + 1)
    if not rows:
        await refuse_slips(query)
    if len(rows) > MOST_EXPORTED:
        raise TooManyClients()
    await _record(query, len(rows), by=by, at=now)
    lines = [await _line(row) for row in rows]
    # Twenty thousand rows take seconds: not in the loop that answers everybody else.
    content = await asyncio.to_thread(clients_workbook, lines, now)
    return f"客户申请-{now.astimezone(SHANGHAI):%Y%m%d-%H%M}.xlsx", content


async def _record(query: ClientFilter, rows: int, *, by: Identity, at: datetime) -> None:
    """In the chain of each platform that the person acts for, before a name leaves the house."""
    asked: dict[str, object] = msgspec.to_builtins(query)
    # What was looked for may be a firm's name or code: that it was narrowed is all that is kept.
    narrowed = sorted(name for name, value in asked.items() if value is not None and name != "sort")
    async with transaction() as tx:
        for platform in await platforms_of(by, tx=tx):
            await lock_platform(tx, platform.id)
            line = AuditEntry(
                "platform",
                platform.id,
                at,
                by.user_id,
                Role.PLATFORM,
                "clients.exported",
                {"rows": rows, "narrowed_by": narrowed},
            )
            await write_audit(tx, line)


async def _line(row: ClientRow) -> ClientLine:
    definition = await definition_of(row.rule_version_id)
    track = definition.find_track(row.track)
    title = track.title.zh if track else row.track
    edition = definition.edition
    return ClientLine(row, edition.title.zh, title, edition.sme_confirms)
