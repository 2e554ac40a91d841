"""Who handed in under the old rules is judged by them; who comes later by the new ones."""

from dataclasses import replace
from typing import Any

from models.rules.terms.programme import EditionDefinition
from server.features.programmes.publish import publish_editions
from server.features.programmes.published import get_edition
from tests.world.application import World
from tests.world.client import Person

NEW_RATES = {"government_bp": 1000, "platform_bp": 2000, "enterprise_bp": 7000}


def less_from_the_government(definition: EditionDefinition) -> EditionDefinition:
    """The government's part falls from four tenths to one."""

    def figures(award: Any) -> Any:
        return tuple(
            replace(figure, value=NEW_RATES.get(figure.name, figure.value))
            for figure in award.figures
        )

    tracks = tuple(
        replace(track, award=replace(track.award, figures=figures(track.award)))
        if track.code == "copay"
        else track
        for track in definition.tracks
    )
    return replace(definition, tracks=tracks)


async def decision(person: Person, application: dict[str, Any]) -> dict[str, Any]:
    return dict((await person.get(f"/applications/{application['id']}/decision")).ok())


async def test_a_version_changes_nothing_for_who_came_before(world: World) -> None:
    edition = await world.publish()
    early = await world.sme()
    submitted = await early.submitted(edition)
    before = await decision(early, submitted)
    async with world.as_owner():
        changed = less_from_the_government((await get_edition(edition)).definition)
        published = await publish_editions([changed], clock=world.ports.clock)
    assert (published[0].number, len(published[0].changes)) == (2, 2)
    world.ports.rendered.forget()
    after = await decision(early, submitted)
    assert after["rules"] == before["rules"]
    assert after["rules"]["number"] == 1
    assert after["award"] == before["award"]
    assert after["conditions"] == before["conditions"]
    late = await world.sme()
    newcomer = await decision(late, await late.submitted(edition))
    assert newcomer["rules"]["number"] == 2
    assert newcomer["award"]["award_fen"] < before["award"]["award_fen"]
    told = (await world.anyone.get(f"/programmes/{edition}/versions")).ok()["items"][0]
    assert told["hash"] == newcomer["rules"]["hash"]
    assert [line for line in told["changes"] if "政府承担" in line] == [
        "copay · 政府承担：由“40%（假定）”改为“10%（假定）”"
    ]
