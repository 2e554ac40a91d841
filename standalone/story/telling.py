"""The story as lines on the terminal."""

import sys
from itertools import count


class Telling:
    """Writes chapters and steps; each line stands there before the next step begins."""

    def __init__(self) -> None:
        self._chapters = count(1)
        self.steps = 0

    def chapter(self, title: str) -> None:
        _write(f"\n{next(self._chapters)}. {title}")

    def step(self, text: str) -> None:
        """One thing that was done and found to be as it should."""
        self.steps += 1
        _write(f"  ✓ {text}")

    def end(self) -> None:
        _write(
            f"\n走通了，共核对 {self.steps} 步 / The whole story holds: {self.steps} steps checked"
        )

    def note(self, text: str) -> None:
        """Something to read that checks nothing."""
        _write(f"      {text}")


class Silence(Telling):
    """For what is done on the way to something else."""

    def chapter(self, title: str) -> None: ...

    def step(self, text: str) -> None: ...

    def note(self, text: str) -> None: ...


def yuan(fen: int) -> str:
    """`¥5,000,000.00`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}¥{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
