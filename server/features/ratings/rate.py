"""Takes what the owner of a verified firm says of its platform, once the firm is paid."""

from datetime import datetime
from uuid import UUID

from models.rules.acts import is_rating_closed, may_rate
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from models.tables.market import Rating
from models.tables.platforms import Platform
from server.errors import NotFound
from server.features.applications.confirm import refuse_its_platform
from server.features.applications.particulars import hold_own_application
from server.features.content.hold import hold
from server.features.content.judge import JudgedTexts, judge_texts
from server.features.enterprises.membership import require_owner
from server.features.messages.events.of_ratings import RATED
from server.features.messages.tell import tell_platform
from server.features.ratings.refusals import NotRateable
from server.features.ratings.schemas import RatingGiven
from server.ports import Ports
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.ratings import add_rating, change_rating


async def rate_platform(
    application_id: UUID, given: RatingGiven, *, user_id: UUID, ports: Ports
) -> None:
    """Told again it replaces what was told; the same again changes nothing.

    Its stars count at once; words that are doubtful are held. Raises NotFound, Forbidden (not its
    owner), ConflictOfInterest (of its platform), NotRateable.
    """
    now = ports.clock.now()
    judged = await judge_texts({"words": given.words}, writer_id=user_id, ports=ports)
    async with transaction() as tx:
        application = await hold_own_application(tx, application_id, user_id)
        tx.created(application_id, status=200)
        await _refuse_who_may_not(tx, application, user_id)
        told = await Rating.get_or_none(application_id=application_id, using_db=tx.connection)
        if told is not None and (told.stars, told.words) == (given.stars, given.words):
            return
        await _refuse_when_it_may_not(tx, application, told, now)
        if told is not None:
            await change_rating(tx, told, given.stars, given.words, by=user_id, at=now)
        else:
            told = _new(application, given, user_id, now)
            await add_rating(tx, told)
        await _hold(tx, judged, application, told, now)
        detail = {"stars": given.stars}
        about = ("application", application_id, now, user_id, Role.ENTERPRISE, "rated")
        await write_audit(tx, AuditEntry(*about, detail))
        await _tell(tx, application, told, now)


async def _refuse_who_may_not(tx: Tx, application: Application, user_id: UUID) -> None:
    if application.enterprise_id is None:
        raise NotFound()
    await require_owner(application.enterprise_id, user_id, tx=tx)
    await refuse_its_platform(tx, application, user_id)


async def _refuse_when_it_may_not(
    tx: Tx, application: Application, told: Rating | None, now: datetime
) -> None:
    firm = await Enterprise.get(id=application.enterprise_id, using_db=tx.connection)
    # A platform is no client of itself.
    itself = Platform.filter(id=application.platform_id, enterprise_id=firm.id)
    if application.platform_id is None or await itself.using_db(tx.connection).exists():
        raise NotRateable()
    rated_at = None if told is None else told.rated_at
    answered = told is not None and told.answered_at is not None
    open_to = may_rate(
        application.status,
        of_verified_owner=firm.state == "verified",
        of_its_platform=False,
        closed=is_rating_closed(rated_at, now, answered=answered),
    )
    if not open_to:
        raise NotRateable()


def _new(application: Application, given: RatingGiven, by: UUID, at: datetime) -> Rating:
    return Rating(
        id=new_id(),
        application_id=application.id,
        platform_id=application.platform_id,
        enterprise_id=application.enterprise_id,
        stars=given.stars,
        words=given.words,
        rated_by_id=by,
        rated_at=at,
        changed_at=at,
    )


async def _hold(
    tx: Tx, judged: JudgedTexts, application: Application, told: Rating, at: datetime
) -> None:
    await hold(
        tx,
        judged,
        kind="rating",
        subject_id=told.id,
        edition_id=application.edition_id,
        writer_id=told.rated_by_id,
        at=at,
    )


async def _tell(tx: Tx, application: Application, told: Rating, at: datetime) -> None:
    """Once: a firm that thinks again is no news."""
    facts = {"application_no": application.number, "stars": told.stars}
    await tell_platform(tx, told.platform_id, RATED, key=f"rated:{told.id}", at=at, facts=facts)
