"""How a track is shown: declarations, titles with their duties, what may not come together."""

import pytest

from config.files import FACTS
from models.programme.fact_guides import read_fact_guides
from server.features.programmes.show_track import track_views
from server.features.programmes.track_schemas import TrackView
from tests.programmes.sources import compiled
from tests.world.application import World
from tests.world.market import read

GUIDES = read_fact_guides(FACTS.name, FACTS.read_text("utf-8"))


def shown(programme: str, *, english: bool = False) -> dict[str, TrackView]:
    views = track_views(compiled(programme, "demo"), english, GUIDES)
    return {track.code: track for track in views}


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


@pytest.mark.parametrize("english", [False, True])
def test_a_fact_says_how_it_is_answered(english: bool) -> None:
    facts = {fact.name: fact for fact in shown("sh-shuangtui", english=english)["copay"].facts}
    fee, size = facts["fee_fen"], facts["is_sme"]
    assert (fee.type, fee.unit, fee.example) == ("money", "yuan" if english else "元", "9800.00")
    assert size.example is None
    for fact in (fee, size):
        assert fact.help is not None
        assert fact.help.isascii() is english
    days = next(
        fact
        for fact in shown("cq-rongchang-ecommerce")["loan-interest"].facts
        if fact.name == "days"
    )
    assert (days.minimum, days.maximum) == (1, 366)


def test_a_fact_says_where_an_application_takes_it_from() -> None:
    tracks = shown("sh-shuangtui")
    copay = {fact.name: fact.source for fact in tracks["copay"].facts}
    assert (copay["fee_fen"], copay["registered_city"]) == ("particular", "firm")
    assert copay["is_sme"] == "declared"
    expansion = {fact.name: fact.source for fact in tracks["expansion"].facts}
    assert expansion["new_client_count"] == "clients"
