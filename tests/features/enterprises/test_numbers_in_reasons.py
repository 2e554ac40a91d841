"""A number of a person that somebody types into a reason is in no table, and shown masked to them."""

from tests.world.application import World
from tests.world.client import firm

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
RESIDENT, MOBILE, CARD = "11010519491231002X", "13900001357", "6222021234567890128"


async def tables_with(world: World, text: str) -> set[str]:
    """The tables in which it stands anywhere."""
    found = set()
    for row in await world.fetch(_TABLES):
        name = row["tablename"]
        if await world.fetch(
            f'SELECT 1 FROM "{name}" t WHERE t::text LIKE $1 LIMIT 1', f"%{text}%"
        ):
            found.add(name)
    return found


async def test_a_dispute_stores_no_number_of_a_person(world: World) -> None:
    held = firm()
    owner, rightful = await world.sme(), await world.sme()
    await owner.enterprise(**held)
    reason = f"法人{RESIDENT}\n电话 139-0000-1357 {MOBILE}，卡号{CARD}，代码{held['uscc']}"
    raised = await rightful.post("/enterprises/disputes", {"uscc": held["uscc"], "reason": reason})
    raised.ok(201)
    (shown,) = (await rightful.get("/disputes")).ok()["items"]
    assert shown["reason"] == (
        "法人**************002X\n电话 139****1357 139****1357，卡号***************0128，"
        f"代码{held['uscc']}"
    )
    for number in (RESIDENT, MOBILE, "139-0000-1357", CARD):
        assert await tables_with(world, number) == set()
    assert await tables_with(world, "139****1357，卡号") != set()
