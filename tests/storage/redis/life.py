"""The life of a pool: rows that change, and calls that arrive late, twice or never."""

import random
from dataclasses import replace
from uuid import UUID

from models.rules.line.ranking import PoolLimits, RankedClaim
from storage.redis.quota import QuotaRedis
from tests.storage.redis.claims import Truth, changed, held_standings, make_claim

POOLS = {
    "money": PoolLimits(1, 3_000, None),
    "places": PoolLimits(1, None, 12),
    "both": PoolLimits(1, 3_000, 12),
    "partial": PoolLimits(1, 3_000, None, "partial", 50),
    "partial and places": PoolLimits(1, 3_000, 14, "partial", 0),
}


class Life:
    """A pool's rows, the calls still on their way, and the events that may befall it."""

    def __init__(self, source: random.Random, limits: PoolLimits) -> None:
        self.random = source
        self.limits = limits
        self.rows: dict[UUID, RankedClaim] = {}
        self.calls: list[RankedClaim | PoolLimits] = []
        self.sequence = 0
        self.epoch = 1

    def happen(self) -> None:
        """One transaction: it changes a row, and its call is put on the way."""
        live = [row for row in self.rows.values() if row.live]
        event = self.random.choice(
            ["submit"] * 5
            + ["end", "end", "lock", "amount", "dates", "pass", "resize", "reinstate"]
        )
        if event == "submit" or not live:
            self.write(self.new_claim())
        elif event == "resize":
            self.resize()
        elif event == "reinstate":
            ended = [row for row in self.rows.values() if not row.live] or live
            self.write(changed(self.random.choice(ended), live=True, locked=False, granted_fen=0))
        else:
            self.change(event, self.random.choice(live))

    def change(self, event: str, row: RankedClaim) -> None:
        if event == "end":
            self.write(changed(row, live=False, locked=False))
        elif event == "amount":
            self.write(changed(row, amount_fen=self.random.randrange(400)))
        elif event == "dates":
            later = f"{self.random.randrange(50):010d}"
            self.write(changed(row, key=later + row.key[10:]))
        elif event == "pass":
            self.write(changed(row, passed=True))
        else:
            expected = Truth(self.limits, self.rows).standings()[row.claim_id]
            if expected.state == "funded":
                self.write(changed(row, locked=True, granted_fen=expected.granted_fen))

    def new_claim(self) -> RankedClaim:
        self.sequence += 1
        draw = self.random.randrange
        amount = draw(400) if draw(10) else 0
        return make_claim(self.sequence, amount, later=draw(50), places=draw(3))

    def resize(self) -> None:
        held = [row for row in self.rows.values() if row.live and row.locked]
        budget, places = self.limits.budget_fen, self.limits.places
        if budget is not None:
            budget = sum(row.granted_fen for row in held) + self.random.randrange(4_000)
        if places is not None:
            places = sum(row.places for row in held) + self.random.randrange(20)
        version = self.limits.version + 1
        self.limits = replace(self.limits, version=version, budget_fen=budget, places=places)
        self.calls.append(self.limits)

    def write(self, row: RankedClaim) -> None:
        self.rows[row.claim_id] = row
        self.calls.append(row)
        if not self.random.randrange(5):
            self.calls.append(row)

    async def deliver(self, quota: QuotaRedis, pool_id: UUID, most: int) -> None:
        """Some of the calls arrive, in any order; some are lost for good."""
        self.random.shuffle(self.calls)
        for call in self.calls[:most]:
            if not self.random.randrange(10):
                continue
            if isinstance(call, PoolLimits):
                await quota.resize(pool_id, call)
            else:
                await quota.apply(pool_id, call)
        del self.calls[:most]

    async def reconcile(self, quota: QuotaRedis, pool_id: UUID) -> None:
        """What was lost is called again, as the reconciler does."""
        await quota.resize(pool_id, self.limits)
        for row in self.rows.values():
            await quota.apply(pool_id, row)


async def equals_the_reference(quota: QuotaRedis, pool_id: UUID, life: Life) -> None:
    truth = Truth(life.limits, life.rows)
    expected = truth.standings()
    assert await held_standings(quota, pool_id, expected) == expected
    report = await quota.report(pool_id)
    live = [row for row in life.rows.values() if row.live]
    assert (report.status, report.claims) == ("ready", len(live))
    assert report.versions == sum(row.version for row in live)
    assert report.amounts_fen == sum(row.amount_fen for row in live)
    figures = report.figures
    assert figures is not None
    of_state = {
        state: [one.granted_fen for one in expected.values() if one.state == state]
        for state in ("locked", "funded", "waiting")
    }
    assert (figures.locked, figures.locked_fen) == (
        len(of_state["locked"]),
        sum(of_state["locked"]),
    )
    assert (figures.funded, figures.funded_fen) == (
        len(of_state["funded"]),
        sum(of_state["funded"]),
    )
    assert figures.waiting == len(of_state["waiting"])
    if figures.budget_fen is not None:
        assert figures.remaining_fen is not None
        assert figures.remaining_fen >= 0
        held = figures.locked_fen + figures.funded_fen + figures.remaining_fen
        assert held == figures.budget_fen


async def the_line_is_in_order(quota: QuotaRedis, pool_id: UUID) -> None:
    """No waiting claim before a funded one, whatever has arrived so far."""
    _, _, funded, waiting, _ = quota.keys.pool(pool_id)
    last = await quota.client.zrange(funded, -1, -1)
    first = await quota.client.zrange(waiting, 0, 0)
    assert not last or not first or last[0] < first[0]
