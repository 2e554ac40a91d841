"""Places that belong to a grade: how many a year may be chosen of each option of a fact."""

from collections.abc import Sequence

from models.programme.reader.provenance import read_figures
from models.programme.reader.table import Table
from models.rules.terms.programme import AwardRow, Fact, PlacesRule


def read_places(policy: Table, facts: Sequence[Fact]) -> PlacesRule | None:
    """The `places` of a track, or None; `by` is a choice, each row one of its options."""
    table = policy.find_table("places")
    if table is None:
        return None
    by = table.string("by")
    rows = table.table("rows")
    figures = read_figures(rows) if rows is not None else ()
    table.done()
    choices = {fact.name: fact for fact in facts if fact.type == "choice"}
    if by not in choices:
        listed = ", ".join(choices) or "-"
        table.wrong("by", f"choice 类事实：{listed}", f"a fact of type choice: {listed}")
    elif rows is not None:
        _check_rows(rows, [str(option.value) for option in choices[by].options])
    if rows is not None and not rows.raw:
        table.wrong("rows", "至少一行", "at least one row")
    return PlacesRule(by, tuple(AwardRow(figure.name, figure) for figure in figures))


def _check_rows(rows: Table, options: Sequence[str]) -> None:
    for name in rows.raw:
        if name not in options:
            listed = ", ".join(options)
            words = (f"选项之一：{listed}", f"one of the options {listed}")
            rows.wrong(name, *words, found=name)
