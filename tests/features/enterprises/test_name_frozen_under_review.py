"""A firm's name cannot change between the reviewers who read it and the treasury that pays to it."""

from typing import Any

from tests.features.applications.whole_rules import (
    RONGCHANG,
    approve,
    firm_in,
    published,
    ready,
    submit,
)
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.review_steps import decide

RETURN = {
    "verdict": "return",
    "comment": "名称与执照不一致",
    "items": [{"item": "application_form", "reason": "名称与执照不一致"}],
}


async def rename(owner: Person, firm: dict[str, Any], name: str, **other: Any) -> Answer:
    """Replace the firm's particulars by what they are, but for the name and these."""
    given = {
        key: firm[key]
        for key in firm
        if key not in ("id", "state", "code_basis", "verified_at", "version")
    }
    return await owner.put(f"/enterprises/{firm['id']}", given | {"name": name} | other)


async def test_the_name_stands_from_submission_to_payment(world: World) -> None:
    edition, owner = await published(world, RONGCHANG), await world.sme()
    mine = await firm_in(owner, RONGCHANG)
    application = await ready(owner, edition, "demo-base", mine)
    (await rename(owner, mine, "改名一号有限公司")).ok()
    (await submit(owner, application)).ok()
    refused = (await rename(owner, mine, "改名二号有限公司")).refused(422, "invalid")
    assert [(error["field"], error["code"]) for error in refused["errors"]] == [("name", "fixed")]
    (await approve(world, application, award_fen=1_000_000)).ok()
    (await rename(owner, mine, "改名二号有限公司")).refused(422, "invalid")
    # Everything else may still be corrected.
    (await rename(owner, mine, "改名一号有限公司", employees=43)).ok()


async def test_a_returned_application_lets_its_firm_correct_the_name(world: World) -> None:
    edition, owner = await published(world, RONGCHANG), await world.sme()
    mine = await firm_in(owner, RONGCHANG)
    application = await ready(owner, edition, "demo-base", mine)
    (await submit(owner, application)).ok()
    authority = await world.staff("authority")
    (await decide(authority, application, "approve", RETURN)).ok()
    (await rename(owner, mine, "与执照一致有限公司")).ok()


async def test_an_ended_application_holds_no_name(world: World) -> None:
    edition, owner = await published(world, RONGCHANG), await world.sme()
    mine = await firm_in(owner, RONGCHANG)
    application = await ready(owner, edition, "demo-base", mine)
    (await submit(owner, application)).ok()
    (await owner.post(f"/applications/{application['id']}/withdraw", {})).ok()
    (await rename(owner, mine, "改名一号有限公司")).ok()
