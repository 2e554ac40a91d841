"""What is there to be called about: applications in three cities that have nothing in common."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from models.rules.terms.programme import EditionDefinition
from server.clock import SHANGHAI
from server.features.identity.sessions import hash_of
from tests.world.application import World
from tests.world.apply import applied
from tests.world.cities import city_definition, publish_definition
from tests.world.client import Person
from tests.world.neighbours import begun_upload, ended_batch, late_rows, shown_picture
from tests.world.platforms import claimed, client, organisation_of_a_platform, taking_part

_PHONES = itertools.count(13_700_000_000)
_OF_APPLICATION, _OF_FIRM = ("case", "applicant"), ("firm", "case", "applicant")
READERS = {
    **dict.fromkeys(("application_id", "evidence_id", "review_id", "appeal_id"), _OF_APPLICATION),
    "appeal_paper_id": _OF_APPLICATION,
    **dict.fromkeys(("enterprise_id", "name", "user_id", "invitation_id"), _OF_FIRM),
    "uscc": (*_OF_FIRM, "code"),
    "dispute_id": (*_OF_FIRM, "claimant"),
    "number": _OF_APPLICATION,
    "upload_id": ("platform",),
    "payout_id": ("edition",),
    "payee_id": ("firm",),
    "objection_id": ("edition", "person"),
    "objection_paper_id": ("edition", "person"),
    "held_id": ("edition",),
    "proposal_id": ("edition",),
    "notification_id": ("person",),
    "batch_id": ("platform",),
}
"""By what it is: to whom of a place's people it belongs. What is not named here is public."""


@dataclass
class Place:
    """Somebody's things: `ids` by the parameter that names them, `words` what else gives them away.

    `reviewer` is the role that its step asks for.
    """

    name: str
    edition: str
    district: str
    owner: Person | None
    ids: dict[str, str]
    reviewer: str | None = None
    words: dict[str, str] = field(default_factory=dict)


@dataclass
class Ground:
    """`here` and `next` lie in one edition, `there` and `third` in other cities."""

    world: World
    places: list[Place]
    member: Person
    left: Person
    claimant: Person
    own_platform: Person
    empty_organisation: UUID
    other_edition: str

    @property
    def marks(self) -> Iterator[tuple[Place, str, str]]:
        """Place, what it is of, and a text that only those may read to whom it belongs."""
        for place in self.places:
            for name, value in (*place.ids.items(), *place.words.items()):
                if name in READERS:
                    yield place, name, value

    def __getitem__(self, name: str) -> Place:
        return next(place for place in self.places if place.name == name)

    async def forget_session(self, person: Person) -> None:
        """What a process keeps of it; the database is asked at the next call."""
        await self.world.ports.sessions.forget(hash_of(person.token))


async def settle(world: World) -> Ground:
    shanghai = await world.publish()
    first, second = await _two_platforms(world, shanghai)
    here = await _client(world, "here", shanghai, "浦东新区", first)
    nearby = await _client(world, "next", shanghai, "黄浦区", second)
    own, own_platform = await _own_claim(world, shanghai)
    claimant = await world.sme()
    claim = Place("claim", shanghai, here.district, None, await _disputed(claimant, here.words))
    bare = await _bare(world, claimant, "bare", shanghai, "浦东新区")
    draft, there = await _draft(here, first), await _in_lishui(world)
    far = await _bare(world, claimant, "bare-there", there.edition, there.district)
    for place in (here, nearby, there):
        await _more_people(world, place)
    member, left = [await _joined(world, here) for _ in range(2)]
    await _leave(world, here, left)
    return Ground(
        world,
        [here, nearby, own, claim, bare, far, draft, there, await _in_yangzhou(world)],
        member,
        left,
        claimant,
        own_platform,
        await organisation_of_a_platform(world),
        await world.publish(),
    )


async def _two_platforms(world: World, edition: str) -> tuple[str, str]:
    rows = await world.fetch(
        "SELECT DISTINCT platform_id FROM participations WHERE track = 'copay' AND edition_id = $1"
        " ORDER BY 1 LIMIT 2",
        edition,
    )
    first, second = (str(row["platform_id"]) for row in rows)
    return first, second


async def _client(world: World, name: str, edition: str, district: str, platform: str) -> Place:
    """A platform's client, endorsed, so that the auditor has it."""
    owner = await world.sme()
    phone = {"code": f"sandbox-phone-{next(_PHONES)}"}
    (await owner.post("/session/phone", phone)).ok()
    firm = await owner.enterprise(district=district)
    handed_in = await owner.submitted(edition, enterprise_id=firm["id"], platform_id=platform)
    staff = await world.staff("platform", platform_id=platform)
    endorsement = {"verdict": "pass", "comment": "属实"}
    (await staff.post(f"/platform/applications/{handed_in['id']}/endorse", endorsement)).ok()
    plan = {"title": "云排产", "description": "一年期", "fee_fen": 1_000_000, "period_months": 12}
    made = (await staff.post("/platform/plans", plan)).ok(201)
    upload_id = await begun_upload(world, platform, staff)
    ids = {"platform_id": platform, "plan_id": made["id"], "pool": "copay", "upload_id": upload_id}
    ids["batch_id"] = await ended_batch(world, platform, edition, staff)
    ids["kind"] = "commitment_letter"
    ids["picture_id"] = await shown_picture(world, platform, staff)
    return await _place(world, name, owner, handed_in, track="platform", scoring="yes", **ids)


async def _own_claim(world: World, edition: str) -> tuple[Place, Person]:
    """A platform's claim for clients of its own, by list, and who acts for it."""
    own = await taking_part(world, edition, "expansion")
    handed_in = await claimed(own, edition, client())
    ids = {"platform_id": own.platform_id, "track": "platform", "pool": "copay"}
    ids["upload_id"] = await begun_upload(world, own.platform_id, own.staff)
    ids["batch_id"] = await ended_batch(world, own.platform_id, edition, own.staff)
    ids["picture_id"] = await shown_picture(world, own.platform_id, own.staff)
    place = await _place(world, "own", own.staff, handed_in, clients="listed", scoring="yes", **ids)
    return replace(place, owner=None), own.staff


async def _disputed(claimant: Person, words: dict[str, str]) -> dict[str, str]:
    """Somebody else says that the firm is theirs."""
    body = {"uscc": words["uscc"], "reason": "这是我的公司"}
    return {"dispute_id": (await claimant.post("/enterprises/disputes", body)).ok(201)["id"]}


async def _bare(world: World, claimant: Person, name: str, edition: str, district: str) -> Place:
    """A firm that has never applied, so that only its city says whose it is; it is disputed."""
    owner = await world.sme()
    firm = await owner.enterprise(district=district)
    words = {word: firm[word] for word in ("uscc", "name")}
    ids = {"enterprise_id": firm["id"], **await _disputed(claimant, words)}
    return Place(name, edition, district, owner, ids, words=words)


async def _draft(here: Place, platform: str) -> Place:
    """The same owner's for another firm: it lacks papers and stays a draft, so that no staff sees it."""
    assert here.owner is not None
    made = await here.owner.draft(here.edition, platform_id=platform)
    paper = await here.owner.upload(made["id"], made["missing"][0]["kind"])
    ids = {"application_id": made["id"], "evidence_id": paper.ok(201)["id"]}
    words = {"number": made["number"]}
    return Place("draft", here.edition, here.district, None, ids, words=words)


async def _in_lishui(world: World) -> Place:
    definition = await _published(world, "lishui-ecommerce")
    village = {"station_name": "缙云县新建镇笕川村电商服务站", "provincial_received_fen": 50_000}
    return await _applicant(world, "there", definition, "rural-station", "缙云县", village)


async def _in_yangzhou(world: World) -> Place:
    definition = await _published(world, "yangzhou-internet-plus")
    title = {"title": "pilot"}
    return await _applicant(world, "third", definition, "demonstration", "广陵区", title)


async def _published(world: World, programme: str) -> EditionDefinition:
    definition = city_definition(programme, on=world.clock.now().astimezone(SHANGHAI).date())
    edition = replace(definition.edition, code=f"{programme}-matrix")
    made = replace(definition, edition=edition)
    await publish_definition(world, made)
    return made


async def _applicant(
    world: World,
    name: str,
    definition: EditionDefinition,
    track: str,
    district: str,
    facts: dict[str, Any],
) -> Place:
    owner = await world.sme()
    firm = await owner.enterprise(district=district)
    handed_in = await applied(owner, definition, track, facts=facts, enterprise_id=firm["id"])
    ids = {"track": track}
    if definition.pools:
        ids["pool"] = definition.pools[0].code
    found = definition.find_track(track)
    if found is not None and any(stage.kind == "score" for stage in found.stages):
        ids["scoring"] = "yes"
    return await _place(world, name, owner, handed_in, **ids)


async def _place(
    world: World, name: str, owner: Person, handed_in: dict[str, Any], **ids: str
) -> Place:
    """`ids` come before those that are found."""
    ids = {
        "application_id": handed_in["id"],
        "enterprise_id": handed_in["enterprise"]["id"],
        "evidence_id": handed_in["evidence"][0]["id"],
        "code": handed_in["edition"],
        **await late_rows(world, handed_in["id"], owner),
        **ids,
    }
    (row,) = await world.fetch(
        "SELECT r.role, e.uscc, e.name, a.district, a.number FROM reviews r"
        " JOIN applications a ON a.id = r.application_id"
        " JOIN enterprises e ON e.id = a.enterprise_id WHERE r.id = $1",
        ids["review_id"],
    )
    words = {word: row[word] for word in ("uscc", "name", "number")}
    return Place(name, handed_in["edition"], row["district"], owner, ids, row["role"], words)


async def _more_people(world: World, place: Place) -> None:
    """Another member, whom others might remove, and an invitation that is still open."""
    place.ids["user_id"] = str((await _joined(world, place)).id)
    place.ids["invitation_id"] = str((await _invited(place))["id"])


async def _invited(place: Place) -> dict[str, Any]:
    assert place.owner is not None
    path = f"/enterprises/{place.ids['enterprise_id']}/invitations"
    return dict((await place.owner.post(path)).ok(201))


async def _joined(world: World, here: Place) -> Person:
    """Somebody whom the owner invited."""
    invitation = await _invited(here)
    person = await world.sme()
    (await person.post("/invitations/accept", {"token": invitation["token"]})).ok()
    return person


async def _leave(world: World, here: Place, person: Person) -> None:
    await world.fetch(
        "UPDATE enterprise_members SET left_at = now() WHERE enterprise_id = $1 AND user_id = $2",
        here.ids["enterprise_id"],
        person.id,
    )
