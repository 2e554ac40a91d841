"""A batch as platforms really send one: exactly its wrong rows are refused, all others are filed."""

from datetime import UTC, datetime

from server.features.batches.manifest_columns import columns_for
from tests.rush.size import PROVING
from tests.world.application import World, demo_definition
from tests.world.archives import packed
from tests.world.client_batches import TRACK, office, posted, worked_off
from tests.world.real_batch import real_batch

_FIRMS = 500 if PROVING else 8


async def test_exactly_the_wrong_rows_are_refused(world: World) -> None:
    at = await office(world)
    asked = await columns_for(at.edition, TRACK, platform_id=at.platform_id)
    definition = demo_definition()
    made = real_batch(definition, asked.track, asked.columns, now=datetime.now(UTC), firms=_FIRMS)
    archive = packed(made.files())
    batch = (await posted(at.person, at.edition, made.manifest, archive, name="客户.xlsx")).ok(202)
    await worked_off(world)
    done = await at.shown(batch)
    wrong = await at.all_results(batch, result="rejected")
    assert {row["row"] for row in wrong} == {one.row for one in made.wrong}, [
        row for row in wrong if row["row"] not in {one.row for one in made.wrong}
    ]
    told = {row["row"]: {error["code"] for error in row["errors"]} for row in wrong}
    assert [one for one in made.wrong if one.code not in told[one.row]] == []
    assert (done["status"], done["accepted"]) == ("done", _FIRMS - len(made.wrong))
    assert done["manifest_name"].endswith(".xlsx")
    assert done["labels"]["track"] == asked.track.title.zh
    filed = await at.all_results(batch, result="accepted")
    assert all(row["name"] for row in filed)
    report = await at.person.get(f"/platform/batches/{batch['id']}/report")
    assert report.raw.startswith(b"PK")
