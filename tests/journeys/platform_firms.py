"""Twenty-nine made-up firms that seek Shanghai's accreditation, and what each of them declares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.journeys.desk import Desk
from tests.journeys.panel import several
from tests.world.application import STAFF_PASSWORD, World
from tests.world.client import Person, firm
from tests.world.platforms import client, organisation_of_a_platform, payee, profile

APPLY = 29
DISTRICTS = ("浦东新区", "闵行区", "静安区")
CATEGORIES = (
    *("market", "information", "technology", "talent"),
    *("finance", "management", "scale", "association"),
)
MODES: tuple[list[str], ...] = (["copay"], ["expansion"], ["copay", "expansion"], [])


@dataclass
class Applicant:
    """A firm by its number; twelve come through their owners, seventeen through platform staff."""

    number: int
    person: Person
    entry: dict[str, Any]
    platform_id: str | None = None

    @property
    def by_owner(self) -> bool:
        return self.number % 5 in (0, 3)

    @property
    def name(self) -> str:
        return f"上海示例云链{self.number:02d}信息科技有限公司"

    @property
    def district(self) -> str:
        return DISTRICTS[self.number % 3]

    @property
    def categories(self) -> list[str]:
        return [CATEGORIES[self.number % 8], CATEGORIES[(self.number + 3) % 8]]

    @property
    def modes(self) -> list[str]:
        return MODES[self.number % 4]

    @property
    def place(self) -> int:
        """Where the experts see it, from 0; not the order in which the firms handed in."""
        return self.number * 11 % APPLY

    async def back(self, world: World) -> Person:
        """Logged in again, as no session outlasts the days between two steps."""
        if self.by_owner:
            self.person = await world.sme(self.person.name)
        else:
            self.person = await Person.as_staff(world.anyone, self.person.name, STAFF_PASSWORD)
        return self.person


async def applicants(desk: Desk) -> list[Applicant]:
    """All of them, handed in with their papers."""
    return await several(_applicant(desk, number) for number in range(APPLY))


async def _applicant(desk: Desk, number: int) -> Applicant:
    made = Applicant(number, Person("", desk.world.http), {})
    declared = {"categories": made.categories, "funding_modes": made.modes}
    if made.by_owner:
        made.person = await desk.world.sme()
        own = await made.person.enterprise(name=made.name, district=made.district)
        made.entry = await desk.apply(made.person, own, "platform", **declared)
        assert made.entry["platform"] is None, "not a platform before the decision"
        return made
    organisation_id = await organisation_of_a_platform(desk.world)
    made.person = await desk.world.new_staff("platform", organisation_id=organisation_id)
    record = firm(name=made.name, district=made.district)
    body = {"uscc": record.pop("uscc"), "firm": record}
    said = profile(name=made.name, district=made.district, categories=made.categories, **body)
    own = (await made.person.put("/platform", said)).ok()
    linked = {"id": own["enterprise_id"], "district": made.district}
    made.entry = await desk.apply(made.person, linked, "platform", **declared)
    assert made.entry["platform"]["id"] == own["id"]
    return made


def totals_of(applicant: Applicant) -> tuple[int, int, int]:
    """What three experts give: two points less from place to place, no two firms alike."""
    best = 98 - 2 * applicant.place
    return (best - 1, best, best + 1)


def by_place(all_of_them: Sequence[Applicant]) -> list[Applicant]:
    return sorted(all_of_them, key=lambda one: one.place)


def new_clients(signed_on: date, *rows: tuple[str, int]) -> list[dict[str, Any]]:
    """(city, fee in fen) of each client, signed one day after the other."""
    return [
        client(city=city, fee_fen=fee_fen, signed_on=(signed_on + timedelta(days=at)).isoformat())
        for at, (city, fee_fen) in enumerate(rows)
    ]


async def open_for_business(staff: Person, seller: Applicant, fee_fen: int) -> dict[str, Any]:
    """An account in the platform's own name, and a plan at that fee; the plan as shown."""
    said = profile(name=seller.name, district=seller.district, categories=seller.categories)
    (await staff.put("/platform", {**said, "payee": payee(seller.name)})).ok()
    terms = {"title": "云上采购", "description": "首年", "fee_fen": fee_fen, "period_months": 12}
    return dict((await staff.post("/platform/plans", terms)).ok(201))
