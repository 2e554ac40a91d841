"""The child's program: a workbook gets columns, colours and a summary, a CSV file two columns."""

from collections.abc import Callable

import msgspec

from storage.files.report.csv_report import report_csv
from storage.files.report.in_memory import rehearse
from storage.files.report.results import ReportOrder
from storage.files.report.workbook_report import report_workbook
from storage.files.sheets import csv_text

_ZIP = b"PK\x03\x04"


def prepare(content: memoryview) -> Callable[[], bytes]:
    """The list is opened once nothing else can be opened any more."""
    csv_text.load_codecs()
    rehearse()

    def answer() -> bytes:
        asked = msgspec.msgpack.decode(content, type=ReportOrder)
        write = report_workbook if asked.content.startswith(_ZIP) else report_csv
        return write(asked.content, asked.report)

    return answer
