"""What a file that was started from the template still leaves to fill in."""

from collections.abc import Iterator
from typing import Final

from models.programme.file import ProgrammeFile
from models.programme.reader.problems import FileProblem
from models.rules.reasons import Text

MARK: Final = "请填写"
_WANTED: Final = Text("填写后再发布", "filled in before it is published")


def blank_lines(file: ProgrammeFile) -> Iterator[tuple[int, str]]:
    """Number and words of every line that carries the template's mark."""
    for number, line in enumerate(file.text.splitlines(), start=1):
        if MARK in line and not line.lstrip().startswith("#"):
            yield number, line.strip()


def blank_problems(*files: ProgrammeFile) -> list[FileProblem]:
    """Each such place as a mistake: it must not be published."""
    return [
        FileProblem(file.name, f"第 {number} 行", line, _WANTED, line=number)
        for file in files
        for number, line in blank_lines(file)
    ]
