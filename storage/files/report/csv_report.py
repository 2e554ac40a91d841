"""A CSV file with its results: the same encoding and delimiter, nothing in it that a sheet would run."""

import csv
import io
import re
from typing import Final

from models.rules.manifest.header import find_added
from models.rules.manifest.words import REASON, RESULT
from storage.files.report.result_words import RESULT_WORDS
from storage.files.report.results import Report, Result
from storage.files.sheets.csv_text import written

_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
_HARMLESS: Final = re.compile(r'="[^"]*"|[+-]?[0-9][0-9 .,-]*')
"""A text kept from becoming a number, and numbers themselves."""


def report_csv(content: bytes, report: Report) -> bytes:
    """Columns of an earlier report give way to those of this one.

    Where no list was found in it, what is wrong with the file stands in its second line.
    """
    source = written(content)
    records = list(source.records())
    begins = report.header_row or 1
    records += [[] for _ in range(2 - len(records)) if report.header_row is None]
    old = find_added(records[begins - 1])
    if old is not None:
        for record in records[begins - 1 :]:
            del record[old : old + 2]
    # Some programs end the rows, but not the headers, with one more delimiter.
    width = max(map(len, records[begins - 1 :]), default=0)
    said = {row.number: _said(report, row.result, row.reason) for row in report.rows}
    if report.header_row is None:
        between = "; " if report.english else "；"
        of_file = between.join(problem.text for problem in report.problems)
        said[2] = _said(report, "rejected", of_file)
    said[begins] = RESULT.in_language(report.english), REASON.in_language(report.english)
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=source.delimiter)
    for number, record in enumerate(records, 1):
        kept = [_guarded(text) for text in record]
        if number in said:
            kept += [""] * (width - len(kept))
            kept += map(_guarded, said[number])
        writer.writerow(kept)
    return target.getvalue().encode(source.encoding)


def _said(report: Report, result: Result, reason: str) -> tuple[str, str]:
    return RESULT_WORDS[result].in_language(report.english), reason


def _guarded(text: str) -> str:
    """With an apostrophe before what would be run; it is left out when the file is read again."""
    if not text.startswith(_FORMULA_SIGNS) or _HARMLESS.fullmatch(text):
        return text
    return f"'{text}"
