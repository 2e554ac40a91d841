"""What a payout made now would hold: nothing is written, nothing is promised."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Annotated, Final
from uuid import UUID

import msgspec

from models.tables.programmes import Edition
from server.edge.web.auth import Identity
from server.edge.web.field_types import about
from server.features.editions.access import Actor, check_edition_access
from server.features.identity.scope import Scope
from server.features.payouts.held import held_views
from server.features.payouts.payable import WAITS, Payable, list_payable
from server.features.payouts.refusals import NothingPayable
from server.features.payouts.schemas import HeldView, NewPayout, PaidApplication
from server.features.programmes.published import get_edition
from server.roles import READING_EDITIONS
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import postgres_errors

_BY_GROUP: Final = f"""
SELECT a.edition_id AS edition, a.track, a.platform_id, f.name AS platform,
       count(*) AS applications,
       coalesce(sum(coalesce(c.granted_fen, a.award_fen)), 0)::bigint AS amount_fen
  FROM applications a
  LEFT JOIN platforms f ON f.id = a.platform_id
  LEFT JOIN claims c ON c.application_id = a.id AND c.live
 WHERE a.edition_id = ANY($1) AND {WAITS}
 GROUP BY a.edition_id, a.track, a.platform_id, f.name
 ORDER BY a.edition_id, a.track, f.name
"""


class PreviewLine(msgspec.Struct, frozen=True):
    """A transfer as it would be; `account` shows only its first and last digits."""

    payee_id: UUID
    payee: Annotated[str, about("收款户名", "name of the payee")]
    bank: str
    account: str
    applications: Annotated[list[PaidApplication], about("本行所付的申请", "what it would pay")]
    amount_fen: Annotated[int, about("金额，分", "amount in fen")]


class PayoutPreview(msgspec.Struct, frozen=True, kw_only=True):
    """As `POST /payouts` would make it now."""

    edition: str
    track: str | None
    platform_id: UUID | None
    lines: Annotated[list[PreviewLine], about("各笔拨付", "the transfers")]
    applications: Annotated[int, about("拨付的申请数", "how many applications it would pay")]
    total_fen: Annotated[int, about("合计，分", "together, in fen")]
    held: Annotated[list[HeldView], about("暂不拨付的", "what would be left out, and why")]
    held_fen: Annotated[int, about("暂不拨付合计，分", "what is left out together, in fen")]


class PayableGroup(msgspec.Struct, frozen=True, kw_only=True):
    """What is decided and unpaid, by edition, track and platform, held or not."""

    edition: str
    edition_title: Annotated[str, about("年度名称", "name of the edition")]
    track: str
    track_title: Annotated[str, about("申报事项名称", "name of the track")]
    platform_id: UUID | None
    platform: Annotated[
        str | None, about("平台名称；空值为没有平台", "its platform; null without one")
    ]
    applications: Annotated[int, about("申请数", "how many applications")]
    amount_fen: Annotated[int, about("金额合计，分", "together, in fen")]


class _Group(msgspec.Struct, frozen=True):
    edition: str
    track: str
    platform_id: UUID | None
    platform: str | None
    applications: int
    amount_fen: int


async def preview_payout(given: NewPayout, *, by: Identity, english: bool) -> PayoutPreview:
    """With what would be left out, also where that is everything. Raises NotFound, NothingPayable."""
    await check_edition_access(given.edition, Actor.authority(by))
    found = await list_payable(given.edition, given.track, given.platform_id)
    if not found:
        raise NothingPayable()
    ready = [each for each in found if not each.held]
    held = [each for each in found if each.held]
    return PayoutPreview(
        edition=given.edition,
        track=given.track,
        platform_id=given.platform_id,
        lines=[_line(list(group)) for _, group in groupby(ready, lambda each: each.payee_id)],
        applications=len(ready),
        total_fen=_sum(ready),
        held=await held_views(held, english=english),
        held_fen=_sum(held),
    )


async def list_payable_groups(*, by: Identity, english: bool) -> list[PayableGroup]:
    """Over all editions within the grants."""
    within = Scope.of(by, *READING_EDITIONS).editions()
    with postgres_errors():
        codes = [edition.code for edition in await Edition.filter(within).only("code")]
    groups: dict[str, list[_Group]] = defaultdict(list)
    for row in await list_rows(_Group, _BY_GROUP, codes, tx=None):
        groups[row.edition].append(row)
    found: list[PayableGroup] = []
    for code, rows in groups.items():
        rules = (await get_edition(code)).definition
        titles = {track.code: track.title.in_language(english) for track in rules.tracks}
        found += [
            PayableGroup(
                edition_title=rules.edition.title.in_language(english),
                track_title=titles.get(row.track, row.track),
                **msgspec.structs.asdict(row),
            )
            for row in rows
        ]
    return found


def _sum(found: Iterable[Payable]) -> int:
    return sum(each.amount_fen for each in found)


def _line(group: Sequence[Payable]) -> PreviewLine:
    first = group[0]
    if first.payee_id is None:
        raise ValueError(f"{first.number}: payable without an account")
    return PreviewLine(
        first.payee_id,
        first.payee or "",
        first.bank or "",
        first.account_masked or "",
        [PaidApplication(each.id, each.number, each.enterprise, each.amount_fen) for each in group],
        _sum(group),
    )
