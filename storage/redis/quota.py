"""The live ranking of a pool: one typed method for each Lua script."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from struct import Struct
from typing import Any, cast
from uuid import UUID

from models.rules.line.ranking import (
    Figures,
    PoolLimits,
    QueueState,
    RankedClaim,
    RankingReport,
    RankingStatus,
    Standing,
)
from storage.redis.connect import Client
from storage.redis.keys import Keys
from storage.redis.pipeline import run_each
from storage.redis.scripts import load_script, run

# Beyond this many unread changes a pool's stream stops growing and says so (`gap`).
STREAM_MOST = 100_000

# id, key, version, amount, places, granted, live, passed, locked
CLAIM_FORM = Struct("<32s39sddddBBB")


@dataclass(frozen=True, slots=True)
class QuotaRedis:
    """Ranks claims in Redis; every method raises StoreUnavailable when Redis does not answer.

    Calls may be repeated, lost or reordered: the versions make the ranking converge to the rows.
    """

    client: Client
    keys: Keys = field(default_factory=Keys)
    stream_most: int = STREAM_MOST

    async def apply(self, pool_id: UUID, claim: RankedClaim) -> Standing:
        """Takes over the whole claim if its version is news; answers where it stands now."""
        answer = await self._run("apply", pool_id, claim.epoch, pack_claim(claim))
        return _standing(answer)

    async def standing(self, pool_id: UUID, claim_id: UUID) -> Standing | None:
        """Where the claim stands; None where this Redis does not hold it (it is pending)."""
        return (await self.standings(pool_id, [claim_id]))[0]

    async def standings(
        self, pool_id: UUID, claim_ids: Sequence[UUID]
    ) -> tuple[Standing | None, ...]:
        """Where each claim stands, all of one moment."""
        answers = await self._run("standing", pool_id, *(one.hex for one in claim_ids))
        return tuple(None if answer is None else _standing(answer) for answer in answers)

    async def figures(self, pool_id: UUID) -> Figures | None:
        """The pool's figures; None unless the ranking is ready, for nothing is guessed."""
        return _ready_figures(await self.report(pool_id))

    async def figures_of(self, pool_ids: Sequence[UUID]) -> dict[UUID, Figures | None]:
        """The figures of several pools in one round trip, each pool's of one moment; as `figures`.

        None also for a pool whose node of a Cluster breaks off while others answer.
        """
        pools = [self.keys.pool(pool_id) for pool_id in pool_ids]
        answers = await run_each(self.client, load_script("figures"), pools)
        return {
            pool_id: None if answer is None else _ready_figures(_report(answer))
            for pool_id, answer in zip(pool_ids, answers, strict=True)
        }

    async def report(self, pool_id: UUID) -> RankingReport:
        """The state of the ranking with its check sums, of one moment."""
        return _report(await self._run("figures", pool_id))

    async def resize(self, pool_id: UUID, limits: PoolLimits) -> RankingStatus:
        """Takes over the limits if their version is news; moves the line with them."""
        answer = await self._run("resize", pool_id, *limit_arguments(limits))
        return _status(answer)

    async def rebalance(self, pool_id: UUID) -> RankingStatus:
        """Goes on with a large move by one bounded step; call until it answers "ready"."""
        return _status(await self._run("rebalance", pool_id))

    async def begin(self, pool_id: UUID, epoch: int, limits: PoolLimits) -> int:
        """Opens an empty generation; answers the epoch held, another than `epoch` if refused."""
        answer = await self._run(
            "begin", pool_id, epoch, self.stream_most, *limit_arguments(limits)
        )
        opened, held = answer
        # A refusal may name the very same epoch: that generation has moved on without us.
        return int(held) if opened else max(int(held), epoch + 1)

    async def load(
        self, pool_id: UUID, epoch: int, chunk: int, claims: Sequence[RankedClaim]
    ) -> bool:
        """Loads chunk number `chunk` (from 1) of a generation; False when another has begun."""
        packed = (pack_claim(claim) for claim in claims)
        taken, _ = await self._run("load", pool_id, epoch, chunk, *packed)
        return bool(taken)

    async def finish(self, pool_id: UUID, epoch: int, chunks: int) -> str:
        """One step towards `ready`: "loading", "ready", "superseded" or "incomplete"."""
        status, _ = await self._run("finish", pool_id, epoch, chunks)
        return _text(status)

    async def _run(self, verb: str, pool_id: UUID, *arguments: str | int | bytes) -> Any:
        return await run(self.client, load_script(verb), self.keys.pool(pool_id), arguments)


def pack_claim(claim: RankedClaim) -> bytes:
    """A claim as the scripts unpack it (`CLAIM_FORM` in lua/parts/line.lua)."""
    return CLAIM_FORM.pack(
        claim.claim_id.hex.encode(),
        claim.key.encode(),
        claim.version,
        claim.amount_fen,
        claim.places,
        claim.granted_fen,
        claim.live,
        claim.passed,
        claim.locked,
    )


def limit_arguments(limits: PoolLimits) -> tuple[str | int, ...]:
    """A pool's limits as the scripts read them; "-" is no limit."""
    return (
        limits.version,
        "-" if limits.budget_fen is None else limits.budget_fen,
        "-" if limits.places is None else limits.places,
        limits.last_award,
        limits.last_award_min_fen,
    )


def _text(answer: bytes | str) -> str:
    return answer.decode() if isinstance(answer, bytes) else answer


def _status(answer: bytes | str) -> RankingStatus:
    return cast(RankingStatus, _text(answer))


def _standing(answer: Sequence[Any]) -> Standing:
    state, position, waiting_position, granted_fen, version = answer
    return Standing(
        state=cast(QueueState, _text(state)),
        position=position,
        waiting_position=waiting_position,
        granted_fen=granted_fen,
        version=version,
    )


def _ready_figures(report: RankingReport) -> Figures | None:
    return report.figures if report.status == "ready" else None


def _report(answer: Sequence[Any]) -> RankingReport:
    if len(answer) == 1:
        return RankingReport("missing")
    status, epoch, revision, gap, limits_version, *rest = answer
    budget_fen, places, locked_fen, funded_fen, locked, funded, waiting = rest[:7]
    claims, versions, amounts_fen, _ = rest[7:]
    figures = Figures(
        budget_fen=budget_fen,
        places=places,
        locked_fen=locked_fen,
        funded_fen=funded_fen,
        remaining_fen=None if budget_fen is None else budget_fen - locked_fen - funded_fen,
        locked=locked,
        funded=funded,
        waiting=waiting,
    )
    return RankingReport(
        status=_status(status),
        epoch=epoch,
        revision=revision,
        gap=bool(gap),
        limits_version=limits_version,
        claims=claims,
        versions=versions,
        amounts_fen=amounts_fen,
        figures=figures,
    )
