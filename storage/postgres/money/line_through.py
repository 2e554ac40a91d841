"""SQL of the line: each claim with what it and those before it ask, and what it then gets.

The same rule as `models/rules/line/allocation.py`; tests compare the two.
"""

from typing import Final

# A sum that exceeds the room stays above it to the end, so one comparison a claim is the rule.
LINE: Final = """
line AS (
    SELECT c.id AS claim_id, c.pool_id, c.application_id, c.amount_fen, c.places,
           sum(c.amount_fen) OVER through AS fen_through, sum(c.places) OVER through AS places_through
      FROM claims c
     WHERE c.pool_id IN (SELECT id FROM room) AND c.live AND c.locked_at IS NULL
    WINDOW through AS (PARTITION BY c.pool_id ORDER BY c.later_at, c.earlier_at, c.sequence
                       ROWS UNBOUNDED PRECEDING))
"""
"""After a CTE `room` with the pools, their column `id` among others: the unlocked claims."""

GRANTED: Final = """
CASE WHEN coalesce(fen_through <= {fen}, true) AND coalesce(places_through <= {places}, true)
     THEN amount_fen
     WHEN {partial} AND coalesce(places_through <= {places}, true)
      AND {fen} - (fen_through - amount_fen) >= {least}
     THEN {fen} - (fen_through - amount_fen) END
"""
"""What a claim of `line` gets in fen, NULL while it waits; `fen` and `places` are what is not locked,
NULL without a limit; the last award is `partial` if the rest is at least `least`."""
