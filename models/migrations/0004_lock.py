"""What stands before claims of a pool's line, for the lock decision (quota.md, Locking)."""

from tortoise import migrations
from tortoise.migrations import operations as ops

LINE_BEFORE = r"""
-- For each live, unlocked claim of `wanted`, in key order: what all others with a smaller key ask.
-- STABLE, so that all of it is read in one snapshot, the caller's. What lies between two wanted
-- claims is read once. As soon as more stands before a claim than there is room, neither it nor any
-- behind it can be funded: nothing more is read, their sums are then only "at least so much".
-- So first `probe` rows are read, then as many as the room lets expect from these and a quarter
-- more; only where both end before the claim and before the line, everything up to the claim.
CREATE FUNCTION line_before(
    pool uuid, room_fen bigint, room_places bigint, wanted uuid[], probe int
) RETURNS TABLE (claim_id uuid, fen bigint, places bigint) LANGUAGE plpgsql STABLE AS $$
DECLARE
    one record; most bigint; past boolean := false;
    more_fen numeric; more_places numeric; rows_read bigint;
    later timestamptz := '-infinity'; earlier timestamptz := '-infinity'; number bigint := 0;
BEGIN
    fen := 0; places := 0;
    FOR one IN
        SELECT c.id, c.later_at, c.earlier_at, c.sequence FROM claims c
         WHERE c.id = ANY(wanted) AND c.pool_id = pool AND c.live AND c.locked_at IS NULL
         ORDER BY c.later_at, c.earlier_at, c.sequence
    LOOP
        FOR round IN 1..3 LOOP
            EXIT WHEN past;
            most := CASE round
                WHEN 1 THEN probe
                WHEN 2 THEN probe + ceil(1.25 * least(
                    probe * (room_fen - fen) / nullif(more_fen, 0),
                    probe * (room_places - places) / nullif(more_places, 0))) END;
            SELECT coalesce(sum(s.amount_fen), 0), coalesce(sum(s.places), 0), count(*)
              INTO more_fen, more_places, rows_read FROM (
                SELECT c.amount_fen, c.places FROM claims c
                 WHERE c.pool_id = pool AND c.live AND c.locked_at IS NULL
                   AND (c.later_at, c.earlier_at, c.sequence) >= (later, earlier, number)
                   AND (c.later_at, c.earlier_at, c.sequence)
                       < (one.later_at, one.earlier_at, one.sequence)
                 ORDER BY c.later_at, c.earlier_at, c.sequence LIMIT most) s;
            past := coalesce(fen + more_fen > room_fen, false)
                 OR coalesce(places + more_places > room_places, false);
            -- Without a LIMIT (NULL) or below it, all up to the claim was read.
            EXIT WHEN past OR most IS NULL OR rows_read < most;
        END LOOP;
        IF rows_read IS NOT NULL THEN
            fen := fen + more_fen; places := places + more_places; rows_read := NULL;
            later := one.later_at; earlier := one.earlier_at; number := one.sequence;
        END IF;
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
