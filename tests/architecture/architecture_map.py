"""Writes docs/architecture.md from docstrings and imports; `--check` fails when that page is stale.

Run by `make map` and `make check`. A room is a package, or a module that lies directly in a house;
a wing is a house's own package. Arrows are imports at run time, as grimp finds them.
"""

import ast
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import grimp

PROJECT = Path(__file__).resolve().parents[2]
PAGE = PROJECT / "docs" / "architecture.md"
HOUSES = ("standalone", "server", "storage", "models", "config")
SPLIT = ("models", "storage", "server")
"""Houses that the first picture shows by their wings."""
FEATURES = "server.features"
_INTRO = """# Architecture

Made by `make map` from the code's docstrings and imports; `make check` fails when it is stale.
Houses and wings are explained in [README.md](../README.md), what to touch for a change in
[CONTRIBUTING.md](../CONTRIBUTING.md).
"""

Arrows = set[tuple[str, str]]


@dataclass(frozen=True)
class Graph:
    """Arrows by where they start."""

    onward: dict[str, set[str]]

    def reached_from(self, start: str) -> set[str]:
        """Everything at the end of some way; a circle is walked once."""
        reached: set[str] = set()
        ahead = set(self.onward.get(start, ()))
        while ahead:
            reached |= ahead
            ahead = {step for one in ahead for step in self.onward.get(one, ())} - reached
        return reached


def rooms() -> dict[str, str]:
    """Every room by its dotted name, with the first sentence of its docstring."""
    found = {}
    for house in HOUSES:
        packages = (PROJECT / house).rglob("__init__.py")
        for file in sorted({*packages, *(PROJECT / house).glob("[a-z]*.py")}):
            parts = file.relative_to(PROJECT).with_suffix("").parts
            found[".".join(part for part in parts if part != "__init__")] = sentence(file)
    return found


def sentence(file: Path) -> str:
    """The first paragraph of a module's docstring in one line."""
    text = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split())


def arrows(names: Iterable[str]) -> Arrows:
    """Who imports whom, room by room; each module belongs to the innermost room that holds it."""
    graph = grimp.build_graph(*HOUSES, exclude_type_checking_imports=True, cache_dir=None)
    known = set(names)
    return {
        (room_of(importer, known), room_of(imported, known))
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    }


def room_of(module: str, names: set[str]) -> str:
    while module not in names:
        module = module.rpartition(".")[0]
    return module


def wings_of(names: Iterable[str]) -> dict[str, str]:
    """The node of the first picture for each room; a module right in a house is its own."""
    wings = {}
    for name in names:
        house, _, rest = name.partition(".")
        wing = rest.partition(".")[0]
        wings[name] = f"{house}.{wing}" if house in SPLIT and rest else house
    return wings


def between(found: Arrows, names: dict[str, str]) -> Arrows:
    """The arrows between groups of rooms: `names` has each room's group."""
    grouped = {(names[one], names[other]) for one, other in found if {one, other} <= names.keys()}
    return {(one, other) for one, other in grouped if one != other}


def reduced(found: Arrows) -> Arrows:
    """Without arrows that a longer way already says."""
    graph = Graph({one: {other for start, other in found if start == one} for one, _ in found})
    return {
        (one, other)
        for one, other in found
        if not any(other in graph.reached_from(step) - {step} for step in graph.onward[one])
    }


def picture(found: Arrows) -> str:
    """A Mermaid flowchart."""
    lines = ["```mermaid", "flowchart TD"]
    lines += [
        f'    {_id(name)}["{name}"]' for name in sorted({name for one in found for name in one})
    ]
    lines += [f"    {_id(one)} --> {_id(other)}" for one, other in sorted(found)]
    return "\n".join([*lines, "```"])


def _id(name: str) -> str:
    return re.sub(r"\W+", "_", name).strip("_")


def page() -> str:
    """The whole page."""
    sentences = rooms()
    found = arrows(sentences)
    wings = wings_of(sentences)
    features = {
        room: room.removeprefix(f"{FEATURES}.").partition(".")[0]
        for room in sentences
        if room.startswith(f"{FEATURES}.")
    }
    return "\n".join(
        [
            _INTRO,
            "## Wings\n\nAn arrow says “imports”; what a longer way says already is left out.\n",
            picture(reduced(between(found, wings))),
            "\n## Features\n\nThe same, inside `server/features`.\n",
            picture(reduced(between(found, features))),
            "\n## Rooms\n",
            *_tables(sentences, found),
        ]
    )


def _tables(sentences: dict[str, str], found: Arrows) -> Iterable[str]:
    for house in HOUSES:
        yield f"### {house}\n\n| room | what it is | imports |\n|---|---|---|"
        for room, words in sentences.items():
            if room.split(".")[0] == house:
                uses = sorted(other for one, other in found if one == room and other != room)
                yield f"| `{room}` | {words} | {', '.join(uses)} |"
        yield ""


def main() -> int:
    """0 when written or up to date, 1 when `--check` finds the page stale."""
    new = page().rstrip() + "\n"
    if "--check" not in sys.argv:
        PAGE.write_text(new, "utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text("utf-8") == new:
        return 0
    sys.stderr.write("docs/architecture.md is stale: run `make map` and commit it\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
