"""The Rongchang programme: its items, limits and exclusions are those of the notice."""

import pytest

from models.rules.terms.programme import EditionDefinition
from tests.programmes.slots import keys, track_of
from tests.programmes.sources import compiled

PROGRAMME = "cq-rongchang-ecommerce"
# Track, kind of its award, and the facts that programmes must name so.
ITEMS: dict[str, tuple[str, set[str]]] = {
    "demo-base": ("discretionary", set()),
    "park-rent": (
        "declining",
        {"support_year", "rent_fen", "broadband_fen", "in_park", "registered_district"},
    ),
    "platform-build": ("share", {"investment_fen", "own_funds"}),
    "online-store": (
        "share",
        {
            "months_running",
            "turnover_reached",
            "annual_operating_fee_fen",
            "sells_local_products",
            "newly_opened",
        },
    ),
    "top-ten": ("fixed", set()),
    "brand": ("range", set()),
    "brand-higher": ("share", {"higher_grant_fen"}),
    "per-order": ("per_unit", {"orders"}),
    "scale": ("tiers", {"annual_volume_fen", "highest_past_volume_fen", "tiers_already_paid"}),
    "demo-enterprise": ("grade", {"grade"}),
    "introduction": ("discretionary", set()),
    "talent": ("discretionary", set()),
    "loan-interest": (
        "interest",
        {"loan_recognised", "support_year", "principal_fen", "reference_rate_bp", "days"},
    ),
}
TARGETS = {
    "volume": 20,
    "online_retail": 2,
    "rural_volume": 10,
    "sme_use": 60,
    "large_firm_use": 90,
    "parks": 1,
    "online_clusters": 1,
    "incubators": 2,
    "micro_parks": 2,
    "produce_centre": 1,
    "service_stations": 100,
    "firms_online": 100,
    "leaders_trained": 100,
    "o2o_shops": 30,
    "logistics_firms": 1,
    "cold_stores": 1,
    "sorting_centres": 1,
    "collection_centres": 20,
    "village_stations": 300,
    "information_officers": 300,
}


@pytest.fixture(scope="module", params=["2015", "demo"])
def definition(request: pytest.FixtureRequest) -> EditionDefinition:
    return compiled(PROGRAMME, request.param)


@pytest.fixture(scope="module")
def demo() -> EditionDefinition:
    return compiled(PROGRAMME, "demo")


def test_items_and_facts_are_those_of_the_notice(definition: EditionDefinition) -> None:
    assert [track.code for track in definition.tracks] == list(ITEMS)
    for track in definition.tracks:
        kind, names = ITEMS[track.code]
        assert track.award.kind == kind
        assert names <= {fact.name for fact in track.facts}, track.code
        assert "no_same_kind_support" in {condition.id for condition in track.conditions}


def test_the_source_has_no_date_and_the_year_says_why(definition: EditionDefinition) -> None:
    assert definition.policy.issued_on is None
    if definition.edition.demonstration:
        return
    (opens,) = [one for one in definition.edition.sources if one.name == "opens_at"]
    assert opens.assumed
    assert "2013" in (opens.reading or "")


def test_one_budget_serves_all_items(definition: EditionDefinition) -> None:
    assert definition.edition.budget_fen == 1_000_000_000
    assert [(pool.code, pool.budget_fen) for pool in definition.pools] == [
        ("general", 1_000_000_000)
    ]
    assert {track.pool for track in definition.tracks} == {"general"}


def test_the_path_is_assumed_and_only_the_ten_are_scored(definition: EditionDefinition) -> None:
    for track in definition.tracks:
        second = "score" if track.code == "top-ten" else "audit"
        kinds = ["preliminary", second, "publicity", "approve", "payout"]
        assert [stage.kind for stage in track.stages] == kinds
        assert all(stage.assumed for stage in track.stages)
        assert [stage.workdays for stage in track.stages if stage.kind == "publicity"] == [5]
        assert all(material.assumed for material in track.materials)
        assert (track.selection == "merit") == (track.code == "top-ten")
    top = track_of(definition, "top-ten")
    assert top.minimum_experts is not None
    assert (top.minimum_experts.value, top.minimum_experts.assumed) == (3, True)
    assert sum(criterion.maximum_points for criterion in top.criteria) == 100


def test_ten_firms_and_five_of_the_district_grade_a_year(definition: EditionDefinition) -> None:
    limits = {}
    for track in definition.tracks:
        if track.places is not None:
            limits[track.code] = {row.key: row.figure.value for row in track.places.rows}
    assert limits == {"top-ten": {"荣昌区": 10}, "demo-enterprise": {"district": 5}}


def test_goals_are_those_of_the_notice(demo: EditionDefinition) -> None:
    assert {target.id: target.value for target in demo.policy.targets} == TARGETS
    assert [target.id for target in demo.policy.targets if target.more_than] == ["sme_use"]
    assert all(target.cite for target in demo.policy.targets)


def test_each_brand_project_and_grade_counts_by_itself(demo: EditionDefinition) -> None:
    for code, name in (("platform-build", "project_name"), ("brand", "brand_name")):
        first, again = keys(demo, code, **{name: "甲项"}), keys(demo, code, **{name: " 甲项 "})
        assert first == again != set()
        assert first.isdisjoint(keys(demo, code, **{name: "乙项"}))
    national, district = (
        keys(demo, "demo-enterprise", grade=it) for it in ("national", "district")
    )
    assert national
    assert national.isdisjoint(district)


def test_each_year_of_rent_is_paid_once_and_a_store_once_for_ever(
    demo: EditionDefinition,
) -> None:
    years = [keys(demo, "park-rent", support_year=year) for year in (1, 2)]
    assert all(years)
    assert years[0].isdisjoint(years[1])
    other = compiled(PROGRAMME, "2015")
    assert keys(demo, "online-store") == keys(other, "online-store") != set()
    assert keys(demo, "per-order").isdisjoint(keys(other, "per-order"))


def test_each_threshold_is_a_slot_of_its_own(demo: EditionDefinition) -> None:
    one = keys(demo, "scale", annual_volume_fen=1_200_000_000)
    two = keys(demo, "scale", annual_volume_fen=6_000_000_000)
    assert (len(one), len(two)) == (1, 2)
    assert one < two


def test_ceilings_and_the_limits_of_a_brand_are_those_of_the_notice(
    definition: EditionDefinition,
) -> None:
    ceilings = {
        track.code: (figure.value, figure.cite)
        for track in definition.tracks
        if (figure := track.award.find_figure("ceiling_bp"))
    }
    assert ceilings == {"platform-build": (3000, "四(二)3"), "loan-interest": (5000, "四(四)")}
    brand = track_of(definition, "brand").award
    limits = [brand.figure(f"{end}_fen").value for end in ("minimum", "maximum")]
    assert limits == [2_000_000, 5_000_000]
