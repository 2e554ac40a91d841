"""The API description (OpenAPI 3.1), generated from what the registered routes say."""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated, Any

import msgspec

from models.rules.text.limits import IDEMPOTENCY_KEY
from server.edge.web.describe import Description, RouteInfo
from server.edge.web.docs_words import AUDIENCES, CONVENTIONS
from server.edge.web.field_types import about
from server.edge.web.field_words import WORDS
from server.edge.web.gate import ClientTooOld, Maintenance
from server.edge.web.guard import ConsentRequired, PasswordDue
from server.edge.web.idempotency import IdempotencyConflict, InProgress
from server.edge.web.published_schemas import example_of, finish_schemas, published_schema
from server.edge.web.same_origin import CrossSite
from server.edge.web.session_cookie import SECURE_NAME
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
_FILE = {"description": "文件内容 / the bytes of the file"}
_REFERENCE = "#/components/schemas/{name}"


class ProblemEntry(msgspec.Struct):
    """One of the problems."""

    field: Annotated[
        str, about("字段位置，如 plans[2].fee_fen", "where it is, such as plans[2].fee_fen")
    ]
    code: Annotated[str, about("问题代码，固定不变", "stable code of the problem")]
    message: Annotated[str, about("给用户看的说明", "what is wrong, for the user")]
    cite: str | None = None


class Problem(msgspec.Struct):
    """RFC 9457; `code` is stable, texts are Chinese, or English with `Accept-Language: en`."""

    type: Annotated[str, about("问题类型 URI", "URI of the kind of problem")]
    title: Annotated[str, about("问题类型的名称", "its kind in words")]
    status: Annotated[int, about("HTTP 状态码", "the HTTP status")]
    code: Annotated[str, about("错误代码，固定不变", "stable code of the error")]
    detail: Annotated[str, about("给用户看的说明", "what happened, for the user")]
    errors: Annotated[list[ProblemEntry], about("全部问题，一次列全", "every problem, all at once")]
    request_id: Annotated[
        str, about("请求编号，报障时提供", "id of the request, to be quoted when asking")
    ]
    current: Annotated[
        dict[str, Any] | None,
        about(
            "版本冲突（412）时现在的内容，ETag 是它的版本；重复申请（409）时已有的那份的"
            " id、number、status；其他错误没有这一项",
            "at a conflict of versions (412) what is there now, its ETag beside it; at"
            " already_applied `id`, `number` and `status` of that application; else absent",
        ),
    ] = None


def describe_api(infos: Iterable[RouteInfo], *, title: str, version: str) -> Document:
    """The whole document for these routes."""
    routes = list(infos)
    kinds: dict[Any, None] = {Problem: None}
    for info in routes:
        said = info.description
        kinds.update(
            dict.fromkeys(kind for kind in (said.request, said.response, said.instead) if kind)
        )
    schemas, components = msgspec.json.schema_components(kinds, ref_template=_REFERENCE)
    finish_schemas(components)
    by_kind = dict(zip(kinds, schemas, strict=True))
    paths: Document = {}
    for info in routes:
        path = _PARAMETER.sub(r"{\1}", info.pattern) or "/"
        paths.setdefault(path, {})[info.method.lower()] = _operation(info, by_kind, components)
    ways = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": SECURE_NAME},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version, "description": CONVENTIONS},
        "tags": _tags({_tag(info) for info in routes}),
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": ways},
    }


def _tag(info: RouteInfo) -> str:
    """Whom it is for; what stands outside the API is for operators and WeChat."""
    return info.audience if info.pattern.startswith("/api/") else "process"


def _tags(found: set[str]) -> list[Document]:
    names = [*(name for name in AUDIENCES if name in found), *sorted(found - {*AUDIENCES})]
    described = ((name, " / ".join(AUDIENCES.get(name, (name, name)))) for name in names)
    return [{"name": name, "description": text} for name, text in described]


def _operation(info: RouteInfo, by_kind: dict[Any, Document], schemas: Document) -> Document:
    operation: Document = {
        "summary": f"{info.description.summary.zh} / {info.description.summary.en}",
        "tags": [_tag(info)],
        "operationId": _operation_id(info),
        "parameters": _parameters(info),
        "responses": _responses(info, by_kind),
    }
    body = _request_body(info, by_kind, schemas)
    if body is not None:
        operation["requestBody"] = body
    if info.login:
        operation["security"] = [{"bearer": []}, {"cookie": []}]
    return operation


def _operation_id(info: RouteInfo) -> str:
    return re.sub(r"\W+", "_", f"{info.method.lower()}{info.pattern}").strip("_")


def _parameters(info: RouteInfo) -> list[Document]:
    said = info.description
    found = [
        _parameter(name, "path", published_schema(info.path[name]))
        for name in _PARAMETER.findall(info.pattern)
    ]
    if said.query is not None:
        found += _query_parameters(said.query)
    found += [_parameter(name, "header", {"type": "string"}) for name in said.headers]
    found += [_parameter(name, "header", {"type": "string"}, required=False) for name in said.may]
    if said.cached:
        found.append(_parameter("If-None-Match", "header", {"type": "string"}, required=False))
    if info.once:
        schema = {"type": "string", "minLength": 1, "maxLength": IDEMPOTENCY_KEY}
        found.append(_parameter("Idempotency-Key", "header", schema, required=False))
    return found


def _parameter(name: str, place: str, schema: Document, *, required: bool = True) -> Document:
    found: Document = {"name": name, "in": place, "required": required, "schema": schema}
    if place == "path" and "examples" in schema:
        found["example"] = schema.pop("examples")[0]
    described = schema.pop("description", None)
    if described is None and name in WORDS:
        described = WORDS[name].description
    return found if described is None else found | {"description": described}


def _query_parameters(kind: Any) -> list[Document]:
    reference = msgspec.json.schema(kind, ref_template=_REFERENCE)
    finish_schemas(reference["$defs"])
    described = reference["$defs"][reference["$ref"].rsplit("/", 1)[-1]]
    required = described.get("required", [])
    return [
        _parameter(name, "query", said, required=name in required)
        for name, said in described["properties"].items()
    ]


def _request_body(
    info: RouteInfo, by_kind: dict[Any, Document], schemas: Document
) -> Document | None:
    said = info.description
    if said.takes:
        return {"required": True, "content": {said.takes: {"schema": {"type": "string"} | _FILE}}}
    if said.request is None and not said.files:
        return None
    if said.files:
        content = {"multipart/form-data": {"schema": _form(said, schemas)}}
        if said.instead is not None:
            content["application/json"] = _json(by_kind[said.instead], schemas)
        return {"required": True, "content": content}
    needed = any(field.required for field in msgspec.structs.fields(said.request))
    content = {"application/json": _json(by_kind[said.request], schemas)}
    return {"required": needed, "content": content}


def _json(schema: Document, schemas: Document) -> Document:
    return {"schema": schema, "example": example_of(schema, schemas)}


def _form(said: Description, schemas: Document) -> Document:
    """Text fields and files as one object: neither of two would allow the fields of the other."""
    form = schemas[said.request.__name__] if said.request is not None else {}
    named = (*said.files, *said.optional_files)
    files = {name: {"type": "string", "format": "binary"} | _FILE for name in named}
    return {
        "type": "object",
        "properties": form.get("properties", {}) | files,
        "required": [*form.get("required", ()), *said.files],
    }


def errors_of(info: RouteInfo) -> list[type[AppError]]:
    """Every refusal that the route may give: its own, and those of its guard and its body."""
    said = info.description
    found: list[type[AppError]] = list(said.errors)
    if info.login:
        found += [Unauthenticated, Forbidden, CrossSite]
    if info.consent:
        found.append(ConsentRequired)
    if info.password_again:
        found.append(PasswordDue)
    if "<" in info.pattern:
        found.append(NotFound)
    if said.request is not None or said.query is not None or said.files or info.once:
        found.append(Invalid)
    if said.request is not None or said.files:
        found += [TooLarge, UnsupportedMedia]
    if info.once:
        found += [IdempotencyConflict, InProgress]
    if info.limited:
        found.append(RateLimited)
    if info.pattern.startswith("/api/"):
        found += [Unavailable, Maintenance, ClientTooOld]
    return list(dict.fromkeys(found))


def _responses(info: RouteInfo, by_kind: dict[Any, Document]) -> Document:
    said = info.description
    answer: Document = {"description": HTTPStatus(said.status).phrase} | _content(said, by_kind)
    if said.gives:
        answer["headers"] = {name: _header(name) for name in said.gives}
    responses: Document = {str(status): answer for status in (said.status, *said.also)}
    if said.cached:
        responses["304"] = {"description": HTTPStatus(304).phrase}
    codes: dict[int, dict[str, str]] = {}
    for error in errors_of(info):
        codes.setdefault(error.status, {})[error.code] = f"{error.title.zh} / {error.title.en}"
    for status in sorted(codes):
        responses[str(status)] = _refusal(codes[status], by_kind[Problem])
    return responses


def _header(name: str) -> Document:
    return {"description": WORDS[name].description, "schema": {"type": "string"}}


def _content(said: Description, by_kind: dict[Any, Document]) -> Document:
    """What the answer holds: a schema's JSON, or a text or a file of one of its types."""
    kinds = (said.media,) if isinstance(said.media, str) else said.media
    if said.response is not None:
        return {"content": {kind: {"schema": by_kind[said.response]} for kind in kinds}}
    if said.status == 204 or kinds == ("application/json",):
        return {}
    return {
        "content": {kind: {"schema": {"type": "string"} | _file_format(kind)} for kind in kinds}
    }


def _file_format(kind: str) -> Document:
    return {} if kind.startswith("text/") else {"format": "binary"}


def _refusal(codes: dict[str, str], problem: Document) -> Document:
    narrowed = {"allOf": [problem, {"properties": {"code": {"enum": list(codes)}}}]}
    return {
        "description": "; ".join(f"`{code}` {text}" for code, text in codes.items()),
        "content": {"application/problem+json": {"schema": narrowed}},
    }
