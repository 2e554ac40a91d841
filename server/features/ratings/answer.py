"""Takes the platform's answer to what its client told: once, unless it was not let through."""

from datetime import datetime
from uuid import UUID

from models.tables.market import Rating
from server.errors import NotFound
from server.features.content.covered import find_covered
from server.features.content.hold import hold
from server.features.content.judge import judge_texts
from server.features.messages.events.of_ratings import RATING_ANSWERED
from server.features.messages.tell import tell_members
from server.features.ratings.refusals import NotAnswerable
from server.ports import Ports
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import enqueue
from storage.postgres.ratings import answer_rating

_HOLD = "SELECT 1 FROM applications WHERE id = $1 FOR NO KEY UPDATE"


async def answer_client(
    application_id: UUID, platform_id: UUID, answer: str, *, user_id: UUID, ports: Ports
) -> UUID:
    """The rating's id; the same answer again changes nothing. One that is doubtful is held, and may
    be written anew until it shows.

    Raises NotFound, NotAnswerable.
    """
    now = ports.clock.now()
    judged = await judge_texts({"answer": answer}, writer_id=user_id, ports=ports)
    async with transaction() as tx:
        await tx.raw.execute(_HOLD, application_id)
        rating = await Rating.get_or_none(application_id=application_id, using_db=tx.connection)
        if rating is None:
            raise NotAnswerable()
        if rating.platform_id != platform_id:
            raise NotFound()
        tx.created(rating.id, status=200)
        if rating.answer == answer:
            return rating.id
        covered = await find_covered("rating_answer", [rating.id], tx=tx)
        if rating.answer is not None and not covered:
            raise NotAnswerable()
        await answer_rating(tx, rating, answer, by=user_id, at=now)
        about = ("application", application_id, now, user_id, Role.PLATFORM, "rating_answered")
        await write_audit(tx, AuditEntry(*about))
        held = await hold(
            tx,
            judged,
            kind="rating_answer",
            subject_id=rating.id,
            platform_id=platform_id,
            writer_id=user_id,
            at=now,
        )
        if not held:
            await tell_answered(tx, rating, now)
    return rating.id


async def tell_answered(tx: Tx, rating: Rating, at: datetime) -> None:
    """The firm, once it can read the answer."""
    key = f"rating_answered:{rating.id}"
    jobs = await tell_members(tx, rating.application_id, RATING_ANSWERED, key=key, at=at, facts={})
    await enqueue(tx, *jobs)
