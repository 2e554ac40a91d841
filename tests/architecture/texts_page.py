"""Writes docs/texts.md, every refusal and message that people read; `--check` fails when it is stale.

Run by `make texts` and `make check`. Texts are Chinese as they stand in the code; what is put in
when they are told is named in ‹ ›, and of 〔a｜b〕 one is said.
"""

import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from server.features.messages.events import EVENT_TEXTS
from tests.architecture.refusal_texts import Found, refusals
from tests.architecture.sources import PROJECT
from tests.architecture.terminal_texts import Spoken, spoken

PAGE = PROJECT / "docs" / "texts.md"
_INTRO = """# Texts

Made by `make texts` from the code; `make check` fails when it is stale. What is put in when a text
is told stands in ‹ ›; of 〔a｜b〕 one is said. English stands beside each in the code.
A test (`tests/architecture/test_texts_page.py`) holds every text to the rules of the house: what it
is about, what to do now, full-width punctuation, no words of programmers.
"""


def page() -> str:
    """The whole page."""
    found = refusals()
    lines = [
        _INTRO,
        "## Problems\n\n`title` and `detail` of a problem.\n",
        *_table(("status", "code", "text", "in"), _problems(found)),
        "\n## Fields\n\n`errors[].message`: what is wrong with one field, fact, paper or condition.\n",
        *_table(("field", "code", "text", "in"), _fields(found)),
        "\n## Inbox\n\nA line whose facts are not there is left out.\n",
        *_table(("event", "title", "lines"), _events()),
        "\n## WeChat\n\n`config/wechat.toml`.\n",
        *_table(("event", "template", "text"), _messages()),
        "\n## Starting\n\nWhy `up`, `serve` or another command does not start.\n",
        *_table(("text", "in"), _starts(found)),
        "\n## Terminal\n\nWhat commands say.\n",
        *_table(("text", "in"), _terminal(spoken())),
    ]
    return "\n".join(lines).rstrip() + "\n"


def problems(found: Iterable[Found]) -> list[Found]:
    """The texts of whole problems."""
    return [one for one in found if one.status]


def fields(found: Iterable[Found]) -> list[Found]:
    """The texts of single fields."""
    return [one for one in found if not one.status and one.code != "start_refused"]


def told(found: Iterable[Found]) -> list[str]:
    """Every Chinese text that users read: refusals, the inbox, WeChat."""
    inbox = [
        text.zh for event in EVENT_TEXTS.values() for text in (event.title, *event.lines) if text.zh
    ]
    refused = [one.text for one in found if one.code != "start_refused"]
    return [*refused, *inbox, *(text for *_, text in _messages())]


def _problems(found: Sequence[Found]) -> Iterator[tuple[str, ...]]:
    places = defaultdict[tuple[str, str, str], list[str]](list)
    for one in problems(found):
        places[(str(one.status), f"`{one.code}`", one.text)].append(one.where)
    return ((*key, _where(where)) for key, where in places.items())


def _fields(found: Sequence[Found]) -> Iterator[tuple[str, ...]]:
    """One line a text: by its place, with every field and code that it is told with."""
    told = defaultdict[tuple[str, str], list[Found]](list)
    for one in fields(found):
        told[(one.where, one.text)].append(one)
    for (where, text), each in sorted(told.items()):
        names = dict.fromkeys(one.field for one in each if one.field)
        codes = dict.fromkeys(one.code for one in each if one.code)
        yield _codes(names), _codes(codes), text, _where([where])


def _events() -> Iterator[tuple[str, ...]]:
    for event, told in EVENT_TEXTS.items():
        yield f"`{event}`", told.title.zh, "<br>".join(line.zh for line in told.lines)


def _messages() -> Iterator[tuple[str, ...]]:
    parsed = tomllib.loads((PROJECT / "config" / "wechat.toml").read_text("utf-8"))
    for event, message in parsed["message"].items():
        template = parsed["template"][message["template"]]
        labels = {word["key"]: word["label"] for word in template["keywords"]}
        data = "<br>".join(f"{labels[key]}：{text}" for key, text in message["data"].items())
        yield f"`{event}`", template["title"], data


def _starts(found: Iterable[Found]) -> Iterator[tuple[str, ...]]:
    for one in found:
        if one.code == "start_refused":
            yield one.text, _where([one.where])


def _terminal(found: Iterable[Spoken]) -> Iterator[tuple[str, ...]]:
    for one in found:
        yield one.text, _where([one.where])


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _where(paths: Iterable[str]) -> str:
    return ", ".join(f"`{path}`" for path in sorted(set(paths)))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        cells = (cell.replace("|", "\\|").replace("\n", "<br>") for cell in row)
        yield f"| {' | '.join(cells)} |"


def main() -> int:
    """0 when written or up to date, 1 when `--check` finds the page stale."""
    new = page()
    if "--check" not in sys.argv:
        PAGE.write_text(new, "utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text("utf-8") == new:
        return 0
    sys.stderr.write("docs/texts.md is stale: run `make texts` and commit it\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
