"""The peer of submit: bare Sanic that writes the same rows by hand, without rules or logins.

One transaction, statement by statement with asyncpg's prepared statements, then one call of the
ranking script. What our server works out (key, receipt, award) is constant here or of equal size.
"""

import json
import os
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
from redis.asyncio import Redis
from sanic import Request, Sanic
from sanic.response import HTTPResponse

from bench.bare import bare_app, run_bare
from models.tables.ids import new_id
from storage.postgres.core.connect import KeptConnection, credentials
from storage.redis.keys import Keys
from storage.redis.quota import CLAIM_FORM
from storage.redis.scripts import load_script

ROWS_PLAN = "BENCH_ROWS_PLAN"
"""JSON: dsn, pool_size, redis_url, namespace, pool_id, epoch, exclusion, receipt, award_fen."""

_READ = """SELECT a.id, e.uscc, a.created_by_id, a.signed_at, a.paid_at FROM applications a
             JOIN enterprises e ON e.id = a.enterprise_id WHERE a.id = $1 FOR UPDATE OF a"""
_UPDATE = """UPDATE applications SET status = 'in_review', stage = 'endorse', award_fen = $2,
                    submitted_at = $3, updated_at = $3, version = version + 1 WHERE id = $1"""
_CLAIM = """INSERT INTO claims (id, application_id, pool_id, later_at, earlier_at, amount_fen,
                   places, live, version, ranked_version, recorded_epoch, recorded_revision,
                   state, touched_at, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, 1, true, 1, 0, 0, 0, 'pending', $7, $7)
            RETURNING sequence"""
_AWARD = """INSERT INTO award_lines (id, application_id, funder, pool_id, amount_fen)
            VALUES ($1, $2, 'government', $3, $4)"""
_RECEIPT = """INSERT INTO receipts (id, application_id, kid, token, issued_at)
              VALUES ($1, $2, 'bench-1', $3, $4)"""
_REVIEW = """INSERT INTO reviews (id, application_id, stage, role, round, state, opened_at,
                    out_of_order, order_key)
             VALUES ($1, $2, 'endorse', 'platform', 1, 'open', $3, false, $4)"""
_ENTITLEMENT = """INSERT INTO entitlements (id, uscc, exclusion, slot, application_id, taken_at)
                  VALUES ($1, $2, $3, 1, $4, $5)"""
_AUDIT = "SELECT append_audit('application', $1, $2, $3, 'enterprise', 'submitted', $4)"
_JOB = """INSERT INTO pgqueuer (priority, entrypoint, payload, status)
          VALUES (0, 'application.submitted', $1, 'queued') RETURNING id"""
_JOB_LOG = """INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority)
              VALUES ($1, 'queued', 'application.submitted', 0)"""


class Rows:
    """What the handler needs, opened once."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.pool_id = UUID(plan["pool_id"])
        self.keys = Keys(plan["namespace"]).pool(self.pool_id)
        self.script = load_script("apply").digest
        self.postgres: Any = None
        self.redis: Any = None

    async def open(self) -> None:
        size = self.plan["pool_size"]
        parts = credentials(self.plan["dsn"])
        names = ("host", "port", "user", "password", "database")
        self.postgres = await asyncpg.create_pool(
            **{name: parts[name] for name in names},
            min_size=size,
            max_size=size,
            connection_class=KeptConnection,
        )
        self.redis = Redis.from_url(self.plan["redis_url"], protocol=2)

    async def write(self, application_id: UUID) -> bytes:
        """Everything that a submission leaves behind; the claim as the script takes it."""
        async with self.postgres.acquire() as connection, connection.transaction():
            return await self.write_in(connection, application_id)

    async def write_in(self, connection: Any, application_id: UUID) -> bytes:
        """The same inside the caller's transaction."""
        it, now, claim_id = self.plan, datetime.now(UTC), new_id()
        row = await connection.fetchrow(_READ, application_id)
        earlier, later = sorted((row["signed_at"], row["paid_at"]))
        await connection.execute(_UPDATE, application_id, it["award_fen"], now)
        sequence = await connection.fetchval(
            _CLAIM,
            claim_id,
            application_id,
            self.pool_id,
            later,
            earlier,
            it["award_fen"],
            now,
        )
        await connection.execute(_AWARD, new_id(), application_id, self.pool_id, it["award_fen"])
        await connection.execute(_RECEIPT, new_id(), application_id, it["receipt"], now)
        key = f"{int(later.timestamp()):010d}{int(earlier.timestamp()):010d}{sequence:019d}"
        await connection.execute(_REVIEW, new_id(), application_id, now, key)
        await connection.execute(
            _ENTITLEMENT, new_id(), row["uscc"], it["exclusion"], application_id, now
        )
        detail = f'{{"award_fen":{it["award_fen"]},"key":"{key}"}}'
        await connection.execute(_AUDIT, application_id, now, row["created_by_id"], detail)
        job = await connection.fetchval(_JOB, application_id.bytes)
        await connection.execute(_JOB_LOG, job)
        return CLAIM_FORM.pack(
            claim_id.hex.encode(), key.encode(), 1, it["award_fen"], 1, 0, True, False, False
        )

    async def submit(self, application_id: UUID) -> list[Any]:
        claim = await self.write(application_id)
        standing: list[Any] = await self.redis.evalsha(
            self.script, len(self.keys), *self.keys, self.plan["epoch"], claim
        )
        return standing


def main() -> None:
    app = bare_app("rows")
    rows = Rows(json.loads(os.environ[ROWS_PLAN]))

    @app.before_server_start
    async def open_rows(app: Sanic[Any, Any]) -> None:
        await rows.open()

    @app.post("/api/v1/applications/<application_id:uuid>/submit")
    async def submit(request: Request, application_id: UUID) -> HTTPResponse:
        state, position = (await rows.submit(application_id))[:2]
        body = {"id": str(application_id), "state": state.decode(), "position": position}
        return HTTPResponse(json.dumps(body), content_type="application/json")

    run_bare(app)


if __name__ == "__main__":
    main()
