"""A client of the stand-in, its time and its catalogue."""

import tomllib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from prometheus_client import CollectorRegistry

from server.clock import Clock
from server.edge.wechat.client import WeChat
from server.edge.wechat.metrics import call_counter
from server.features.messages.catalogue import Catalogue, read_catalogue
from tests.world.sandbox import TEMPLATES, Sandbox


@dataclass
class MovableTime:
    """Real time plus what a test has added."""

    ahead: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def time() -> MovableTime:
    return MovableTime()


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest_asyncio.fixture(loop_scope="session")
async def wechat(
    sandbox: Sandbox, time: MovableTime, registry: CollectorRegistry
) -> AsyncIterator[WeChat]:
    """A client that keeps its token to itself."""
    count = call_counter(registry)
    clock = Clock(time.now)
    async with WeChat(
        sandbox.url, sandbox.appid, sandbox.secret, clock=clock, count=count
    ) as client:
        yield client


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue(tomllib.loads(TEMPLATES.read_text("utf-8")))
