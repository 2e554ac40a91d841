"""What each kind of paper must show, and the letters that firms sign, from TOML text.

A guide explains; it is no rule: what a track asks for stands in its programme's policy file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Final

from models.programme.reader.problems import FileProblem, ProgrammeFileError
from models.programme.reader.table import Table, parse_toml
from models.programme.return_reasons import ReturnReasons
from models.rules.reasons import Text

PLACES: Final = ("firm", "uscc", "programme", "year", "platform")
"""What the text of a letter may name as `{firm}`."""
MOST_PROMISES: Final = 10
"""They are counted with one numeral each."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that a paper must show; `example` stands on the sample page."""

    what: Text
    example: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A sentence of a letter, with the clause of the notice that it repeats, if there is one."""

    text: str
    cite: str | None


@dataclass(frozen=True, slots=True)
class LetterTerms:
    """The text of a letter, in Chinese alone: it is what a firm signs."""

    title: str
    opening: str
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class PaperGuides:
    """`shown` by kind of paper, `letters` by programme, track and kind; `reasons` to send one back."""

    shown: Mapping[str, tuple[Shown, ...]] = field(default_factory=dict)
    letters: Mapping[tuple[str, str, str], LetterTerms] = field(default_factory=dict)
    reasons: ReturnReasons = field(default_factory=ReturnReasons)


def read_guides(file: str, text: str) -> dict[str, tuple[Shown, ...]]:
    """The file of all kinds. Raises ProgrammeFileError with every mistake."""
    table, problems = _parsed(file, text)
    guides = {}
    for kind in table.raw:
        guides[kind] = tuple(_read_shown(inner) for inner in table.listed_tables(kind))
        if not guides[kind]:
            table.wrong(kind, "至少一项", "at least one line")
    table.done()
    _refuse(problems)
    return guides


def read_letters(programme: str, file: str, text: str) -> dict[tuple[str, str, str], LetterTerms]:
    """The letters of one programme, `[track.kind]` each.

    Raises ProgrammeFileError with every mistake, such as a place that nothing fills.
    """
    table, problems = _parsed(file, text)
    letters = {}
    for track in table.raw:
        outer = table.table(track)
        for kind in outer.raw if outer else ():
            inner = outer.table(kind) if outer else None
            if inner is not None:
                letters[programme, track, kind] = _read_letter(inner)
    table.done()
    _refuse(problems)
    return letters


def _parsed(file: str, text: str) -> tuple[Table, list[FileProblem]]:
    problems: list[FileProblem] = []
    table = parse_toml(file, text, problems=problems, assumable=True)
    _refuse(problems)
    return table, problems


def _refuse(problems: list[FileProblem]) -> None:
    if problems:
        raise ProgrammeFileError(problems)


def _read_shown(table: Table) -> Shown:
    shown = Shown(Text(table.string("zh"), table.string("en")), table.string("example"))
    table.done()
    return shown


def _read_letter(table: Table) -> LetterTerms:
    letter = LetterTerms(
        title=table.string("title"),
        opening=_filled(table, "opening"),
        promises=tuple(_read_promise(inner) for inner in table.listed_tables("promises")),
    )
    if not 1 <= len(letter.promises) <= MOST_PROMISES:
        table.wrong("promises", f"1 至 {MOST_PROMISES} 条承诺", f"1 to {MOST_PROMISES} promises")
    table.done()
    return letter


def _read_promise(table: Table) -> Promise:
    promise = Promise(_filled(table, "text"), table.find_string("cite"))
    table.done()
    return promise


def _filled(table: Table, name: str) -> str:
    """A text whose places can be filled."""
    text = table.string(name)
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        parts = [("", "{", "", None)]
    if any(
        place is not None and (place not in PLACES or form or how) for _, place, form, how in parts
    ):
        table.wrong(name, f"只可填 {'、'.join(PLACES)}", f"only the places {', '.join(PLACES)}")
    return text
