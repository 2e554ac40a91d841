"""Replaces what a platform says about itself: profile, its own firm, its payee account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec.structs import replace

from models.rules.places.record import PlaceReading
from models.rules.reasons import Reason, Text
from models.tables.platforms import Platform
from server.edge.web.auth import Identity
from server.edge.web.bodies import Body
from server.edge.web.field_labels import LABELS
from server.edge.web.field_types import FirmName, Place, Uscc, about
from server.edge.wechat.content import CheckScene
from server.errors import Invalid, VersionConflict
from server.features.content.hold import hold
from server.features.content.judge import JudgedTexts, judge_texts
from server.features.enterprises.odd_codes import codes_on_licence
from server.features.enterprises.schemas import FirmRecord
from server.features.platforms.access import find_own_platform
from server.features.platforms.change_account import PayeeChange, change_account
from server.features.platforms.fields import (
    SHOWN_TEXTS,
    Address,
    Categories,
    Contact,
    Phone,
    Summary,
    Website,
)
from server.features.platforms.filters import category_named
from server.features.platforms.first_profile import lock_or_create_platform
from server.features.platforms.link_firm import firm_problems, link_firm, named_firm
from server.features.platforms.reindex import reindex
from server.ports import Ports
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.own_places import read_own_places
from storage.postgres.platform_members import join_platform_firm
from storage.postgres.platforms import save_profile


class ProfileChange(Body, frozen=True):
    """The editable fields as a whole; without `payee` the account stays as it is.

    `uscc` says which firm the platform is, `firm` is its record if it is not known here yet.
    """

    name: Annotated[FirmName, about("平台名称", "name of the platform", "示例云平台")]
    summary: Summary
    district: Place
    categories: Categories
    contact: Annotated[
        Contact | None,
        about("联系方式；空值为没有", "how to reach it; null for none", "service@example.com"),
    ] = None
    phone: Annotated[
        Phone | None,
        about("公开的咨询电话；空值为没有", "its phone for everybody; null for none"),
    ] = None
    website: Annotated[
        Website | None, about("公开的官网；空值为没有", "its website for everybody; null for none")
    ] = None
    address: Annotated[
        Address | None, about("公开的地址；空值为没有", "where it is, for everybody; null for none")
    ] = None
    payee: Annotated[
        PayeeChange | None, about("收款账户；空值为不改", "the account; null leaves it as it is")
    ] = None
    uscc: Annotated[
        Uscc | None,
        about("平台所属企业的代码；空值为不改", "which firm the platform is; null leaves it"),
    ] = None
    firm: Annotated[
        FirmRecord | None,
        about("该企业的信息，未登记时填写", "its record if it is not known here yet"),
    ] = None


async def change_profile(
    command: ProfileChange, version: int | None, *, by: Identity, ports: Ports
) -> UUID:
    """The platform's id; an organisation without a platform has one from its first profile on.

    Texts that are doubtful are held, with the rest of the change made. With a `version` only what
    was written on that one is taken.

    Raises NotFound, PlatformNotUnique, Invalid (unknown categories, an account or a code that
    cannot be one or is another's), EnterpriseClaimed, VersionConflict.
    """
    now, own = ports.clock.now(), await read_own_places()
    reading = PlaceReading(own)
    district = reading.district("district", LABELS["district"], command.district)
    codes = [category_named(given, ports.categories) for given in command.categories]
    reasons = [*reading.problems, *_category_problems(command.categories, codes)]
    known = await codes_on_licence([command.uscc or ""], confirmed=True)
    reasons += firm_problems(
        command.uscc, command.firm, today=ports.clock.today(), own=own, on_licence=known
    )
    if reasons:
        raise Invalid(errors=reasons)
    categories = [code for code in codes if code is not None]
    command = replace(command, district=district, categories=categories)
    firm = named_firm(command.uscc, command.firm, own=own)
    judged = await _judge(command, by=by, ports=ports)
    held = judged is not None and judged.why is not None
    async with transaction() as tx:
        name = None if held else command.name
        platform = await lock_or_create_platform(tx, by, name=name, district=district, now=now)
        _refuse_older(platform, command, version)
        if judged is not None:
            await _hold(tx, platform, judged, by=by, now=now)
        changed = await _apply(tx, platform, command, held=held)
        events = ["platform.changed"] if changed else []
        if firm is not None and await link_firm(tx, platform, firm, actor_id=by.user_id, now=now):
            events.append("platform.linked")
        await join_platform_firm(tx, platform.organisation_id, at=now)
        await write_audit(tx, *(_line(platform, event, by.user_id, now) for event in events))
        if command.payee is not None:
            await change_account(
                tx, platform, command.payee, by=by.user_id, keyring=ports.keyring, now=now
            )
    return platform.id


async def _judge(command: ProfileChange, *, by: Identity, ports: Ports) -> JudgedTexts | None:
    """None where its texts show already: nothing to look at, and what waits goes on waiting."""
    before = await find_own_platform(by)
    written = {name: getattr(command, name) for name in SHOWN_TEXTS}
    if before is not None and all(getattr(before, name) == written[name] for name in written):
        return None
    return await judge_texts(written, writer_id=by.user_id, scene=CheckScene.PROFILE, ports=ports)


async def _hold(
    tx: Tx, platform: Platform, judged: JudgedTexts, *, by: Identity, now: datetime
) -> None:
    await hold(
        tx,
        judged,
        kind="profile",
        subject_id=platform.id,
        platform_id=platform.id,
        writer_id=by.user_id,
        at=now,
    )


def _refuse_older(platform: Platform, command: ProfileChange, version: int | None) -> None:
    """Raises VersionConflict; not where all of it is there already, as for who sends it twice."""
    older = version is not None and version != platform.version
    if older and not _is_there(platform, _wanted(command, held=False)):
        raise VersionConflict()


def _wanted(command: ProfileChange, *, held: bool) -> dict[str, object]:
    """By column; without the texts where those are held."""
    wanted: dict[str, object] = {
        "district": command.district,
        "categories": list(dict.fromkeys(command.categories)),
        "phone": command.phone,
        "website": command.website,
    }
    return wanted if held else wanted | {name: getattr(command, name) for name in SHOWN_TEXTS}


def _is_there(platform: Platform, wanted: dict[str, object]) -> bool:
    return all(getattr(platform, field) == value for field, value in wanted.items())


async def _apply(tx: Tx, platform: Platform, command: ProfileChange, *, held: bool) -> bool:
    """Texts that are held leave those that show as they are."""
    wanted = _wanted(command, held=held)
    if _is_there(platform, wanted):
        return False
    await save_profile(tx, platform, wanted)
    await reindex(tx, platform)
    return True


def _category_problems(given: Sequence[str], meant: Sequence[str | None]) -> list[Reason]:
    return [
        Reason(
            f"categories[{place}]",
            "not_an_option",
            Text(
                f"没有“{written}”这一平台类别，请从选项中选一个",
                f"There is no category {written}; choose one of the options",
            ),
        )
        for place, (written, code) in enumerate(zip(given, meant, strict=True))
        if code is None
    ]


def _line(platform: Platform, event: str, actor_id: UUID, now: datetime) -> AuditEntry:
    return AuditEntry(
        subject_kind="platform",
        subject_id=platform.id,
        at=now,
        actor_id=actor_id,
        actor_role=Role.PLATFORM,
        event=event,
        detail={"version": platform.version},
    )
