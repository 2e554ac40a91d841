"""The API description (OpenAPI 3.1), generated from what the registered routes say."""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import msgspec

from server.edge.web.describe import RouteInfo
from server.edge.web.idempotency import IdempotencyConflict, InProgress
from server.errors import (
    AppError,
    Forbidden,
    Invalid,
    NotFound,
    RateLimited,
    TooLarge,
    Unauthenticated,
    Unavailable,
    UnsupportedMedia,
)

Document = dict[str, Any]
_PARAMETER = re.compile(r"<(\w+)(?::[^>]+)?>")
_REFERENCE = "#/components/schemas/{name}"


class ProblemEntry(msgspec.Struct):
    """One of the problems; `cite` is the clause it rests on, where there is one."""

    field: str
    code: str
    message: str
    cite: str | None = None


class Problem(msgspec.Struct):
    """RFC 9457; `code` is stable, texts are Chinese, or English with `Accept-Language: en`."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[ProblemEntry]
    request_id: str


def describe_api(infos: Iterable[RouteInfo], *, title: str, version: str) -> Document:
    """The whole document for these routes."""
    routes = list(infos)
    kinds: dict[Any, None] = {Problem: None}
    for info in routes:
        said = info.description
        kinds.update(dict.fromkeys(kind for kind in (said.request, said.response) if kind))
    schemas, components = msgspec.json.schema_components(kinds, ref_template=_REFERENCE)
    by_kind = dict(zip(kinds, schemas, strict=True))
    paths: Document = {}
    for info in routes:
        path = _PARAMETER.sub(r"{\1}", info.pattern) or "/"
        paths.setdefault(path, {})[info.method.lower()] = _operation(info, by_kind)
    bearer = {"type": "http", "scheme": "bearer"}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {"bearer": bearer}},
    }


def _operation(info: RouteInfo, by_kind: dict[Any, Document]) -> Document:
    operation: Document = {
        "summary": f"{info.description.summary.zh} / {info.description.summary.en}",
        "tags": [info.audience],
        "operationId": _operation_id(info),
        "parameters": _parameters(info),
        "responses": _responses(info, by_kind),
    }
    body = _request_body(info, by_kind)
    if body is not None:
        operation["requestBody"] = body
    if info.login:
        operation["security"] = [{"bearer": []}]
    return operation


def _operation_id(info: RouteInfo) -> str:
    return re.sub(r"\W+", "_", f"{info.method.lower()}{info.pattern}").strip("_")


def _parameters(info: RouteInfo) -> list[Document]:
    found: list[Document] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PARAMETER.findall(info.pattern)
    ]
    if info.description.query is not None:
        found += _query_parameters(info.description.query)
    for name in info.description.headers:
        found.append({"name": name, "in": "header", "required": True, "schema": {"type": "string"}})
    if info.description.cached:
        found.append({"name": "If-None-Match", "in": "header", "schema": {"type": "string"}})
    if info.once:
        schema = {"type": "string", "minLength": 1, "maxLength": 128}
        found.append({"name": "Idempotency-Key", "in": "header", "schema": schema})
    return found


def _query_parameters(kind: Any) -> list[Document]:
    schema = msgspec.json.schema(kind, ref_template=_REFERENCE)
    described = schema["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
    required = described.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": said}
        for name, said in described["properties"].items()
    ]


def _request_body(info: RouteInfo, by_kind: dict[Any, Document]) -> Document | None:
    said = info.description
    if said.request is None and not said.files:
        return None
    if not said.files:
        return {
            "required": True,
            "content": {"application/json": {"schema": by_kind[said.request]}},
        }
    files: Document = {name: {"type": "string", "format": "binary"} for name in said.files}
    parts: Document = {"type": "object", "properties": files, "required": list(said.files)}
    if said.request is not None:
        parts = {"allOf": [by_kind[said.request], parts]}
    return {"required": True, "content": {"multipart/form-data": {"schema": parts}}}


def errors_of(info: RouteInfo) -> list[type[AppError]]:
    """Every refusal that the route may give: its own, and those of its guard and its body."""
    said = info.description
    found: list[type[AppError]] = list(said.errors)
    if info.login:
        found += [Unauthenticated, Forbidden]
    if "<" in info.pattern:
        found.append(NotFound)
    if said.request is not None or said.query is not None or said.files:
        found.append(Invalid)
    if said.request is not None or said.files:
        found += [TooLarge, UnsupportedMedia]
    if info.once:
        found += [IdempotencyConflict, InProgress]
    if info.limited:
        found.append(RateLimited)
    if info.pattern.startswith("/api/"):
        found.append(Unavailable)
    return list(dict.fromkeys(found))


def _responses(info: RouteInfo, by_kind: dict[Any, Document]) -> Document:
    said = info.description
    answer: Document = {"description": HTTPStatus(said.status).phrase}
    if said.response is not None:
        answer["content"] = {said.media: {"schema": by_kind[said.response]}}
    elif said.status != 204 and said.media != "application/json":
        answer["content"] = {said.media: {"schema": {"type": "string"}}}
    responses: Document = {str(status): answer for status in (said.status, *said.also)}
    if said.cached:
        responses["304"] = {"description": HTTPStatus(304).phrase}
    codes: dict[int, dict[str, str]] = {}
    for error in errors_of(info):
        codes.setdefault(error.status, {})[error.code] = f"{error.title.zh} / {error.title.en}"
    for status in sorted(codes):
        responses[str(status)] = _refusal(codes[status], by_kind[Problem])
    return responses


def _refusal(codes: dict[str, str], problem: Document) -> Document:
    narrowed = {"allOf": [problem, {"properties": {"code": {"enum": list(codes)}}}]}
    return {
        "description": "; ".join(f"`{code}` {text}" for code, text in codes.items()),
        "content": {"application/problem+json": {"schema": narrowed}},
    }
