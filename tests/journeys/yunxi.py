"""The sixth city, which is not shipped: its files beside the five, and people in a running `up`."""

import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import aiohttp
from prometheus_client import CollectorRegistry

from config.files import PROGRAMMES
from config.settings import PREFIX, read_settings
from models.programme.file import ProgrammeFile, compile_edition
from models.rules.terms.programme import EditionDefinition
from server.compose import build_ports, close_ports
from tests.journeys.desk import Desk, account
from tests.world.application import MovableClock, World
from tests.world.client import Person
from tests.world.sandbox import Sandbox

CITY = "yunxi"
HERE = Path(__file__).parent / "sixth_city" / CITY
BROKEN = "yunxi-broken"
TOWN, HILLS = "云城区", "青峦县"
NUMBER = "3305016900000000{:04d}"


def definition_on(day: date) -> EditionDefinition:
    """The demonstration as it is published on that day: it is open then."""
    policy, demo = (
        ProgrammeFile(f"{CITY}/{name}", (HERE / name).read_text("utf-8"))
        for name in ("policy.toml", "demo.toml")
    )
    return compile_edition(policy, demo, day)


def six_and_a_broken_one(root: Path, today: date) -> None:
    """The shipped five, the sixth, and a copy of it with a slip in it; each under its own code.

    The clerk's year has to lie ahead: in its own year the demonstration gives way to it.
    """
    copytree(PROGRAMMES, root)
    sixth = copytree(HERE, root / CITY)
    written = (sixth / "2027.toml").read_text("utf-8")
    (sixth / "2027.toml").unlink()
    ahead = str(today.year + 1)
    (sixth / f"{ahead}.toml").write_text(written.replace("2027", ahead), "utf-8")
    policy = copytree(HERE, root / BROKEN) / "policy.toml"
    text = policy.read_text("utf-8").replace(f'code = "{CITY}"', f'code = "{BROKEN}"')
    policy.write_text(text.replace('op = "is_true"', 'op = "so"', 1), "utf-8")


@asynccontextmanager
async def world_of(data: Path) -> AsyncIterator[World]:
    """The installation that an `up` has made in this folder, as tests speak with it."""
    known = tomllib.loads((data / "environment.toml").read_text("utf-8"))
    settings = read_settings(known)
    ports = build_ports(settings, CollectorRegistry())
    async with aiohttp.ClientSession() as http:
        yield World(
            known[PREFIX + "URL"],
            http,
            settings,
            known[PREFIX + "OWNER_DSN"],
            ports,
            _nobodys_phone(settings.wechat_base_url, http),
            MovableClock(),
            "",
        )
    await close_ports(ports)


async def firm_in(desk: Desk, district: str, number: int) -> tuple[Person, dict[str, Any]]:
    """An owner and a firm registered in that district, which has named its account."""
    owner = await desk.world.sme(f"yunxi-{number}")
    firm = await owner.enterprise(
        name=f"云溪示例{number:03d}有限公司", district=district, registered_city="云溪市"
    )
    await account(owner, firm, NUMBER.format(number))
    return owner, firm


async def estimate(
    desk: Desk, track: str, region: str | None = None, **facts: Any
) -> dict[str, Any]:
    """What anybody is told before applying."""
    body = {"facts": facts} | ({"region_class": region} if region else {})
    path = f"/programmes/{desk.code}/tracks/{track}/estimate"
    return dict((await desk.world.anyone.post(path, body)).ok())


def _nobodys_phone(url: str, http: aiohttp.ClientSession) -> Any:
    """The stand-in of an `up` is not this process's own: nothing here controls it."""
    return Sandbox(url, url, http, process=None)  # type: ignore[arg-type]  # never signalled
