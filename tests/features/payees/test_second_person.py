"""Where a platform has two people, a changed account waits for the other one."""

from typing import Any

from tests.features.payouts.payout_steps import told
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.platforms import OwnPlatform, founded, profile
from tests.world.verified import current_account

FIRST = {"bank": "示例银行浦东支行", "account": "6222021234567890123"}
OTHER = {"bank": "某村镇银行", "account": "6217009999999999991"}


async def two_people(world: World) -> tuple[OwnPlatform, Person]:
    """A platform with an account, and a colleague."""
    own = await founded(world)
    (await name(own.staff, FIRST)).ok()
    return own, await world.new_staff("platform", organisation_id=own.organisation_id)


async def name(person: Person, payee: dict[str, Any]) -> Answer:
    return await person.put("/platform", profile(payee=payee))


async def act(person: Person, verb: str, payee: dict[str, Any]) -> Answer:
    return await person.post(f"/platform/payee/{verb}", {"payee_id": payee["proposed"]["id"]})


async def test_one_proposes_the_other_confirms(world: World) -> None:
    own, colleague = await two_people(world)
    before = await current_account(world, own.platform_id)
    payee = (await name(own.staff, OTHER)).ok()["payee"]
    assert payee["bank"] == FIRST["bank"], "the old account stays what it is"
    assert (payee["proposed"]["bank"], payee["proposed"]["yours"]) == (OTHER["bank"], True)
    assert payee["proposed"]["proposed_by"] == own.staff.name
    assert await current_account(world, own.platform_id) == before
    (await act(own.staff, "confirm", payee)).refused(403, "second_person_needed")
    again = (await name(own.staff, OTHER)).ok()["payee"]
    assert again == payee, "the same once more changes nothing"
    for person in (own.staff, colleague):
        (body,) = await told(person, "payee.proposed")
        assert "***************0123" in body
        assert "***************9991" in body
    seen = (await colleague.get("/platform")).ok()["payee"]
    assert seen["proposed"]["yours"] is False
    done = (await act(colleague, "confirm", seen)).ok()["payee"]
    assert (done["bank"], done["state"], done["proposed"]) == (OTHER["bank"], "unverified", None)
    assert (await act(colleague, "confirm", seen)).ok()["payee"] == done
    for person in (own.staff, colleague):
        assert "***************0123" in (await told(person, "payee.changed"))[0]


async def test_nobody_confirms_what_they_have_not_seen(world: World) -> None:
    """The account is changed once more between the look and the word."""
    own, colleague = await two_people(world)
    seen = (await name(own.staff, OTHER)).ok()["payee"]
    (await name(own.staff, {**OTHER, "account": "6217009999999999983"})).ok()
    (await act(colleague, "confirm", seen)).refused(409, "nothing_proposed")
    assert (await colleague.get("/platform")).ok()["payee"]["bank"] == FIRST["bank"]


async def test_anybody_of_the_platform_discards_it(world: World) -> None:
    own, colleague = await two_people(world)
    seen = (await name(own.staff, OTHER)).ok()["payee"]
    done = (await act(colleague, "discard", seen)).ok()["payee"]
    assert (done["bank"], done["proposed"]) == (FIRST["bank"], None)
    (await act(own.staff, "discard", seen)).ok()
    (await act(colleague, "confirm", seen)).refused(409, "nothing_proposed")


async def test_alone_it_is_changed_at_once(world: World) -> None:
    own = await founded(world)
    for payee in (FIRST, OTHER):
        shown = (await name(own.staff, payee)).ok()["payee"]
        assert (shown["bank"], shown["state"]) == (payee["bank"], "unverified")
        assert shown["proposed"] is None


async def test_a_colleague_who_is_gone_is_no_second_person(world: World) -> None:
    own, colleague = await two_people(world)
    (await name(own.staff, OTHER)).ok()
    await world.fetch(
        "UPDATE grants SET valid_from = now() - interval '2 days', valid_to = now() - interval"
        " '1 day' WHERE user_id = $1",
        colleague.id,
    )
    shown = (await name(own.staff, OTHER)).ok()["payee"]
    assert (shown["bank"], shown["proposed"]) == (OTHER["bank"], None)
