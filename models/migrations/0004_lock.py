"""What stands before claims of a pool's line, for the lock decision (quota.md, Locking)."""

from tortoise import migrations
from tortoise.migrations import operations as ops

LINE_BEFORE = r"""
-- For each live, unlocked claim of `wanted`, in key order: what all others with a smaller key ask.
-- STABLE, so that all of it is read in one snapshot, the caller's. What lies between two wanted
-- claims is read once. As soon as more stands before a claim than there is room, neither it nor any
-- behind it can be funded: nothing more is read, their sums are then only "at least so much". Such
-- a stop comes soon or not at all, so the first rows are probed (`probes`), and the rest is summed.
CREATE FUNCTION line_before(
    pool uuid, room_fen bigint, room_places bigint, wanted uuid[], probes int[]
) RETURNS TABLE (claim_id uuid, fen bigint, places bigint) LANGUAGE plpgsql STABLE AS $$
DECLARE
    one record; part record; most int; past boolean := false;
    later timestamptz := '-infinity'; earlier timestamptz := '-infinity'; number bigint := 0;
BEGIN
    fen := 0; places := 0;
    FOR one IN
        SELECT c.id, c.later_at, c.earlier_at, c.sequence FROM claims c
         WHERE c.id = ANY(wanted) AND c.pool_id = pool AND c.live AND c.locked_at IS NULL
         ORDER BY c.later_at, c.earlier_at, c.sequence
    LOOP
        FOREACH most IN ARRAY probes || NULL::int LOOP
            EXIT WHEN past;
            IF most IS NULL THEN
                SELECT coalesce(sum(c.amount_fen), 0) AS fen, coalesce(sum(c.places), 0) AS places,
                       NULL::bigint AS read
                  INTO part FROM claims c
                 WHERE c.pool_id = pool AND c.live AND c.locked_at IS NULL
                   AND (c.later_at, c.earlier_at, c.sequence) >= (later, earlier, number)
                   AND (c.later_at, c.earlier_at, c.sequence)
                       < (one.later_at, one.earlier_at, one.sequence);
            ELSE
                SELECT coalesce(sum(s.amount_fen), 0) AS fen, coalesce(sum(s.places), 0) AS places,
                       count(*) AS read
                  INTO part FROM (
                    SELECT c.amount_fen, c.places FROM claims c
                     WHERE c.pool_id = pool AND c.live AND c.locked_at IS NULL
                       AND (c.later_at, c.earlier_at, c.sequence) >= (later, earlier, number)
                       AND (c.later_at, c.earlier_at, c.sequence)
                           < (one.later_at, one.earlier_at, one.sequence)
                     ORDER BY c.later_at, c.earlier_at, c.sequence LIMIT most) s;
            END IF;
            past := coalesce(fen + part.fen > room_fen, false)
                 OR coalesce(places + part.places > room_places, false);
            CONTINUE WHEN NOT past AND part.read = most;
            fen := fen + part.fen; places := places + part.places;
            later := one.later_at; earlier := one.earlier_at; number := one.sequence;
            EXIT;
        END LOOP;
        claim_id := one.id;
        RETURN NEXT;
    END LOOP;
END $$;
-- Hundreds of thousands of rows at most, read by one process: compiling and helpers cost more.
ALTER FUNCTION line_before SET jit = off;
ALTER FUNCTION line_before SET max_parallel_workers_per_gather = 0;
-- A sum over rows that were not vacuumed since they changed costs nine times as much.
ALTER TABLE claims SET (autovacuum_vacuum_scale_factor = 0.02,
                        autovacuum_vacuum_insert_scale_factor = 0.02,
                        autovacuum_analyze_scale_factor = 0.05);
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0003_line")]

    operations = [ops.RunSQL(LINE_BEFORE, reverse_sql="")]
