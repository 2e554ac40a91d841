"""Applications of a firm by itself on tracks of the shipped cities, with a path as short as it gets."""

import itertools
from dataclasses import replace
from typing import Any

from models.rules.terms.programme import EditionDefinition
from models.tables.ids import new_id
from tests.world.application import World
from tests.world.cities import city_definition, publish_definition
from tests.world.client import Answer, Person
from tests.world.review_steps import PASS, decide

RONGCHANG, LISHUI = "cq-rongchang-ecommerce", "lishui-ecommerce"
_CODES = itertools.count(1)
_ALWAYS = {"lishui-ecommerce": "莲都区", "cq-rongchang-ecommerce": "荣昌区"}


def short(definition: EditionDefinition, **edition: Any) -> EditionDefinition:
    """Under a code of its own: rolling, approved in one step by the authority."""
    code = f"{definition.policy.code}-w{next(_CODES)}"
    tracks = tuple(
        replace(
            track,
            selection="rolling",
            criteria=(),
            materials=track.materials[:1],
            stages=tuple(s for s in track.stages if s.kind in ("approve", "payout")),
        )
        for track in definition.tracks
        if track.renewal is None
    )
    changed = replace(definition.edition, code=code, **edition)
    return replace(definition, edition=changed, tracks=tracks)


async def published(world: World, programme: str, **edition: Any) -> str:
    """The demonstration of a city with short paths; the edition's code."""
    return await publish_definition(world, short(city_definition(programme), **edition))


def facts_of(definition: EditionDefinition, track: str, **facts: Any) -> dict[str, Any]:
    """Facts that meet every yes-or-no condition, with these beside them."""
    found = definition.find_track(track)
    assert found is not None
    met = {fact.name: True for fact in found.facts if fact.type == "bool"}
    return met | facts


async def draft(
    owner: Person, edition: str, track: str, firm: dict[str, Any], **facts: Any
) -> Answer:
    """Start it with all that must be stated; `facts` beside the yes-or-no ones."""
    definition = city_definition(edition.rpartition("-w")[0])
    body = {
        "edition": edition,
        "track": track,
        "enterprise_id": firm["id"],
        "facts": facts_of(definition, track, **facts),
    }
    return await owner.post("/applications", body)


async def ready(
    owner: Person, edition: str, track: str, firm: dict[str, Any], **facts: Any
) -> dict[str, Any]:
    """A draft with its paper."""
    made = (await draft(owner, edition, track, firm, **facts)).ok(201)
    await owner.hand_over_papers(made)
    return dict(made)


async def submit(owner: Person, application: dict[str, Any]) -> Answer:
    return await owner.post(f"/applications/{application['id']}/submit")


async def submitted(
    owner: Person, edition: str, track: str, firm: dict[str, Any], **facts: Any
) -> dict[str, Any]:
    made = await ready(owner, edition, track, firm, **facts)
    return dict((await submit(owner, made)).ok())


async def firm_in(owner: Person, programme: str) -> dict[str, Any]:
    """A firm registered where the city's money is for."""
    return await owner.enterprise(district=_ALWAYS[programme])


async def approve(world: World, application: dict[str, Any], **body: Any) -> Answer:
    authority = await world.staff("authority")
    return await decide(authority, application, "approve", PASS | body)


async def mark_paid(world: World, application: dict[str, Any], amount_fen: int) -> None:
    """As the treasury confirmed it: the amount on the line, whatever was granted."""
    payout, line, person = new_id(), new_id(), new_id()
    await world.fetch(
        "INSERT INTO payouts (id, edition_id, state, total_fen, created_by_id, created_at)"
        " VALUES ($1, $2, 'confirmed', $3, $4, now())",
        payout,
        application["edition"],
        amount_fen,
        person,
    )
    await world.fetch(
        "INSERT INTO payout_lines (id, payout_id, number, payee_id, payee_name, bank,"
        " account_cipher, account_masked, amount_fen, state)"
        " VALUES ($1, $2, 1, $3, 'x', 'x', 'x'::bytea, 'x', $4, 'paid')",
        line,
        payout,
        person,
        amount_fen,
    )
    await world.fetch(
        "INSERT INTO payout_items (id, line_id, application_id, amount_fen, live)"
        " VALUES ($1, $2, $3::text::uuid, $4, true)",
        new_id(),
        line,
        application["id"],
        amount_fen,
    )
    await world.fetch(
        "UPDATE applications SET status = 'paid', stage = NULL WHERE id::text = $1",
        application["id"],
    )
