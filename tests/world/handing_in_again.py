"""Sent back and handed in again, with particulars by the days since payment."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.world.applicant import FEE
from tests.world.application import World
from tests.world.client import Person, particulars
from tests.world.review_steps import (
    decide,
    shown,
)

SENT_BACK = {
    "verdict": "return",
    "items": [{"item": name, "reason": "请核对合同金额"} for name in ("fee_fen", "paid_fen")],
}


def paid(days_ago: int, fee: int = FEE) -> dict[str, Any]:
    now = datetime.now(UTC).replace(microsecond=0)
    return {
        "fee_fen": fee,
        "paid_fen": fee,
        "signed_at": (now - timedelta(days=30)).isoformat(),
        "paid_at": (now - timedelta(days=days_ago)).isoformat(),
    }


async def send_back(world: World, role: str, stage: str, application: dict[str, Any]) -> None:
    (await decide(await world.staff(role), application, stage, SENT_BACK)).ok()


async def hand_in_again(owner: Person, application: dict[str, Any], **changes: Any) -> Any:
    now = await shown(owner, application)
    kept = {name: now[name] for name in particulars(now) if name in now}
    answer = await owner.put(
        f"/applications/{now['id']}/particulars",
        kept | changes,
        headers={"If-Match": str(now["version"])},
    )
    answer.ok()
    return await owner.post(f"/applications/{now['id']}/submit")


async def answer_all(owner: Person, application: dict[str, Any]) -> None:
    """Nothing is changed: the firm says of each item that it is right as it is."""
    now = await shown(owner, application)
    answers = {one["item"]: "核对无误，与原件一致" for one in now["corrections"]}
    path = f"/applications/{now['id']}/corrections"
    (await owner.put(path, {"answers": answers})).ok()


async def turns_waiting(world: World, pool_id: UUID) -> int:
    (row,) = await world.fetch(
        "SELECT count(*) AS n FROM pgqueuer WHERE entrypoint = 'pool.next_in_turn' AND payload = $1",
        pool_id.bytes,
    )
    return int(row["n"])


async def pool_of(world: World, edition: str) -> UUID:
    (row,) = await world.fetch("SELECT id FROM pools WHERE edition_id = $1", edition)
    found: UUID = row["id"]
    return found


def days_ago(days: int) -> str:
    return (datetime.now(UTC).replace(microsecond=0) - timedelta(days=days)).isoformat()


def signed_and_paid(days: int) -> dict[str, str]:
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=days)
    return {"signed_at": at.isoformat(), "paid_at": at.isoformat()}
