"""`programme check FILE…`: says offline what is wrong with files, or reads them out to a clerk."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.programme.describe.report import report_lines
from models.programme.file import ProgrammeFileError
from models.programme.paper_guides import read_letters
from models.rules.terms.programme import EditionDefinition
from server.cli.blanks import blanks
from server.cli.programme_files import (
    DEMO,
    LETTERS,
    PLATFORMS,
    POLICY,
    Compiled,
    compile_offline,
    edition_files,
    name_of,
    one_for_each_year,
    read_demo_platforms,
    read_file,
)
from server.cli.say import complain, say
from server.cli.statuses import FAILED
from server.clock import Clock


def run_check(options: Namespace) -> int:
    """The exit status: 0 where every file is good, else 1."""
    good = [_check(folder, files) for folder, files in _by_folder(options.files)]
    return 0 if all(good) else FAILED


def _check(folder: Path, files: Sequence[Path]) -> bool:
    """Whether all of one programme's files are good; their mistakes are printed."""
    if not files:
        complain(f"{folder.name}：没有年度文件 / no edition file beside {POLICY}")
    read: list[Compiled] = []
    for file in files:
        definition = _read_out(file, read[0][1] if read else None)
        if definition is not None:
            read.append((file, definition))
    try:
        published = one_for_each_year(read)
    except ProgrammeFileError as error:
        complain(str(error))
        return False
    for file, definition in read:
        if (file, definition) not in published:
            code = definition.edition.code
            say(f"{name_of(file)}:{code} 已有年度文件，演示不发布", "gives way to that year's file")
    platforms_good = all(_platforms_good(file, demo) for file, demo in read)
    letters_good = _letters_good(folder / LETTERS)
    return platforms_good and letters_good and 0 < len(files) == len(read)


def _platforms_good(file: Path, definition: EditionDefinition) -> bool:
    """Whether the platforms beside a demonstration are good; another edition has none."""
    beside = file.with_name(PLATFORMS)
    if not definition.edition.demonstration or not beside.exists():
        return True
    try:
        found = read_demo_platforms(beside, [track.code for track in definition.tracks])
    except ProgrammeFileError as error:
        _complain_of(beside, error)
        return False
    say(f"{name_of(beside)}：检查通过，{len(found)} 家演示平台", "good")
    return True


def _letters_good(file: Path) -> bool:
    """Whether the letters that firms sign are good; most programmes have none."""
    if not file.exists():
        return True
    try:
        found = read_letters(file.parent.name, name_of(file), read_file(file).text)
    except ProgrammeFileError as error:
        _complain_of(file, error)
        return False
    say(f"{name_of(file)}：检查通过，{len(found)} 份承诺书", "good")
    return True


def _complain_of(file: Path, error: ProgrammeFileError) -> None:
    count = len(error.problems)
    complain(f"{name_of(file)}：有 {count} 处错误 / {count} mistakes\n{error}")


def _by_folder(files: Sequence[Path]) -> Iterator[tuple[Path, list[Path]]]:
    """The edition files to read, programme by programme.

    A policy, its letters or a folder stand for all of them, a file of platforms for its
    demonstration.
    """
    wanted: dict[Path, list[Path]] = {}
    for file in (file.resolve() for file in files):
        folder = file if file.is_dir() else file.parent
        found = [folder / DEMO if file.name == PLATFORMS else file]
        if file in (folder, folder / POLICY, folder / LETTERS):
            found = edition_files(folder, demo=True)
        known = wanted.setdefault(folder, [])
        known += [one for one in found if one not in known]
    yield from wanted.items()


def _read_out(file: Path, before: EditionDefinition | None) -> EditionDefinition | None:
    """Prints the edition; None after its mistakes were printed. `before` was printed already."""
    try:
        definition = compile_offline(file, day=Clock().today())
    except ProgrammeFileError as error:
        _complain_of(file, error)
        return None
    for line in report_lines(definition, before):
        say(line)
    left = list(blanks(file.with_name(POLICY), file))
    if left:
        say(f"还没有填写的地方（{len(left)} 处，填完才能发布）：")
    for place in left:
        say(f"  · 还没有填写：{place}")
    say(f"{name_of(file)}：检查通过", "good")
    say("")
    return definition
