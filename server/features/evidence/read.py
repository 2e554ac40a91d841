"""Reading a paper: by the firm, its platform and its reviewers; every view is recorded."""

from collections.abc import AsyncGenerator
from uuid import UUID

from tortoise import connections

from models.tables.evidence import Evidence
from server.audiences import REVIEWING, Role
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.enterprises.membership import find_membership
from server.features.identity.declarations import refuse_shut
from server.features.identity.scope import Scope
from server.features.identity.subjects import find_subject
from storage.files.bucket import Bucket
from storage.postgres.core.transaction import postgres_errors

_PAPER = """
SELECT a.enterprise_id, a.submitted_at
  FROM evidence v JOIN applications a ON a.id = v.application_id
 WHERE v.id = $1 AND a.id = $2 AND v.deleted_at IS NULL
"""


async def open_evidence(
    application_id: UUID, evidence_id: UUID, *, by: Identity, clock: Clock
) -> Evidence:
    """The paper's row, the view recorded.

    Raises NotFound: unknown and out of reach look alike; DeclarationNeeded, ConflictOfInterest
    (experts).
    """
    connection = connections.get("default")
    with postgres_errors():
        rows = await connection.execute_query_dict(_PAPER, [evidence_id, application_id])
    if not rows or not await _may_see(application_id, rows[0], by):
        raise NotFound()
    with postgres_errors():
        await connection.execute_query(
            "INSERT INTO evidence_views (evidence_id, user_id, at) VALUES ($1, $2, $3)",
            [evidence_id, by.user_id, clock.now()],
        )
        return await Evidence.get(id=evidence_id)


async def read_pieces(bucket: Bucket, name: str) -> AsyncGenerator[bytes, None]:
    """The bytes as they come from the store. Raises ObjectMissing, StoreUnavailable."""
    async with await bucket.open(name) as pieces:
        async for piece in pieces:
            yield piece


async def _may_see(application_id: UUID, row: dict[str, object], by: Identity) -> bool:
    enterprise_id = row["enterprise_id"]
    if isinstance(enterprise_id, UUID) and await find_membership(by.user_id, enterprise_id):
        return True
    # Staff see papers that were handed in, never a draft's, even once that was withdrawn.
    if row["submitted_at"] is None:
        return False
    subject = await find_subject(application_id)
    scope = Scope.of(by, Role.PLATFORM, Role.INSPECTOR, *REVIEWING)
    if subject is None or not scope.allows(subject):
        return False
    await refuse_shut(by, application_id, subject)
    return True
