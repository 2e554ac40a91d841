"""Sends every route whatever a body can be: refused as promised, never a 500, and nothing changes."""

import json
from collections.abc import Iterator
from typing import Any

import aiohttp

from tests.architecture.admission import problem
from tests.architecture.sending import own_ids, send, takes_json, visitor
from tests.world.application import World
from tests.world.bodies import Broken, broken_bodies
from tests.world.doors import Door
from tests.world.neighbours import Neighbours
from tests.world.papers import JPEG, pdf
from tests.world.rows import nothing_changes
from tests.world.wire import send_raw

REFUSED = {400, 401, 403, 404, 405, 408, 409, 410, 412, 413, 415, 422, 428}
QUERIES = (
    *("limit=0", "limit=101", "limit=-1", "limit=x", "limit=1e3"),
    *(
        "cursor=x",
        "cursor=%00",
        "cursor=%ff",
        "cursor=" + "A" * 5000,
        "cursor=W10",
        "cursor=bnVsbA",
    ),
    *("no_such=1", "%ff=1", "state=nonsense", "&".join(f"a{n}=1" for n in range(200))),
)


def reached(door: Door, broken: Broken, status: int) -> bool:
    """Whether the refusal is about the body, which then was read."""
    wanted = {"too large": {413}, "wrong media type": {415}, "wrong charset": {415}}
    return status in wanted.get(broken[0], {422})


async def test_no_body_is_too_strange(
    world: World, neighbours: Neighbours, doors: list[Door]
) -> None:
    side, sent, strange = neighbours.here, 0, []
    async with nothing_changes(world):
        for door in filter(takes_json, doors):
            for broken in broken_bodies(door.info.description.request):
                answer = await send(world, side, door, broken)
                status, code = problem(answer)
                sent += 1
                if not reached(door, broken, status):
                    strange.append((door.name, broken[0], status, code))
    assert not strange, "\n".join(map(str, strange))
    assert sent > 500


async def test_bodies_where_none_is_expected_do_no_harm(
    world: World, neighbours: Neighbours, doors: list[Door]
) -> None:
    """A stranger's call with a stray body: refused for what it is, whatever the body holds."""
    async with nothing_changes(world):
        for door in doors:
            if takes_json(door) or door.method == "GET" or not door.ids:
                continue
            # What is public is nobody's: everybody keeps it in mind, whatever comes with the call.
            if "/favourites/" in door.name:
                continue
            client = visitor(door, neighbours.there, world.anyone)
            for data in (b"\xff", b"[" * 50_000, b"{}"):
                path = "/" + door.path(neighbours.here.ids)
                answer = await client.call(door.method, path, data=data)
                assert problem(answer)[0] in REFUSED, (door.name, data[:5])


async def test_no_query_is_too_strange(
    world: World, neighbours: Neighbours, doors: list[Door]
) -> None:
    asked = 0
    async with nothing_changes(world):
        for door in doors:
            if door.method != "GET" or door.info.description.query is None:
                continue
            client = visitor(door, neighbours.here, world.anyone)
            for query in QUERIES:
                path = f"/{door.path(own_ids(door, neighbours.here))}?{query}"
                answer = await client.get(path)
                assert answer.status != 200, (door.name, query[:40])
                assert problem(answer)[0] in {400, 422}, (door.name, query[:40], answer.status)
                asked += 1
    assert asked > 100


def _forms(
    kind: str | None,
) -> Iterator[tuple[str, aiohttp.FormData | bytes, dict[str, str], set[int]]]:
    """What is wrong, the form, headers, the statuses that say so; `kind` None: papers of no kind."""

    def form(file: Any = b"", **fields: Any) -> aiohttp.FormData:
        made = aiohttp.FormData()
        for name, value in {"kind": kind, "name": "合同.pdf", **fields}.items():
            if value is not None:
                made.add_field(name, value)
        if file is not None:
            made.add_field("file", file, filename="tmp_1", content_type="application/pdf")
        return made

    multipart = {"content-type": "multipart/form-data; boundary=b"}
    yield "empty file", form(b""), {}, {422}
    yield "no file", form(None), {}, {422, 415}
    yield "unknown kind", form(pdf(), kind="no_such_kind"), {}, {422}
    if kind is not None:
        yield "kind missing", form(pdf(), kind=None), {}, {422}
    yield "name too long", form(pdf(), name="长" * 300), {}, {422}
    yield "name of NUL", form(pdf(), name="\x00"), {}, {422}
    yield "unknown field", form(pdf(), extra="1"), {}, {422}
    yield "photo named pdf", form(JPEG), {}, {415, 422}
    yield "text", form(b"just words, no paper"), {}, {415}
    yield "half a pdf", form(pdf()[:40]), {}, {422}
    yield "a program", form(b"MZ" + b"\x00" * 200), {}, {415}
    yield (
        "json",
        json.dumps({"kind": "contract"}).encode(),
        {"content-type": "application/json"},
        {415},
    )
    yield "no boundary", b"--x--", {"content-type": "multipart/form-data"}, {415, 422}
    yield "torn", b'--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\ncon', multipart, {422}
    yield "other boundary", b"--c\r\n\r\n--c--\r\n", multipart, {422}
    yield "broken UTF-8", _torn_text(), multipart, {422}


def _torn_text() -> bytes:
    head = b"--b\r\nContent-Disposition: form-data; name="
    name = head + b'"name"\r\n\r\n\xff\xfe\r\n'
    kind = head + b'"kind"\r\n\r\ncontract\r\n'
    file = head + b'"file"; filename="x"\r\n\r\n' + pdf() + b"\r\n"
    return name + kind + file + b"--b--\r\n"


async def test_no_upload_is_too_strange(
    world: World, neighbours: Neighbours, doors: list[Door]
) -> None:
    side = neighbours.here
    # The bucket is shared with other tests, which leave objects of their own.
    before = {item.name async for item in world.ports.bucket.list("")}
    async with nothing_changes(world):
        for door in doors:
            if not door.info.description.files or door.info.audience != "applicant":
                continue
            form = door.info.description.request
            kind = side.draft["missing"][0]["kind"] if hasattr(form, "kind") else None
            for what, data, headers, statuses in _forms(kind):
                path = "/" + door.path(own_ids(door, side))
                answer = await side.people["enterprise"].call(
                    door.method, path, data=data, headers=headers
                )
                assert problem(answer)[0] in statuses, (door.name, what, answer.body)
    stored = {item.name async for item in world.ports.bucket.list("")}
    known = await world.fetch(
        "SELECT object_name FROM evidence UNION ALL SELECT object_name FROM attachments"
    )
    assert stored - before <= {row["object_name"] for row in known}


async def test_what_is_hardly_http_gets_a_problem_too(world: World) -> None:
    """Refused by the server itself, before any route is known."""
    close, login = b"\r\nhost: x\r\nconnection: close\r\n", b"POST /api/v1/session/wechat"
    for request, status in (
        (b"GET /%ff HTTP/1.1" + close + b"\r\n", b"404"),
        (b"GARBAGE\r\n\r\n", b"400"),
        (b"GET / HTTP/9.9" + close + b"\r\n", b"400"),
        (b"GET /" + b"a" * 20_000 + b" HTTP/1.1" + close + b"\r\n", b"4"),
        (login + b" HTTP/1.1" + close + b"content-length: -1\r\n\r\n", b"4"),
        (login + b" HTTP/1.1" + close + b"content-length: 9e9\r\n\r\n", b"4"),
    ):
        answer = await send_raw(world.url, request)
        assert answer, request[:60]
        assert answer.split(b" ", 2)[1].startswith(status), (request[:40], answer[:80])
        assert b"application/problem+json" in answer, (request[:40], answer[:200])
