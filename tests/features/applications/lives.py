"""An application's life as it may go: whoever may act picks among what they are told is allowed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from server.clock import SHANGHAI
from tests.features.enterprises.firm_of_two import firm_of_two
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.review_steps import AUDIT_PASS, PASS
from tests.world.verified import pay_out

REASON = {"reason": "与实际情况不符，请核对"}
RETURN = {
    "verdict": "return",
    "comment": "请补正",
    "items": [{"item": "fee_fen", "reason": "核对金额"}],
}
REJECT = {"verdict": "reject", "comment": "不符合条件"}
PRESENT = "SELECT version, status, stage, updated_at FROM applications WHERE id = $1"
LINES = "SELECT count(*) FROM audit WHERE subject_id = $1"
REVIEW = "SELECT id FROM reviews WHERE application_id = $1 AND role = $2 ORDER BY id DESC LIMIT 1"
APPEAL = "SELECT id FROM appeals WHERE application_id = $1 ORDER BY id DESC LIMIT 1"
NOTHING = UUID(int=0)

OWN = (
    *("edit", "upload", "list_clients", "answer", "submit", "withdraw"),
    *("confirm", "refuse", "ask_correction", "appeal", "rate"),
)
ROLES = {"auditor": "auditor", "colleague": "auditor", "authority": "authority"}
_REVIEWS = ("take", "release", "decide", "declare", "score")
OF_OFFICE = {
    "auditor": _REVIEWS,
    "colleague": _REVIEWS,
    "authority": (
        *_REVIEWS,
        *("correct_dates", "move_district", "revoke", "decide_appeal"),
    ),
}


@dataclass
class Life:
    """One application with everybody who has to do with it; `verdict` is what they would say."""

    world: World
    application: dict[str, Any]
    people: dict[str, Person]
    verdict: str = "pass"
    seen: dict[str, Any] = field(default_factory=dict)
    payout: dict[str, Any] | None = None

    @property
    def path(self) -> str:
        return f"/applications/{self.application['id']}"

    @property
    def id(self) -> UUID:
        return UUID(self.application["id"])

    async def present(self) -> tuple[Any, ...]:
        """What is different afterwards, if an act did anything."""
        (row,) = await self.world.fetch(PRESENT, self.id)
        (lines,) = await self.world.fetch(LINES, self.id)
        return (*row.values(), *lines.values())

    async def review(self, role: str) -> UUID:
        rows = await self.world.fetch(REVIEW, self.id, role)
        return rows[0]["id"] if rows else NOTHING

    async def allowed(self, who: str) -> set[str] | None:
        """As each door says it; None where nobody has shown it to them yet."""
        person = self.people[who]
        if who in ("owner", "clerk"):
            self.seen = (await person.get(self.path)).ok()
            return set(self.seen["allowed"])
        if who == "filer":
            shown = await person.get(self.path)
            return set(shown.body["allowed"]) if shown.status == 200 else None
        if who == "platform":
            shown = await person.get(f"/platform{self.path}")
            return set(shown.body["allowed"]) if shown.status == 200 else None
        shown = await person.get(f"/reviews/{await self.review(ROLES[who])}")
        if shown.status == 404:
            return None
        return {*shown.ok()["allowed"], *shown.body["application"]["allowed"]}

    async def pay(self) -> None:
        """One step on the way from payable to paid."""
        edition = self.application["edition"]
        if self.payout is None:
            self.payout = await pay_out(self.world, edition)
            return
        today = datetime.now(SHANGHAI).date().isoformat()
        body = {"paid_on": today, "voucher_no": "PZ-1"}
        path = f"/payouts/{self.payout['id']}/confirm"
        (await self.people["authority"].post(path, body)).ok()

    async def act(self, who: str, act: str) -> Answer:
        return await _ACTS[act](self, self.people[who], who)


async def begin(world: World) -> Life:
    """A draft that is complete."""
    firm, edition = await firm_of_two(world), await world.publish()
    application = await firm.owner.ready(edition, enterprise_id=firm.id)
    platform = await world.staff("platform", platform_id=application["platform"]["id"])
    people = {"owner": firm.owner, "clerk": firm.member, "platform": platform, "filer": platform}
    people |= {who: await world.staff(role) for who, role in ROLES.items()}
    people["colleague"] = await world.staff("auditor", programme_code="sh-shuangtui")
    return Life(world, application, people)


async def _edit(life: Life, person: Person, who: str) -> Answer:
    seen = (await person.get(life.path)).ok()
    names = ("contract_no", "signed_at", "paid_at", "fee_fen", "paid_fen", "facts")
    tag = {"If-Match": f'"{seen["version"]}"'}
    return await person.put(
        f"{life.path}/particulars", {name: seen[name] for name in names}, headers=tag
    )


async def _upload(life: Life, person: Person, who: str) -> Answer:
    return await person.upload(life.application["id"], "service_contract")


async def _submit(life: Life, person: Person, who: str) -> Answer:
    """Its check has said before what it answers."""
    said = (await person.get(f"{life.path}/check")).body
    answer = await person.post(f"{life.path}/submit")
    told = None if answer.status == 200 else answer.body["code"]
    assert said["code"] == told, (said, answer.body)
    return answer


async def _list_clients(life: Life, person: Person, who: str) -> Answer:
    tag = {"If-Match": f'"{life.seen.get("version", 1)}"'}
    return await person.put(f"{life.path}/clients", {"clients": []}, headers=tag)


async def _answer(life: Life, person: Person, who: str) -> Answer:
    asked = (await person.get(life.path)).ok()["corrections"]
    answers = {one["item"]: "核对无误，与原件一致" for one in asked}
    return await person.put(f"{life.path}/corrections", {"answers": answers})


async def _rate(life: Life, person: Person, who: str) -> Answer:
    return await person.put(f"{life.path}/rating", {"stars": 5})


async def _decide(life: Life, person: Person, who: str) -> Answer:
    given = {"return": RETURN, "reject": REJECT, "pass": PASS if who == "authority" else AUDIT_PASS}
    return await person.post(
        f"/reviews/{await life.review(ROLES[who])}/decide", given[life.verdict]
    )


async def _endorse(life: Life, person: Person, who: str) -> Answer:
    given = {"return": RETURN, "reject": REJECT, "pass": PASS}[life.verdict]
    return await person.post(f"/platform{life.path}/endorse", given)


async def _score(life: Life, person: Person, who: str) -> Answer:
    body = {"scores": {}, "comment": "好"}
    return await person.post(f"/reviews/{await life.review(ROLES[who])}/score", body)


async def _decide_appeal(life: Life, person: Person, who: str) -> Answer:
    rows = await life.world.fetch(APPEAL, life.id)
    verdict = "upheld" if life.verdict == "pass" else "dismissed"
    found = rows[0]["id"] if rows else NOTHING
    return await person.post(f"/appeals/{found}/decide", {"verdict": verdict, "comment": "已核实"})


async def _correct_dates(life: Life, person: Person, who: str) -> Answer:
    body = {**REASON, "signed_at": life.seen["signed_at"], "paid_at": life.seen["paid_at"]}
    return await person.post(f"{life.path}/correct-dates", body)


def _on_review(verb: str, body: dict[str, Any] | None = None) -> "Call":
    async def call(life: Life, person: Person, who: str) -> Answer:
        return await person.post(f"/reviews/{await life.review(ROLES[who])}/{verb}", body)

    return call


def _posted(verb: str, body: dict[str, Any] | None = None) -> "Call":
    async def call(life: Life, person: Person, who: str) -> Answer:
        return await person.post(f"{life.path}/{verb}", body)

    return call


Call = Callable[[Life, Person, str], Awaitable[Answer]]
_ACTS: dict[str, Call] = {
    "edit": _edit,
    "upload": _upload,
    "list_clients": _list_clients,
    "answer": _answer,
    "submit": _submit,
    "withdraw": _posted("withdraw"),
    "confirm": _posted("confirm"),
    "refuse": _posted("refuse", REASON),
    "ask_correction": _posted("ask-correction", REASON),
    "appeal": _posted("appeal", REASON),
    "rate": _rate,
    "endorse": _endorse,
    "take": _on_review("take"),
    "release": _on_review("release"),
    "decide": _decide,
    "declare": _on_review("declare", {"conflict": False}),
    "score": _score,
    "correct_dates": _correct_dates,
    "move_district": _posted("district", {**REASON, "district": "徐汇区"}),
    "revoke": _posted("revoke", {**REASON, "recover_fen": 0, "credit_record": False}),
    "decide_appeal": _decide_appeal,
}
