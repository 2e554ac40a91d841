"""The worker beside the running application, and people who are told things."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio
from tortoise.context import TortoiseContext

from server.features.evidence.redraw import JOB
from server.features.messages.events.standing import STANDS
from server.features.messages.tell import tell_members
from server.ports import Ports
from server.worker import work
from storage.postgres.core.connect import raw_connection, tortoise_config
from storage.postgres.core.transaction import transaction
from storage.postgres.jobs.enqueue import enqueue
from tests.world.application import World, spare_ports
from tests.world.client import Person
from tests.world.databases import APP_PASSWORD
from tests.world.servers import Embedded

WITHIN_S = 60.0


def worker_dsn(embedded: Embedded, world: World) -> str:
    database = world.owner.rsplit("/", 1)[1].split("?")[0]
    return embedded.postgres.dsn(database, user="shuangtui_worker", password=APP_PASSWORD)


@pytest_asyncio.fixture(autouse=True)
async def own_jobs(world: World) -> None:
    """Only the test's own jobs wait: what other tests left keeps a worker busy for a minute."""
    await world.fetch("DELETE FROM pgqueuer")


@pytest_asyncio.fixture(autouse=True)
async def mended(world: World) -> AsyncIterator[None]:
    """No fault of the stand-in's outlives its test, also of one that failed."""
    yield
    await world.sandbox.mend()


@pytest.fixture
def dsn(embedded: Embedded, world: World) -> str:
    """The database as the worker's role sees it."""
    return worker_dsn(embedded, world)


@pytest_asyncio.fixture
async def ports(world: World) -> AsyncIterator[Ports]:
    """What a worker process holds."""
    made = spare_ports(world)
    await made.wechat.open()
    yield made
    await made.wechat.close()
    await made.redis.aclose()


@pytest_asyncio.fixture
async def as_worker(dsn: str) -> AsyncIterator[None]:
    """Tortoise in the worker's role for the test's own calls."""
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(dsn, pool_size=6))
        yield


@asynccontextmanager
async def working(ports: Ports, dsn: str) -> AsyncIterator[asyncio.Event]:
    """A worker in this process; stopped, and waited for, at the end.

    It finds no pictures to draw of the hundreds of papers that other tests have uploaded.
    """
    stop = asyncio.Event()
    connection = await raw_connection(dsn)
    await connection.execute("DELETE FROM pgqueuer WHERE entrypoint = $1", JOB)
    # Else the daily tending of files would ask for them anew.
    await connection.execute("UPDATE evidence SET previews = 0 WHERE previews > 0")
    await connection.close()

    async def run() -> None:
        async with TortoiseContext() as context:
            await context.init(config=tortoise_config(dsn, pool_size=6))
            await work(ports, dsn, stop=stop)

    task = asyncio.create_task(run())
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 30)


@pytest_asyncio.fixture
async def worker(ports: Ports, dsn: str) -> AsyncIterator[None]:
    async with working(ports, dsn):
        yield


async def until(condition: Callable[[], Awaitable[Any]], what: str) -> Any:
    """What the condition answers once it is true."""
    deadline = asyncio.get_running_loop().time() + WITHIN_S
    while not (found := await condition()):
        assert asyncio.get_running_loop().time() < deadline, f"not within {WITHIN_S:g} s: {what}"
        await asyncio.sleep(0.05)
    return found


@dataclass
class Told:
    """An SME with a submitted application, and the means to tell it things."""

    world: World
    person: Person
    application: dict[str, Any]
    dsn: str

    @property
    def id(self) -> UUID:
        return UUID(self.application["id"])

    async def tell(self, event: str, key: str | None = None, **facts: Any) -> None:
        """In a transaction of its own, as a use case does it: the application is where it says."""
        statuses = STANDS.get(event, {self.application["status"]})
        if self.application["status"] not in statuses:
            sql = "UPDATE applications SET status = $2 WHERE id = $1"
            await self.world.fetch(sql, self.id, min(statuses))
        async with TortoiseContext() as context:
            await context.init(config=tortoise_config(self.dsn, pool_size=1))
            async with transaction() as tx:
                jobs = await tell_members(
                    tx,
                    self.id,
                    event,
                    key=key or str(uuid4()),
                    at=self.world.ports.clock.now(),
                    facts=facts,
                )
                await enqueue(tx, *jobs)

    async def rows(self, event: str) -> list[asyncpg.Record]:
        return await self.world.fetch(
            "SELECT n.* FROM notifications n WHERE n.user_id = $1 AND n.event = $2 ORDER BY n.id",
            UUID(self.person.user["id"]),
            event,
        )

    async def state(self, event: str, *wanted: str) -> str:
        """The message's state once it is one of those."""

        async def reached() -> str | None:
            rows = await self.rows(event)
            state = rows[0]["message_state"] if rows else None
            return state if state in wanted else None

        return str(await until(reached, f"{event} is {wanted}"))

    async def inbox(self) -> list[dict[str, Any]]:
        return list((await self.person.get("/notifications")).ok()["items"])

    async def accept(self, *names: str) -> None:
        """Consent in WeChat and by the client's callback, for templates by their names."""
        templates = self.world.ports.catalogue.templates
        ids = [templates[name].id for name in names]
        await self.world.sandbox.accept(self.person.name, *ids)
        body = {"results": dict.fromkeys(ids, "accept")}
        (await self.person.post("/subscriptions", body)).ok()

    async def deliveries(self) -> list[dict[str, Any]]:
        return await self.world.sandbox.deliveries(self.person.name)


@pytest_asyncio.fixture
async def told(world: World, dsn: str) -> Told:
    person = await world.sme()
    application = await person.submitted(await world.publish())
    return Told(world, person, application, dsn)
