"""The first page where many programmes are open: each says what is left of its money."""

from collections.abc import Callable
from typing import Any

from tests.clients.wechat.output import Output
from tests.world.application import World

_MORE_THAN_AT_ONCE = 14


async def test_each_of_many_programmes_says_its_money(
    phone: Callable[[str], Any], output: Output, world: World
) -> None:
    """A call for each, and WeChat refuses an eleventh that is begun while ten run."""
    for _ in range(_MORE_THAN_AT_ONCE):
        await world.publish()
    handset = await phone("many")

    await handset.launch(output.pages[0])
    lines = await handset.wait(route=output.pages[0], quiet=True)
    asked = [note for note in await handset.notes("request") if note["path"].endswith("/quota")]

    assert len(asked) >= _MORE_THAN_AT_ONCE
    assert not [line for line in lines if "资金数字没取到" in line]
