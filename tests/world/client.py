"""Calls over HTTP as the mini-program, a console or a script would make them."""

import asyncio
import itertools
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import aiohttp

from models.rules.places.find import find_district
from models.rules.uscc import ALPHABET, check_character
from tests.world.papers import pdf

API = "/api/v1"
_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Answer:
    """Status, headers and body of one call."""

    status: int
    body: Any
    headers: Any
    raw: bytes

    def ok(self, status: int = 200) -> Any:
        """The body, if the status is the expected one."""
        assert self.status == status, (self.status, self.body)
        return self.body

    def refused(self, status: int, code: str) -> Any:
        """The problem, if it is the expected one."""
        assert (self.status, self.body["code"]) == (status, code), (self.status, self.body)
        assert self.headers["content-type"].startswith("application/problem+json")
        return self.body

    def reasons(self) -> set[tuple[str, str]]:
        """(field, code) of every reason of a problem."""
        return {(reason["field"], reason["code"]) for reason in self.body["errors"]}


@dataclass
class Client:
    """Calls under `/api/v1`; paths that begin with `//` stand outside it."""

    url: str
    http: aiohttp.ClientSession
    headers: dict[str, str] = field(default_factory=dict)

    async def call(self, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        if body is not None:
            options["json"] = body
        where = self.url + (path[1:] if path.startswith("//") else API + path)
        headers = self.headers | options.pop("headers", {})
        async with self.http.request(method, where, headers=headers, **options) as answer:
            raw = await answer.read()
            told = "json" in answer.headers.get("content-type", "")
            body = await answer.json(content_type=None) if raw and told else None
            return Answer(answer.status, body, answer.headers, raw)

    async def get(self, path: str, **options: Any) -> Answer:
        return await self.call("GET", path, **options)

    async def post(self, path: str, body: Any = None, **options: Any) -> Answer:
        return await self.call("POST", path, json={} if body is None else body, **options)

    async def put(self, path: str, body: Any, **options: Any) -> Answer:
        return await self.call("PUT", path, json=body, **options)

    async def delete(self, path: str, **options: Any) -> Answer:
        return await self.call("DELETE", path, **options)


async def told(who: Client, method: str, path: str, body: Any = None, **headers: str) -> Any:
    """Status and body of a call, whatever they are."""
    answer = await who.call(method, path, body, headers=headers)
    return answer.status, answer.body


@dataclass
class Person(Client):
    """Somebody logged in; `user` is what the login said."""

    name: str = ""
    user: dict[str, Any] = field(default_factory=dict)

    @classmethod
    async def through_wechat(cls, anyone: Client, name: str) -> "Person":
        answer = await anyone.post("/session/wechat", {"code": f"sandbox-{name}"})
        return cls.of(anyone, name, answer.ok())

    @classmethod
    async def as_staff(cls, anyone: Client, username: str, password: str) -> "Person":
        answer = await anyone.post("/session/staff", {"username": username, "password": password})
        return cls.of(anyone, username, answer.ok())

    @classmethod
    def of(cls, anyone: Client, name: str, session: dict[str, Any]) -> "Person":
        headers = {"authorization": f"Bearer {session['token']}"}
        return cls(anyone.url, anyone.http, headers, name, session["user"])

    @property
    def id(self) -> UUID:
        return UUID(self.user["id"])

    @property
    def token(self) -> str:
        return self.headers["authorization"].removeprefix("Bearer ")

    async def enterprise(self, **changes: Any) -> dict[str, Any]:
        """A firm of one's own, registered in Shanghai."""
        answer = await self.post("/enterprises", firm(**changes))
        return dict(answer.ok(201))

    async def draft(self, edition: str, **changes: Any) -> dict[str, Any]:
        """A draft in `copay` for the first platform with a plan; a new firm unless one is given."""
        if "enterprise_id" not in changes:
            changes["enterprise_id"] = (await self.enterprise())["id"]
        if "plan_id" not in changes:
            changes |= await self.some_plan(edition, changes.pop("platform_id", None))
        body = {"edition": edition, "track": "copay", **changes}
        return dict((await self.post("/applications", body)).ok(201))

    async def some_plan(self, edition: str, platform_id: str | None = None) -> dict[str, Any]:
        if platform_id is None:
            page = (await self.get(f"/programmes/{edition}/platforms")).ok()
            platform_id = next(item["id"] for item in page["items"] if item["plans_from_fen"])
        shown = (await self.get(f"/platforms/{platform_id}", params={"edition": edition})).ok()
        return {"platform_id": platform_id, "plan_id": shown["plans"][0]["id"]}

    async def fill_in(self, application: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """Complete the particulars of a draft."""
        answer = await self.put(
            f"/applications/{application['id']}/particulars",
            particulars(application, **changes),
            headers={"If-Match": f'"{application["version"]}"'},
        )
        return dict(answer.ok())

    async def upload(
        self, application_id: str, kind: str, content: bytes | None = None, name: str | None = None
    ) -> Answer:
        form = aiohttp.FormData()
        form.add_field("kind", kind)
        form.add_field("name", name or f"{kind}.pdf")
        paper = content if content is not None else pdf(f"{kind} {uuid4().hex}")
        form.add_field("file", paper, filename="tmp_a1b2c3", content_type="image/jpeg")
        return await self.call("POST", f"/applications/{application_id}/evidence", data=form)

    async def hand_over_papers(self, application: dict[str, Any]) -> None:
        """Until all are checked, by the server or the worker beside it."""
        made = [
            (await self.upload(application["id"], missing["kind"])).ok(201)
            for missing in application["missing"]
        ]
        waiting = any(paper["state"] == "checking" for paper in made)
        while waiting:
            await asyncio.sleep(0.1)
            shown = (await self.get(f"/applications/{application['id']}")).ok()
            waiting = any(paper["state"] == "checking" for paper in shown["evidence"])

    async def ready(self, edition: str, **changes: Any) -> dict[str, Any]:
        """A draft with everything in place; `changes` go to the particulars."""
        start = {
            name: changes.pop(name)
            for name in ("enterprise_id", "platform_id", "plan_id")
            if name in changes
        }
        application = await self.fill_in(await self.draft(edition, **start), **changes)
        await self.hand_over_papers(application)
        return application

    async def submitted(self, edition: str, **changes: Any) -> dict[str, Any]:
        """An application that was submitted."""
        application = await self.ready(edition, **changes)
        return dict((await self.post(f"/applications/{application['id']}/submit")).ok())


def uscc() -> str:
    """A valid code that no test has used."""
    body = "91310115" + "MA" + "".join(random.choice(ALPHABET) for _ in range(7))
    return body + check_character(body)


def firm(**changes: Any) -> dict[str, Any]:
    """The particulars of a firm in Shanghai, or in the city of the district that is given."""
    place = find_district(changes.get("district", "")).place
    return {
        "name": f"上海示例制造有限公司{next(_NUMBERS)}",
        "uscc": uscc(),
        "district": "浦东新区",
        "sector": "制造业",
        "employees": 42,
        "annual_revenue_fen": 1_800_000_000,
        "registered_on": "2015-03-02",
        "registered_city": place.city if place else "上海市",
        "in_service_zone": True,
        **changes,
    }


def particulars(application: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Particulars that qualify: signed ten days ago, paid nine days ago, in full."""
    now = datetime.now(UTC).replace(microsecond=0)
    fee = application["plan"]["fee_fen"]
    return {
        "contract_no": f"HT-{uuid4().hex[:10]}",
        "signed_at": (now - timedelta(days=10)).isoformat(),
        "paid_at": (now - timedelta(days=9)).isoformat(),
        "fee_fen": fee,
        "paid_fen": fee,
        "facts": {"is_sme": True, "newly_signed": True, "registered_for_use": True},
        **changes,
    }
