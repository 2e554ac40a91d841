"""Platforms that apply for themselves: founded, linked to their firm, on a list, with clients."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from uuid import uuid4 as any_id

from models.tables.ids import new_id
from server.clock import SHANGHAI
from tests.world.application import World
from tests.world.client import Answer, Person, firm, uscc

ACCOUNT = "6222021234567890123"


@dataclass
class OwnPlatform:
    """A platform with an organisation of its own; `staff` acts for it."""

    organisation_id: UUID
    staff: Person
    firm: dict[str, Any]
    name: str
    """Of the firm that it is, in which its account has to be."""

    @property
    def platform_id(self) -> str:
        return str(self.firm["platform_id"])


def profile(**changes: Any) -> dict[str, Any]:
    return {
        "name": f"示例平台{any_id().hex[:6]}",
        "summary": "云上采购与排产",
        "district": "浦东新区",
        "categories": ["technology"],
        "contact": None,
        **changes,
    }


def firm_named(**changes: Any) -> dict[str, Any]:
    """`uscc` and `firm` as `PUT /platform` takes them."""
    record = firm(**changes)
    return {"uscc": record.pop("uscc"), "firm": record}


def payee(name: str) -> dict[str, Any]:
    return {"name": name, "bank": "示例银行浦东支行", "account": ACCOUNT}


async def organisation_of_a_platform(world: World) -> UUID:
    """One that has no platform yet."""
    organisation_id = new_id()
    await world.fetch(
        "INSERT INTO organisations (id, kind, name, created_at) VALUES ($1, 'platform', $2, now())",
        organisation_id,
        f"平台机构{organisation_id}",
    )
    return organisation_id


async def founded(world: World, **changes: Any) -> OwnPlatform:
    """A platform of its own, linked to a new firm; `changes` go to the profile."""
    organisation_id = await organisation_of_a_platform(world)
    staff = await world.staff("platform", organisation_id=organisation_id)
    record = firm_named()
    own = (await staff.put("/platform", profile(**record, **changes))).ok()
    linked = {**own, "platform_id": own["id"]}
    return OwnPlatform(organisation_id, staff, linked, record["firm"]["name"])


async def put_on_the_list(world: World, own: OwnPlatform, edition: str) -> UUID:
    """What the decision on its accreditation does; the entry's id."""
    entry = new_id()
    await world.fetch(
        "INSERT INTO recognitions (id, programme_id, edition_id, track, enterprise_id, platform_id,"
        " name, district, title, categories, span, state, valid_from, created_at)"
        " SELECT $1, e.programme_id, e.code, 'platform', p.enterprise_id, p.id, p.name, p.district,"
        " '平台企业', p.categories, 'year', 'valid', current_date, now()"
        " FROM editions e, platforms p WHERE e.code = $2 AND p.id = $3",
        entry,
        edition,
        UUID(own.platform_id),
    )
    return entry


async def choose(own: OwnPlatform, edition: str, *modes: str) -> Answer:
    body = {"edition": edition, "modes": list(modes)}
    return await own.staff.put("/platform/participations", body)


async def taking_part(world: World, edition: str, *modes: str) -> OwnPlatform:
    """A platform on the edition's list that chose these modes."""
    own = await founded(world)
    await put_on_the_list(world, own, edition)
    (await choose(own, edition, *modes)).ok()
    return own


def client(**changes: Any) -> dict[str, Any]:
    """A new client in Suzhou, signed ten days ago."""
    signed_on = datetime.now(SHANGHAI).date() - timedelta(days=10)
    return {
        "uscc": uscc(),
        "name": "苏州示例有限公司",
        "city": "苏州市",
        "signed_on": signed_on.isoformat(),
        "contract_no": f"HT-{any_id().hex[:8]}",
        "fee_fen": 1_000_000,
        **changes,
    }


async def expansion_draft(own: OwnPlatform, edition: str) -> dict[str, Any]:
    body = {"edition": edition, "track": "expansion"}
    return dict((await own.staff.post("/applications", body)).ok(201))


async def list_clients(
    person: Person, application: dict[str, Any], *clients: dict[str, Any]
) -> Answer:
    """Against the version that the application has now."""
    shown = (await person.get(f"/applications/{application['id']}")).ok()
    return await person.put(
        f"/applications/{application['id']}/clients",
        {"clients": list(clients)},
        headers={"If-Match": f'"{shown["version"]}"'},
    )


async def claim_ready(own: OwnPlatform, edition: str, *clients: dict[str, Any]) -> dict[str, Any]:
    """A claim by list that only waits for its submission."""
    application = await expansion_draft(own, edition)
    (await list_clients(own.staff, application, *clients)).ok()
    await own.staff.hand_over_papers(application)
    return application


async def submit(own: OwnPlatform, application: dict[str, Any]) -> Answer:
    return await own.staff.post(f"/applications/{application['id']}/submit")


async def claimed(own: OwnPlatform, edition: str, *clients: dict[str, Any]) -> dict[str, Any]:
    return dict((await submit(own, await claim_ready(own, edition, *clients))).ok())
