"""An application that the audit returns for correction, and its lapse."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from server.clock import Clock
from server.edge.calendar import working_calendar
from server.features.verdicts.lapse import lapse_overdue
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import (
    decide,
    endorse,
    shown,
)

ASKED = [
    {"item": "payment_receipt", "reason": "付款凭证看不清"},
    {"item": "contract_no", "reason": "合同编号与合同不符"},
]


RETURN = {"verdict": "return", "comment": "请补正两处", "items": ASKED}


async def returned(world: World, owner: Person, edition: str | None = None) -> dict[str, Any]:
    application = await owner.submitted(edition or world.edition)
    (await endorse(world, application)).ok()
    auditor = await world.staff("auditor")
    (await decide(auditor, application, "audit", RETURN)).ok()
    return await shown(owner, application)


async def lapse(world: World, ahead: timedelta, calendar: Any = None) -> int:
    clock = Clock(lambda: world.clock.now() + ahead)
    return await lapse_overdue(
        clock=clock,
        calendar=calendar or working_calendar(),
        ranker=world.ports.ranker,
    )


async def status_of(world: World, application: dict[str, Any]) -> str:
    (row,) = await world.fetch(
        "SELECT status FROM applications WHERE id = $1", UUID(application["id"])
    )
    return str(row["status"])
