"""What a firm had before on a track, as the records say it."""

from dataclasses import dataclass

from models.rules.terms.award import CapScope


@dataclass(frozen=True, slots=True)
class History:
    """Money granted to the firm on this track and not recovered (fen), and the tiers it holds.

    `year_fen` counts this edition's year, `total_fen` all years; `tiers` are thresholds (fen).
    """

    year_fen: int = 0
    total_fen: int = 0
    tiers: frozenset[int] = frozenset()

    def under(self, scope: CapScope) -> int:
        """What counts against a cap of that reach, in fen; a cap per application starts at 0."""
        return {"application": 0, "year": self.year_fen, "total": self.total_fen}[scope]


NOTHING = History()
