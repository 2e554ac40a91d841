"""A reviewer moves an application to the district that it belongs to, on record and told."""

from typing import Annotated, Any
from uuid import UUID

import msgspec

from models.rules.acts import may_move
from models.rules.eligibility.region import region_class_of
from models.rules.places.record import PlaceReading
from models.rules.reasons import Text
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from models.tables.reviews import Review
from server.clock import Clock
from server.edge.web.auth import Identity
from server.edge.web.bodies import Body
from server.edge.web.field_labels import LABELS
from server.edge.web.field_types import Place, Reasoning, about
from server.errors import AppError, Forbidden, Invalid, NotFound
from server.features.identity.scope import Scope
from server.features.identity.subjects import find_subject
from server.features.messages.events.of_applications import DISTRICT_MOVED
from server.features.messages.tell import tell_members
from server.features.programmes.published import definition_of
from server.features.reviews.access import require_reach
from server.features.reviews.case import hold_in_scope
from server.roles import Role
from storage.postgres.applications import write_change
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import enqueue
from storage.postgres.own_places import read_own_places
from storage.postgres.reviews import write_holder

_MOVED = "SELECT id, number, district FROM applications WHERE id = $1"
MOVING = (Role.DISTRICT, Role.AUTHORITY)


class NotMovable(AppError):
    """Nobody reviews it any more, so no district has to."""

    status, code = 409, "not_movable"
    title = Text(
        "申请已办结或已转入拨付，不需要再转到其他区",
        "The application has ended or is being paid; it cannot be moved to another district",
    )


class DistrictMove(Body, frozen=True):
    """Where the application belongs, and why."""

    district: Annotated[Place, about("应转入的区县", "the district it belongs to", "徐汇区")]
    reason: Annotated[
        Reasoning, about("转办理由", "why it is moved", "企业注册地在徐汇区，误填为浦东新区")
    ]


class MovedApplication(msgspec.Struct, frozen=True):
    """Where it is handled now."""

    id: UUID
    number: str
    district: str


async def get_moved(application_id: UUID) -> MovedApplication:
    """Raises NotFound."""
    row = await find_row(MovedApplication, _MOVED, application_id, tx=None)
    if row is None:
        raise NotFound()
    return row


async def require_mover(application_id: UUID, by: Identity) -> None:
    """Raises Forbidden for other roles, NotFound where no grant of theirs reaches it."""
    if not by.holds(*MOVING):
        raise Forbidden()
    await require_reach(application_id, by, *MOVING)


async def move_district(
    application_id: UUID, given: DistrictMove, *, by: Identity, clock: Clock
) -> None:
    """From now on the new district's officers see it; there already: nothing happens.

    It lies in the city where the firm is registered. Conditions are judged by the region class of
    the new district. Raises NotFound, ConflictOfInterest, Invalid, NotMovable.
    """
    now = clock.now()
    reading = PlaceReading(await read_own_places())
    async with transaction() as tx:
        role = await _acting_role(tx, application_id, by)
        application, _ = await hold_in_scope(tx, application_id, by=by, role=role)
        tx.created(application_id, status=200)
        city = await _city_of(tx, application)
        district = reading.district(
            "district", LABELS["district"], given.district, city=city, bound=True
        )
        if reading.problems:
            raise Invalid(errors=reading.problems)
        if not may_move(application.status):
            raise NotMovable()
        if district == application.district:
            return
        detail = await _move(tx, application, district)
        await write_change(tx, application, ["district", "region_class"], at=now)
        await write_audit(
            tx,
            AuditEntry(
                "application",
                application_id,
                now,
                by.user_id,
                role,
                "district.moved",
                detail,
                given.reason,
            ),
        )
        messages = await tell_members(
            tx,
            application_id,
            DISTRICT_MOVED,
            key=f"district:{application_id}:{application.version}",
            at=now,
            facts={"district": district, "reason": given.reason},
        )
        await enqueue(tx, *messages)


async def _acting_role(tx: Tx, application_id: UUID, by: Identity) -> str:
    """The district's own officer, or the authority. Raises NotFound for who is neither."""
    subject = await find_subject(application_id, tx=tx)
    for role in MOVING:
        if subject is not None and Scope.of(by, role).allows(subject):
            return role
    raise NotFound()


async def _city_of(tx: Tx, application: Application) -> str | None:
    firm = await Enterprise.get_or_none(id=application.enterprise_id, using_db=tx.connection)
    return None if firm is None else firm.registered_city


async def _move(tx: Tx, application: Application, district: str) -> dict[str, Any]:
    """What changed; whoever was at work on it in the district before is not any more."""
    definition = await definition_of(application.rule_version_id, using=tx.connection)
    detail = {"from": application.district, "to": district}
    region = region_class_of(definition, district)
    if region != application.region_class:
        detail |= {"region_class": region or ""}
    application.district, application.region_class = district, region
    open_ones = Review.filter(application_id=application.id, state="open", role=Role.DISTRICT)
    for review in await open_ones.using_db(tx.connection).select_for_update():
        review.taken_by_id = review.taken_at = review.touched_at = None
        await write_holder(tx, review)
    return detail
