"""Programme files on disk: which there are, their text, and what they compile to; no database."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from config.files import CATEGORIES
from models.programme.file import FileProblem, ProgrammeFile, ProgrammeFileError, compile_edition
from models.programme.platform_file import PlatformEntry, read_categories, read_platforms
from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition

POLICY, DEMO, PLATFORMS = "policy.toml", "demo.toml", "demo_platforms.toml"
LETTERS = "letters.toml"
_NOT_EDITIONS = (POLICY, PLATFORMS, LETTERS)
_READABLE = Text("一个 UTF-8 编码的文本文件", "a text file in UTF-8")


def all_programmes(root: Path) -> list[Path]:
    """The folders that hold programme files, by name."""
    return sorted({file.parent for file in root.glob("*/*.toml")})


def edition_files(programme: Path, *, demo: bool) -> list[Path]:
    """The edition files of one programme's folder, years in order, the demonstration last."""
    years = sorted(
        file for file in programme.glob("*.toml") if file.name not in (*_NOT_EDITIONS, DEMO)
    )
    return [*years, programme / DEMO] if demo and (programme / DEMO).exists() else years


def market_first(programmes: Sequence[Path]) -> list[Path]:
    """These folders, the one with demonstration platforms before the others."""
    return sorted(programmes, key=lambda folder: (not (folder / PLATFORMS).exists(), folder.name))


def name_of(file: Path) -> str:
    """A file's name as people know it: `sh-shuangtui/policy.toml`."""
    return f"{file.resolve().parent.name}/{file.name}"


def read_file(file: Path) -> ProgrammeFile:
    """The text of a file. Raises ProgrammeFileError where there is none that can be read."""
    try:
        return ProgrammeFile(name_of(file), file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        found = _why_not(error)
        raise ProgrammeFileError(
            [FileProblem(name_of(file), "(file)", found, _READABLE)]
        ) from error


def _why_not(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "另一种编码，如 GBK (another encoding)"
    if isinstance(error, FileNotFoundError):
        return "没有这个文件 (no such file)"
    return f"读不了的文件：{error.strerror}"


def category_codes() -> list[str]:
    """The codes by which platforms are browsed."""
    found = read_categories(CATEGORIES.name, CATEGORIES.read_text("utf-8"))
    return [category.code for category in found]


def read_demo_platforms(file: Path, tracks: Sequence[str]) -> tuple[PlatformEntry, ...]:
    """The made-up platforms of a demonstration. Raises ProgrammeFileError with every mistake."""
    categories = read_categories(CATEGORIES.name, CATEGORIES.read_text("utf-8"))
    return read_platforms(name_of(file), read_file(file).text, categories, tracks)


def compile_offline(edition: Path, *, day: date) -> EditionDefinition:
    """One edition with the policy beside it; a demonstration counts its days from `day`.

    Raises ProgrammeFileError with every mistake.
    """
    policy = read_file(edition.with_name(POLICY))
    own = read_file(edition)
    definition = compile_edition(policy, own, day, categories=category_codes())
    folder = edition.resolve().parent.name
    if definition.policy.code != folder:
        # Two folders with one code would publish over each other at every start.
        wanted = Text(f"文件夹的名称 {folder}", f"the name of its folder, {folder}")
        raise ProgrammeFileError(
            [FileProblem(policy.name, "policy.code", definition.policy.code, wanted)]
        )
    return definition


Compiled = tuple[Path, EditionDefinition]


def one_for_each_year(compiled: Sequence[Compiled]) -> list[Compiled]:
    """The files to publish: a demonstration gives way to the file of its own year.

    Raises ProgrammeFileError where two other files are of one edition.
    """
    written = [pair for pair in compiled if not pair[1].edition.demonstration]
    problems, seen = [], dict[str, Path]()
    for file, definition in written:
        code = definition.edition.code
        other = seen.setdefault(code, file)
        if other != file:
            wanted = Text(
                f"与 {other.name} 不同的年份（{other.name} 已是 {code}）",
                f"another year than {other.name}, which is {code} already",
            )
            problems.append(FileProblem(name_of(file), "edition.year", code, wanted))
    if problems:
        raise ProgrammeFileError(problems)
    return [
        (file, definition)
        for file, definition in compiled
        if seen.get(definition.edition.code, file) == file
    ]
