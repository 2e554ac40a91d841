"""What most people would write: lock the budget's row, count what is there, insert, commit.

The same rows as a submission leaves behind, by hand as in `serve_rows`, but the answer comes from
the database: funded if the sum of all live claims and this one fits the budget, otherwise a place
in the line, both worked out under `SELECT … FOR UPDATE`. No ranking, no rules, no login.
"""

import json
import os
from typing import Any
from uuid import UUID

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from bench.bare import bare_app, run_bare
from bench.serve_rows import ROWS_PLAN, Rows

_BUDGET = "SELECT budget_fen FROM pools WHERE id = $1 FOR UPDATE"
_STANDING = """SELECT count(*) AS claims, coalesce(sum(amount_fen), 0)::bigint AS asked_fen
                 FROM claims WHERE pool_id = $1 AND live"""


async def submit(rows: Rows, application_id: UUID) -> dict[str, Any]:
    """Take the budget's row, see what is left, write the rows; all in one transaction."""
    async with rows.postgres.acquire() as connection, connection.transaction():
        budget_fen = await connection.fetchval(_BUDGET, rows.pool_id)
        standing = await connection.fetchrow(_STANDING, rows.pool_id)
        await rows.write_in(connection, application_id)
    funded = standing["asked_fen"] + rows.plan["award_fen"] <= budget_fen
    state = "funded" if funded else "waiting"
    return {"id": str(application_id), "state": state, "position": standing["claims"] + 1}


def main() -> None:
    app = bare_app("for_update")
    rows = Rows(json.loads(os.environ[ROWS_PLAN]))

    @app.before_server_start
    async def open_rows(app: Sanic[Any, Any]) -> None:
        await rows.open()

    @app.post("/api/v1/applications/<application_id:uuid>/submit")
    async def answer(request: Request, application_id: UUID) -> HTTPResponse:
        body = await submit(rows, application_id)
        return HTTPResponse(json.dumps(body), content_type="application/json")

    run_bare(app)


if __name__ == "__main__":
    main()
