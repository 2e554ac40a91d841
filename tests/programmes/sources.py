"""The shipped programme files, as the tests read them."""

from datetime import date
from pathlib import Path

from models.programme.file import ProgrammeFile, compile_edition
from models.rules.terms.programme import EditionDefinition

PROGRAMMES = Path(__file__).parents[2] / "config" / "programmes"
PUBLISHING_DAY = date(2026, 11, 21)


def shipped(name: str) -> ProgrammeFile:
    """A file of config/programmes, for instance `sh-shuangtui/policy.toml`."""
    return ProgrammeFile(name, (PROGRAMMES / name).read_text(encoding="utf-8"))


def compiled(programme: str, edition: str) -> EditionDefinition:
    """A shipped edition, a demonstration as of PUBLISHING_DAY."""
    return compile_edition(
        shipped(f"{programme}/policy.toml"),
        shipped(f"{programme}/{edition}.toml"),
        PUBLISHING_DAY,
    )
