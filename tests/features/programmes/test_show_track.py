"""How a track is shown: declarations, titles with their duties, what may not come together."""

import pytest

from server.features.programmes.show_track import track_views
from server.features.programmes.track_schemas import TrackView
from tests.programmes.sources import compiled
from tests.world.application import World
from tests.world.market import read


def shown(programme: str, *, english: bool = False) -> dict[str, TrackView]:
    return {track.code: track for track in track_views(compiled(programme, "demo"), english)}


def test_the_duties_of_a_title_stand_inside_its_track() -> None:
    definition = compiled("cq-info-platform", "demo")
    assert [track.renewal is None for track in definition.tracks].count(False) == 2
    tracks = shown("cq-info-platform")
    assert set(tracks) == {"accreditation"}
    track = tracks["accreditation"]
    assert track.recognition is not None
    assert (track.recognition.span, track.recognition.review_years) == ("standing", 3)
    assert track.re_review is not None
    assert track.re_review.code == "accreditation.re_review"
    assert len(track.re_review.materials) == 3
    assert [stage.kind for stage in track.re_review.stages][-1] == "approve"
    assert track.summary is not None
    assert track.summary.code == "accreditation.summary"
    assert track.recognition.categories in [fact.name for fact in track.declarations]
    notice = next(stage for stage in track.stages if stage.kind == "publicity")
    assert (notice.workdays, track.stages[0].by_month) == (7, 2)


@pytest.mark.parametrize("english", [False, True])
def test_what_may_not_come_together_is_told(english: bool) -> None:
    once = shown("sh-shuangtui", english=english)["copay"].exclusions
    assert [(one.id, one.kind, one.waivable) for one in once] == [
        ("copay-once", "once_per_edition", True)
    ]
    assert once[0].text.isascii() is english


def test_a_score_sheet_shows_its_points_and_how_many_must_score() -> None:
    track = shown("sh-shuangtui")["platform"]
    assert sum(one.maximum_points for one in track.criteria) == 100
    assert track.minimum_experts == 3


async def test_the_page_of_an_edition_shows_them_too(market: World) -> None:
    found = await read(market, f"/programmes/{market.edition}")
    assert {clause["id"] for clause in found["clauses"]} >= {"violation", "monitoring"}
    expansion = next(track for track in found["tracks"] if track["code"] == "expansion")
    assert expansion["clients"]["excluded_cities"] == ["上海市"]
    assert expansion["re_review"] is None
