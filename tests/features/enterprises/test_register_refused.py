"""What is wrong with a registration is said at once, whatever notices it first, by the field's name."""

from datetime import timedelta

import pytest

from tests.features.enterprises.particulars import particulars
from tests.world.application import World


async def test_shape_and_rules_come_in_one_answer(bare: World) -> None:
    lin = await bare.wechat("lin")
    body = particulars(uscc="9131", employees="20", registered_on="2019/06/31")
    answer = await lin.call("POST", "/enterprises", body)
    answer.refused(422, "invalid")
    assert answer.reasons() == {
        ("uscc", "length"),
        ("employees", "type"),
        ("registered_on", "date"),
    }
    words = {reason["field"]: reason["message"] for reason in answer.body["errors"]}
    assert words["employees"] == "从业人数应为整数，收到的是文字“20”"
    assert words["registered_on"].startswith("成立日期")
    assert "2019/06/31" in words["registered_on"]


async def test_a_founding_day_to_come_is_named_beside_an_empty_name(bare: World) -> None:
    lin = await bare.wechat("lin")
    day = (bare.ports.clock.today() + timedelta(days=900)).isoformat()
    answer = await lin.call("POST", "/enterprises", particulars(name="", registered_on=day))
    answer.refused(422, "invalid")
    assert answer.reasons() == {("name", "too_short"), ("registered_on", "in_future")}
    assert {reason["message"] for reason in answer.body["errors"]} >= {
        "企业名称还没有填写，请补上（空格和看不见的字符不算）"
    }


async def test_correcting_a_firm_tells_all_as_well(bare: World) -> None:
    lin = await bare.wechat("lin")
    made = (await lin.call("POST", "/enterprises", particulars())).body
    wrong = particulars(2) | {"employees": -1, "registered_on": "2099-01-01"}
    answer = await lin.call("PUT", f"/enterprises/{made['id']}", wrong)
    assert answer.reasons() == {
        ("uscc", "fixed"),
        ("employees", "out_of_range"),
        ("registered_on", "in_future"),
    }


async def test_every_problem_names_its_field_in_chinese(bare: World) -> None:
    lin = await bare.wechat("lin")
    answer = await lin.call("POST", "/enterprises", {})
    assert {reason["message"] for reason in answer.body["errors"]} == {
        f"{label}还没有填写，请补上"
        for label in (
            *("企业名称", "统一社会信用代码", "所在区", "所属行业", "从业人数"),
            *("上年营业收入", "成立日期", "登记注册地", "是否在生产性服务业功能区内"),
        )
    }


async def test_amounts_are_said_in_yuan(bare: World) -> None:
    lin = await bare.wechat("lin")
    answer = await lin.call("POST", "/enterprises", particulars(annual_revenue_fen=10**15))
    (reason,) = answer.body["errors"]
    assert reason["message"] == (
        "上年营业收入不能超过 1,000,000,000,000 元，填的是 10,000,000,000,000 元"
    )


@pytest.mark.parametrize("day", ["1900-12-31", "2101-01-01", "1800-01-01"])
async def test_a_day_far_off_is_named_with_its_field(bare: World, day: str) -> None:
    lin = await bare.wechat("lin")
    answer = await lin.call("POST", "/enterprises", particulars(registered_on=day))
    (reason,) = answer.refused(422, "invalid")["errors"]
    assert (reason["field"], reason["code"]) == ("registered_on", "out_of_range")
    assert "成立日期" in reason["message"]
    assert day in reason["message"]
