"""Tells people that their claim moved in the line: debounced, so that only what lasts is told."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID

import msgspec

from server.clock import Clock
from server.features.messages.events import MOVED
from server.features.messages.tell import tell_members
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import Job, enqueue
from storage.postgres.money.claims import note_told

_BATCH: Final = 100
_DUE: Final = """
SELECT id, application_id, state, told_state, recorded_epoch, recorded_revision
  FROM claims
 WHERE live AND state IN ('funded', 'waiting', 'locked') AND told_state IS DISTINCT FROM state
   AND state_since_at <= $1
 ORDER BY state_since_at, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
"""

_WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "funded": {
            "state": "暂列额度内",
            "state_en": "within the budget for now",
            "progress": "已递补进额度,待审核锁定",
            "explanation": "前面有申请退出,或预算有追加,您已递补进来。审核通过后额度正式锁定;"
            "在那之前,若有签约交费更早的企业提交,位置仍可能变动。",
            "explanation_en": "Money came free before you, or was added, and you moved up. It is"
            " locked once the audit passes; until then a firm that signed and paid earlier may"
            " still go ahead.",
        },
        "waiting": {
            "state": "候补排队",
            "state_en": "waiting in the line",
            "progress": "额度暂满,按先后顺序候补",
            "explanation": "目前额度已满,按签约交费先后,您排在候补;前面有申请退出或未通过,"
            "会自动递补并通知您。",
            "explanation_en": "The budget is taken for now, and by the order of signing and paying"
            " you wait. When an application before you ends you move up, and we tell you.",
        },
        "locked": {
            "state": "已锁定额度",
            "state_en": "locked",
            "progress": "审核已通过,额度已为您锁定",
            "explanation": "审核已通过,这笔额度已为您锁定,不会再因其他企业提交而变动。",
            "explanation_en": "The audit passed and the money is yours; nobody can go ahead now.",
        },
    }
)
# The hardest news of all says why: what was there yesterday is not there today.
_PUSHED_BACK: Final[Mapping[str, str]] = MappingProxyType(
    {
        "state": "候补排队",
        "state_en": "waiting in the line",
        "progress": "因先后顺序或预算变动,退到候补",
        "explanation": "有签约交费更早的申请排到您前面,或预算有调整,额度暂时轮不到您,您退到候补;"
        "前面有申请退出或未通过,会自动递补并通知您。",
        "explanation_en": "An application that was signed and paid earlier went ahead of you, or"
        " the budget was changed, and the money does not reach you for now: you wait. When an"
        " application before you ends you move up, and we tell you.",
    }
)


class _Movement(msgspec.Struct, frozen=True):
    """A claim whose state is not the one that its people were told last."""

    id: UUID
    application_id: UUID
    state: str
    told_state: str | None
    recorded_epoch: int
    recorded_revision: int


async def tell_movements(*, debounce: timedelta, clock: Clock) -> int:
    """Tell every claim's state that has lasted for `debounce` and differs from what was told last.

    Being within the budget from the start is what a submission expects: that is noted, not told.
    How many were handled. Raises StoreUnavailable.
    """
    handled = 0
    while True:
        now = clock.now()
        async with transaction() as tx:
            movements = await list_rows(_Movement, _DUE, now - debounce, _BATCH, tx=tx)
            jobs = [job for movement in movements for job in await _tell(tx, movement, now)]
            await note_told(tx, [movement.id for movement in movements])
            await enqueue(tx, *jobs)
        handled += len(movements)
        if len(movements) < _BATCH:
            return handled


async def _tell(tx: Tx, movement: _Movement, now: datetime) -> list[Job]:
    if movement.state == "funded" and movement.told_state is None:
        return []
    change = f"{movement.recorded_epoch}-{movement.recorded_revision}"
    return await tell_members(
        tx,
        movement.application_id,
        MOVED,
        key=f"moved:{movement.id}:{change}",
        at=now,
        facts=_words(movement.state, movement.told_state),
    )


def _words(state: str, told: str | None) -> Mapping[str, str]:
    return _PUSHED_BACK if (told, state) == ("funded", "waiting") else _WORDS[state]
