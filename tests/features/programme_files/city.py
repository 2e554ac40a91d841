"""The files of the smallest city under a code of its own, and the people of its authority."""

import itertools
from dataclasses import dataclass, field

from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.runs import PROJECT

_MINIMAL = PROJECT / "tests" / "programmes" / "minimal"
_NUMBERS = itertools.count(1)
YEAR = "2031"


@dataclass
class City:
    """`commission` is the authority that its files name; codes are its own."""

    number: int = field(default_factory=lambda: next(_NUMBERS))

    @property
    def code(self) -> str:
        return f"browser{self.number}"

    @property
    def edition(self) -> str:
        return f"{self.code}-{YEAR}"

    @property
    def commission(self) -> str:
        return f"第{self.number}委员会"

    def files(self, *changes: tuple[str, str]) -> dict[str, str]:
        """Both texts, with what `changes` replace in either."""
        return {
            "policy": self._text("policy.toml", changes),
            "edition_file": self._text("edition.toml", changes),
        }

    def _text(self, name: str, changes: tuple[tuple[str, str], ...]) -> str:
        text = (_MINIMAL / name).read_text("utf-8")
        own = (
            ('"sample"', f'"{self.code}"'),
            ("示例委员会", self.commission),
            ("2026", YEAR),
        )
        for old, new in (*own, *changes):
            text = text.replace(old, new)
        return text


async def propose(who: Person, city: City, *changes: tuple[str, str]) -> Answer:
    return await who.post("/programme-files", city.files(*changes))


async def act(who: Person, proposal: dict[str, str], verb: str, **body: str) -> Answer:
    return await who.post(f"/programme-files/{proposal['id']}/{verb}", body)


async def published(world: World, city: City, *changes: tuple[str, str]) -> dict[str, object]:
    """Proposed by one of the operator's, published by another."""
    first, second = await operators(world)
    made = (await propose(first, city, *changes)).ok(201)
    return dict((await act(second, made, "publish")).ok())


async def operators(world: World) -> tuple[Person, Person]:
    """Two authorities whom nothing narrows."""
    return await world.staff("authority"), await world.staff("authority", programme_code=None)
