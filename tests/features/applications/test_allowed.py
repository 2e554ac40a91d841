"""What an application says is allowed is what its acts accept, for everybody, all through its life."""

from random import Random
from uuid import UUID

import pytest
from hypothesis import settings

from tests.features.applications.lives import OF_OFFICE, OWN, Life, begin
from tests.world.application import World

_LIVES = 60 if settings().max_examples > 1_000 else 4
_STEPS = 10
_ENDING = ("withdraw", "refuse", "revoke")
_STILL_WRONG = {"incomplete", "ineligible"}
"""What a submission lacks is told by its check; the act itself is open."""
_OF = {"owner": OWN, "clerk": OWN, "filer": OWN, "platform": ("endorse",), **OF_OFFICE}


async def _refuses_all_else(life: Life, who: str, allowed: set[str]) -> None:
    """Refused, or a repeat that changes nothing."""
    for act in _OF[who]:
        if act in allowed:
            continue
        before = await life.present()
        answer = await life.act(who, act)
        assert answer.status >= 400 or await life.present() == before, (who, act, answer.body)


async def _live(life: Life, random: Random) -> None:
    people = ["platform", "filer", *OF_OFFICE]
    for _ in range(_STEPS):
        life.verdict = random.choices(("pass", "return", "reject"), (6, 2, 1))[0]
        firm = {who: await life.allowed(who) or set() for who in ("owner", "clerk")}
        # How content the firm was is its owner's to say.
        assert firm["clerk"] == firm["owner"] - {"rate"}
        of_firm = random.choice(("owner", "clerk"))
        seen = {of_firm: firm[of_firm], **{who: await life.allowed(who) for who in people}}
        open_to = {who: acts for who, acts in seen.items() if acts is not None}
        for who, allowed in open_to.items():
            assert allowed <= set(_OF[who])
            await _refuses_all_else(life, who, allowed)
        if life.seen["status"] == "payable":
            await life.pay()
            continue
        choices = [(who, act) for who, acts in open_to.items() for act in sorted(acts)]
        likely = [1 if act in _ENDING else 8 for _, act in choices]
        if not choices:
            return
        who, act = random.choices(choices, likely)[0]
        answer = await life.act(who, act)
        taken = answer.status < 300 or (act == "submit" and answer.body["code"] in _STILL_WRONG)
        assert taken, (who, act, answer.body, life.seen["status"])


@pytest.mark.parametrize("seed", range(_LIVES))
async def test_what_is_allowed_is_accepted_and_all_else_refused(world: World, seed: int) -> None:
    random, life = Random(seed), await begin(world)
    if seed % 2:
        (await life.act("owner", "submit")).ok()
    if seed % 4 == 3:
        await world.fetch("UPDATE applications SET filed_by = 'platform' WHERE id = $1", life.id)
        firm = UUID(life.application["enterprise"]["id"])
        await world.fetch(
            "UPDATE enterprises SET state = 'verified', verified_at = now() WHERE id = $1", firm
        )
    await _live(life, random)
