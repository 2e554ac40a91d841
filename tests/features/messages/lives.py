"""Random lives of an application: what may happen to it next, and what its messages' words claim.

The words are read as people read them; nothing here looks at `standing.py`.
"""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from server.clock import SHANGHAI, Clock
from server.edge.calendar import working_calendar
from server.features.messages.still_true import still_true
from server.features.messages.tell_movements import tell_movements
from server.features.messages.tell_submitted import tell_submitted
from server.features.quota.lock_next import lock_next_in_turn
from server.features.quota.ranking_log import record_movements
from server.features.verdicts.after_lock import open_after_lock
from server.features.verdicts.remind_due import remind_due
from server.features.verdicts.tell_decided import tell_decided
from server.ports import Ports
from storage.postgres.core.transaction import transaction
from tests.features.messages.conftest import Told
from tests.features.verdicts.return_steps import lapse
from tests.world.handing_in_again import SENT_BACK, answer_all
from tests.world.review_steps import AUDIT_PASS, PASS, decide, endorse, platform_of, shown
from tests.world.verified import pay_out

REJECT: Final = {"verdict": "reject", "comment": "凭证不清"}
_LIVE: Final = frozenset({"in_review", "returned", "approved", "payable", "paid"})
_OVER: Final = frozenset({"rejected", "lapsed"})
CLAIMED: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "申请已提交": frozenset({"in_review"}),
        "有客户提交申请": frozenset({"in_review"}),
        "申请需要补正": frozenset({"returned"}),
        "补正期限快到了": frozenset({"returned"}),
        "平台企业已核对": frozenset({"in_review"}),
        "已通过第三方审核": frozenset({"in_review"}),
        "排队进度有变化": frozenset({"in_review", "returned", "approved"}),
        "已审核通过": frozenset({"approved", "payable"}),
        "请填写收款账户": frozenset({"approved"}),
        "未予通过": frozenset({"rejected"}),
        "申请已失效": frozenset({"lapsed"}),
        "客户撤回了申请": frozenset({"withdrawn"}),
        "已拨付": frozenset({"paid"}),
        "补贴资格已撤销": frozenset({"revoked"}),
        "有一笔补贴需要退回": frozenset({"revoked"}),
        "申诉已收到": _OVER,
        "有新的申诉待处理": _OVER,
        "申诉未获支持": _OVER,
        "申诉成立": _LIVE,
    }
)
"""What a title says of the application: where it stands while that is so."""

Act = Callable[[], Awaitable[Any]]


@dataclass
class Life:
    """One application, who tells of it, and what has happened so far."""

    told: Told
    ports: Ports
    chance: random.Random
    happened: list[str] = field(default_factory=list)
    seen: set[UUID] = field(default_factory=set)
    outdated: int = 0

    async def live(self, steps: int) -> None:
        """Act after act; jobs run now or later; every word is compared with what is so."""
        await self._compare()
        for _ in range(steps):
            now = await shown(self.told.person, self.told.application)
            acts = await self._acts(now)
            if not acts:
                break
            name = self.chance.choice(sorted(acts))
            self.happened.append(name)
            await acts[name]()
            if self.chance.random() < 0.6:
                await self._speak()
            await self._compare()
        await self._speak()
        await self._compare()

    async def _acts(self, now: dict[str, Any]) -> dict[str, Act]:
        match now["status"]:
            case "in_review" if not await self._open():
                return {"turn": self._turn, "withdraw": self._withdraw}
            case "in_review":
                return {**self._at(now["stage"]), "withdraw": self._withdraw}
            case "returned":
                return {"again": self._again, "lapse": self._lapse, "near": self._near}
            case "approved" | "payable":
                return {"pay": self._pay, "revoke": self._revoke}
            case "paid":
                return {"revoke": self._revoke}
            case "rejected" | "lapsed" if "appeal" not in self.happened:
                return {"appeal": self._appeal}
            case "rejected" | "lapsed" if self.happened[-1] == "appeal":
                return {"upheld": self._answer("upheld"), "dismissed": self._answer("dismissed")}
            case _:
                return {}

    def _at(self, stage: str) -> dict[str, Act]:
        if stage == "endorse":
            return {"endorse": self._endorse}
        role = {"audit": "auditor", "approve": "authority"}[stage]
        good = AUDIT_PASS if stage == "audit" else PASS
        verdicts = {"pass": good, "return": SENT_BACK, "reject": REJECT}
        return {
            f"{stage}.{name}": self._decide(role, stage, body) for name, body in verdicts.items()
        }

    def _decide(self, role: str, stage: str, body: dict[str, Any]) -> Act:
        async def act() -> None:
            person = await self.told.world.staff(role)
            (await decide(person, self.told.application, stage, body)).ok()

        return act

    async def _open(self) -> bool:
        """After an appeal a step may wait for the money that its claim had before."""
        rows = await self.told.world.fetch(
            "SELECT 1 FROM reviews WHERE application_id = $1 AND state = 'open'", self.told.id
        )
        return bool(rows)

    async def _turn(self) -> None:
        (row,) = await self.told.world.fetch(
            "SELECT pool_id FROM claims WHERE application_id = $1 AND live", self.told.id
        )
        clock, ranker = self.ports.clock, self.ports.ranker
        await lock_next_in_turn(
            row["pool_id"], open_next=open_after_lock, clock=clock, ranker=ranker
        )

    async def _endorse(self) -> None:
        (await endorse(self.told.world, self.told.application)).ok()

    async def _withdraw(self) -> None:
        (await self.told.person.post(f"/applications/{self.told.id}/withdraw")).ok()

    async def _again(self) -> None:
        await answer_all(self.told.person, self.told.application)
        (await self.told.person.post(f"/applications/{self.told.id}/submit")).ok()

    async def _lapse(self) -> None:
        await lapse(self.told.world, timedelta(days=60))

    async def _near(self) -> None:
        """Its last day has come; the reminder is read at some hour of it."""
        now = await shown(self.told.person, self.told.application)
        due_on = datetime.fromisoformat(now["corrections"][0]["due_on"]).replace(tzinfo=SHANGHAI)
        await remind_due(
            clock=Clock(lambda: due_on + timedelta(hours=10)), calendar=working_calendar()
        )

    async def _pay(self) -> None:
        authority = await self.told.world.staff("authority")
        payout = await pay_out(self.told.world, self.told.application["edition"])
        body = {"paid_on": datetime.now(SHANGHAI).date().isoformat(), "voucher_no": "PZ-1"}
        (await authority.post(f"/payouts/{payout['id']}/confirm", body)).ok()

    async def _revoke(self) -> None:
        now = await shown(self.told.person, self.told.application)
        recover_fen = now["award_fen"] if now["status"] == "paid" else 0
        body = {"reason": "提供虚假材料", "recover_fen": recover_fen, "credit_record": False}
        authority = await self.told.world.staff("authority")
        (await authority.post(f"/applications/{self.told.id}/revoke", body)).ok()

    async def _appeal(self) -> None:
        path = f"/applications/{self.told.id}/appeal"
        (await self.told.person.post(path, {"reason": "有误"})).ok(201)

    def _answer(self, verdict: str) -> Act:
        async def act() -> None:
            (row,) = await self.told.world.fetch(
                "SELECT id FROM appeals WHERE application_id = $1", self.told.id
            )
            authority = await self.told.world.staff("authority")
            body = {"verdict": verdict, "comment": "已核实"}
            (await authority.post(f"/appeals/{row['id']}/decide", body)).ok()

        return act

    async def _speak(self) -> None:
        """The worker's jobs and loops, in any order, however late."""
        reviews = await self.told.world.fetch(
            "SELECT id FROM reviews WHERE application_id = $1 AND state = 'done'", self.told.id
        )
        clock = self.ports.clock
        jobs: list[Act] = [partial(tell_submitted, self.told.id, clock=clock), self._line]
        jobs += [partial(tell_decided, row["id"], clock=clock) for row in reviews]
        self.chance.shuffle(jobs)
        for job in jobs:
            await job()

    async def _line(self) -> None:
        clock = self.ports.clock
        await record_movements(quota=self.ports.quota, clock=clock)
        await tell_movements(debounce=timedelta(0), clock=clock)

    async def _compare(self) -> None:
        """What was told since the last look, and what would still go out now."""
        now = await shown(self.told.person, self.told.application)
        entries = await self.told.world.fetch(
            "SELECT id, title, body FROM notifications WHERE application_id = $1", self.told.id
        )
        for entry in entries:
            async with transaction() as tx:
                goes_out = await still_true(tx, entry["id"])
            self.outdated += not goes_out
            if goes_out or entry["id"] not in self.seen:
                self._check(entry["title"], now["status"])
            self.seen.add(entry["id"])

    def _check(self, title: str, status: str) -> None:
        claims = [statuses for words, statuses in CLAIMED.items() if words in title]
        assert claims, f"what “{title}” claims is not known here"
        assert all(status in statuses for statuses in claims), (title, status, self.happened)


async def platform_told(told: Told) -> list[str]:
    """Events of this application that its platform's people were told."""
    person = await platform_of(told.world, told.application)
    items = (await person.get("/notifications", params={"limit": "100"})).ok()["items"]
    return [one["event"] for one in items if one["application_id"] == told.application["id"]]
