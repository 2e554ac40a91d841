"""A firm for which two people act, as its owner sees it."""

from dataclasses import dataclass
from typing import Any

from tests.world.application import World
from tests.world.client import Person


@dataclass
class Firm:
    """A firm with its owner and one member who joined by an invitation."""

    owner: Person
    member: Person
    id: str

    @property
    def path(self) -> str:
        return f"/enterprises/{self.id}"

    def of(self, who: Person) -> str:
        return f"{self.path}/members/{who.user['id']}"

    async def invite(self) -> dict[str, Any]:
        return dict((await self.owner.post(f"{self.path}/invitations")).ok(201))


async def firm_of_two(world: World) -> Firm:
    owner, member = await world.sme(), await world.sme()
    firm = Firm(owner, member, (await owner.enterprise())["id"])
    await join(member, (await firm.invite())["token"])
    return firm


async def join(who: Person, token: str) -> None:
    (await who.post("/invitations/accept", {"token": token})).ok()


async def told(who: Person, event: str) -> list[str]:
    items = (await who.get("/notifications")).ok()["items"]
    return [item["body"] for item in items if item["event"] == event]
