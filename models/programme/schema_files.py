"""The two kinds of file that make a programme, by the names of their schemas."""

from typing import Final, Literal, TypeAlias, get_args

File: TypeAlias = Literal["policy", "year"]
FILES: Final[tuple[File, ...]] = get_args(File)
