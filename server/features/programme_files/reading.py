"""What files say and change, as it is shown; their mistakes beside their lines."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from models.programme.describe.report import report_sections
from models.programme.diff import list_changes
from models.programme.file import FileProblem
from models.programme.lines import key_lines, line_of
from models.rules.code_words import CODE_WORDS
from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition
from models.tables.programmes import Edition, RuleVersion
from server.features.identity.named import name_people
from server.features.programme_files.schemas import (
    FileProblemView,
    InForceView,
    ReportSectionView,
    RuleChangeView,
)
from server.features.programme_files.texts import FileName, Files
from server.features.programmes.published import definition_of
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.rule_sources import find_publisher

_NAMES: Final = CODE_WORDS["programme_file"]


def read_out(definition: EditionDefinition) -> list[ReportSectionView]:
    """The report of `programme check`, section by section."""
    return msgspec.convert(
        [msgspec.to_builtins(section) for section in report_sections(definition)],
        list[ReportSectionView],
    )


def stored_reading(stored: object) -> list[ReportSectionView]:
    """What was read out when it was proposed."""
    return msgspec.convert(stored, list[ReportSectionView])


def tell_changes(
    before: EditionDefinition | None, after: EditionDefinition, *, english: bool
) -> list[RuleChangeView]:
    """Against what is in force; nothing for a first version."""
    if before is None:
        return []
    return [
        RuleChangeView(
            change.kind,
            CODE_WORDS["rule_change"][change.kind].in_language(english),
            change.label.in_language(english),
            None if change.before is None else change.before.in_language(english),
            None if change.after is None else change.after.in_language(english),
            change.words.in_language(english),
        )
        for change in list_changes(before, after)
    ]


def tell_problems(
    problems: Iterable[FileProblem], files: Files, *, english: bool
) -> list[FileProblemView]:
    """Each mistake in its words, with the line where it stands."""
    lines = {file.name: key_lines(file.text) for file in files.both}
    return [
        FileProblemView(
            _file(problem),
            problem.line or line_of(lines[problem.file], problem.key),
            problem.key,
            in_words(problem).in_language(english),
        )
        for problem in problems
    ]


def in_words(problem: FileProblem) -> Text:
    """The mistake with its file by the name that people call it."""
    name = _NAMES[problem.file]
    return Text(
        replace(problem, file=name.zh).in_words().zh, replace(problem, file=name.en).in_words().en
    )


def _file(problem: FileProblem) -> FileName:
    return "policy" if problem.file == "policy" else "edition"


async def find_in_force(
    edition: str, *, using: BaseDBAsyncClient | None = None
) -> tuple[RuleVersion, EditionDefinition] | None:
    """The version of that edition that is in force now, and what it says."""
    with postgres_errors():
        row = await Edition.get_or_none(code=edition, using_db=using)
        if row is None or row.current_version_id is None:
            return None
        version = await RuleVersion.get(id=row.current_version_id, using_db=using)
    return version, await definition_of(version.id, using=using)


async def show_version(version: RuleVersion) -> InForceView:
    """With who published it in the browser."""
    by = await find_publisher(version.id)
    people = await name_people([by])
    return InForceView(version.number, version.published_at, people.get(by) if by else None)
