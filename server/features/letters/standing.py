"""What was decided about an application, as a letter says it and as it is checked later."""

from datetime import date, datetime
from hashlib import blake2b
from typing import Final, Literal, cast
from uuid import UUID

import msgspec

from models.rules.lifecycle import Status
from server.clock import SHANGHAI
from storage.postgres.core.rows import find_row

Outcome = Literal["granted", "rejected", "lapsed", "not_funded", "revoked"]
_GRANTED: Final = ("approved", "payable", "paid")
_ENDED: Final = ("rejected", "lapsed", "not_funded", "revoked")
_STANDING: Final = """
SELECT a.id, a.number, a.status, a.edition_id, a.track, a.rule_version_id, a.award_fen, a.ended_at,
       e.name AS firm, e.uscc,
       (SELECT max(r.decided_at) FROM reviews r
         WHERE r.application_id = a.id AND r.state = 'done') AS reviewed_at,
       (SELECT c.granted_fen FROM claims c WHERE c.application_id = a.id AND c.live
         LIMIT 1) AS granted_fen
  FROM applications a LEFT JOIN enterprises e ON e.id = a.enterprise_id
 WHERE a.id = $1
"""


class DecidedCase(msgspec.Struct, frozen=True):
    """An application as far as its result goes."""

    id: UUID
    number: str
    status: Status
    edition_id: str
    track: str
    rule_version_id: UUID
    award_fen: int | None
    ended_at: datetime | None
    firm: str | None
    uscc: str | None
    reviewed_at: datetime | None
    granted_fen: int | None

    @property
    def outcome(self) -> Outcome | None:
        """None while nothing is decided, or where the firm took it back."""
        if self.status in _GRANTED:
            return "granted"
        return cast(Outcome, self.status) if self.status in _ENDED else None

    @property
    def amount_fen(self) -> int | None:
        """What is granted; None where it is not about money, or nothing was."""
        if self.outcome != "granted":
            return None
        return self.award_fen if self.granted_fen is None else self.granted_fen

    @property
    def decided_on(self) -> date | None:
        """The day in China."""
        at = self.ended_at if self.status in _ENDED else self.reviewed_at
        return None if at is None else at.astimezone(SHANGHAI).date()

    @property
    def fingerprint(self) -> str:
        """Another one as soon as a letter of it would say something else."""
        said = (self.outcome, self.amount_fen, self.decided_on, self.firm)
        return blake2b(msgspec.json.encode(said), digest_size=8).hexdigest()


async def find_standing(application_id: UUID) -> DecidedCase | None:
    """Whoever it belongs to; the caller has checked that it may be seen."""
    return await find_row(DecidedCase, _STANDING, application_id, tx=None)
