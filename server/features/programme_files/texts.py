"""The two texts of an edition as they come from the browser, and what they compile to."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated, Final, Literal

from msgspec import Meta

from models.programme.blanks import blank_problems
from models.programme.file import (
    FileProblem,
    ProgrammeFile,
    ProgrammeFileError,
    compile_edition,
)
from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition
from models.rules.text.limits import PROGRAMME_FILE
from server.edge.web.bodies import Body
from server.edge.web.field_types import Writing, about
from server.features.programmes.published import first_published_on
from server.ports import Ports
from storage.postgres.rule_sources import SourceTexts

FileText = Annotated[str, Meta(max_length=PROGRAMME_FILE), Writing.AS_IS]
FileName = Literal["policy", "edition"]
BODY_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {"policy": "policy", "edition": "edition_file"}
)
LARGEST_BODY: Final = 2 * 1024 * 1024
"""Bytes of a body with both files."""
_NEVER_HERE: Final = Text(
    "年度文件（演示年度只在演示系统发布）",
    "a year's file; demonstrations are published in a demonstration only",
)


class ProgrammeTexts(Body, frozen=True):
    """The two files of an edition, as they are written."""

    policy: Annotated[
        FileText,
        about(
            "政策文件 policy.toml 全文", "the whole of policy.toml", '[policy]\ncode = "linshan"'
        ),
    ]
    edition_file: Annotated[
        FileText,
        about(
            "年度文件（如 2027.toml）全文", "the whole of the year's file", "[edition]\nyear = 2027"
        ),
    ]

    @property
    def as_source(self) -> SourceTexts:
        return SourceTexts(self.policy, self.edition_file)


@dataclass(frozen=True, slots=True)
class Files:
    """Both texts under the names by which mistakes tell them apart."""

    policy: ProgrammeFile
    edition: ProgrammeFile

    @classmethod
    def of(cls, texts: SourceTexts) -> "Files":
        # A picked file brings bytes that editors of Windows put before it.
        policy, edition = (one.removeprefix("\ufeff") for one in (texts.policy, texts.edition))
        return cls(ProgrammeFile("policy", policy), ProgrammeFile("edition", edition))

    @property
    def both(self) -> Sequence[ProgrammeFile]:
        return self.policy, self.edition


async def compile_files(files: Files, *, ports: Ports) -> EditionDefinition:
    """What `programme check` compiles. Raises ProgrammeFileError with every mistake of both.

    A demonstration counts its days from the day it was first published, if it was.
    """
    today = ports.clock.today()
    categories = [category.code for category in ports.categories]

    def compiled(day: date) -> EditionDefinition:
        return compile_edition(files.policy, files.edition, day, categories=categories)

    # The largest takes a tenth of a second, in which others are answered.
    definition = await asyncio.to_thread(compiled, today)
    if not definition.edition.demonstration:
        return definition
    if not ports.demonstration:
        raise ProgrammeFileError([FileProblem("edition", "edition", "演示", _NEVER_HERE)])
    first = await first_published_on(definition.edition.code)
    return await asyncio.to_thread(compiled, first or today)


def refuse_left_blank(files: Files) -> None:
    """Raises ProgrammeFileError while a place is left to fill in."""
    problems = blank_problems(*files.both)
    if problems:
        raise ProgrammeFileError(problems)
