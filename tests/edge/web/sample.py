"""A small feature behind the real edge: what the tests of the edge call over a real socket."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID, uuid4

import msgspec
from sanic import Sanic
from sanic.response import HTTPResponse

from models.rules.reasons import Reason, Text
from server.audiences import Audience, blueprint
from server.edge.web.auth import Identity
from server.edge.web.bodies import Body, decode
from server.edge.web.describe import describe
from server.edge.web.edge import EdgeOptions, install, make_app
from server.edge.web.field_types import Code, Facts, Fen, Instant, LongText, Title
from server.edge.web.health import Probe
from server.edge.web.idempotency import remember
from server.edge.web.incoming import StrictHttp
from server.edge.web.params import Query, decode_cursor, encode_cursor, read_query
from server.edge.web.ports import EdgePorts
from server.edge.web.rate_limit import RateLimit
from server.edge.web.replies import (
    Page,
    reply,
    reply_cached,
    reply_created,
    reply_nothing,
    stream_file,
)
from server.edge.web.request import ApiRequest
from server.edge.web.routes import Routes
from server.edge.web.tasks import OwnedTasks
from server.errors import AppError
from storage.errors import StoreUnavailable
from storage.postgres.core.idempotency import Once, OnceInProgress, Recorded, current_once
from storage.redis.rate_limit import RetryAfter
from tests.edge.web.counted import Counted, take_form

USERS = {
    role: Identity(uuid4(), role, frozenset({role}))
    for role in ("enterprise", "platform", "auditor", "authority", "inspector", "admin")
}
USERS["fresh"] = Identity(uuid4(), "fresh", frozenset({"authority"}), must_change_password=True)

ARCHIVE_BYTES = 400 * 50_000


class WindowClosed(AppError):
    status, code = 409, "window_closed"
    title = Text("申报窗口已关闭", "The window is closed")


class Plan(Body):
    title: Title
    fee_fen: Fen


class Offer(Body):
    name: Title
    plans: list[Plan]
    comment: LongText = ""
    facts: Facts = msgspec.field(default_factory=dict)
    signed_at: Instant | None = None


class Paper(Body):
    kind: Code
    name: Title


class Thing(msgspec.Struct):
    id: UUID
    name: str


class Filter(Query):
    district: Title | None = None


@dataclass
class World:
    """What the sample remembers, and the gates by which tests hold its handlers."""

    things: dict[UUID, str] = field(default_factory=dict)
    records: dict[tuple[UUID, str, str, str], Recorded] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)
    calls: dict[str, int] = field(default_factory=dict)
    entered: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    finished: asyncio.Event = field(default_factory=asyncio.Event)
    file: Counted = field(default_factory=Counted)
    postgres_up: bool = True
    redis_up: bool = True

    async def resolve(self, token: str) -> Identity | None:
        return USERS.get(token)

    async def find_once(self, once: Once) -> Recorded | None:
        return self.records.get((once.user_id, once.method, once.path, once.key))

    async def allow(
        self, bucket: str, limit: int, per_seconds: int, *, cost: int = 1
    ) -> RetryAfter | None:
        self.calls[bucket] = self.calls.get(bucket, 0) + 1
        return None if self.calls[bucket] <= limit else RetryAfter(per_seconds)

    def keep(self, name: str, status: int = 201) -> UUID:
        """What a use case's transaction does."""
        once = current_once.get()
        if once is not None and once.key in self.running:
            raise OnceInProgress
        self.things[(thing := uuid4())] = name
        if once is not None:
            key = (once.user_id, once.method, once.path, once.key)
            self.records[key] = Recorded(status, thing, once.body_hash)
        return thing


def _public(world: World) -> Routes:
    routes = blueprint("sample", Audience.PUBLIC)

    @routes.get("/things")
    @describe("试验", "Things", query=Filter, response=Page[Thing])
    async def things(request: ApiRequest) -> HTTPResponse:
        query = read_query(request, Filter)
        after = decode_cursor(query.cursor, tuple[int, UUID])
        return reply(Page([[query.limit, query.district, after]], encode_cursor(7, uuid4())))

    @routes.get("/cached")
    @describe("试验", "A read that changes rarely", response=dict[str, str])
    async def cached(request: ApiRequest) -> HTTPResponse:
        return reply_cached(request, {"a": "b"})

    @routes.get("/broken")
    @describe("试验", "An unforeseen error", response=Thing)
    async def broken(request: ApiRequest) -> HTTPResponse:
        raise RuntimeError("secret-detail")

    @routes.get("/stores/<store>")
    @describe("试验", "A store that is down", response=Thing)
    async def store(request: ApiRequest, store: Code) -> HTTPResponse:
        raise StoreUnavailable(store)  # type: ignore[arg-type]

    @routes.post("/limited", once=False, limits=(RateLimit("sample", 2, 60),))
    @describe("试验", "Called too often", status=204)
    async def limited(request: ApiRequest) -> HTTPResponse:
        return reply_nothing()

    return routes


def _enterprise(world: World) -> Routes:
    routes = blueprint("sample", Audience.ENTERPRISE)

    async def present(request: ApiRequest, thing: UUID) -> Thing:
        return Thing(thing, world.things[thing])

    @routes.post("/offers", present=present)
    @describe(
        "试验", "Make an offer", status=201, request=Offer, response=Thing, errors=(WindowClosed,)
    )
    async def offer(request: ApiRequest) -> HTTPResponse:
        made = decode(request, Offer)
        if made.name == "late":
            raise WindowClosed(errors=[Reason("edition", "closed", WindowClosed.title, "第三条")])
        return reply_created(await present(request, world.keep(made.name)))

    @routes.get("/offers/<offer_id>")
    @describe("试验", "One offer", response=Thing)
    async def read(request: ApiRequest, offer_id: UUID) -> HTTPResponse:
        return reply({"id": offer_id})

    @routes.post("/papers", present=present, max_body=None)
    @describe("试验", "Upload", status=201, request=Paper, files=("file",), response=Thing)
    async def upload(request: ApiRequest) -> HTTPResponse:
        file = world.file = Counted()
        form = await take_form(request, Paper, file)
        await remember(request, file.sha256.digest())
        said = {"size": file.size, "sha256": file.sha256.hexdigest(), "kind": form.kind}
        return reply_created(said | {"id": str(world.keep(form.name))})

    @routes.patch("/pieces", visible=present)
    @describe("试验", "A file piece by piece", status=204, takes="application/octet-stream")
    async def pieces(request: ApiRequest) -> HTTPResponse:
        stream = cast(StrictHttp, request.stream)
        stream.expect_piece()
        async for _ in stream:
            pass
        return reply_nothing()

    @routes.post("/held", once=False)
    @describe("试验", "Work that must end", status=204)
    async def held(request: ApiRequest) -> HTTPResponse:
        tasks: OwnedTasks = request.app.ctx.tasks
        await tasks.shielded(_work(world))
        return reply_nothing()

    return routes


async def _work(world: World) -> None:
    world.entered.set()
    await world.gate.wait()
    world.finished.set()


async def _content() -> AsyncGenerator[bytes, None]:
    for _ in range(4):
        yield b"x" * 50_000


async def _archive(world: World) -> AsyncGenerator[bytes, None]:
    try:
        for _ in range(400):
            yield b"x" * 50_000
    finally:
        world.finished.set()


def _staff(world: World) -> tuple[Routes, ...]:
    reviewing = blueprint("sample", Audience.REVIEWER)

    @reviewing.get("/reviews")
    @describe("试验", "Work list", response=dict[str, str])
    async def reviews(request: ApiRequest) -> HTTPResponse:
        return reply({"user": request.identity.session})

    @reviewing.put("/reviews/<review_id>")
    @describe("试验", "Change", status=204)
    async def change(request: ApiRequest, review_id: UUID) -> HTTPResponse:
        return reply_nothing()

    party = blueprint("sample", Audience.PARTY)

    @party.get("/content")
    @describe("试验", "A file", media="application/pdf")
    async def content(request: ApiRequest) -> None:
        await stream_file(
            request, _content(), name='合同 "1".pdf', content_type="application/pdf", size=200_000
        )

    @party.get("/archive")
    @describe("试验", "A large file", media="application/zip")
    async def archive(request: ApiRequest) -> None:
        await stream_file(
            request,
            _archive(world),
            name="a.zip",
            content_type="application/zip",
            size=ARCHIVE_BYTES,
        )

    mine = blueprint("sample", Audience.ANY_LOGIN)

    @mine.get("/me")
    @describe("试验", "Who am I", response=dict[str, str])
    async def me(request: ApiRequest) -> HTTPResponse:
        return reply({"user": request.identity.session})

    return reviewing, party, mine


def sample_app(world: World, options: EdgeOptions | None = None) -> Sanic:
    """The whole edge with the sample feature."""

    async def ask_postgres() -> None:
        if not world.postgres_up:
            raise StoreUnavailable("postgres")

    async def ask_redis() -> None:
        if not world.redis_up:
            raise StoreUnavailable("redis")

    probes = (Probe("database", ask_postgres), Probe("redis", ask_redis, required=False))
    app = make_app(f"sample-{uuid4().hex}")
    install(
        app,
        EdgePorts(world.resolve, world.find_once, world, trusted_proxies=1),
        (_public(world), _enterprise(world), *_staff(world)),
        tasks=OwnedTasks(),
        options=options or EdgeOptions(probes=probes),
    )
    return app
