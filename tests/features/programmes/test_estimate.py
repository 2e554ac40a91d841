"""Estimates before signing: yes, no, cannot tell yet; how much; and every fact that is wrong."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.world.application import World
from tests.world.client import told


def facts(**changes: Any) -> dict[str, Any]:
    """Of somebody who qualifies."""
    day = (datetime.now(UTC) - timedelta(days=10)).isoformat(timespec="seconds")
    given = {
        "is_sme": True,
        "registered_city": "上海市",
        "newly_signed": True,
        "signed_at": day,
        "paid_at": day,
        "registered_for_use": True,
        "fee_fen": 1_000_001,
        "paid_fen": 400_001,
    }
    return given | changes


async def estimated(market: World, given: dict[str, Any], track: str = "copay") -> Any:
    path = f"/programmes/{market.edition}/tracks/{track}/estimate"
    status, found = await told(market.anyone, "POST", path, {"facts": given})
    assert status == 200, found
    return found


async def test_who_qualifies_learns_how_much_and_why(market: World) -> None:
    found = await estimated(market, facts())
    assert (found["eligible"], found["award_fen"], found["missing"]) == (True, 400_000, [])
    assert all(condition["met"] and condition["cite"] for condition in found["conditions"])
    fee, *parts = [step["amount_fen"] for step in found["steps"]]
    assert (fee, sum(parts)) == (1_000_001, 1_000_001)


async def test_what_is_not_told_yet_is_missing_not_false(market: World) -> None:
    found = await estimated(market, {"fee_fen": 1_000_000})
    assert (found["eligible"], found["award_fen"]) == (None, None)
    assert "is_sme" in found["missing"]
    assert "fee_fen" not in found["missing"]


async def test_one_condition_not_met_decides_whatever_is_missing(market: World) -> None:
    found = await estimated(market, {"is_sme": False})
    assert (found["eligible"], found["award_fen"]) == (False, 0)
    assert [condition["met"] for condition in found["conditions"]].count(False) == 1


async def test_null_counts_as_not_given(market: World) -> None:
    assert "is_sme" in (await estimated(market, facts(is_sme=None)))["missing"]


async def test_recognition_only_is_zero(market: World) -> None:
    assert (await estimated(market, {}, "platform"))["award_fen"] == 0


async def test_a_closed_edition_is_estimated_too(market: World) -> None:
    path = "/programmes/sh-shuangtui-2019/tracks/copay/estimate"
    given = facts(signed_at="2019-07-01T09:00:00+08:00", paid_at="2019-07-02T09:00:00+08:00")
    status, found = await told(market.anyone, "POST", path, {"facts": given})
    assert (status, found["eligible"]) == (200, True)


async def test_every_wrong_fact_is_named_at_once(market: World) -> None:
    path = f"/programmes/{market.edition}/tracks/copay/estimate"
    wrong = {"is_sme": "yes", "fee_fen": -1, "registered_city": "月球", "colour": "red"}
    status, problem = await told(
        market.anyone, "POST", path, {"facts": wrong, "region_class": "两翼"}
    )
    assert (status, problem["code"]) == (422, "invalid")
    assert {error["field"]: error["code"] for error in problem["errors"]} == {
        "facts.is_sme": "wrong_type",
        "facts.fee_fen": "out_of_range",
        "facts.registered_city": "not_an_option",
        "facts.colour": "unknown_field",
        "region_class": "not_an_option",
    }
    messages = {error["field"]: error["message"] for error in problem["errors"]}
    assert messages["region_class"].endswith("地区类别请留空")
    assert messages["facts.is_sme"].endswith("不能写成文字")


@pytest.mark.parametrize(
    ("where", "body", "status"),
    [
        ("sh-shuangtui-1999/tracks/copay", {"facts": {}}, 404),
        ("{edition}/tracks/nothing", {"facts": {}}, 404),
        ("{edition}/tracks/nothing", {"unknown": 1}, 404),
        ("{edition}/tracks/copay", {}, 422),
        ("{edition}/tracks/copay", {"facts": [], "more": 1}, 422),
        ("{edition}/tracks/copay", {"facts": {"fee_fen": {"deep": 1}}}, 422),
        ("{edition}/tracks/copay", {"facts": {"fee_fen": 1.5}}, 422),
    ],
)
async def test_refusals(market: World, where: str, body: Any, status: int) -> None:
    path = f"/programmes/{where.format(edition=market.edition)}/estimate"
    found, problem = await told(market.anyone, "POST", path, body)
    assert found == status, problem


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"])
async def test_a_day_without_a_time_is_taken_and_said_back(market: World, form: str) -> None:
    day = (datetime.now(UTC) - timedelta(days=10)).strftime(form)
    found = await estimated(market, facts(paid_at=day))
    assert (found["eligible"], found["award_fen"]) == (True, 400_000)
    (note,) = found["notes"]
    assert (note["field"], note["code"]) == ("facts.paid_at", "whole_day")
    assert "这一天没有写时刻，按当天最后一秒排队" in note["message"]
    assert (await estimated(market, facts()))["notes"] == []
