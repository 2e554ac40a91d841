"""Estimates say yes only where something is due, and tell the notice from what the edition assumed."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.features.programmes.every_city import publish_all
from tests.programmes.case_files import all_cases, programmes
from tests.world.application import World
from tests.world.client import told
from tests.world.market import read

LISHUI, RONGCHANG = "lishui-ecommerce", "cq-rongchang-ecommerce"


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def cities(market: World) -> AsyncIterator[None]:
    await publish_all(market)
    yield


def facts(programme: str, track: str, **changes: Any) -> dict[str, Any]:
    """Those of the track's first case, which qualifies."""
    case = next(one for one in all_cases() if (one.programme, one.track) == (programme, track))
    return dict(case.facts) | changes


async def ask(market: World, programme: str, track: str, given: dict[str, Any]) -> Any:
    path = f"/programmes/{programme}-cases/tracks/{track}/estimate"
    return await told(market.anyone, "POST", path, {"facts": given})


async def answer(market: World, programme: str, track: str, given: dict[str, Any]) -> Any:
    status, found = await ask(market, programme, track, given)
    assert status == 200, found
    return found


@pytest.mark.parametrize(
    ("programme", "track", "year", "cite"),
    [
        (RONGCHANG, "park-rent", 6, "四(二)2"),
        (LISHUI, "park-rent", 4, "二(二)4"),
        (LISHUI, "crossborder-broadband", 4, "二(二)4"),
        (LISHUI, "community-station", 4, "二(二)5"),
    ],
)
async def test_a_year_outside_the_table_is_not_eligible_with_its_clause(
    market: World, programme: str, track: str, year: int, cite: str
) -> None:
    found = await answer(market, programme, track, facts(programme, track, support_year=year))
    assert (found["eligible"], found["award_fen"]) == (False, 0)
    (failed,) = [one for one in found["conditions"] if one["met"] is False]
    assert (failed["id"], failed["cite"], failed["code"]) == ("support_year", cite, "not_met")


async def test_a_cap_that_is_used_up_is_named(market: World) -> None:
    given = facts(LISHUI, "park-rent", support_year=2, received_fen=5_000_000)
    found = await answer(market, LISHUI, "park-rent", given)
    assert (found["eligible"], found["award_fen"]) == (False, 0)
    assert (found["capped"], found["paid_before_fen"], found["cap_fen"]) == (
        True,
        5_000_000,
        5_000_000,
    )
    (failed,) = [one for one in found["conditions"] if one["met"] is False]
    assert failed["code"] == "capped"
    open_ = await answer(market, LISHUI, "park-rent", given | {"received_fen": 0, "rent_fen": 100})
    assert (open_["eligible"], open_["capped"], open_["paid_before_fen"]) == (True, False, 0)


async def test_two_figures_are_compared_and_both_are_told(market: World) -> None:
    given = facts(LISHUI, "stats-growth", base_fen=10_000_000_000, retail_fen=10_000_000_000)
    for ticked in ({}, {"keeps_growing": True}):
        found = await answer(market, LISHUI, "stats-growth", given | ticked)
        assert (found["eligible"], found["award_fen"]) == (False, 0)
        (failed,) = [one for one in found["conditions"] if one["met"] is False]
        assert failed["message"].count("1 亿元") == 2
    missing = await answer(
        market, LISHUI, "stats-growth", {k: v for k, v in given.items() if k != "base_fen"}
    )
    assert (missing["eligible"], missing["missing"]) == (None, ["base_fen"])


async def test_figures_that_contradict_each_other_are_named_both(market: World) -> None:
    given = facts(
        RONGCHANG,
        "scale",
        highest_past_volume_fen=500_000_000,
        tiers_already_paid=[1_000_000_000],
    )
    status, refused = await ask(market, RONGCHANG, "scale", given)
    assert (status, refused["code"]) == (422, "invalid")
    assert {(one["field"], one["code"]) for one in refused["errors"]} == {
        ("facts.highest_past_volume_fen", "contradicts"),
        ("facts.tiers_already_paid", "contradicts"),
    }


async def test_growth_that_is_claimed_agrees_with_the_numbers(market: World) -> None:
    given = facts("cq-info-platform", "accreditation", smes_served_last_year=10_000)
    status, refused = await ask(market, "cq-info-platform", "accreditation", given)
    assert (status, refused["errors"][0]["code"]) == (422, "contradicts")


async def test_what_the_edition_assumes_cites_nothing_and_says_so(market: World) -> None:
    given = facts("sh-shuangtui", "copay")
    found = await answer(market, "sh-shuangtui", "copay", given)
    for step in found["steps"]:
        assert step["assumed"] is (step["cite"] is None), step
    assert [step["assumed"] for step in found["steps"]][1:4] == [True, True, True]
    given = facts("sh-shuangtui", "expansion")
    *_, rate = (await answer(market, "sh-shuangtui", "expansion", given))["steps"]
    assert (rate["cite"], rate["assumed"]) == (None, True)


@pytest.mark.parametrize("programme", [LISHUI, RONGCHANG])
async def test_days_of_interest_cite_the_central_bank(market: World, programme: str) -> None:
    given = facts(programme, "loan-interest")
    found = await answer(market, programme, "loan-interest", given)
    line = next(step for step in found["steps"] if "360" in step["text"])
    assert (line["cite"], line["assumed"]) == ("银发〔2005〕129号", False)
    assert "中国人民银行" in line["source"]
    assert "年利率" in line["reading"]


async def test_every_part_of_a_track_says_whether_it_is_assumed(market: World) -> None:
    told_of = 0
    for programme in programmes():
        shown = await read(market, f"/programmes/{programme}-cases")
        dated = {one["name"]: one for one in shown["provenance"]}
        assert {"opens_at", "closes_at", "period_from", "period_to"} <= set(dated)
        parts = list(shown["provenance"])
        for track in shown["tracks"]:
            parts += [*track["conditions"], *track["materials"], *track["stages"]]
            parts += [*track["criteria"], *track["exclusions"], *track["award"]["figures"]]
        for part in parts:
            assert isinstance(part["assumed"], bool), part
            assert part["assumed"] is (part["cite"] is None), part
            told_of += part["assumed"]
    assert told_of > 100


async def test_checks_are_told_before_anybody_breaks_them(market: World) -> None:
    shown = await read(market, "/programmes/sh-shuangtui-cases")
    copay = next(track for track in shown["tracks"] if track["code"] == "copay")
    (check,) = copay["checks"]
    assert (check["fact"], check["op"], check["value_fact"]) == ("paid_fen", "<=", "fee_fen")
    growth = await read(market, f"/programmes/{LISHUI}-cases")
    track = next(one for one in growth["tracks"] if one["code"] == "stats-growth")
    assert "keeps_growing" not in [fact["name"] for fact in track["facts"]]


async def test_a_split_that_the_edition_assumed_says_so_before_signing(market: World) -> None:
    page = await read(market, f"/programmes/{market.edition}/platforms")
    platform = next(item for item in page["items"] if item["plans_from_fen"])
    for plan in (await read(market, f"/platforms/{platform['id']}"))["plans"]:
        assert (plan["assumed"], plan["cite"]) == (True, None)
        assert plan["reading"]
