"""A search for a mistyped code is refused with its slip, where an empty list would mislead."""

import pytest

from tests.world.application import World
from tests.world.client import uscc
from tests.world.review_steps import endorsed


async def test_a_firms_code_finds_its_applications(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    code = uscc()
    firm = await owner.enterprise(uscc=code)
    application = await endorsed(world, owner, edition, enterprise_id=firm["id"])
    auditor = await world.staff("auditor")
    for typed in (code, code.lower(), " ".join(code), application["number"]):
        found = (await auditor.get("/reviews", params={"q": typed, "edition": edition})).ok()
        assert [item["number"] for item in found["items"]] == [application["number"]]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"q": "ST2O26112910023"}, ("q", "number")),
        ({"q": "91310115MA1K35BX5B"}, ("q", "checksum")),
        ({"q": "310101180001010001"}, ("q", "resident_number")),
        ({"edition": "sh-shuangtui-2062"}, ("edition", "not_an_option")),
    ],
)
async def test_a_slip_is_told(world: World, query: dict[str, str], reason: tuple[str, str]) -> None:
    auditor = await world.staff("auditor")
    answer = await auditor.get("/reviews", params=query)
    answer.refused(422, "invalid")
    assert answer.reasons() == {reason}
    assert query.get("q", "").encode() not in answer.raw or "edition" in query


async def test_a_list_names_an_edition_that_is_none(world: World) -> None:
    answer = await world.anyone.get("/lists/sh-shuangtui", params={"edition": "sh-shuangtui-2062"})
    answer.refused(422, "invalid")
    assert answer.reasons() == {("edition", "not_an_option")}


async def test_what_is_truly_not_there_is_an_empty_list(world: World) -> None:
    auditor = await world.staff("auditor")
    for text in (uscc(), "ST2026112999999", "没有这家企业"):
        assert (await auditor.get("/reviews", params={"q": text})).ok()["items"] == []
