"""Money that was set by hand does not go back silently when files are published."""

from typing import Any

from tests.features.programme_files.city import City, act, operators, propose, published
from tests.world.application import World
from tests.world.client import Person

_BUDGET = "budget_fen = { value = 1000, assumed = true }"
PLACES = (_BUDGET, f"{_BUDGET}\nplaces = {{ value = 7, assumed = true }}")
MONEY = ("value = 1000,", "value = 3000,")
OTHER = ("value = 20\n", "value = 30\n")


async def limits(world: World, city: City) -> tuple[int | None, int | None]:
    (row,) = await world.fetch(
        "SELECT budget_fen, places FROM pools WHERE edition_id = $1", city.edition
    )
    return row["budget_fen"], row["places"]


async def set_by_hand(who: Person, city: City, budget_fen: int) -> None:
    body: dict[str, Any] = {"budget_fen": budget_fen, "places": None, "reason": "追加年度预算"}
    (await who.put(f"/programmes/{city.edition}/pools/main", body)).ok()


async def test_what_the_file_does_not_change_stays_and_is_said(world: World) -> None:
    city = City()
    await published(world, city)
    first, second = await operators(world)
    await set_by_hand(first, city, 500_000)
    for change in (OTHER, PLACES):
        (told,) = (await first.post("/programme-files/check", city.files(change))).ok()["pools"]
        assert (told["pool"], told["by_hand"]) == ("main", True)
        assert "手工调整的额度 5,000 元" in told["message"]
    made = (await propose(first, city, OTHER)).ok(201)
    assert [(one["by_hand"], one["changes"]) for one in made["pools"]] == [(True, False)]
    (await act(second, made, "publish")).ok()
    assert await limits(world, city) == (500_000, None)
    # Places alone are new: the money of before is not the file's business.
    made = (await propose(first, city, OTHER, PLACES)).ok(201)
    (await act(second, made, "publish")).ok()
    assert await limits(world, city) == (500_000, 7)


async def test_what_the_file_names_anew_is_told_before_and_wins(world: World) -> None:
    city = City()
    await published(world, city)
    first, second = await operators(world)
    await set_by_hand(first, city, 500_000)
    made = (await propose(first, city, MONEY)).ok(201)
    (told,) = (await second.get(f"/programme-files/{made['id']}")).ok()["pools"]
    assert (told["by_hand"], told["changes"]) == (True, True)
    assert "改为额度 30" in told["message"]
    assert "0 件转为候补" in told["message"]
    done = (await act(second, made, "publish")).ok()
    assert (await limits(world, city), done["pools"]) == ((3_000, None), [])


async def test_money_set_after_the_proposal_is_not_undone_by_it(world: World) -> None:
    city = City()
    await published(world, city)
    first, second = await operators(world)
    made = (await propose(first, city, MONEY)).ok(201)
    await set_by_hand(first, city, 500_000)
    refused = await act(second, made, "publish")
    refused.refused(409, "rules_moved")
    assert refused.reasons() == {("main", "pool_resized")}
    assert await limits(world, city) == (500_000, None)
    (await act(second, made, "refuse", reason="额度已经追加")).ok()
    made = (await propose(first, city, MONEY)).ok(201)
    (await act(second, made, "publish")).ok()
    assert await limits(world, city) == (3_000, None)
