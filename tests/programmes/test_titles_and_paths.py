"""Titles, their duties, claims by list and paths, as the files state them and the tracks hold them."""

from datetime import date

import pytest

from models.programme.file import ProgrammeFile, ProgrammeFileError, compile_edition
from models.programme.reader.paths import WORKDAYS_SOURCE
from models.rules.terms.programme import EditionDefinition, TrackTerms
from tests.programmes.sources import compiled, shipped

DAY = date(2026, 11, 21)
CITY = "cq-info-platform"


def track_of(definition: EditionDefinition, code: str) -> TrackTerms:
    track = definition.find_track(code)
    assert track is not None, code
    return track


def with_words(side: str, old: str, new: str, *, categories: tuple[str, ...] | None = None) -> None:
    """Compile the city with one word replaced in its policy or its demonstration."""
    files = {name: shipped(f"{CITY}/{name}.toml") for name in ("policy", "demo")}
    text = files[side].text
    assert old in text
    files[side] = ProgrammeFile(files[side].name, text.replace(old, new, 1))
    compile_edition(files["policy"], files["demo"], DAY, categories=categories)


def test_a_duty_is_a_track_of_its_own_that_belongs_to_a_title() -> None:
    definition = compiled(CITY, "demo")
    title = track_of(definition, "accreditation")
    for obligation in ("re_review", "summary"):
        duty = track_of(definition, f"accreditation.{obligation}")
        assert duty.renewal is not None
        assert (duty.renewal.of, duty.renewal.obligation) == ("accreditation", obligation)
        assert (duty.applicant, duty.selection) == (title.applicant, "rolling")
        assert (duty.award.kind, duty.pool, duty.facts, duty.declarations) == ("none", None, (), ())
        assert "approve" in [stage.kind for stage in duty.stages]
    assert title.renewal is None


def test_a_title_takes_its_figures_from_both_files() -> None:
    terms = track_of(compiled(CITY, "demo"), "accreditation").recognition
    assert terms is not None
    years, days = terms.find_figure("review_years"), terms.find_figure("remind_days")
    assert years is not None
    assert days is not None
    assert (years.value, years.cite, years.assumed) == (3, "第十四条", False)
    assert (days.cite, days.assumed) == (None, True)


def test_the_length_of_a_notice_is_the_policys_or_assumed_by_the_year() -> None:
    stated = track_of(compiled(CITY, "demo"), "accreditation")
    assert [stage.workdays for stage in stated.stages if stage.kind == "publicity"] == [7]
    assert stated.sources == ()
    filled = track_of(compiled("sh-shuangtui", "demo"), "platform")
    assert [stage.workdays for stage in filled.stages if stage.kind == "publicity"] == [5]
    assert [(source.name, source.assumed) for source in filled.sources] == [(WORKDAYS_SOURCE, True)]


def test_categories_are_those_by_which_platforms_are_browsed() -> None:
    known = tuple(
        str(option.value)
        for fact in track_of(compiled(CITY, "demo"), "accreditation").declarations
        for option in fact.options
    )
    with_words("policy", "[policy]", "[policy]", categories=known)
    with pytest.raises(ProgrammeFileError, match="a category: "):
        with_words("policy", "[policy]", "[policy]", categories=known[1:])


def test_what_the_policy_says_the_year_does_not_say_again() -> None:
    twice = "[tracks.accreditation.publicity]\nworkdays = { value = 5, assumed = true }\n"
    head = "[tracks.accreditation.recognition.figures]"
    with pytest.raises(ProgrammeFileError, match="nothing: the step has its workdays"):
        with_words("demo", head, f"{twice}\n{head}")


def test_targets_and_bodies_are_kept_with_their_clause() -> None:
    definition = compiled("lishui-ecommerce", "demo")
    retail = definition.policy.targets[0]
    assert (retail.value, retail.unit, retail.more_than) == (200, "亿元", True)
    assert all(target.cite for target in definition.policy.targets)
    assert track_of(definition, "service-centre").responsible is not None


def test_places_belong_to_options_of_a_grade() -> None:
    places = track_of(compiled("cq-rongchang-ecommerce", "demo"), "demo-enterprise").places
    assert places is not None
    assert places.by == "grade"
    assert [(row.key, row.figure.value) for row in places.rows] == [("district", 5)]


def test_a_claim_by_list_names_its_facts() -> None:
    clients = track_of(compiled("sh-shuangtui", "demo"), "expansion").clients
    assert clients is not None
    assert (clients.fees, clients.count) == ("new_client_fees_fen", "new_client_count")
    assert clients.excluded_cities == ("上海市",)
    assert clients.flagged is not None
    assert "杭州市" in clients.flagged.cities
