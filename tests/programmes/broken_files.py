"""The smallest good programme files, and the broken ones with the words they are refused in."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.programme.file import ProgrammeFile

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.toml"))
DAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Case:
    """A broken file: which of the two it stands for, and the words it must be refused with."""

    side: str
    expected: list[str]
    text: str


def read_case(path: Path) -> Case:
    text = path.read_text(encoding="utf-8")
    headers = [line[2:].split(": ", 1) for line in text.splitlines() if line.startswith("# ")]
    side = next(words for name, words in headers if name == "as")
    return Case(side, [words for name, words in headers if name == "expect"], text)


def minimal(side: str) -> ProgrammeFile:
    text = (HERE / "minimal" / f"{side}.toml").read_text(encoding="utf-8")
    return ProgrammeFile(f"sample/{side}.toml", text)
