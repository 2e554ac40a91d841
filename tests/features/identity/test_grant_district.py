"""`staff add --district`: the value that firms carry, or a refusal; never a grant of nobody."""

import pytest

from server.errors import Invalid
from tests.world.application import World


async def test_however_it_is_written_the_officer_sees_its_firms(world: World) -> None:
    officer = await world.new_staff("district", district="上海市杨浦")
    assert [grant["district"] for grant in officer.user["grants"]] == ["杨浦区"]


@pytest.mark.parametrize("written", ["浦東", "鼓楼区", "某某区"])
async def test_what_is_no_district_is_refused(world: World, written: str) -> None:
    with pytest.raises(Invalid) as refused:
        await world.new_staff("district", district=written)
    (reason,) = refused.value.errors
    assert reason.field == "district"
    assert written in reason.text.zh
