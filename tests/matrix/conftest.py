"""The table, the ground and everybody who calls, once for a worker."""

from dataclasses import dataclass
from functools import cached_property

import pytest_asyncio
from sanic import Sanic

from tests.matrix.ground import Ground, settle
from tests.matrix.people import Caller, gather_callers
from tests.matrix.table import Row, read_table
from tests.matrix.walk import Cell, cells
from tests.world.application import World
from tests.world.doors import Door, doors_of


@dataclass(frozen=True)
class Matrix:
    """`doors` by the call that opens them."""

    world: World
    rows: list[Row]
    doors: dict[str, Door]
    ground: Ground
    callers: list[Caller]

    @cached_property
    def cells(self) -> list[Cell]:
        return list(cells(self.rows, self.doors, self.callers, self.ground))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def matrix(world: World, app_database: str) -> Matrix:
    doors = {door.name: door for door in doors_of(Sanic.get_app(f"app-{app_database}-app"))}
    ground = await settle(world)
    return Matrix(world, read_table(), doors, ground, await gather_callers(world, ground))
