"""Many passes in one call: each in its own transaction, so that a wrong one stops no other."""

from collections.abc import Sequence
from uuid import UUID

from tortoise import connections

from models.rules.workdays import Calendar
from server.clock import Clock
from server.errors import AppError
from server.quota.ranking import ApplyPort, RankedMarks
from server.reviews.case import hold_case
from server.reviews.check_verdict import check_verdict, every_paper_in_order
from server.reviews.decide import decide_case
from server.reviews.schemas import BulkPass, Decision, Result
from server.web.auth import Identity
from storage.errors import StoreUnavailable
from storage.postgres.transaction import postgres_errors, transaction

_IN_KEY_ORDER = """
SELECT r.id FROM reviews r LEFT JOIN claims c ON c.application_id = r.application_id AND c.live
 WHERE r.id = ANY($1) ORDER BY c.later_at, c.earlier_at, c.sequence, r.id
"""


async def pass_reviews(
    given: BulkPass,
    *,
    by: Identity,
    clock: Clock,
    calendar: Calendar,
    quota: ApplyPort,
    marks: RankedMarks,
) -> list[Result]:
    """One result for each id, in the order given; claims are decided in key order.

    An auditor's pass in bulk stands for a checklist in which every required paper is in order.
    """
    wanted = list(dict.fromkeys(given.ids))
    results = {review_id: Result(review_id, False, "not_found") for review_id in wanted}
    for review_id in await _in_key_order(wanted):
        try:
            async with transaction() as tx:
                case = await hold_case(tx, review_id, by=by, now=clock.now())
                checklist = every_paper_in_order(case) if case.stage == "audit" else {}
                one = Decision(verdict="pass", comment=given.comment, checklist=checklist)
                check_verdict(case, one)
                outcome = await decide_case(tx, case, one, calendar=calendar)
            await outcome.rank(quota=quota, marks=marks)
            results[review_id] = Result(review_id, True)
        except AppError as refusal:
            results[review_id] = Result(review_id, False, refusal.code)
        except StoreUnavailable:
            # What was passed before stays passed, and the caller learns which.
            results[review_id] = Result(review_id, False, "unavailable")
    return [results[review_id] for review_id in wanted]


async def _in_key_order(ids: Sequence[UUID]) -> list[UUID]:
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(_IN_KEY_ORDER, [list(ids)])
    return [row["id"] for row in rows]
