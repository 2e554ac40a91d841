"""A refusal as the contract describes it."""

from typing import Any

from aiohttp import ClientResponse

MEMBERS = {"type", "title", "status", "code", "detail", "errors", "request_id"}


async def problem(answer: ClientResponse, status: int, code: str) -> dict[str, object]:
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = await answer.json(content_type=None)
    assert set(body) == MEMBERS
    assert (body["status"], body["code"]) == (status, code)
    assert body["request_id"] == answer.headers["x-request-id"]
    return body


def named(body: dict[str, Any]) -> set[tuple[str, str]]:
    return {(entry["field"], entry["code"]) for entry in body["errors"]}
