"""Flags what to look at twice: the same paper or contract elsewhere, figures that stand out."""

from collections.abc import Iterator, Sequence

import msgspec

from models.rules.award.copay import split_rates
from models.rules.money import share_of, yuan
from models.rules.reasons import Text
from models.rules.terms.programme import TrackTerms
from models.tables.applications import Application
from models.tables.reviews import Review
from server.features.reviews.payee_flags import find_payee_flags
from server.features.reviews.schemas import Flag
from storage.postgres.core.rows import find_row, list_rows

_SAME_FILE = Text("同样的文件也出现在其他申请中", "The same file is in another application")
_SAME_CONTRACT = Text(
    "同一合同编号也出现在其他申请中", "The same contract number is used elsewhere"
)
_PAYER = Text("付款方不是申请企业", "The payer is not the applying firm")
_AT_CAP = Text("服务费恰好达到补贴上限", "The fee lies exactly at the cap of the award")
_FEE_DIFFERS = Text("合同金额与方案标价不一致", "The contract's fee differs from the plan's")
_UNCONFIRMED = Text(
    "统一社会信用代码校验位不对，企业声明与营业执照一致，尚未对照执照确认",
    "The check character of the firm's code is wrong; it is stated to be the licence's, and nobody"
    " has confirmed that",
)
_WAIVED = Text("经主管部门同意再次申请", "Applied once more, by a waiver of the authority")
_OUT_OF_ORDER = Text("未按顺序领取", "Taken out of order")

_IN_BULK = Text("之前的环节是批量通过的", "An earlier step was passed in bulk")
_UNOPENED = Text(
    "核对材料的人没有打开看过这些材料",
    "Who was to check the papers passed them without opening these",
)

# What a firm claims for, and what a platform lists of its clients, which is one contract where the
# firm is the same.
_CONTRACTS = """
SELECT x.* FROM (
       SELECT n.id, n.contract_compared AS contract, f.uscc, false AS listed
         FROM applications n LEFT JOIN enterprises f ON f.id = n.enterprise_id
        UNION ALL
       SELECT application_id, contract_compared, uscc, true FROM application_clients) x
"""

# Drafts bind nobody yet; what the firm itself gave up does not count against it.
_ELSEWHERE = """
SELECT (SELECT array_agg(DISTINCT o.number::text)
          FROM evidence v
          JOIN evidence w ON w.sha256 = v.sha256 AND w.application_id <> v.application_id
                         AND w.deleted_at IS NULL
          JOIN applications o ON o.id = w.application_id
         WHERE v.application_id = a.id AND v.deleted_at IS NULL AND {counts}) AS same_file,
       (SELECT array_agg(DISTINCT o.number::text)
          FROM ({contracts} WHERE x.id = a.id) mine
          JOIN LATERAL ({contracts} WHERE x.contract = mine.contract) theirs
            ON theirs.listed = mine.listed OR theirs.uscc <> mine.uscc
          JOIN applications o ON o.id = theirs.id AND o.id <> a.id
         WHERE {counts}) AS same_contract,
       (SELECT array_agg(DISTINCT p.payer::text) FROM payments p
         WHERE p.application_id = a.id AND compared(p.payer) <> e.name_compared) AS payers,
       (SELECT array_agg(DISTINCT r.stage::text) FROM reviews r
         WHERE r.application_id = a.id AND r.id <> $2 AND r.bulk
           AND r.invalidated_at IS NULL) AS in_bulk,
       (SELECT array_agg(DISTINCT p.paper ->> 'kind') FROM reviews r,
               jsonb_array_elements(coalesce(r.evidence_hashes, '[]'::jsonb)) AS p(paper)
         WHERE r.application_id = a.id AND r.id <> $2 AND r.verdict = 'pass'
           AND r.invalidated_at IS NULL AND r.stage = ANY($3)
           AND p.paper ->> 'opened' = 'false') AS unopened,
       CASE WHEN e.code_basis = 'stated' THEN ARRAY[e.uscc::text] END AS unconfirmed,
       (SELECT array_agg(DISTINCT t.waiver_reason) FROM entitlements t
         WHERE t.application_id = a.id AND t.released_at IS NULL
           AND t.waiver_reason IS NOT NULL) AS waived
  FROM applications a LEFT JOIN enterprises e ON e.id = a.enterprise_id
 WHERE a.id = $1
""".format(
    contracts=_CONTRACTS,
    counts="o.status <> 'draft' AND (o.enterprise_id IS DISTINCT FROM a.enterprise_id"
    " OR o.status NOT IN ('withdrawn', 'rejected', 'lapsed', 'not_funded'))",
)

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


class _Elsewhere(msgspec.Struct, frozen=True):
    """What other records hold of the same; None where nothing does."""

    same_file: list[str] | None
    same_contract: list[str] | None
    payers: list[str] | None
    waived: list[str] | None
    in_bulk: list[str] | None
    unopened: list[str] | None
    unconfirmed: list[str] | None


class _Passed(msgspec.Struct, frozen=True):
    number: str


async def find_flags(
    application: Application, review: Review, track: TrackTerms, *, english: bool
) -> list[Flag]:
    """Empty for an application with nothing unusual."""
    examined = [step.kind for step in track.stages if step.bulk_rule == "statement"]
    values = (application.id, review.id, examined)
    elsewhere = await find_row(_Elsewhere, _ELSEWHERE, *values, tx=None)
    found: list[tuple[str, Text, Sequence[str]]] = [
        *(_from_records(elsewhere) if elsewhere else ()),
        *(_from_reviews(elsewhere, track, english) if elsewhere else ()),
        *_from_figures(application, track),
    ]
    if review.stage != "score":
        found += await find_payee_flags(application.id)
    if review.out_of_order:
        found.append(("taken_out_of_order", _OUT_OF_ORDER, await _passed_over(review)))
    return [Flag(code, text.in_language(english), list(refs)) for code, text, refs in found]


async def _passed_over(review: Review) -> list[str]:
    """The numbers of the first, at most three, that stood before it and were free."""
    values = (review.application_id, str(review.id))
    return [passed.number for passed in await list_rows(_Passed, _PASSED_OVER, *values, tx=None)]


def _from_records(elsewhere: _Elsewhere) -> Iterator[tuple[str, Text, Sequence[str]]]:
    flags = (
        ("same_file", _SAME_FILE, elsewhere.same_file),
        ("same_contract", _SAME_CONTRACT, elsewhere.same_contract),
        ("payer_differs", _PAYER, elsewhere.payers),
        ("code_unconfirmed", _UNCONFIRMED, elsewhere.unconfirmed),
        ("waived", _WAIVED, elsewhere.waived),
    )
    for code, text, found in flags:
        if found:
            yield code, text, sorted(found)


def _from_reviews(
    elsewhere: _Elsewhere, track: TrackTerms, english: bool
) -> Iterator[tuple[str, Text, Sequence[str]]]:
    """How carefully the steps before this one were done."""
    titles = {step.kind: step.title for step in track.stages}
    labels = {material.kind: material.label for material in track.materials}
    for code, text, found, words in (
        ("passed_in_bulk", _IN_BULK, elsewhere.in_bulk, titles),
        ("papers_unopened", _UNOPENED, elsewhere.unopened, labels),
    ):
        known = {str(name): word.in_language(english) for name, word in words.items()}
        if found:
            yield code, text, sorted(known.get(name, name) for name in found)


def _from_figures(
    application: Application, track: TrackTerms
) -> Iterator[tuple[str, Text, Sequence[str]]]:
    fee_fen, plan_fen = application.fee_fen, application.plan_fee_fen
    if fee_fen is None:
        return
    if track.award.kind == "copay":
        rates = split_rates(track.award)
        if share_of(fee_fen, rates.government_bp) == rates.government_cap_fen:
            yield "fee_at_cap", _AT_CAP, [yuan(fee_fen)]
    if plan_fen is not None and fee_fen != plan_fen:
        yield "fee_differs", _FEE_DIFFERS, [yuan(fee_fen), yuan(plan_fen)]
