"""A track whose path leads through a public notice, and applications that wait for theirs."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sanic import Sanic

from models.rules.reasons import Text
from models.rules.terms.programme import Stage
from models.rules.workdays import Calendar
from models.tables.ids import new_id
from server.clock import SHANGHAI, Clock
from server.edge.calendar import working_calendar
from server.edge.web.auth import ActiveGrant, Identity
from server.features.notices.close import close_notice
from server.features.platforms.seed import seed_platforms
from tests.world.application import World, demo_definition
from tests.world.cities import publish_definition
from tests.world.client import Person
from tests.world.review_steps import endorse
from tests.world.shipped import demo_platforms
from tests.world.written_columns import written_columns

WORKDAYS = 7
LIBRARY = working_calendar()


class EveryWeekday:
    """A calendar for whatever year today is in, so that no test depends on it."""

    def is_workday(self, day: date) -> bool:
        return day.isoweekday() <= 5


_CODES = itertools.count(1)
_PHONES = itertools.count(13_900_000_000)


async def edition_with_notice(world: World, **changes: Any) -> str:
    """The demonstration's copay under a code of its own, its path endorse → publicity → approve."""
    definition = demo_definition()
    track = next(track for track in definition.tracks if track.code == "copay")
    step = Stage("publicity", "authority", Text("公示", "Public notice"), workdays=WORKDAYS)
    kinds = {stage.kind: stage for stage in track.stages}
    path = (kinds["endorse"], step, kinds["approve"], kinds["payout"])
    changed = replace(track, **{"stages": path, **changes})
    code = f"sh-shuangtui-n{next(_CODES)}"
    edition = replace(definition.edition, code=code)
    tracks = tuple(changed if one is track else one for one in definition.tracks)
    await publish_definition(world, replace(definition, edition=edition, tracks=tracks))
    async with world.as_owner():
        await seed_platforms(
            demo_platforms(), code, keyring=world.ports.keyring, clock=world.ports.clock
        )
    return code


async def waiting(world: World, edition: str) -> tuple[Person, dict[str, Any]]:
    """An owner and an application that waits for its public notice."""
    owner = await world.sme()
    application = await owner.submitted(edition)
    (await endorse(world, application)).ok()
    return owner, application


async def published(world: World, edition: str, **body: Any) -> dict[str, Any]:
    """A notice of all that waits."""
    authority = await world.staff("authority")
    answer = await authority.post("/notices", {"edition": edition, "track": "copay", **body})
    return dict(answer.ok(201))


async def citizen(world: World) -> Person:
    """Somebody with a WeChat login and a linked phone, without a firm."""
    person = await world.sme()
    phone = next(_PHONES)
    (await person.post("/session/phone", {"code": f"sandbox-phone-{phone}"})).ok()
    return person


async def multiplied(world: World, application: dict[str, Any], count: int) -> None:
    """So many copies of an application that waits, each of a firm of its own."""
    enterprises = await written_columns(world, "enterprises")
    applications = await written_columns(world, "applications")
    await world.fetch(
        f"""
        WITH made AS (
            SELECT gen_random_uuid() AS firm, gen_random_uuid() AS id, n FROM generate_series(1, $2) n
        ), firms AS (
            INSERT INTO enterprises ({enterprises}) SELECT {enterprises} FROM (
            SELECT (jsonb_populate_record(e, jsonb_build_object(
                   'id', m.firm, 'uscc', upper(left(md5(m.firm::text), 18)),
                   'name', '复制企业' || m.n))).*
              FROM made m, enterprises e WHERE e.id = $3) copies
        ), applications AS (
            INSERT INTO applications ({applications}) SELECT {applications} FROM (
            SELECT (jsonb_populate_record(a, jsonb_build_object(
                   'id', m.id, 'enterprise_id', m.firm, 'number', a.number || '-' || m.n))).*
              FROM made m, applications a WHERE a.id = $1) copies
        )
        INSERT INTO reviews SELECT (jsonb_populate_record(r, jsonb_build_object(
               'id', gen_random_uuid(), 'application_id', m.id))).*
          FROM made m, reviews r WHERE r.application_id = $1 AND r.state = 'open'
        """,
        UUID(application["id"]),
        count,
        UUID(application["enterprise"]["id"]),
    )


def at(day: date, hour: int = 12, minute: int = 0) -> Clock:
    """A clock that stands at this minute in Shanghai."""
    moment = datetime.combine(day, time(hour, minute), SHANGHAI).astimezone(UTC)
    return Clock(lambda: moment)


def the_authority() -> Identity:
    """Somebody of the operator's own authority, for calls past HTTP."""
    grant = ActiveGrant("authority", new_id(), unbound=True)
    return Identity(new_id(), "session", frozenset({"authority"}), (grant,))


async def close(
    world: World,
    notice_id: str,
    clock: Clock,
    *,
    by: Identity | None = None,
    calendar: Calendar = LIBRARY,
) -> None:
    """By the authority's act unless `by` says otherwise, at the time that `clock` shows."""
    await close_notice(
        UUID(notice_id),
        by=by or the_authority(),
        clock=clock,
        calendar=calendar,
        ranker=world.ports.ranker,
    )


def last_day(notice: dict[str, Any]) -> date:
    return date.fromisoformat(notice["ends_on"])


def day_after(notice: dict[str, Any]) -> Clock:
    """The first minute after the notice's last day."""
    return at(last_day(notice) + timedelta(days=1), 0, 0)


@asynccontextmanager
async def server_calendar(
    world: World, app_database: str, calendar: Calendar
) -> AsyncIterator[None]:
    """The running server with this calendar inside the block."""
    app = Sanic.get_app(f"app-{app_database}-app")
    before = app.ctx.ports
    app.ctx.ports = replace(before, calendar=calendar)
    try:
        yield
    finally:
        app.ctx.ports = before


async def joins(world: World, person: Person, application: dict[str, Any]) -> None:
    """Somebody of staff belongs to the firm that applies."""
    await world.fetch(
        "INSERT INTO enterprise_members (id, enterprise_id, user_id, role, joined_at)"
        " VALUES (gen_random_uuid(), $1::text::uuid, $2::text::uuid, 'staff', now())",
        application["enterprise"]["id"],
        person.user["id"],
    )


async def states(world: World, application_id: str) -> tuple[str, str | None]:
    (row,) = await world.fetch(
        "SELECT status, stage FROM applications WHERE id = $1", UUID(application_id)
    )
    return row["status"], row["stage"]
