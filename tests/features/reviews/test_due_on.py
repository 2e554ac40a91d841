"""The work list says until when a step of the yearly round is to be done, where the notice says so."""

from datetime import date, timedelta

from tests.features.recognitions.path import pass_stage, publish_round, seek
from tests.world.application import World
from tests.world.review_steps import endorsed, review_of


async def test_the_end_of_the_month_of_the_round(world: World) -> None:
    held = await publish_round(world, "due")
    application = await seek(await world.sme(), held)
    clerk = await world.new_staff("district", edition_code=held.code)
    first_of_march = date(held.definition.edition.year, 3, 1)
    item = await review_of(clerk, application, "preliminary")
    assert item["due_on"] == (first_of_march - timedelta(days=1)).isoformat()
    await pass_stage(world, held, application, "preliminary", "district")
    bureau = await world.new_staff("authority", edition_code=held.code)
    assert (await review_of(bureau, application, "audit"))["due_on"] is None


async def test_none_where_the_notice_sets_none(world: World) -> None:
    application = await endorsed(world, await world.sme(), world.edition)
    item = await review_of(await world.staff("auditor"), application, "audit")
    assert item["due_on"] is None
