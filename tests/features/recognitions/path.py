"""From an application to a title: district, bureau, public notice, approval, over HTTP."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from models.rules.terms.programme import EditionDefinition
from server.clock import SHANGHAI
from tests.world.application import World
from tests.world.apply import applied
from tests.world.cities import city_definition, publish_definition
from tests.world.client import Person
from tests.world.review_steps import decide

CITY = "cq-info-platform"
CATEGORIES = ["market", "technology"]
PASS = {"verdict": "pass", "comment": "同意"}


@dataclass(frozen=True)
class Round:
    """One year's edition; `definition` is what it was published from."""

    definition: EditionDefinition

    @property
    def code(self) -> str:
        return self.definition.edition.code


async def publish_round(world: World, number: str, year: int | None = None) -> Round:
    """An edition of the programme under a code of its own, open around the clock's now."""
    today = world.clock.now().astimezone(SHANGHAI).date()
    definition = city_definition(CITY, on=today)
    edition = replace(
        definition.edition, code=f"{CITY}-{number}", year=year or definition.edition.year
    )
    made = replace(definition, edition=edition)
    await publish_definition(world, made)
    return Round(made)


async def seek(owner: Person, held: Round, **start: Any) -> dict[str, Any]:
    """An application for the title with two categories, handed in."""
    if "enterprise_id" not in start:
        start["enterprise_id"] = (await owner.enterprise(district="渝中区"))["id"]
    facts = {"categories": CATEGORIES}
    return await applied(owner, held.definition, "accreditation", facts=facts, **start)


async def grant(world: World, held: Round, application: dict[str, Any]) -> None:
    """Every step of the path of the title, the notice included, until it is approved."""
    await pass_stage(world, held, application, "preliminary", "district")
    await pass_stage(world, held, application, "audit", "authority")
    authority = await world.new_staff("authority", edition_code=held.code)
    notice = (
        await authority.post("/notices", {"edition": held.code, "track": application["track"]})
    ).ok(201)
    ends_on = date.fromisoformat(notice["ends_on"]) + timedelta(days=1)
    midnight = datetime(ends_on.year, ends_on.month, ends_on.day, 1, tzinfo=SHANGHAI)
    world.clock.ahead += midnight - world.clock.now()
    # Whoever logged in before has been away for too long.
    authority = await world.new_staff("authority", edition_code=held.code)
    (await authority.post(f"/notices/{notice['id']}/close")).ok()
    await pass_stage(world, held, application, "approve", "authority")


async def pass_stage(
    world: World, held: Round, application: dict[str, Any], stage: str, role: str
) -> None:
    reviewer = await world.new_staff(role, edition_code=held.code)
    body: dict[str, Any] = dict(PASS)
    if stage == "audit":
        track = held.definition.find_track(application["track"])
        assert track is not None
        body["checklist"] = {
            paper.kind: {"ok": True} for paper in track.materials if paper.required
        }
    (await decide(reviewer, application, stage, body)).ok()


async def titled(world: World, held: Round) -> tuple[Person, dict[str, Any], dict[str, Any]]:
    """A holder: its owner, its application, its entry on the list."""
    owner = await world.sme()
    application = await seek(owner, held)
    await grant(world, held, application)
    owner = await world.sme(owner.name)
    return owner, application, await entry_of(world, held, application)


async def entry_of(world: World, held: Round, application: dict[str, Any]) -> dict[str, Any]:
    world.ports.rendered.forget()
    query = {"edition": held.code, "q": application["enterprise"]["name"]}
    page = (await world.anyone.get(f"/lists/{CITY}", params=query)).ok()
    (entry,) = page["items"]
    return dict(entry)


async def inbox(owner: Person) -> list[dict[str, Any]]:
    return list((await owner.get("/notifications")).ok()["items"])
