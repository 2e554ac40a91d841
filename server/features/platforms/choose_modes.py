"""Sets the funding modes of a listed platform in an edition: mode one, mode two, or both."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from models.rules.reasons import Reason, Text
from models.tables.platforms import Participation
from server.clock import Clock
from server.edge.web.bodies import Body
from server.edge.web.field_types import EditionCode, TrackCode, about
from server.errors import AppError, Invalid
from server.features.platforms.access import lock_platform
from server.features.platforms.listed import lock_titles, modes_of
from server.features.programmes.published import get_edition
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.participations import join_tracks, leave_tracks

_LEFT = "平台自行退出"


class NotListed(AppError):
    """The platform is not on the list of this edition."""

    status, code = 409, "not_listed"
    title = Text(
        "贵平台不在这一年度的平台名单中，不能选择参与方式；请先申请列入名单，或联系主管部门",
        "The platform is not on this edition's list, so it cannot choose a mode",
    )


class ModesChosen(Body, frozen=True):
    """`modes` as a whole: codes of tracks; one that is left out is left."""

    edition: EditionCode
    modes: Annotated[
        Annotated[list[TrackCode], Meta(max_length=20)],
        about(
            "所选方向代码的全部，未列即不选",
            "codes of tracks as a whole; one that is left out is not taken",
            ["copay"],
        ),
    ]


async def choose_modes(
    platform_id: UUID, chosen: ModesChosen, *, actor_id: UUID, clock: Clock
) -> None:
    """A mode that is left takes no new clients; applications that run already go on.

    Raises NotFound (the edition), Invalid (`not_an_option`), NotListed.
    """
    edition = await get_edition(chosen.edition)
    modes = [track.code for track in modes_of(edition.definition)]
    _refuse_unknown(chosen.modes, modes)
    now = clock.now()
    async with transaction() as tx:
        await lock_platform(tx, platform_id)
        titles = await lock_titles(tx, platform_id, edition)
        held = await _held_tracks(tx, platform_id, edition.code)
        wanted = _wanted(chosen.modes, titles, held)
        joined = sorted(wanted - held)
        left = sorted((held - wanted) & set(modes))
        await leave_tracks(tx, platform_id, edition.code, left, at=now, reason=_LEFT)
        await join_tracks(tx, platform_id, edition.code, joined, at=now)
        if joined or left:
            detail = {"edition": edition.code, "joined": joined, "left": left}
            line = AuditEntry(
                "platform", platform_id, now, actor_id, Role.PLATFORM, "modes.chosen", detail
            )
            await write_audit(tx, line)


def _wanted(chosen: Sequence[str], titles: Sequence[str], held: set[str]) -> set[str]:
    """The tracks to take part in. Raises NotListed: without a title one can only leave."""
    if not titles and not held.issuperset(chosen):
        raise NotListed()
    # SMEs still find a platform of the list that takes part in no mode.
    return set(chosen) or set(titles[:1])


async def _held_tracks(tx: Tx, platform_id: UUID, edition: str) -> set[str]:
    live = Participation.filter(platform_id=platform_id, edition_id=edition, withdrawn_at=None)
    return {row.track for row in await live.using_db(tx.connection)}


def _refuse_unknown(chosen: Sequence[str], modes: Sequence[str]) -> None:
    unknown = [
        Reason(
            f"modes[{place}]",
            "not_an_option",
            Text(
                f"参与方式“{code}”在这一年度没有，请从页面所列的方式里选",
                f"This edition has no mode {code}; choose one of those shown",
            ),
        )
        for place, code in enumerate(chosen)
        if code not in modes
    ]
    if unknown:
        raise Invalid(errors=unknown)
