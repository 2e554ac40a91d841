"""Every place of every route where somebody can type: parts of the path, query, body, form, key."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_from_bytes

import aiohttp
from msgspec import inspect as shapes

from models.rules.text.limits import IDEMPOTENCY_KEY
from tests.architecture.sending import own_ids, takes_json
from tests.world.bodies import JSON, fitting, text_places
from tests.world.client import firm, particulars
from tests.world.doors import Door
from tests.world.neighbours import Side
from tests.world.papers import pdf

_WRITTEN = {"district": "浦东新区", "sector": "制造业", "city": "上海市"}


@dataclass(frozen=True)
class Place:
    """`where`: path, query, body, form or key; `most` is None for what is no free text.

    `in_body` is a body with something there.
    """

    door: Door
    where: str
    name: str
    most: int | None
    pattern: str | None
    in_body: Any = None

    def __str__(self) -> str:
        return f"{self.door.name} {self.where} {self.name}"


@dataclass(frozen=True)
class Call:
    """What goes out; `path` as it is sent."""

    method: str
    path: str
    options: dict[str, Any]


def places_of(door: Door) -> Iterator[Place]:
    said = door.info.description
    for name, kind in door.info.path.items():
        shape = shapes.type_info(kind)
        most, pattern = getattr(shape, "max_length", None), getattr(shape, "pattern", None)
        yield Place(door, "path", name, most, pattern)
    if said.query is not None:
        for text in text_places(said.query):
            yield Place(door, "query", text.path, text.most, text.pattern)
    if said.request is not None:
        where = "form" if said.files else "body"
        for text in text_places(said.request):
            yield Place(door, where, text.path, text.most, text.pattern, text.fill)
    if door.info.once:
        yield Place(door, "key", "Idempotency-Key", IDEMPOTENCY_KEY, r"^[ -~]*$")


def call_of(place: Place, value: Any, side: Side) -> Call:
    """The call with `value` in its place and all else as it should be."""
    door, ids = place.door, own_ids(place.door, side)
    headers = {"if-match": f'"{side.draft["version"]}"'}
    options: dict[str, Any] = {"headers": headers}
    if place.where == "path":
        ids = {**ids, place.name: _quoted(value)}
    path = "/" + door.path(ids).lstrip("/")
    if place.where == "query":
        path += f"?{quote(place.name)}={_quoted(value)}"
    if place.where == "key":
        headers["idempotency-key"] = str(value)
    if place.where == "form":
        options["data"] = _form(place, value)
    elif takes_json(door):
        options["data"] = json.dumps(_body(place, value, side)).encode()
        headers |= JSON
    return Call(door.method, path, options)


def _body(place: Place, value: Any, side: Side) -> Any:
    good = _good(place.door, side)
    return good | place.in_body(value) if place.where == "body" else good


def _good(door: Door, side: Side) -> Any:
    """A body that a person might send, so that as much as can be is also written."""
    kind = door.info.description.request
    names = set(kind.__struct_fields__)
    own: Mapping[str, Any] = {}
    if kind.__name__ == "EnterpriseParticulars":
        own = firm()
    elif kind.__name__ == "ApplicationParticulars":
        own = particulars(side.draft)
    elif "edition" in names:
        own = {"edition": side.ids["code"]}
    usual = {**_WRITTEN, "track": "copay", "account": "6222020000000000"}
    return (
        fitting(kind)
        | {name: text for name, text in usual.items() if name in names}
        | {name: value for name, value in own.items() if name in names}
    )


def _form(place: Place, value: Any) -> aiohttp.FormData:
    made = aiohttp.FormData()
    good = {"kind": "contract", "name": "合同.pdf"}
    known = place.door.info.description.request.__struct_fields__
    usual = {name: text for name, text in good.items() if name in known}
    for name, text in (usual | {place.name: value}).items():
        # Bytes alone, which a text need not be here, would be sent as a file.
        made.add_field(name, aiohttp.BytesPayload(_bytes(text), content_type="text/plain"))
    made.add_field("file", pdf(str(place)), filename="tmp_1", content_type="application/pdf")
    return made


def _quoted(value: Any) -> str:
    return quote_from_bytes(_bytes(value), safe="")


def _bytes(value: Any) -> bytes:
    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode("utf-8", "surrogatepass")
