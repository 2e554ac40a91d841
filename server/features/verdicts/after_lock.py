"""Opens the next review, or the payout, once a claim that passed while waiting is locked."""

from models.tables.applications import Application
from server.features.programmes.published import definition_of
from server.features.verdicts.become_payable import become_payable
from server.features.verdicts.next_step import open_review
from storage.postgres.core.transaction import Tx
from storage.postgres.jobs.enqueue import Job


async def open_after_lock(tx: Tx, application: Application) -> list[Job]:
    """Open the stage that waited, or go on to the payout if everything was decided.

    The caller holds the application's row and has locked its claim. Nothing is to be enqueued:
    movement in the line is told by the ranking's own recorder.
    """
    definition = await definition_of(application.rule_version_id, using=tx.connection)
    if application.status == "in_review" and application.stage:
        await open_review(tx, application, definition, application.stage, at=None)
    elif application.status == "approved":
        now = await tx.raw.fetchval("SELECT now()")
        await become_payable(tx, application, definition, now=now)
    return []
