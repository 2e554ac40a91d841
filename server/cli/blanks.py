"""What a file that was started from the template still leaves to fill in."""

from collections.abc import Iterator
from pathlib import Path

from models.programme.file import FileProblem, ProgrammeFileError
from models.rules.reasons import Text
from server.cli.programme_files import name_of, read_file

MARK = "请填写"


def blanks(*files: Path) -> Iterator[str]:
    """File, line number and line of every place that carries the template's mark."""
    for file in files:
        for number, line in _marked(file):
            yield f"{name_of(file)}:{number} {line}"


def refuse_blanks(*files: Path) -> None:
    """Raises ProgrammeFileError while a place is left to fill in: it must not be published."""
    wanted = Text("填写后再发布", "filled in before it is published")
    problems = [
        FileProblem(name_of(file), f"第 {number} 行", line, wanted)
        for file in files
        for number, line in _marked(file)
    ]
    if problems:
        raise ProgrammeFileError(problems)


def _marked(file: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(read_file(file).text.splitlines(), start=1):
        if MARK in line and not line.lstrip().startswith("#"):
            yield number, line.strip()
