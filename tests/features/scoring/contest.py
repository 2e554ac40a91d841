"""A track that is decided by scores: its edition, its experts, and applications that wait for them."""

import itertools
from dataclasses import dataclass, field, replace
from typing import Any

from models.rules.reasons import Text
from models.rules.terms.programme import Criterion, EditionDefinition, Figure, Stage
from server.features.platforms.seed import seed_platforms
from server.features.programmes.publish import publish_editions
from tests.world.application import World, demo_definition
from tests.world.client import Answer, Person
from tests.world.review_steps import review_of
from tests.world.shipped import demo_platforms

_CODES = itertools.count(1)
SHEET = (
    Criterion("benefit", Text("效益明显", "Evident benefit"), 60, cite="一3"),
    Criterion("copy", Text("具有可复制性", "Replicable"), 40, cite="一3"),
)
PRELIMINARY = Stage("preliminary", "district", Text("区级初审", "District"))
SCORE = Stage("score", "expert", Text("专家评审", "Experts"))
APPROVE = Stage("approve", "authority", Text("审定", "Approval"))
PAYOUT = Stage("payout", "authority", Text("拨付", "Payout"))


@dataclass
class Contest:
    """One edition with one scored track (`copay`), and whoever has a part in it."""

    world: World
    edition: str
    experts: list[Person]
    authority: Person
    owners: list[Person] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/programmes/{self.edition}/tracks/copay/scoring"

    async def enter(self, count: int, **particulars: Any) -> list[dict[str, Any]]:
        """So many more applications, each of a firm of its own."""
        for _ in range(count):
            owner = await self.world.sme()
            self.owners.append(owner)
            self.entries.append(await owner.submitted(self.edition, **particulars))
        return self.entries[-count:]

    async def declare(
        self, expert: Person, entry: dict[str, Any], conflict: bool = False
    ) -> Answer:
        review = await review_of(expert, entry, "score")
        return await expert.post(f"/reviews/{review['id']}/declare", {"conflict": conflict})

    async def give(
        self, expert: Person, entry: dict[str, Any], points: tuple[int, int], **more: Any
    ) -> Answer:
        """Declared and scored: (benefit, copy)."""
        (await self.declare(expert, entry)).ok()
        return await self.score(expert, entry, points, **more)

    async def score(
        self, expert: Person, entry: dict[str, Any], points: tuple[int, int], **more: Any
    ) -> Answer:
        review = await review_of(expert, entry, "score")
        body = {"scores": dict(zip(("benefit", "copy"), points, strict=True)), **more}
        return await expert.post(f"/reviews/{review['id']}/score", body)

    async def all_score(self, *totals: tuple[int, ...]) -> None:
        """For each entry one total per expert, in their order."""
        for entry, given in zip(self.entries[-len(totals) :], totals, strict=True):
            for expert, total in zip(self.experts, given, strict=False):
                points = (min(total, 60), total - min(total, 60))
                (await self.give(expert, entry, points)).ok()

    async def close(self, **body: Any) -> Answer:
        return await self.authority.post(f"{self.path}/close", {"reason": "提前评审", **body})

    async def line(self, chosen: int, **body: Any) -> Answer:
        given = {"chosen": chosen, "reason": "按预算确定", **body}
        return await self.authority.post(f"{self.path}/line", given)

    async def shown(self, **query: str) -> dict[str, Any]:
        return dict((await self.authority.get(self.path, params=query)).ok())


def scored(definition: EditionDefinition, pool: dict[str, Any], **track: Any) -> EditionDefinition:
    """The demonstration whose track `copay` is scored; `track` replaces more of it."""
    found = next(it for it in definition.tracks if it.code == "copay")
    changed = replace(
        found,
        **{
            "selection": "merit",
            "stages": (SCORE, APPROVE, PAYOUT),
            "materials": tuple(replace(it, required=False) for it in found.materials),
            "criteria": SHEET,
            "minimum_experts": Figure("minimum_experts", 2),
            **track,
        },
    )
    return replace(
        definition,
        edition=replace(definition.edition, code=f"sh-shuangtui-s{next(_CODES)}"),
        tracks=tuple(changed if it is found else it for it in definition.tracks),
        pools=tuple(replace(it, **pool) for it in definition.pools),
    )


async def contest(
    world: World, entries: int = 0, experts: int = 2, *, pool: Any = None, **track: Any
) -> Contest:
    """Published, with so many experts of this edition alone and so many applications."""
    definition = scored(demo_definition(), pool or {}, **track)
    async with world.as_owner():
        await publish_editions([definition], clock=world.ports.clock)
        await seed_platforms(
            demo_platforms(),
            definition.edition.code,
            keyring=world.ports.keyring,
            clock=world.ports.clock,
        )
    code = definition.edition.code
    people = [await world.new_staff("expert", edition_code=code) for _ in range(experts)]
    made = Contest(world, code, people, await world.staff("authority"))
    await made.enter(entries)
    return made
