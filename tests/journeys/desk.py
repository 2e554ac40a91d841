"""Everybody's side of one edition in a journey: the day, staff logged in on it, steps and notices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from models.rules.terms.programme import EditionDefinition
from server.clock import SHANGHAI
from tests.world.application import STAFF_PASSWORD, World
from tests.world.apply import applied, good_facts
from tests.world.client import Answer, Person
from tests.world.review_steps import decide
from tests.world.verified import verified

AGREED = {"verdict": "pass", "comment": "同意"}


def be(world: World, day: date, hour: int = 9, minute: int = 0) -> None:
    """The application's clock stands at this minute in China."""
    moment = datetime.combine(day, time(hour, minute), SHANGHAI)
    world.clock.ahead = moment - datetime.now(UTC)


@dataclass
class Desk:
    """One edition; staff log in anew every day, as their sessions do not outlast a night.

    The next year's desk takes over the people who are `present`: they are the programme's.
    """

    world: World
    definition: EditionDefinition
    present: dict[tuple[Any, ...], tuple[date, Person]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.definition.edition.code

    @property
    def programme(self) -> str:
        return self.definition.policy.code

    async def staff(self, role: str, **scope: Any) -> Person:
        return await self._present((role, *sorted(scope.items())), role, **scope)

    async def _present(self, who: tuple[Any, ...], role: str, **scope: Any) -> Person:
        today = self.world.ports.clock.today()
        if who not in self.present:
            person = await self.world.new_staff(role, programme_code=self.programme, **scope)
            self.present[who] = (today, person)
        on, person = self.present[who]
        if on != today:
            person = await Person.as_staff(self.world.anyone, person.name, STAFF_PASSWORD)
            self.present[who] = (today, person)
        return person

    async def colleague(self, role: str) -> Person:
        """Somebody else in the same role."""
        return await self._present((role, "colleague"), role)

    async def apply(
        self, owner: Person, firm: dict[str, Any], track: str, **facts: Any
    ) -> dict[str, Any]:
        """Handed in with every paper; the place of registration is the firm's own."""
        stated = self._stated(firm, track) | facts
        return await applied(owner, self.definition, track, facts=stated, enterprise_id=firm["id"])

    async def start(self, owner: Person, firm: dict[str, Any], track: str, **facts: Any) -> Answer:
        """The first call of an application that says everything at once."""
        found = self.definition.find_track(track)
        assert found is not None
        stated = good_facts(found) | self._stated(firm, track) | facts
        body = {
            "edition": self.code,
            "track": track,
            "enterprise_id": firm["id"],
            "facts": stated,
        }
        return await owner.post("/applications", body)

    def _stated(self, firm: dict[str, Any], track: str) -> dict[str, Any]:
        found = self.definition.find_track(track)
        known = found is not None and found.find_fact("registered_district") is not None
        return {"registered_district": firm["district"]} if known else {}

    async def decide(
        self, application: dict[str, Any], stage: str, role: str, **body: Any
    ) -> Answer:
        person = await self.staff(role)
        given = AGREED | body
        if stage == "audit":
            given["checklist"] = self.checklist(application)
        return await decide(person, application, stage, given)

    def checklist(self, application: dict[str, Any]) -> dict[str, Any]:
        track = self.definition.find_track(application["track"])
        assert track is not None
        return {paper.kind: {"ok": True} for paper in track.materials if paper.required}

    async def waiting(self, stage: str, role: str, **scope: Any) -> set[str]:
        """Numbers of the applications on somebody's work list at this step."""
        person = await self.staff(role, **scope)
        query = {"stage": stage, "edition": self.code, "limit": "100"}
        items = (await person.get("/reviews", params=query)).ok()["items"]
        return {item["number"] for item in items}

    async def examined(self, applications: Iterable[dict[str, Any]]) -> None:
        """Passed by the first reviewers and by the third-party body."""
        for application in applications:
            (await self.decide(application, "preliminary", "district")).ok()
            (await self.decide(application, "audit", "auditor")).ok()

    async def publish(self, track: str) -> dict[str, Any]:
        """A public notice of all that waits on the track, from today."""
        authority = await self.staff("authority")
        body = {"edition": self.code, "track": track}
        return dict((await authority.post("/notices", body)).ok(201))

    async def close(self, notice: dict[str, Any]) -> Answer:
        authority = await self.staff("authority")
        return await authority.post(f"/notices/{notice['id']}/close")

    async def noticed(self, tracks: Sequence[str]) -> list[dict[str, Any]]:
        """A notice on each track, stood until the morning after the last of them, and closed."""
        notices = [await self.publish(track) for track in dict.fromkeys(tracks)]
        last = max(date.fromisoformat(notice["ends_on"]) for notice in notices)
        be(self.world, last + timedelta(days=1))
        for notice in notices:
            (await self.close(notice)).ok()
        return notices

    async def approve(self, application: dict[str, Any], **body: Any) -> Answer:
        return await self.decide(application, "approve", "authority", **body)

    async def paid(self, voucher: str, *failing: str) -> dict[str, Any]:
        """Everything payable, verified and paid today; lines of the payees that are named fail."""
        authority = await self.staff("authority")
        second = await self.colleague("authority")
        await verified(self.world, self.code, first=authority, second=second)
        made = (await authority.post("/payouts", {"edition": self.code})).ok(201)
        failed = [
            {"line": line["id"], "reason": "账号已销户"}
            for line in made["lines"]
            if line["payee"] in failing
        ]
        day = self.world.ports.clock.today().isoformat()
        body = {"paid_on": day, "voucher_no": voucher, "failed": failed}
        return dict((await authority.post(f"/payouts/{made['id']}/confirm", body)).ok())

    async def pools(self) -> dict[str, dict[str, Any]]:
        """What everybody sees of the money; nothing is lost between locked and remaining."""
        shown = (await self.world.anyone.get(f"/programmes/{self.code}/quota")).ok()
        for pool in shown["pools"]:
            parts = pool["locked_fen"] + pool["funded_fen"] + pool["remaining_fen"]
            assert parts == pool["budget_fen"], pool
        return {pool["pool"]: pool for pool in shown["pools"]}

    async def back(self, person: Person) -> Person:
        """Somebody who logs in again after days."""
        return await self.world.sme(person.name)


async def seen(owner: Person, application: dict[str, Any]) -> dict[str, Any]:
    """The application as its owner sees it now."""
    return dict((await owner.get(f"/applications/{application['id']}")).ok())


async def told(person: Person, event: str) -> list[str]:
    """The texts of that event in the person's inbox, the newest first."""
    items = (await person.get("/notifications", params={"limit": "100"})).ok()["items"]
    return [item["body"] for item in items if item["event"] == event]


async def account(owner: Person, firm: dict[str, Any], number: str) -> None:
    """The owner names the firm's own account."""
    body = {"bank": "示例银行城区支行", "account": number}
    shown = (await owner.put(f"/enterprises/{firm['id']}/payee", body)).ok()
    assert shown["name"] == firm["name"]
    assert shown["account"] != number
