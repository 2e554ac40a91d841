"""Finishes an approval: the award becomes payable, the firm is listed, a title is renewed."""

from server.features.recognitions.enter import enter_list
from server.features.recognitions.renew import renew
from server.features.reviews.case import Case
from server.features.verdicts.become_payable import become_payable
from server.features.verdicts.outcome import Outcome
from storage.postgres.core.transaction import Tx


async def finish_approval(tx: Tx, case: Case, outcome: Outcome) -> None:
    """After the audit line of the approval itself, so that the timeline reads in order."""
    await become_payable(tx, case.application, case.definition, now=case.now)
    about = (case.application, case.definition, case.track)
    outcome.jobs += await enter_list(tx, *about, now=case.now)
    outcome.jobs += await renew(tx, *about, now=case.now)
