"""A worker's hands beside the running application, and a look at papers that takes its time."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import pytest
import pytest_asyncio
from tortoise.context import TortoiseContext

from server.features.evidence.examine import LookLimits
from server.ports import Ports
from server.worker import handlers
from storage.postgres.core.connect import tortoise_config
from tests.features.messages.conftest import worker_dsn
from tests.world.application import World, spare_ports
from tests.world.servers import Embedded

_WAITING = """
SELECT entrypoint FROM pgqueuer WHERE payload = uuid_send($1::uuid) AND status = 'queued' ORDER BY id
"""
_DONE = "DELETE FROM pgqueuer WHERE payload = uuid_send($1::uuid) AND entrypoint = $2"


@dataclass
class Worker:
    """Does the jobs of one paper when told to, as the worker's role and with ports of its own."""

    world: World
    ports: Ports

    async def waiting(self, paper: str) -> list[str]:
        return [row["entrypoint"] for row in await self.world.fetch(_WAITING, UUID(paper))]

    async def do(self, *names: str, paper: str) -> None:
        for name in names:
            await handlers(self.ports)[name](UUID(paper))
            await self.world.fetch(_DONE, UUID(paper), name)


@pytest_asyncio.fixture
async def worker(world: World, embedded: Embedded) -> AsyncIterator[Worker]:
    ports = spare_ports(world)
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(worker_dsn(embedded, world), pool_size=4))
        yield Worker(world, ports)
    await ports.redis.aclose()
    await ports.examiner.close()


async def _never(*_: object, **__: object) -> None:
    await asyncio.Event().wait()


@pytest.fixture
def slow_look(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """No look at a paper ends within the server, and the answers do not wait for it long."""
    monkeypatch.setattr(world.ports.examiner, "examine", _never)
    monkeypatch.setattr(world.ports.examiner, "limits", LookLimits(0.05))
