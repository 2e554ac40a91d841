"""Makes the rows of a batch out of its manifest and the files of its archive."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import msgspec

from models.rules.manifest.archive_file import ArchiveFile
from models.rules.manifest.match import Matched, match_papers
from models.rules.manifest.rows import Manifest, ManifestRow
from models.tables.ids import new_id
from server.features.batches.file_row import Desk
from server.features.batches.filed_row import FiledRow
from server.features.batches.papers import RowPaper
from server.features.batches.row_problems import (
    RowProblem,
    as_kept,
    from_cells,
    joined,
    placed,
)
from server.features.enterprises.schemas import FirmRecord
from server.features.identity.persons import phone_index
from storage.postgres.batches import NewRow
from storage.postgres.core.keyring import Keyring

MOST_WHOLE: Final = 500
"""Rows of a batch that is filed as a whole: one transaction, for which others of these firms wait."""
# No firm is older or smaller: no rule says no because of these. Where a firm is stands for itself.
_STAND_INS: Final[Mapping[str, object]] = MappingProxyType(
    {
        "name": "—",
        "sector": "—",
        "employees": 0,
        "annual_revenue_fen": 0,
        "registered_on": "1949-10-01",
    }
)


def rows_of(
    manifest: Manifest, files: Sequence[ArchiveFile], desk: Desk, keyring: Keyring
) -> tuple[list[NewRow], list[RowProblem]]:
    """Its rows with their papers, and what belongs to none of them; seconds of work for thousands."""
    firms = [row.uscc for row in manifest.rows if row.uscc is not None]
    named = {
        row.uscc: msgspec.convert(row.values.get("files", []), list[str])
        # Of a firm that is there twice the row that counts says which files are meant.
        for row in sorted(manifest.rows, key=lambda row: not row.problems)
        if row.uscc is not None
    }
    matching = match_papers(files, firms=firms, materials=desk.track.materials, named=named)
    rows = [_new_row(row, matching, keyring) for row in manifest.rows]
    left = [
        RowProblem(0, "", one.field, one.code, one.text.zh, one.text.en)
        for one in matching.leftovers
    ]
    return rows, [*from_cells(manifest.notes), *left]


def _new_row(row: ManifestRow, matching: Matched, keyring: Keyring) -> NewRow:
    problems = from_cells(row.problems)
    papers: list[RowPaper] = []
    if row.uscc is not None:
        found = placed(matching.problems[row.uscc], row.places, row.number)
        problems = joined(problems, found)
        papers = [RowPaper(one.kind, one.file.path) for one in matching.papers[row.uscc]]
    return NewRow(
        id=new_id(),
        number=row.number,
        uscc=row.uscc,
        cells=msgspec.json.encode(_filed(row, keyring)).decode(),
        papers=msgspec.json.encode(papers).decode() if papers else None,
        # Without its code there is no firm that anything could be judged of.
        state="rejected" if row.uscc is None else "waiting",
        reasons=as_kept(problems),
    )


def _filed(row: ManifestRow, keyring: Keyring) -> FiledRow:
    values = row.values
    phone = values.get("contact_phone")
    facts = {
        name.removeprefix("facts."): value
        for name, value in values.items()
        if name.startswith("facts.")
    }
    own = {name: values[name] for name in FiledRow.__struct_fields__ if name in values}
    return msgspec.convert(
        own
        | {
            "uscc": row.uscc or "",
            **_record(row),
            "phone_index": None if phone is None else phone_index(keyring, str(phone)),
            "facts": facts,
        },
        FiledRow,
    )


def _record(row: ManifestRow) -> dict[str, Any]:
    """The firm's record, and the fields of it that are stood in for."""
    unread = {problem.field for problem in row.problems}
    blank = {} if "in_service_zone" in unread else {"in_service_zone": False}
    given = {**_STAND_INS, **blank, **row.values}
    fields = FirmRecord.__struct_fields__
    stood_in = [name for name in fields if name in _STAND_INS and name not in row.values]
    record = {name: given[name] for name in fields if name in given}
    return {"record": record if len(record) == len(fields) else None, "stood_in": stood_in}
