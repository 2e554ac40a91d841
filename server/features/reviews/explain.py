"""Explains the application of a review to whoever may read that review."""

from uuid import UUID

from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.applications.decision import explain_row
from server.features.applications.decision_schemas import DecisionView
from server.features.reviews.show import open_review
from server.ports import Ports
from storage.postgres.application_rows import fetch_application


async def explain_review(
    review_id: UUID, *, by: Identity, ports: Ports, english: bool
) -> DecisionView:
    """As the firm reads it. Raises NotFound; DeclarationNeeded, ConflictOfInterest (experts)."""
    review, _ = await open_review(review_id, by, ports.clock.now())
    row = await fetch_application(review.application_id)
    if row is None:
        raise NotFound()
    return await explain_row(row, quota=ports.quota, clock=ports.clock, english=english)
