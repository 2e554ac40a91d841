"""Ready reasons for sending something back, from TOML text: for any paper, any value, some by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.programme.reader.problems import FileProblem, ProgrammeFileError
from models.programme.reader.table import Table, parse_toml
from models.rules.reasons import Text


@dataclass(frozen=True, slots=True)
class ReturnReasons:
    """`paper` fits every kind of paper, `value` every fact and particular, `own` one item by name."""

    paper: tuple[Text, ...] = ()
    value: tuple[Text, ...] = ()
    own: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)


def read_return_reasons(file: str, text: str) -> ReturnReasons:
    """Raises ProgrammeFileError with every mistake."""
    problems: list[FileProblem] = []
    table = parse_toml(file, text, problems=problems, assumable=True)
    own = table.table("own")
    found = ReturnReasons(
        _texts(table, "paper"),
        _texts(table, "value"),
        {name: _texts(own, name) for name in own.raw} if own else {},
    )
    for part in (own, table):
        if part is not None:
            part.done()
    if problems:
        raise ProgrammeFileError(problems)
    return found


def _texts(table: Table, name: str) -> tuple[Text, ...]:
    return tuple(_text(inner) for inner in table.listed_tables(name))


def _text(table: Table) -> Text:
    found = Text(table.string("zh"), table.string("en"))
    table.done()
    return found
