"""The Chongqing programme: papers, path, list and duties as the 办法 states them."""

from datetime import date, datetime

import pytest

from models.rules.line.order_key import CHINA
from models.rules.terms.programme import EditionDefinition, TrackTerms
from tests.programmes.sources import compiled

WITHOUT_FORMULA = [f"第十{number}条" for number in "二三五六七"]
NUMERALS = "一二三四五六七八九十"


@pytest.fixture(scope="module", params=["2013", "demo"])
def definition(request: pytest.FixtureRequest) -> EditionDefinition:
    return compiled("cq-info-platform", request.param)


def track_of(definition: EditionDefinition, code: str = "accreditation") -> TrackTerms:
    track = definition.find_track(code)
    assert track is not None
    return track


def test_the_facts_are_those_of_article_five(definition: EditionDefinition) -> None:
    track = track_of(definition)
    assert [(fact.name, fact.type) for fact in track.facts] == [
        ("independent_legal_entity", "bool"),
        ("years_operating", "int"),
        ("total_assets_fen", "money"),
        ("finances_sound", "bool"),
        ("prospects_sound", "bool"),
        ("serves_clusters", "bool"),
        ("industry_influence", "bool"),
        ("functions_complete", "bool"),
        ("employees", "int"),
        ("qualified_staff_ratio_bp", "ratio"),
        ("has_premises", "bool"),
        ("smes_served_per_year", "int"),
        ("smes_served_last_year", "int"),
        ("smes_served_two_years_ago", "int"),
        ("smes_served_growing", "bool"),
        ("satisfaction_bp", "ratio"),
        ("reputation_sound", "bool"),
        ("has_management_system", "bool"),
        ("has_development_plan", "bool"),
        ("leadership_sound", "bool"),
    ]
    asked = [fact.name for fact in track.facts if fact.required]
    assert [condition.fact for condition in track.conditions] == asked
    assert all(str(condition.cite).startswith("第五条(") for condition in track.conditions)


def test_ten_papers_of_which_the_ninth_is_optional(definition: EditionDefinition) -> None:
    papers = track_of(definition).materials
    assert [paper.cite for paper in papers] == [f"第八条({n})" for n in NUMERALS]
    assert [number for number, paper in enumerate(papers, 1) if not paper.required] == [9]


def test_the_path_is_district_bureau_notice_of_seven_days_title(
    definition: EditionDefinition,
) -> None:
    track = track_of(definition)
    assert [(stage.kind, stage.role, stage.cite) for stage in track.stages] == [
        ("preliminary", "district", "第九条"),
        ("audit", "authority", "第十条"),
        ("publicity", "authority", "第十条"),
        ("approve", "authority", "第十一条"),
    ]
    assert [stage.workdays for stage in track.stages] == [None, None, 7, None]
    assert track.stages[0].by_month == 2
    assert (track.selection, track.applicant, track.award.kind) == ("rolling", "platform", "none")


def test_the_title_stands_and_is_reviewed_every_three_years(
    definition: EditionDefinition,
) -> None:
    recognition = track_of(definition).recognition
    assert recognition is not None
    assert (recognition.span, recognition.platform) == ("standing", True)
    figures = {figure.name: (figure.value, figure.cite) for figure in recognition.figures}
    assert figures["review_years"] == (3, "第十四条")
    assert figures["remind_days"][1] is None
    renewal = track_of(definition, "accreditation.re_review")
    assert [stage.role for stage in renewal.stages] == ["district", "authority"]
    assert len(renewal.materials) == 3
    assert {paper.cite for paper in renewal.materials} == {"第十四条"}
    summary = track_of(definition, "accreditation.summary")
    assert [stage.role for stage in summary.stages] == ["authority"]
    assert [paper.cite for paper in summary.materials] == ["第十三条"]


def test_the_eight_functions_are_declared_and_judge_nothing(definition: EditionDefinition) -> None:
    track = track_of(definition)
    (declared,) = track.declarations
    assert (declared.name, declared.type, len(declared.options)) == ("categories", "list", 8)
    assert track.recognition is not None
    assert track.recognition.categories == "categories"
    shanghai = compiled("sh-shuangtui", "demo").find_track("platform")
    assert shanghai is not None
    assert shanghai.declarations[0].options == declared.options


def test_seventeen_districts_are_the_two_wings_by_assumption(
    definition: EditionDefinition,
) -> None:
    (wings,) = definition.region_classes
    assert (wings.code, wings.assumed, wings.cite) == ("两翼", True, None)
    assert len(set(wings.districts)) == 17
    lower = {c.id: c.by_region[0].value for c in track_of(definition).conditions if c.by_region}
    assert lower == {
        "total_assets_fen": 50_000_000,
        "employees": 10,
        "smes_served_per_year": 30,
    }


def test_the_clauses_that_no_formula_holds_are_told(definition: EditionDefinition) -> None:
    assert [clause.cite for clause in definition.policy.clauses] == WITHOUT_FORMULA


def test_the_2013_edition_ends_in_february() -> None:
    historic = compiled("cq-info-platform", "2013")
    assert historic.edition.closes_at == datetime(2013, 2, 28, 23, 59, 59, tzinfo=CHINA)
    assert historic.policy.issued_on == date(2013, 2, 26)
    assert {"开县", "武隆县"} <= set(historic.region_classes[0].districts)
