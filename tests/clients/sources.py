"""The clients' own source files, cut into what rules are about: scripts, templates, imports."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

CLIENTS = Path(__file__).resolve().parents[2] / "clients"
_IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*['"]([^'"]+)['"]""")
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:'\"`])//[^\n]*|<!--.*?-->", re.DOTALL)
_STRING = re.compile(r"'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`", re.DOTALL)
# As the formatter writes: a block that goes on below, closed at the same indentation.
_OPENS = re.compile(r"^(\s*)(?:(?=\S).*(?:\bfunction\b|=>)|(?:async )?\w+\([^)]*\)).*\{$")
_STATEMENT = re.compile(r"^\s*(?:if|for|while|switch|else|\}|try|return \{)")


def without_comments(code: str) -> str:
    return _COMMENT.sub("", code)


@dataclass(frozen=True)
class Source:
    """`name`: its path from the client's `src`."""

    name: str
    text: str

    @property
    def folder(self) -> str:
        return str(PurePosixPath(self.name).parent)

    @property
    def is_component(self) -> bool:
        return self.name.endswith(".vue")

    @property
    def is_words(self) -> bool:
        """Where texts for people stand; `words/` says how we write money and moments."""
        return re.search(r"(?:^|/)words\.ts$|Words\.ts$", self.name) is not None

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def block(self, tag: str) -> str:
        """What stands between the outermost tags of that name; "" without them."""
        found = re.search(rf"^<{tag}\b[^>]*>\n(.*)^</{tag}>$", self.text, re.DOTALL | re.MULTILINE)
        return found[1] if found else ""

    @cached_property
    def script(self) -> str:
        return self.block("script") if self.is_component else self.text

    @cached_property
    def code(self) -> str:
        """The script without comments and strings."""
        return _STRING.sub("''", without_comments(self.script))

    @cached_property
    def template(self) -> str:
        return without_comments(self.block("template"))

    @cached_property
    def imports(self) -> list[str]:
        """Files of ours by their path from `src`, without an ending where none is written."""
        found = _IMPORT.findall(without_comments(self.script))
        ours = [name for name in found if name.startswith(("@/", "."))]
        return [
            name[2:] if name.startswith("@/") else os.path.normpath(f"{self.folder}/{name}")
            for name in ours
        ]

    def functions(self) -> Iterator[tuple[str, int]]:
        """Each function of several lines: how it begins, and its lines."""
        lines = self.script.splitlines()
        for number, line in enumerate(lines):
            opened = _OPENS.match(line)
            if opened is None or _STATEMENT.match(line):
                continue
            closing = re.compile(rf"^{opened[1]}[}})\]]")
            for length, later in enumerate(lines[number + 1 :], 2):
                if closing.match(later):
                    yield line.strip(), length
                    break

    def props(self) -> int:
        """How many `defineProps` names."""
        found = re.search(r"defineProps<\{(.*?)\}>\(", self.script, re.DOTALL)
        if found is None:
            return 0
        flat = re.sub(r"\([^()]*\)|\{[^{}]*\}|<[^<>]*>", "", without_comments(found[1]))
        return len(re.findall(r"(?:^|[;\n,])\s*\w+\??\s*:", flat))


def sources_of(client: str) -> list[Source]:
    """In a fixed order; `client` is a folder of `clients`."""
    root = CLIENTS / client / "src"
    files = (file for file in sorted(root.rglob("*")) if file.suffix in (".ts", ".vue"))
    return [Source(file.relative_to(root).as_posix(), file.read_text("utf-8")) for file in files]
