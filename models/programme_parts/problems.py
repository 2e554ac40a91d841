"""What is wrong with a file: where, what was found, and what is expected, all at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.rules.reasons import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the file's name, the path of the key in it, what stands there, what should."""

    file: str
    key: str
    found: str
    expected: Text

    def in_words(self) -> Text:
        """The mistake as one line in both languages."""
        return Text(
            f"{self.file} · {self.key}:写的是 {self.found},应为 {self.expected.zh}",
            f"{self.file} · {self.key}: found {self.found}, expected {self.expected.en}",
        )


class ProgrammeFileError(Exception):
    """A file cannot be taken; `problems` lists every mistake in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [problem.in_words() for problem in self.problems]
        super().__init__("\n".join(f"{line.zh}\n    {line.en}" for line in lines))
