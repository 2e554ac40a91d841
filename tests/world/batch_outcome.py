"""What a batch came to, without ids and times, so that two runs of it can be compared."""

import io
import re
import zipfile
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from server.clock import SHANGHAI
from tests.world.client_batches import Office

_ROWS = """
SELECT r.number, r.uscc, r.state, r.reasons::text AS reasons, a.number AS application
  FROM batch_rows r LEFT JOIN applications a ON a.id = r.application_id
 WHERE r.batch_id = $1 ORDER BY r.number
"""
_FILED = """
SELECT a.number, e.uscc, e.name, e.state AS firm, a.status, a.track, a.filed_by, a.contract_no,
       a.fee_fen, a.paid_fen, a.government_fen, a.platform_fen, a.enterprise_fen, a.facts::text,
       (SELECT array_agg(concat_ws(' ', v.kind, v.name, v.size, v.sha256, v.state, v.pages,
                                   v.page_sha256, v.previews) ORDER BY v.kind, v.sha256)
          FROM evidence v WHERE v.application_id = a.id) AS papers,
       (SELECT array_agg(concat_ws(' ', p.number, p.amount_fen, p.paid_at) ORDER BY p.number)
          FROM payments p WHERE p.application_id = a.id) AS payments,
       (SELECT array_agg(concat_ws(' ', l.event, l.actor_role) ORDER BY l.seq)
          FROM audit l WHERE l.subject_kind = 'application' AND l.subject_id = a.id) AS history
  FROM applications a JOIN enterprises e ON e.id = a.enterprise_id
 WHERE a.edition_id = $1 ORDER BY e.uscc, a.number
"""
_LINE = """
SELECT e.uscc, c.later_at, c.earlier_at, c.amount_fen, c.places, c.live, c.version, c.granted_fen,
       c.locked_at IS NOT NULL AS locked
  FROM claims c JOIN applications a ON a.id = c.application_id
  JOIN enterprises e ON e.id = a.enterprise_id
 WHERE a.edition_id = $1 ORDER BY c.later_at, c.earlier_at, c.sequence
"""
_MADE_AT = "SELECT created_at FROM batches WHERE id = $1"
_FIGURES = ("status", "rows", "accepted", "rejected", "skipped", "percent", "problems")
_OF_FILE = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@dataclass(frozen=True)
class Outcome:
    """`report`: the parts of the workbook by their names; numbers of applications are their turn."""

    batch: dict[str, Any]
    rows: list[tuple[Any, ...]]
    filed: list[tuple[Any, ...]]
    line: list[tuple[Any, ...]]
    report: list[tuple[str, bytes]]

    def differing(self, other: "Outcome") -> list[str]:
        """What is not the same, each with both sides."""
        mine, theirs = asdict(self), asdict(other)
        found = [
            f"{key}: {mine[key]} | {theirs[key]}" for key in ("batch",) if mine[key] != theirs[key]
        ]
        for key in ("rows", "filed", "line", "report"):
            if len(mine[key]) != len(theirs[key]):
                found.append(f"{key}: {len(mine[key])} | {len(theirs[key])}")
            pairs = zip(mine[key], theirs[key], strict=False)
            found += [f"{key}: {one!r} | {two!r}" for one, two in pairs if one != two]
        return found


async def outcome_of(at: Office, batch: dict[str, Any]) -> Outcome:
    """As the platform and the database have it now."""
    world, batch_id = at.world, UUID(batch["id"])
    rows = await world.fetch(_ROWS, batch_id)
    filed = await world.fetch(_FILED, at.edition)
    line = await world.fetch(_LINE, at.edition)
    (made,) = await world.fetch(_MADE_AT, batch_id)
    shown = await at.shown(batch)
    report = (await at.person.get(f"/platform/batches/{batch['id']}/report")).raw
    turns = {number: f"ST-{turn}" for turn, number in enumerate(sorted(_numbers(rows, filed)))}
    plain = _Plain(turns, f"{made['created_at'].astimezone(SHANGHAI):%Y-%m-%d %H:%M}")
    return Outcome(
        {key: shown[key] for key in _FIGURES},
        [plain.of_row(row) for row in rows],
        [plain.of_row(row) for row in filed],
        [tuple(row) for row in line],
        [(name, plain.of_part(name, part)) for name, part in _parts(report)],
    )


class _Plain:
    """Takes away what differs between two runs in any case: given numbers, and when it was."""

    def __init__(self, turns: dict[str, str], at: str) -> None:
        self._turns, self._at = turns, at

    def of_row(self, row: Any) -> tuple[Any, ...]:
        return tuple(self._text(value) if isinstance(value, str) else value for value in row)

    def of_part(self, name: str, part: bytes) -> bytes:
        if name == "docProps/core.xml":
            return _OF_FILE.sub(b"", part)
        return self._text(part.decode().replace(f">{self._at}<", "><")).encode()

    def _text(self, value: str) -> str:
        return re.sub(r"ST\d{14,}", lambda found: self._turns.get(found[0], found[0]), value)


def _numbers(rows: list[Any], filed: list[Any]) -> set[str]:
    return {row["number"] for row in filed} | {
        row["application"] for row in rows if row["application"] is not None
    }


def _parts(report: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(report)) as book:
        return [(one.filename, book.read(one)) for one in book.infolist()]
