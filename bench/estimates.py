"""Estimates of every track of the five demonstrations: one process, against an echo of the bodies."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from prometheus_client import CollectorRegistry
from tortoise.context import TortoiseContext

from bench.case import Bench, Found
from bench.children import Served, served
from bench.rounds import Run, compare, run_module
from config.files import PROGRAMMES
from models.programme.file import ProgrammeFile, compile_edition
from models.rules.terms.programme import EditionDefinition, Fact, TrackTerms
from server.clock import SHANGHAI
from server.compose import build_ports, close_ports
from server.features.programmes.publish import publish_editions
from storage.postgres.core.connect import tortoise_config

_ASKERS = 32
_PLAIN: dict[str, Any] = {
    "int": 3,
    "money": 12_345_678,
    "ratio": 8_000,
    "bool": True,
    "text": "示例",
    "date": "2026-03-02",
    "instant": "2026-03-02T10:00:00+08:00",
}


async def measure_estimates(bench: Bench) -> list[Found]:
    """32 connections; each asks for all tracks of all cities in turn."""
    definitions = demonstrations()
    await publish(bench, definitions)
    asked = [
        (_target(definition, track), msgspec.json.encode({"facts": _facts(track)}).decode())
        for definition in definitions
        for track in definition.tracks
        if track.renewal is None
    ]
    requests = bench.choose(24_000, 6_400)
    folder = bench.stage.running.plan.folder
    async with served(folder, "bench.serve_echo", {}) as echo:
        found = await compare(
            f"estimates, {len(asked)} tracks",
            0.4,
            partial(_turn, bench, bench.ours, asked),
            partial(_turn, bench, echo, asked),
            requests=requests,
            warm_up=requests // 4,
            rounds=bench.choose(7, 3),
        )
    return [found]


async def _turn(bench: Bench, side: Served, asked: Sequence[tuple[str, str]], requests: int) -> Run:
    client = {
        "method": "POST",
        "headers": "content-type: application/json\r\n",
        "targets": [target for target, _ in asked],
        "bodies": [body for _, body in asked],
        "times": max(1, requests // (_ASKERS * len(asked))),
    }
    plan = {"port": side.port, "clients": [client] * _ASKERS}
    return await run_module("bench.load", plan, bench.watched(side))


def _target(definition: EditionDefinition, track: TrackTerms) -> str:
    return f"/api/v1/programmes/{definition.edition.code}/tracks/{track.code}/estimate"


def _facts(track: TrackTerms) -> dict[str, Any]:
    """Without one of each two that are compared: the same value everywhere would contradict itself."""
    compared = {check.value_fact or check.when or check.fact for check in track.checks}
    return {fact.name: _value(fact) for fact in track.facts if fact.name not in compared}


def _value(fact: Fact) -> Any:
    if fact.type == "choice":
        return fact.options[0].value
    if fact.type == "list":
        return [fact.options[0].value]
    return _PLAIN[fact.type]


def demonstrations() -> list[EditionDefinition]:
    """Of every programme, as of today."""
    return [_demo(folder.name) for folder in sorted(PROGRAMMES.iterdir())]


def _demo(programme: str) -> EditionDefinition:
    policy, demo = (
        ProgrammeFile(f"{programme}/{name}", (PROGRAMMES / programme / name).read_text("utf-8"))
        for name in ("policy.toml", "demo.toml")
    )
    return compile_edition(policy, demo, datetime.now(SHANGHAI).date())


async def publish(bench: Bench, definitions: Sequence[EditionDefinition]) -> None:
    """As the owner; those that are published already are left alone."""
    ports = build_ports(bench.stage.settings, CollectorRegistry())
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(bench.stage.owner, pool_size=2))
        await publish_editions(definitions, clock=ports.clock)
    await close_ports(ports)
