"""Pages as a browser gets them: the answer, its links, and what stands in it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.world.application import World
from tests.world.client import Answer

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
MOST_BYTES = 30_000
_BLANKS = re.compile(r"\s+")


@dataclass
class Reading(HTMLParser):
    """`links`: addresses of ours that the page names, `forms` those that its forms are sent to;
    `inline`: what its policy would not let run."""

    links: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    headings: int = 0
    inline: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    title: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._inside.append(tag)
        self.headings += tag == "h1"
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "script" and "src" not in given and given.get("type") != "application/ld+json":
            self.inline.append("script")
        for name, found in (("href", self.links), ("src", self.links), ("action", self.forms)):
            address = given.get(name) or ""
            if address.startswith("/"):
                found.append(address.partition("#")[0])

    def handle_data(self, data: str) -> None:
        inside = self._inside[-1] if self._inside else ""
        if inside == "title":
            self.title += data
        elif inside != "script":
            self.said.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    @property
    def words(self) -> str:
        return _BLANKS.sub(" ", " ".join(self.said))


async def page(world: World, path: str, **headers: str) -> Answer:
    return await world.anyone.get(f"//{path.lstrip('/')}", headers={**BROWSER, **headers})


def read(answer: Answer) -> Reading:
    """What a page holds; it is one, within its bytes, and nothing in it is inline."""
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert len(answer.raw) <= MOST_BYTES, len(answer.raw)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    found = Reading()
    found.feed(answer.raw.decode())
    assert found.inline == []
    assert found.headings == 1
    assert found.title.endswith(("双推补贴", "Shuangtui subsidies"))
    return found
