"""What the processes write: one JSON object a line, with the request's id, and nothing personal.

Here because the log of a process of its own is read, also after parts of it were killed.
"""

import json
from typing import Any
from uuid import UUID

from tests.world.application import STAFF_PASSWORD
from tests.world.client import firm, uscc
from tests.world.installation import Installation, until
from tests.world.sandbox import SECRET

PHONE = "13812341234"


async def test_lines_are_json_with_a_request_id_and_nothing_personal(place: Installation) -> None:
    world = place.world
    name, person = "log-zhang-san", await world.sme("log-zhang-san")
    (await person.post("/session/phone", {"code": f"sandbox-phone-{PHONE}"})).ok()
    given = firm(name="上海不可记录机械有限公司", uscc=uscc())
    enterprise = (await person.post("/enterprises", given)).ok(201)
    done = await person.submitted(world.edition, enterprise_id=enterprise["id"])
    auditor = await world.new_staff("auditor", edition_code=world.edition)
    ids = await _refusals(place, person, given)
    await place.kill("wechat")
    answer = await world.anyone.post("/session/wechat", {"code": f"sandbox-{name}"})
    await place.start("wechat")
    ids.append(answer.headers["x-request-id"])

    async def written() -> bool:
        return all(one in place.log_of("server") for one in ids)

    await until(written, "every request has its line")
    secret = {
        "phone": PHONE,
        "openid": await world.sandbox.openid(name),
        "login code": f"sandbox-{name}",
        "token": person.headers["authorization"].partition(" ")[2],
        "staff's token": auditor.headers["authorization"].partition(" ")[2],
        "staff's name": auditor.name,
        "password": STAFF_PASSWORD,
        "firm": given["name"],
        "uscc": given["uscc"],
        "paper": done["evidence"][0]["name"],
        "contract": done["contract_no"],
        "searched": "秘密搜索",
        "app secret": SECRET,
        "receipt": done["receipt"] if isinstance(done["receipt"], str) else "never-in-a-log",
    }
    for process in ("server", "worker"):
        log = place.log_of(process)
        for what, value in secret.items():
            assert value not in log, f"{what} is in the log of the {process}"
        for line in log.splitlines():
            _check(json.loads(line))


async def _refusals(place: Installation, person: Any, given: dict[str, Any]) -> list[str]:
    """Ids of requests that carry personal data where it does not belong, or go wrong."""
    answers = [
        await person.post("/enterprises", given),
        await person.get(f"/no-such-place/{PHONE}"),
        await person.get(f"/applications/{PHONE}"),
        await person.get(f"/programmes/{place.world.edition}/platforms", params={"q": "秘密搜索"}),
        await person.post("/enterprises", {**given, given["name"]: 1}),
        await place.world.anyone.post(
            "/session/staff", {"username": given["name"], "password": "wrong-password"}
        ),
        await person.call("POST", "/enterprises", data=given["name"].encode()),
        await person.get("/session", headers={"x-request-id": "of-the-client-1"}),
    ]
    assert answers[-1].headers["x-request-id"] == "of-the-client-1"
    assert all(answer.status < 500 for answer in answers)
    return [answer.headers["x-request-id"] for answer in answers]


def _check(line: dict[str, Any]) -> None:
    assert line["at"].endswith("+00:00")
    if line.get("event") != "request":
        assert {"level", "logger", "message"} <= set(line)
        return
    assert set(line) == {
        *("at", "event", "request_id", "method", "route", "status", "ms", "user_id")
    }
    assert line["request_id"]
    assert line["route"] == "unmatched" or line["route"].startswith("/")
    if line["user_id"] is not None:
        UUID(line["user_id"])
