"""What files on disk still leave to fill in, file by file."""

from collections.abc import Iterator
from pathlib import Path

from models.programme.blanks import MARK as MARK
from models.programme.blanks import blank_lines, blank_problems
from models.programme.file import ProgrammeFileError
from server.cli.programme_files import name_of, read_file


def blanks(*files: Path) -> Iterator[str]:
    """File, line number and line of every place that carries the template's mark."""
    for file in files:
        for number, line in blank_lines(read_file(file)):
            yield f"{name_of(file)}:{number} {line}"


def refuse_blanks(*files: Path) -> None:
    """Raises ProgrammeFileError while a place is left to fill in: it must not be published."""
    problems = blank_problems(*map(read_file, files))
    if problems:
        raise ProgrammeFileError(problems)
