"""The shipped files of Shanghai's programme, as tests publish them; read once."""

from datetime import date
from functools import cache
from pathlib import Path

from models.programme.file import ProgrammeFile, compile_edition
from models.programme.platform_file import Category, PlatformEntry, read_categories, read_platforms
from models.rules.terms.programme import EditionDefinition

CONFIG = Path(__file__).resolve().parents[2] / "config"
POLICY = CONFIG / "programmes" / "sh-shuangtui"


@cache
def compiled(edition: str, on: date) -> EditionDefinition:
    files = [
        ProgrammeFile(f"sh-shuangtui/{name}", (POLICY / name).read_text("utf-8"))
        for name in ("policy.toml", f"{edition}.toml")
    ]
    return compile_edition(files[0], files[1], on)


def categories() -> tuple[Category, ...]:
    path = CONFIG / "categories.toml"
    return read_categories(path.name, path.read_text("utf-8"))


@cache
def demo_platforms() -> tuple[PlatformEntry, ...]:
    path = POLICY / "demo_platforms.toml"
    tracks = ("platform", "copay", "expansion")
    return read_platforms(path.name, path.read_text("utf-8"), categories(), tracks)
