"""Rebuilds pools as the worker does, in a process of its own, and says what that took of it.

Reads a plan as JSON on standard input (pools), writes claims, seconds and the growth of its memory
in bytes as JSON on standard output. The settings come from the environment.
"""

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

import uvloop
from prometheus_client import CollectorRegistry
from tortoise.context import TortoiseContext

from config.settings import read_settings
from server.compose import build_ports, close_ports
from server.features.quota.rebuild import rebuild
from storage.postgres.core.connect import tortoise_config


def _memory_bytes(field: str) -> int:
    """`VmRSS` now or `VmHWM` at most, of this process (proc(5), status)."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith(f"{field}:"))
    return int(line.split()[1]) * 1024


async def measure(plan: dict[str, Any]) -> dict[str, Any]:
    settings = read_settings()
    ports = build_ports(settings, CollectorRegistry())
    claims = 0
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(settings.postgres_dsn, pool_size=2))
        before, began = _memory_bytes("VmRSS"), perf_counter()
        for pool_id in plan["pools"]:
            loaded = await rebuild(
                settings.postgres_dsn, UUID(pool_id), at_least=1, quota=ports.quota
            )
            claims += loaded or 0  # of one that was overtaken nothing counts
        seconds = perf_counter() - began
    await close_ports(ports)
    return {"claims": claims, "seconds": seconds, "grown_bytes": _memory_bytes("VmHWM") - before}


def main() -> None:
    json.dump(uvloop.run(measure(json.load(sys.stdin))), sys.stdout)


if __name__ == "__main__":
    main()
