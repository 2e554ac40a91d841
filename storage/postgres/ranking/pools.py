"""Which pools have a ranking that somebody may still look at."""

# The last line: a closed edition's pool goes on until it is written down that nobody is in it, so
# that the end of its last claim is recorded as well. Then its recorded figures are the final ones.
STILL_RANKED = """(
    e.closed_at IS NULL OR p.locked_places > 0
    OR EXISTS (SELECT 1 FROM claims c WHERE c.pool_id = p.id AND c.live AND c.locked_at IS NULL)
    OR EXISTS (SELECT 1 FROM claims c WHERE c.pool_id = p.id AND c.version > c.ranked_version)
    OR NOT coalesce(p.recorded_figures @> '{"funded": 0, "waiting": 0, "locked": 0}', false)
)"""
"""SQL: a condition on `pools p JOIN editions e`."""
