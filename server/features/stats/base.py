"""SQL that all figures of an edition rest on: its applications, and what each asks, holds and got.

$1 is the edition, $2 the districts (NULL: all), $3 the code of a pool (NULL: all).
"""

from typing import Final

from storage.postgres.money.line_through import GRANTED, LINE

_GRANTED: Final = GRANTED.format(
    fen="r.fen", places="r.places_left", partial="r.partial", least="r.least"
)
BASE: Final = f"""
room AS (
    SELECT id, budget_fen - locked_fen AS fen, places - locked_places AS places_left,
           last_award = 'partial' AS partial, greatest(last_award_min_fen, 1) AS least
      FROM pools WHERE edition_id = $1 AND (code = $3 OR $3::text IS NULL)),
{LINE},
standing AS (
    SELECT l.application_id, l.amount_fen, {_GRANTED} AS funded_fen
      FROM line l JOIN room r ON r.id = l.pool_id),
in_line AS (
    SELECT application_id, sum(amount_fen) AS asked_fen, count(funded_fen) AS funded,
           sum(funded_fen) AS funded_fen, count(*) - count(funded_fen) AS waiting,
           sum(amount_fen) FILTER (WHERE funded_fen IS NULL) AS waiting_fen
      FROM standing GROUP BY application_id),
locked AS (
    SELECT application_id, sum(amount_fen) AS asked_fen, count(*) AS locked,
           sum(granted_fen) AS locked_fen
      FROM claims WHERE pool_id IN (SELECT id FROM room) AND live AND locked_at IS NOT NULL
     GROUP BY application_id),
paid AS (
    SELECT c.application_id, sum(g.amount_fen) AS paid_fen
      FROM pool_ledger g JOIN claims c ON c.id = g.claim_id
     WHERE g.pool_id IN (SELECT id FROM room) AND g.kind = 'paid' GROUP BY c.application_id),
figures AS (
    SELECT a.id, a.district, e.sector, a.platform_id, a.track, a.status, a.submitted_at,
           coalesce(i.asked_fen, k.asked_fen, a.award_fen, 0) AS asked_fen,
           coalesce(k.locked, 0) AS locked, coalesce(k.locked_fen, 0) AS locked_fen,
           coalesce(i.funded, 0) AS funded, coalesce(i.funded_fen, 0) AS funded_fen,
           coalesce(i.waiting, 0) AS waiting, coalesce(i.waiting_fen, 0) AS waiting_fen,
           (p.application_id IS NOT NULL)::int AS paid, coalesce(p.paid_fen, 0) AS paid_fen
      FROM applications a
      LEFT JOIN enterprises e ON e.id = a.enterprise_id
      LEFT JOIN in_line i ON i.application_id = a.id
      LEFT JOIN locked k ON k.application_id = a.id
      LEFT JOIN paid p ON p.application_id = a.id
     WHERE a.edition_id = $1 AND a.submitted_at IS NOT NULL
       AND (a.district = ANY($2) OR $2::text[] IS NULL)
       AND ($3::text IS NULL OR EXISTS (SELECT FROM claims c WHERE c.application_id = a.id
                                           AND c.pool_id IN (SELECT id FROM room))))
"""
SUMS: Final = """
count(*) AS applications, coalesce(sum(asked_fen), 0)::bigint AS asked_fen,
coalesce(sum(locked), 0)::bigint AS locked, coalesce(sum(locked_fen), 0)::bigint AS locked_fen,
coalesce(sum(funded), 0)::bigint AS funded, coalesce(sum(funded_fen), 0)::bigint AS funded_fen,
coalesce(sum(waiting), 0)::bigint AS waiting, coalesce(sum(waiting_fen), 0)::bigint AS waiting_fen,
coalesce(sum(paid), 0)::bigint AS paid, coalesce(sum(paid_fen), 0)::bigint AS paid_fen
"""
"""Of `figures`, under the names of `schemas.StatsFigures`."""
