"""Where the authority wants it, whoever made a payout does not confirm it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from server.clock import SHANGHAI
from server.features.payouts import routes
from tests.world.application import World
from tests.world.review_steps import approved
from tests.world.verified import verified


async def test_a_second_person_confirms(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    edition, owner = await world.publish(), await world.sme()
    await approved(world, await owner.submitted(edition))
    maker, second = await world.staff("authority"), await world.new_staff("authority")
    await verified(world, edition)
    payout = (await maker.post("/payouts", {"edition": edition})).ok(201)
    strict = replace(world.ports, demonstration=False)

    def strict_ports(request: Any) -> Any:
        return strict

    monkeypatch.setattr(routes, "ports_of", strict_ports)
    body = {"paid_on": datetime.now(SHANGHAI).date().isoformat(), "voucher_no": "PZ-9"}
    path = f"/payouts/{payout['id']}/confirm"
    (await maker.post(path, body)).refused(403, "second_person_needed")
    assert (await second.post(path, body)).ok()["state"] == "confirmed"
