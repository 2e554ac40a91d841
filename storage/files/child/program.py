"""What a child runs, and what it may use up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Program:
    """A module of ours and its limits.

    The module has `prepare(content, *arguments) -> Callable[[], bytes]`, `content` a memoryview of
    the whole file. `prepare` imports every library that the file will need, since nothing can be
    opened afterwards, and reads no more of the file than it takes to know which. What it returns
    is called once everything is given up, and makes the answer.

    `memory_bytes` come on top of what the process has by then, the mapped file included.
    `threads`: its libraries start threads; it can still make no process.
    """

    module: str
    memory_bytes: int
    cpu_seconds: int
    wall_seconds: int
    answer_bytes: int
    threads: bool = False
