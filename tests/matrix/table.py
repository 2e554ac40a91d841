"""Reads routes.txt: who may call what, and whose things it is about."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("routes.txt")
_REVIEWERS = ("district", "auditor", "expert", "authority")
ROLES = frozenset(("enterprise", "platform", *_REVIEWERS, "inspector", "admin"))
_SETS = {"reviewers": _REVIEWERS, "anybody": tuple(ROLES)}
_KINDS = frozenset(
    ("applicant", "case", "party", "firm", "edition", "person", "claimant", "platform", "hearing")
)
_WHOSE = re.compile(r"self|list nothing|(?:(?P<how>list|bulk) (?P<shows>\w+) of )?(?P<kind>\w+)"
                    r"(?: with (?P<needs>\w+))?")  # fmt: skip
_PLACEHOLDER = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Row:
    """One line: `let_in` and `has` are roles.

    `kind` is None where nothing is named; `how` is list or bulk, which then `shows` a parameter;
    `needs` is an id without which nothing is there.
    """

    call: str
    let_in: frozenset[str]
    has: frozenset[str]
    kind: str | None
    how: str | None = None
    shows: str | None = None
    needs: str | None = None
    body: Any = None

    @property
    def method(self) -> str:
        return self.call.split()[0]

    @property
    def is_public(self) -> bool:
        return self.let_in == {"public"}

    @property
    def is_signed(self) -> bool:
        return self.let_in == {"signed"}

    @property
    def is_for_every_login(self) -> bool:
        return self.let_in == ROLES

    @property
    def names_something(self) -> bool:
        """Whether each call is about one thing that belongs to somebody."""
        return self.kind is not None and self.how is None and not self.is_public

    @cached_property
    def named(self) -> frozenset[str]:
        """The parameters of its path and body."""
        return frozenset(_PLACEHOLDER.findall(self.call + json.dumps(self.body)))

    def body_for(self, ids: dict[str, str]) -> Any:
        return json.loads(_PLACEHOLDER.sub(lambda found: ids[found[1]], json.dumps(self.body)))


def read_table(text: str | None = None) -> list[Row]:
    """In the order of the file, which is the order of the calls that get through."""
    lines = (TABLE.read_text("utf-8") if text is None else text).splitlines()
    return [_row(line) for line in lines if line.strip() and not line.startswith("#")]


def _row(line: str) -> Row:
    columns = [part.strip() for part in line.split("|", 4)]
    call, let_in, whose, has, body = (*columns, "", "", "", "")[:5]
    found = _WHOSE.fullmatch(whose)
    assert found is not None, f"{line}: whose is it?"
    kind = found["kind"]
    assert kind is None or kind in _KINDS, f"{line}: whose is it? one of {', '.join(_KINDS)}"
    how = "list" if whose == "list nothing" else found["how"]
    admitted, holders = frozenset(_roles(let_in)), frozenset(_roles(has or let_in))
    unknown = (admitted | holders) - ROLES - {"public", "signed", "reviewer", "owner"}
    assert not unknown, f"{line}: no such role: {', '.join(unknown)}"
    given = json.loads(body) if body else None
    return Row(call, admitted, holders, kind, how, found["shows"], found["needs"], given)


def _roles(words: str) -> Iterator[str]:
    for word in words.split():
        yield from _SETS.get(word, (word,))
