"""Is the process alive, can it work, and what has it counted."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

import msgspec
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from sanic.response import HTTPResponse

from server.edge.web.describe import describe
from server.edge.web.field_types import about
from server.edge.web.guard import PUBLIC
from server.edge.web.replies import reply
from server.edge.web.request import ApiRequest
from server.edge.web.routes import Routes

_LOG = logging.getLogger(__name__)
_PROBE_SECONDS = 2.0
_ASK_AGAIN_SECONDS = "5"


@dataclass(frozen=True, slots=True)
class Probe:
    """`check` raises if its part does not answer; without a `required` part nothing works."""

    name: str
    check: Callable[[], Awaitable[object]]
    required: bool = True


class PartState(msgspec.Struct, frozen=True):
    state: Annotated[str, about("up 正常，down 不可用", "`up` or `down`")]
    required: Annotated[bool, about("缺它是否整体不可用", "whether nothing works without it")]


class Readiness(msgspec.Struct, frozen=True):
    """`state`: ready, degraded (something that is not required is down) or down."""

    state: Annotated[
        str,
        about(
            "ready 正常，degraded 降级，down 不可用",
            "ready, degraded (a part that is not required is down) or down",
        ),
    ]
    parts: Annotated[
        dict[str, PartState], about("各部分状态，按名称", "state of each part by its name")
    ]


class Liveness(msgspec.Struct, frozen=True):
    state: Annotated[str, about("进程存活", "the process answers")] = "alive"


async def _ask(probe: Probe) -> PartState:
    try:
        async with asyncio.timeout(_PROBE_SECONDS):
            await probe.check()
    except Exception as error:  # noqa: BLE001  # whatever a part fails with, it is down
        _LOG.warning("probe %s: %s", probe.name, error)
        return PartState("down", probe.required)
    return PartState("up", probe.required)


async def readiness(probes: tuple[Probe, ...]) -> Readiness:
    """Ask all parts at once."""
    states = await asyncio.gather(*(_ask(probe) for probe in probes))
    parts = {probe.name: state for probe, state in zip(probes, states, strict=True)}
    down = [part for part in states if part.state == "down"]
    if any(part.required for part in down):
        return Readiness("down", parts)
    return Readiness("degraded" if down else "ready", parts)


def health_routes(probes: tuple[Probe, ...], registry: CollectorRegistry) -> Routes:
    """`/health/live`, `/health/ready` (503 when down) and `/metrics`."""
    routes = Routes("health_public", PUBLIC, prefix="")

    @routes.get("/health/live")
    @describe("进程存活", "The process answers", response=Liveness)
    async def live(request: ApiRequest) -> HTTPResponse:
        return reply(Liveness())

    @routes.get("/health/ready")
    @describe(
        "进程所需各部分的状态",
        "Each part that the process needs, with its state",
        response=Readiness,
        also=(503,),
    )
    async def ready(request: ApiRequest) -> HTTPResponse:
        found = await readiness(probes)
        if found.state == "down":
            return reply(found, 503, headers={"retry-after": _ASK_AGAIN_SECONDS})
        return reply(found)

    @routes.get("/metrics")
    @describe("运行指标（Prometheus）", "Counters and durations for Prometheus", media="text/plain")
    async def metrics(request: ApiRequest) -> HTTPResponse:
        return HTTPResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return routes
