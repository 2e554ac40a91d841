"""Flags what to look at twice: the same paper or contract elsewhere, figures that stand out."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import msgspec

from models.rules.award.copay import split_rates
from models.rules.money import share_of, yuan
from models.rules.reasons import Text
from models.rules.terms.programme import TrackTerms
from models.tables.applications import Application
from models.tables.reviews import Review
from server.edge.web.auth import Identity
from server.features.applications.schemas import EvidenceItem
from server.features.reviews.alike import find_alike
from server.features.reviews.bursts import find_burst
from server.features.reviews.flag_schemas import Flag
from server.features.reviews.linked import link_alike
from server.features.reviews.payee_flags import find_payee_flags
from storage.postgres.core.rows import find_row, list_rows

_PAYER = Text("付款方不是申请企业", "The payer is not the applying firm")
_AT_CAP = Text("服务费恰好达到补贴上限", "The fee lies exactly at the cap of the award")
_FEE_DIFFERS = Text("合同金额与方案标价不一致", "The contract's fee differs from the plan's")
_UNCONFIRMED = Text(
    "统一社会信用代码校验位不对，企业声明与营业执照一致，尚未对照执照确认",
    "The check character of the firm's code is wrong; it is stated to be the licence's, and nobody"
    " has confirmed that",
)
_REFUSED = Text(
    "这个平台代为提交的申请，有企业否认过", "Firms have refused what this platform filed for them"
)
_WAIVED = Text("经主管部门同意再次申请", "Applied once more, by a waiver of the authority")
_OUT_OF_ORDER = Text("未按顺序领取", "Taken out of order")

_IN_BULK = Text("之前的环节是批量通过的", "An earlier step was passed in bulk")
_UNOPENED = Text(
    "核对材料的人没有打开看过这些材料",
    "Who was to check the papers passed them without opening these",
)

_Found: TypeAlias = tuple[str, Text, Sequence[str]]
"""Code, text, and what is meant."""

_RECORDS = """
SELECT (SELECT array_agg(DISTINCT p.payer::text) FROM payments p
         WHERE p.application_id = a.id AND p.payer_compared <> e.name_compared) AS payers,
       (SELECT array_agg(DISTINCT r.stage::text) FROM reviews r
         WHERE r.application_id = a.id AND r.id <> $2 AND r.bulk
           AND r.invalidated_at IS NULL) AS in_bulk,
       (SELECT array_agg(DISTINCT p.paper ->> 'kind') FROM reviews r,
               jsonb_array_elements(coalesce(r.evidence_hashes, '[]'::jsonb)) AS p(paper)
         WHERE r.application_id = a.id AND r.id <> $2 AND r.verdict = 'pass'
           AND r.invalidated_at IS NULL AND r.stage = ANY($3)
           AND p.paper ->> 'opened' = 'false') AS unopened,
       (SELECT array_agg(n.number) FROM (
            SELECT o.number::text AS number FROM applications o
             WHERE o.platform_id = a.platform_id AND o.refused_at IS NOT NULL
             ORDER BY o.refused_at DESC LIMIT 20) n) AS refused,
       CASE WHEN e.code_basis = 'stated' THEN ARRAY[e.uscc::text] END AS unconfirmed,
       (SELECT array_agg(DISTINCT t.waiver_reason) FROM entitlements t
         WHERE t.application_id = a.id AND t.released_at IS NULL
           AND t.waiver_reason IS NOT NULL) AS waived
  FROM applications a LEFT JOIN enterprises e ON e.id = a.enterprise_id
 WHERE a.id = $1
"""

# As its latest take found them, in the order of the line. None are named for a take that was
# written down before takes named them.
_PASSED_OVER = """
SELECT o.number::text AS number
  FROM (SELECT l.detail::jsonb -> 'passed_over' AS ids FROM audit l
         WHERE l.subject_kind = 'application' AND l.subject_id = $1 AND l.event = 'review.taken'
           AND l.detail::jsonb ->> 'review' = $2
         ORDER BY l.seq DESC LIMIT 1) taken,
       jsonb_array_elements_text(taken.ids) WITH ORDINALITY AS passed(id, place)
  JOIN applications o ON o.id = passed.id::uuid
 ORDER BY passed.place
"""


class _Records(msgspec.Struct, frozen=True):
    """What the records of this application hold; None where nothing does."""

    payers: list[str] | None
    waived: list[str] | None
    in_bulk: list[str] | None
    unopened: list[str] | None
    unconfirmed: list[str] | None
    refused: list[str] | None


class _Passed(msgspec.Struct, frozen=True):
    number: str


async def find_flags(
    application: Application,
    review: Review,
    track: TrackTerms,
    *,
    papers: Sequence[EvidenceItem],
    by: Identity,
    english: bool,
) -> list[Flag]:
    """Empty for an application with nothing unusual. They inform whoever decides, and never reject.

    Both sides are linked as far as `by` may open them. `papers`: as the application shows them.
    """
    examined = [step.kind for step in track.stages if step.bulk_rule == "statement"]
    values = (application.id, review.id, examined)
    records = await find_row(_Records, _RECORDS, *values, tx=None)
    found: list[_Found] = [
        *(_from_records(records) if records else ()),
        *(_from_reviews(records, track, english) if records else ()),
        *_from_figures(application, track),
        *await find_burst(application),
    ]
    if review.stage != "score":
        found += await find_payee_flags(application.id)
    if review.out_of_order:
        found.append(("taken_out_of_order", _OUT_OF_ORDER, await _passed_over(review)))
    return [
        *await link_alike(await find_alike(application), by=by, english=english),
        *_from_invoices(papers),
        *(Flag(code, text.in_language(english), list(refs), []) for code, text, refs in found),
    ]


async def _passed_over(review: Review) -> list[str]:
    """The numbers of the first, at most three, that stood before it and were free."""
    values = (review.application_id, str(review.id))
    return [passed.number for passed in await list_rows(_Passed, _PASSED_OVER, *values, tx=None)]


def _from_records(records: _Records) -> Iterator[_Found]:
    flags = (
        ("payer_differs", _PAYER, records.payers),
        ("code_unconfirmed", _UNCONFIRMED, records.unconfirmed),
        ("waived", _WAIVED, records.waived),
        ("refused_by_firms", _REFUSED, records.refused),
    )
    for code, text, found in flags:
        if found:
            yield code, text, sorted(found)


def _from_invoices(papers: Sequence[EvidenceItem]) -> Iterator[Flag]:
    """What its owner sees beside each invoice; pages that others replaced are left out."""
    for paper in papers:
        if paper.invoice is not None and paper.replaced_by is None:
            for one in paper.invoice.differences:
                yield Flag(one.code, one.message, [paper.name], [])


def _from_reviews(records: _Records, track: TrackTerms, english: bool) -> Iterator[_Found]:
    """How carefully the steps before this one were done."""
    titles = {step.kind: step.title for step in track.stages}
    labels = {material.kind: material.label for material in track.materials}
    for code, text, found, words in (
        ("passed_in_bulk", _IN_BULK, records.in_bulk, titles),
        ("papers_unopened", _UNOPENED, records.unopened, labels),
    ):
        known = {str(name): word.in_language(english) for name, word in words.items()}
        if found:
            yield code, text, sorted(known.get(name, name) for name in found)


def _from_figures(application: Application, track: TrackTerms) -> Iterator[_Found]:
    fee_fen, plan_fen = application.fee_fen, application.plan_fee_fen
    if fee_fen is None:
        return
    if track.award.kind == "copay":
        rates = split_rates(track.award)
        if share_of(fee_fen, rates.government_bp) == rates.government_cap_fen:
            yield "fee_at_cap", _AT_CAP, [yuan(fee_fen)]
    if plan_fen is not None and fee_fen != plan_fen:
        yield "fee_differs", _FEE_DIFFERS, [yuan(fee_fen), yuan(plan_fen)]
