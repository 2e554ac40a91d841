"""What a reviewer is told to look at twice, beside a million papers: each way within 20 ms."""

from collections.abc import Awaitable, Callable, Sequence
from time import perf_counter
from typing import Any

from bench.case import Bench, Found, Table
from bench.editions import filled_editions
from bench.stage import Stage
from models.tables.applications import Application
from server.features.reviews.alike import WAYS, find_alike
from server.features.reviews.bursts import find_burst
from storage.postgres.core.connect import close_postgres, open_postgres

LIMIT_MS = 20
_HEADINGS = ("flag", "ordinary p50/p99", "found everywhere p50/p99", f"≤ {LIMIT_MS} ms")
_PAPERS_EACH = 4

# Every other application shares something with one other; one in twenty shares with all of these.
_SEED = (
    """
INSERT INTO evidence (id, application_id, kind, name, size, content_type, sha256, page_sha256,
       object_name, uploaded_by_id, uploaded_at, payer_account_index)
SELECT gen_random_uuid(), n.id, 'paper-' || p, 'paper.pdf', 200000, 'application/pdf',
       CASE WHEN n.i % 20 = 0 AND p = 1 THEN repeat('0', 64)
            ELSE encode(sha256(convert_to((n.i / 2) || '-' || p || CASE WHEN n.i % 4 < 2
                 THEN '' ELSE n.i::text END, 'UTF8')), 'hex') END,
       CASE WHEN n.i % 20 = 0 AND p = 1 THEN repeat('0', 64)
            ELSE encode(sha256(convert_to((n.i / 2) || '-' || p, 'UTF8')), 'hex') END,
       'evidence/' || n.id || '/' || p, n.created_by_id, now(),
       CASE WHEN p <> 3 THEN NULL WHEN n.i % 20 = 0 THEN 'account of all'
            ELSE 'account ' || n.i / 2 END
  FROM (SELECT *, row_number() OVER (ORDER BY id) AS i FROM applications WHERE edition_id = $1) n,
       generate_series(1, 4) p""",
    """
INSERT INTO payments (id, application_id, number, paid_at, precision, amount_fen, payer, voucher_no)
SELECT gen_random_uuid(), n.id, 1, n.paid_at, 'instant', n.fee_fen,
       CASE WHEN n.i % 20 = 0 THEN 'payer of all' ELSE 'payer ' || n.i / 2 END,
       CASE WHEN n.i % 20 = 0 THEN '1' ELSE 'V-' || n.i / 2 END
  FROM (SELECT *, row_number() OVER (ORDER BY id) AS i FROM applications WHERE edition_id = $1) n""",
    """
INSERT INTO invoices (id, evidence_id, number, issued_on, total_fen, buyer_code, sources,
       contradicted, read_at)
SELECT gen_random_uuid(), v.id, CASE WHEN n.i % 20 = 0 THEN repeat('1', 20)
       ELSE lpad((n.i / 2)::text, 20, '2') END, n.paid_at::date,
       CASE WHEN n.i % 20 = 0 THEN -100 ELSE 100 END, e.uscc, '{}', '{}', now()
  FROM (SELECT *, row_number() OVER (ORDER BY id) AS i FROM applications WHERE edition_id = $1) n
  JOIN enterprises e ON e.id = n.enterprise_id
  JOIN evidence v ON v.application_id = n.id AND v.kind = 'paper-2'""",
    """
UPDATE applications a SET created_by_id = n.first, contract_no = CASE WHEN n.i % 20 = 0
       THEN 'contract of all' ELSE 'S-' || n.i / 2 END
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS i,
               CASE WHEN row_number() OVER (ORDER BY id) % 20 = 0
                    THEN first_value(created_by_id) OVER (ORDER BY id)
                    ELSE created_by_id END AS first
          FROM applications WHERE edition_id = $1) n
 WHERE a.id = n.id""",
    """
UPDATE enterprises e SET declared_phone_index = CASE WHEN n.i % 20 = 0 THEN 'phone of all'
       ELSE 'phone ' || n.i / 2 END
  FROM (SELECT enterprise_id, row_number() OVER (ORDER BY id) AS i
          FROM applications WHERE edition_id = $1) n
 WHERE e.id = n.enterprise_id""",
)
# It ends within the day, so that the burst is counted as well.
_ENDS = "UPDATE editions SET closes_at = now() + interval '1 hour' WHERE code = $1"
_SAMPLE = """
SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS i FROM applications
                 WHERE edition_id = $1) n
 WHERE (i % 20 = 0) = $2 ORDER BY i % 997 LIMIT $3
"""


async def measure_flags(bench: Bench) -> list[Found]:
    """Each way by itself, then all of them in their one round trip."""
    size = bench.choose(1_000_000, 200_000) // _PAPERS_EACH
    (filled,) = await filled_editions(bench.stage, "flags", [size])
    await _fill(bench.stage, filled.definition.edition.code)
    asked: list[tuple[str, Callable[[Application], Awaitable[Any]]]] = [
        *((code, _one(code)) for code in WAYS),
        ("all that is alike", find_alike),
        ("burst", find_burst),
    ]
    rows: list[Sequence[str]] = [_HEADINGS]
    await open_postgres(bench.stage.settings.postgres_dsn, pool_size=2)
    try:
        code = filled.definition.edition.code
        samples = [await _sample(bench, code, everywhere=side) for side in (False, True)]
        for name, ask in asked:
            times = [await _times(ask, sample) for sample in samples]
            met = all(_quantile(side, 0.99) <= LIMIT_MS for side in times)
            shown = [f"{_quantile(side, 0.5):.1f}/{_quantile(side, 0.99):.1f} ms" for side in times]
            rows.append((name, *shown, "met" if met else "MISSED"))
    finally:
        await close_postgres()
    return [Table(f"Flags beside {size * _PAPERS_EACH:,} papers", rows)]


def _one(code: str) -> Callable[[Application], Awaitable[Any]]:
    return lambda application: find_alike(application, (code,))


async def _fill(stage: Stage, edition: str) -> None:
    await stage.fetch(_ENDS, edition)
    for statement in _SEED:
        await stage.fetch(statement, edition)
    await stage.as_superuser(
        "VACUUM ANALYZE applications, enterprises, evidence, invoices, payments, users",
        "CHECKPOINT",
    )


async def _sample(bench: Bench, edition: str, *, everywhere: bool) -> list[Application]:
    found = await bench.stage.fetch(_SAMPLE, edition, everywhere, bench.choose(300, 100))
    return await Application.filter(id__in=[row["id"] for row in found])


async def _times(
    ask: Callable[[Application], Awaitable[Any]], sample: Sequence[Application]
) -> list[float]:
    """Milliseconds of each, sorted; the first ten warm up."""
    found = []
    for application in [*sample[:10], *sample]:
        began = perf_counter()
        await ask(application)
        found.append((perf_counter() - began) * 1000)
    return sorted(found[10:])


def _quantile(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]
