"""What each fact means to whoever fills it in, by its name, from TOML text.

A guide explains; it is no rule: what counts stands in the programme's policy file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from models.programme.reader.problems import FileProblem, ProgrammeFileError
from models.programme.reader.table import Table, parse_toml
from models.rules.reasons import Text

UNIT_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "年": "years",
        "个月": "months",
        "天": "days",
        "人": "people",
        "家": "firms",
        "户": "households",
        "个": "pieces",
        "项": "items",
        "单": "orders",
        "名": "people",
        "平方米": "m²",
        "元": "yuan",
        "美分": "US cents",
    }
)
"""The English of the units that the shipped files count in; another one is shown as it is."""


@dataclass(frozen=True, slots=True)
class FactGuide:
    """One sentence, and what somebody might type; None where one chooses."""

    help: Text
    example: str | None = None


FactGuides = Mapping[str, FactGuide]
"""By the name of the fact; what a programme of one's own asks may have none."""


def read_fact_guides(file: str, text: str) -> FactGuides:
    """Raises ProgrammeFileError with every mistake."""
    problems: list[FileProblem] = []
    table = parse_toml(file, text, problems=problems, assumable=True)
    guides = {name: _read_guide(inner) for name in table.raw if (inner := table.table(name))}
    table.done()
    if problems:
        raise ProgrammeFileError(problems)
    return guides


def unit_in_language(unit: str | None, *, english: bool) -> str | None:
    return UNIT_WORDS.get(unit, unit) if english and unit is not None else unit


def _read_guide(table: Table) -> FactGuide:
    guide = FactGuide(Text(table.string("zh"), table.string("en")), table.find_string("example"))
    table.done()
    return guide
