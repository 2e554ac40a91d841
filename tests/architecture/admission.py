"""Which roles each audience admits, spelled once more, and what a refusal looks like."""

from typing import Any

from server.roles import REVIEWING
from tests.world.client import Answer
from tests.world.neighbours import ROLES

# Spelled once more, so that a slip on the page of audiences shows here.
_READ_ONLY = {"inspector"}
ADMITTED = {
    "public": set(ROLES),
    "any_login": set(ROLES),
    "enterprise": {"enterprise"},
    "applicant": {"enterprise", "platform"},
    "platform": {"platform"},
    "reviewer": set(REVIEWING) | _READ_ONLY,
    "authority": {"authority"} | _READ_ONLY,
    "inspector": _READ_ONLY,
    "admin": {"admin"},
    "party": {"enterprise", "platform"} | set(REVIEWING) | _READ_ONLY,
}


# Where a use case admits fewer than the audience of its route.
FEWER = {
    "POST /api/v1/applications/<application_id>/district": {"district", "authority"},
    "POST /api/v1/enterprises/<enterprise_id>/confirm-code": {"district", "authority"},
    "POST /api/v1/enterprises/<enterprise_id>/verify": {"district", "authority"},
    "GET /api/v1/enterprises/disputes": {"district", "authority", "inspector"},
    "GET /api/v1/stats": {"district", "authority", "inspector"},
    "GET /api/v1/enterprises/disputes/<dispute_id>": {"district", "authority", "inspector"},
    "GET /api/v1/stats/<code>": {"district", "authority", "inspector"},
    "GET /api/v1/enterprises/unverified": {"district", "authority", "inspector"},
}


def problem(answer: Answer) -> tuple[int, str]:
    """Status and code of a refusal that has every promised member."""
    assert answer.headers["content-type"].startswith("application/problem+json"), answer
    body: dict[str, Any] = answer.body
    promised = {"type", "title", "status", "code", "detail", "errors", "request_id"}
    assert set(body) == promised
    assert body["status"] == answer.status
    assert body["request_id"] == answer.headers["x-request-id"]
    assert all({"field", "code", "message"} <= set(reason) for reason in body["errors"])
    return answer.status, body["code"]
