"""Programme files to the database: compiled, then published all or none, as the owner."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from config.files import CATEGORIES, PROGRAMMES
from models.platform_file import read_categories, read_platforms
from models.programme_file import ProgrammeFile, compile_edition
from models.rules.programme import EditionDefinition
from server.clock import Clock
from server.platforms.seed import seed_platforms
from server.programmes.publish import Published, publish_editions
from server.programmes.published import first_published_on
from storage.postgres.keyring import Keyring

_POLICY, _DEMO, _PLATFORMS = "policy.toml", "demo.toml", "demo_platforms.toml"
_NOT_EDITIONS = (_POLICY, _PLATFORMS)


def edition_files(programme: Path, *, demo: bool) -> list[Path]:
    """The edition files of one programme's folder, years in order, the demonstration last."""
    years = sorted(
        file for file in programme.glob("*.toml") if file.name not in (*_NOT_EDITIONS, _DEMO)
    )
    return [*years, programme / _DEMO] if demo and (programme / _DEMO).exists() else years


async def compile_file(edition: Path, *, today: date) -> EditionDefinition:
    """One edition with the policy beside it. Raises ProgrammeFileError with every mistake.

    A demonstration counts its days from the day it was first published, if it was.
    """
    policy, own = _text(edition.with_name(_POLICY)), _text(edition)
    definition = compile_edition(policy, own, today)
    first = await first_published_on(definition.edition.code)
    if definition.edition.demonstration and first is not None and first != today:
        return compile_edition(policy, own, first)
    return definition


async def publish_files(editions: Sequence[Path], *, clock: Clock) -> list[Published]:
    """Publish these edition files: all of them, or none if one is broken."""
    compiled = [await compile_file(edition, today=clock.today()) for edition in editions]
    return await publish_editions(compiled, clock=clock)


async def seed_demo(programme: Path, *, keyring: Keyring, clock: Clock) -> int:
    """The fictional platforms of a programme's demonstration; how many were made."""
    file = programme / _PLATFORMS
    if not file.exists():
        return 0
    definition = await compile_file(programme / _DEMO, today=clock.today())
    categories = read_categories(CATEGORIES.name, CATEGORIES.read_text("utf-8"))
    tracks = [track.code for track in definition.tracks]
    entries = read_platforms(_name(file), file.read_text("utf-8"), categories, tracks)
    return await seed_platforms(entries, definition.edition.code, keyring=keyring, clock=clock)


def all_programmes() -> list[Path]:
    """The folders that hold a policy."""
    return sorted(folder.parent for folder in PROGRAMMES.glob(f"*/{_POLICY}"))


def with_market(programmes: Sequence[Path]) -> Path:
    """The first of these folders that has demonstration platforms; the first one if none has."""
    return next((folder for folder in programmes if (folder / _PLATFORMS).exists()), programmes[0])


def _text(file: Path) -> ProgrammeFile:
    return ProgrammeFile(_name(file), file.read_text("utf-8"))


def _name(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"
