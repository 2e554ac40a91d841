"""The Yangzhou programme: two merit selections without money and without a public notice."""

from datetime import date, datetime

import pytest

from models.rules.line.order_key import CHINA
from models.rules.terms.programme import EditionDefinition, TrackTerms
from tests.programmes.sources import compiled

TRACKS = ("demonstration", "new-product")


@pytest.fixture(scope="module", params=["2018", "demo"])
def definition(request: pytest.FixtureRequest) -> EditionDefinition:
    return compiled("yangzhou-internet-plus", request.param)


def tracks(definition: EditionDefinition) -> list[TrackTerms]:
    found = [definition.find_track(code) for code in TRACKS]
    return [track for track in found if track is not None]


def test_both_tracks_go_from_the_county_to_the_experts_to_the_bureau(
    definition: EditionDefinition,
) -> None:
    assert [track.code for track in definition.tracks] == list(TRACKS)
    for track in tracks(definition):
        assert [(stage.kind, stage.role, stage.cite) for stage in track.stages] == [
            ("preliminary", "district", "四3"),
            ("score", "expert", "一3"),
            ("approve", "authority", "四3"),
        ]
        assert (track.selection, track.award.kind) == ("merit", "none")


def test_the_score_sheet_and_the_number_of_experts_are_assumed(
    definition: EditionDefinition,
) -> None:
    for track in tracks(definition):
        assert sum(criterion.maximum_points for criterion in track.criteria) == 100
        assert {"replicable", "evident_benefit"} <= {c.code for c in track.criteria}
        assert all(criterion.assumed for criterion in track.criteria)
        assert track.minimum_experts is not None
        assert (track.minimum_experts.value, track.minimum_experts.assumed) == (3, True)


@pytest.mark.parametrize(("code", "paragraph"), [("demonstration", "一"), ("new-product", "二")])
def test_seven_papers_each(definition: EditionDefinition, code: str, paragraph: str) -> None:
    track = definition.find_track(code)
    assert track is not None
    cites = [paper.cite for paper in track.materials]
    assert cites == [f"三({paragraph}){number}" for number in range(1, 8)]
    assert all(paper.required for paper in track.materials)


def test_both_tracks_share_the_common_conditions(definition: EditionDefinition) -> None:
    first, second = (
        [condition for condition in track.conditions if condition.cite == "二"]
        for track in tracks(definition)
    )
    assert first == second
    assert len(first) == 10


def test_a_firm_applies_for_the_one_title_or_the_other(definition: EditionDefinition) -> None:
    demonstration, product = tracks(definition)
    assert demonstration.recognition is not None
    assert product.recognition is not None
    (title,) = demonstration.declarations
    assert demonstration.recognition.title_by == title.name
    assert [option.value for option in title.options] == ["demonstration", "pilot"]
    assert ["示范企业" in title.options[0].label.zh, "试点企业" in title.options[1].label.zh] == [
        True,
        True,
    ]
    assert product.recognition.title_by is None


def test_the_2018_edition_closes_on_the_fifteenth_of_may_by_assumption() -> None:
    historic = compiled("yangzhou-internet-plus", "2018")
    assert historic.edition.closes_at == datetime(2019, 5, 15, 23, 59, 59, tzinfo=CHINA)
    assert historic.policy.issued_on == date(2019, 5, 14)
    (closes,) = (s for s in historic.edition.sources if s.name == "closes_at")
    assert (closes.assumed, closes.cite) == (True, None)
    assert closes.reading is not None
