"""The cases in the order in which they run; `bench/case.py` says how to add one."""

from bench.batch import measure_batch
from bench.batch_parts import measure_batch_parts
from bench.case import Case
from bench.counter import measure_counter
from bench.estimates import measure_estimates
from bench.flags import measure_flags
from bench.for_update import measure_for_update
from bench.growth import measure_growth
from bench.lists import measure_lists
from bench.lock_at_scale import measure_lock
from bench.matches import measure_matches
from bench.miniprogram import measure_miniprogram
from bench.pages import measure_pages
from bench.quota_reads import measure_quota_reads
from bench.rebuild import measure_rebuild
from bench.slow_uploads import measure_slow_uploads
from bench.submits import measure_submits
from bench.trickle import measure_trickle
from bench.uploads import measure_uploads

CASES = (
    Case("list", measure_lists),
    Case("reads", measure_quota_reads),
    Case("pages", measure_pages),
    Case("estimate", measure_estimates),
    Case("matches", measure_matches),
    Case("miniprogram", measure_miniprogram),
    Case("submit", measure_submits),
    Case("upload", measure_uploads),
    Case("counter", measure_counter),
    Case("trickle", measure_trickle),
    Case("slow_uploads", measure_slow_uploads),
    # These fill the database, so they come last; they share what they fill it with.
    Case("for_update", measure_for_update),
    Case("growth", measure_growth),
    Case("rebuild", measure_rebuild),
    Case("lock", measure_lock, own_stage=True),
    Case("flags", measure_flags, own_stage=True),
    Case("batch", measure_batch, own_stage=True),
    Case("batch_parts", measure_batch_parts, own_stage=True, long=True),
)
