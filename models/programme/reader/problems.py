"""What is wrong with a file: where, what was found, and what is expected, all at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.rules.reasons import Text

_NONE = Text("", "")


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One mistake: the file's name, the path of the key, what was found, what is expected.

    `entry` names the entry of a list in which it is, as people find it: which one, and its name.
    `line`, from 1, where the text itself could not be read.
    """

    file: str
    key: str
    found: str
    expected: Text
    entry: Text = _NONE
    line: int | None = None

    def in_words(self) -> Text:
        """The mistake as one line in both languages."""
        return Text(
            f"{self.file} · {self.key}{self.entry.zh}：写的是 {self.found}，应为 {self.expected.zh}",
            f"{self.file} · {self.key}{self.entry.en}: found {self.found}, expected {self.expected.en}",
        )


class ProgrammeFileError(Exception):
    """A file cannot be taken; `problems` lists every mistake in it."""

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        self.problems = tuple(problems)
        lines = [problem.in_words() for problem in self.problems]
        super().__init__("\n".join(f"{line.zh}\n    {line.en}" for line in lines))
