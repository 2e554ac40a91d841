"""Programme files to the database, as the owner: each programme whole or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from models.programme.file import ProgrammeFileError
from models.rules.terms.programme import EditionDefinition
from server.cli.blanks import refuse_blanks
from server.cli.programme_files import (
    DEMO,
    PLATFORMS,
    POLICY,
    all_programmes,
    compile_offline,
    edition_files,
    one_for_each_year,
    read_demo_platforms,
    read_file,
)
from server.clock import Clock
from server.errors import AppError
from server.features.platforms.seed import seed_platforms
from server.features.programmes.publish import Published, publish_editions
from server.features.programmes.published import first_published_on
from server.features.recognitions.carry_over import carry_over
from server.features.recognitions.seed import list_seeded
from storage.postgres.core.keyring import Keyring
from storage.postgres.rule_sources import SourceTexts

Refusal = ProgrammeFileError | AppError


@dataclass(frozen=True, slots=True)
class ProgrammeOutcome:
    """What came of one programme's files: its editions, or why nothing of it was published."""

    programme: str
    published: tuple[Published, ...] = ()
    refused: Refusal | None = None


async def publish_folders(root: Path, *, demo: bool, clock: Clock) -> list[ProgrammeOutcome]:
    """Publish every programme below `root`; a broken one leaves the others alone.

    What people have replaced in the browser stays: a file is published over it by its name only.
    """
    return [
        await _publish_one(
            folder.name, edition_files(folder, demo=demo), clock=clock, keep_later=True
        )
        for folder in all_programmes(root)
    ]


async def publish_files(editions: Sequence[Path], *, clock: Clock) -> list[ProgrammeOutcome]:
    """Publish these edition files, those of one programme together or not at all."""
    return [
        await _publish_one(folder.name, files, clock=clock)
        for folder, files in _by_folder(editions)
    ]


def _by_folder(editions: Sequence[Path]) -> Iterator[tuple[Path, list[Path]]]:
    """Each programme's files, once each and in the order given."""
    whole = [edition.resolve() for edition in dict.fromkeys(editions)]
    for folder, files in groupby(sorted(whole, key=lambda f: f.parent), key=lambda f: f.parent):
        yield folder, list(dict.fromkeys(files))


async def _publish_one(
    programme: str, editions: Sequence[Path], *, clock: Clock, keep_later: bool = False
) -> ProgrammeOutcome:
    try:
        compiled = [(file, await compile_file(file, today=clock.today())) for file in editions]
        chosen = one_for_each_year(compiled)
        for file, _ in chosen:
            refuse_blanks(file.with_name(POLICY), file)
        rules = [definition for _, definition in chosen]
        texts = {definition.edition.code: _texts(file) for file, definition in chosen}
        published = await publish_editions(rules, clock=clock, texts=texts, keep_later=keep_later)
        await carry_over([one.edition for one in published], clock=clock)
    except (ProgrammeFileError, AppError) as refusal:
        return ProgrammeOutcome(programme, refused=refusal)
    return ProgrammeOutcome(programme, tuple(published))


def _texts(edition: Path) -> SourceTexts:
    return SourceTexts(read_file(edition.with_name(POLICY)).text, read_file(edition).text)


async def compile_file(edition: Path, *, today: date) -> EditionDefinition:
    """One edition with the policy beside it. Raises ProgrammeFileError with every mistake.

    A demonstration counts its days from the day it was first published, if it was.
    """
    definition = compile_offline(edition, day=today)
    first = await first_published_on(definition.edition.code)
    if definition.edition.demonstration and first is not None and first != today:
        return compile_offline(edition, day=first)
    return definition


async def seed_demo(programme: Path, *, keyring: Keyring, clock: Clock) -> int:
    """The fictional platforms of a programme's demonstration; how many were made."""
    file = programme / PLATFORMS
    if not file.exists():
        return 0
    definition = await compile_file(programme / DEMO, today=clock.today())
    entries = read_demo_platforms(file, [track.code for track in definition.tracks])
    edition = definition.edition.code
    made = await seed_platforms(entries, edition, keyring=keyring, clock=clock)
    await list_seeded(edition, clock=clock)
    return made
