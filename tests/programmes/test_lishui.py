"""The Lishui programme: its items, scope, bodies and pools are those of the notice."""

import pytest

from models.rules.terms.programme import Condition, EditionDefinition, TrackTerms
from tests.programmes.slots import keys
from tests.programmes.sources import compiled

PROGRAMME = "lishui-ecommerce"
URBAN = ("市直", "莲都区", "开发区")
# Track, clause, kind of its award, and the facts that programmes must name so.
ITEMS: dict[str, tuple[str, str, set[str]]] = {
    "service-centre": ("二(二)2", "grade", {"level"}),
    "park-award": (
        "二(二)4",
        "fixed",
        {"area_m2", "tenant_ratio_bp", "stall_ratio_bp", "retail_fen", "farm_retail_fen"},
    ),
    "park-rent": ("二(二)4", "declining", {"support_year", "rent_fen", "received_fen"}),
    "crossborder-broadband": ("二(二)4", "declining", {"support_year", "broadband_fen"}),
    "warehouse": (
        "二(二)5",
        "fixed",
        {"years_qualified", "enterprises_served", "orders_per_day"},
    ),
    "rural-station": ("二(二)5", "fixed", set()),
    "community-station": ("二(二)5", "fixed", {"terminals", "support_year"}),
    "loan-interest": (
        "二(二)6",
        "interest",
        {"in_monitoring", "principal_fen", "reference_rate_bp", "days"},
    ),
    "produce-research": ("二(二)8", "discretionary", set()),
    "testing-centre": ("二(二)9", "discretionary", set()),
    "o2o-upgrade": ("二(三)2", "share", {"investment_fen"}),
    "payment-hardware": ("二(三)2", "share", {"hardware_fen"}),
    "shared-software": ("二(三)2", "share", {"development_fen"}),
    "crossborder-postage": ("二(三)4", "share", {"sales_usd_cents", "postage_fen"}),
    "overseas-warehouse": (
        "二(三)4",
        "share",
        {"built_to_provincial_standard", "construction_fen"},
    ),
    "bonded-import": ("二(三)4", "share", set()),
    "courier-office": (
        "二(三)4",
        "share",
        {"serves_crossborder_firms", "support_year", "rent_fen"},
    ),
    "exhibition": ("二(三)6", "share", {"organised", "booth_fen", "image_fen"}),
    "talent": ("二(四)1", "discretionary", set()),
    "training": ("二(四)2", "discretionary", set()),
    "employment": ("二(四)4", "discretionary", set()),
    "incubator": ("二(四)5", "discretionary", set()),
    "demo-unit": ("二(六)", "grade", {"grade"}),
    "stats-first": ("二(七)", "fixed", {"first_time"}),
    "stats-growth": ("二(七)", "per_step", {"included_before", "base_fen", "retail_fen"}),
}
TARGETS = {
    "online_retail": 200,
    "large_firm_use": 80,
    "park_area": 150_000,
    "rural_stations": 2500,
    "community_stations": 300,
    "villages": 10,
    "towns": 2,
    "provincial_firms": 3,
    "provincial_platforms": 1,
    "provincial_bases": 1,
}


@pytest.fixture(scope="module", params=["2015", "demo"])
def definition(request: pytest.FixtureRequest) -> EditionDefinition:
    return compiled(PROGRAMME, request.param)


@pytest.fixture(scope="module")
def demo() -> EditionDefinition:
    return compiled(PROGRAMME, "demo")


def scope_of(track: TrackTerms) -> Condition | None:
    return next((one for one in track.conditions if one.id == "registered_district"), None)


def test_items_clauses_and_facts_are_those_of_the_notice(definition: EditionDefinition) -> None:
    assert [track.code for track in definition.tracks] == list(ITEMS)
    for track in definition.tracks:
        cite, kind, names = ITEMS[track.code]
        assert (track.cite, track.award.kind, track.selection) == (cite, kind, "rolling")
        assert names <= {fact.name for fact in track.facts}, track.code
        assert track.responsible is not None
        assert "no_same_kind_support" in {condition.id for condition in track.conditions}


def test_only_the_urban_area_but_for_rural_stations_and_county_centres(
    definition: EditionDefinition,
) -> None:
    scopes = {track.code: scope_of(track) for track in definition.tracks}
    assert [code for code, scope in scopes.items() if scope is None] == ["rural-station"]
    grouped = [code for code, scope in scopes.items() if scope is not None and scope.any]
    assert grouped == ["service-centre", "demo-unit"]
    for code, scope in scopes.items():
        if scope is not None and code not in grouped:
            assert (scope.op, scope.value, scope.cite) == ("in", URBAN, "末段")


def test_provincial_money_counts_in_wherever_a_formula_holds(
    definition: EditionDefinition,
) -> None:
    for track in definition.tracks:
        names = [one.fact for one in track.exclusions if one.kind == "received_elsewhere"]
        known = track.award.kind != "discretionary"
        assert names == (["provincial_received_fen"] if known else []), track.code
        fact = track.find_fact("provincial_received_fen")
        assert (fact is not None and fact.default == 0) == known


def test_rural_money_is_a_pool_of_its_own(definition: EditionDefinition) -> None:
    assert definition.edition.budget_fen == 2_000_000_000
    assert {pool.code: pool.budget_fen for pool in definition.pools} == {
        "rural": 300_000_000,
        "general": 1_700_000_000,
    }
    rural = [track.code for track in definition.tracks if track.pool == "rural"]
    assert rural == ["rural-station"]
    for pool in definition.pools:
        (budget,) = [source for source in pool.sources if source.name == "budget_fen"]
        assert (budget.cite, budget.assumed) == ("二(一)2", False)


def test_papers_and_path_are_assumed(definition: EditionDefinition) -> None:
    for track in definition.tracks:
        kinds = ["preliminary", "audit", "publicity", "approve", "payout"]
        assert [stage.kind for stage in track.stages] == kinds
        assert [stage.workdays for stage in track.stages if stage.kind == "publicity"] == [5]
        assert all(stage.assumed for stage in track.stages)
        assert all(material.assumed for material in track.materials)
        assert len(track.materials) in (3, 4, 5)


def test_what_the_notice_leaves_open_is_assumed(definition: EditionDefinition) -> None:
    opened = {}
    for track in definition.tracks:
        for figure in track.award.figures:
            if figure.assumed:
                opened[f"{track.code}.{figure.name}"] = figure.value
            else:
                assert figure.cite, track.code
    assert opened == {
        "o2o-upgrade.rate_bp": 5000,
        "payment-hardware.rate_bp": 3000,
        "shared-software.rate_bp": 5000,
        "bonded-import.rate_bp": 100,
        "courier-office.rate_bp": 10_000,
    }


def test_days_of_interest_rest_on_the_central_banks_rule(definition: EditionDefinition) -> None:
    track = definition.find_track("loan-interest")
    assert track is not None
    basis = track.award.figure("day_basis")
    assert (basis.value, basis.cite, basis.assumed) == (360, "银发〔2005〕129号", False)
    assert "中国人民银行" in str(basis.source)


def test_ceilings_are_those_of_the_notice(definition: EditionDefinition) -> None:
    ceilings = {
        track.code: (figure.value, figure.cite)
        for track in definition.tracks
        if (figure := track.award.find_figure("ceiling_bp"))
    }
    assert ceilings == {
        "o2o-upgrade": (5000, "二(三)2"),
        "payment-hardware": (3000, "二(三)2"),
        "shared-software": (5000, "二(三)2"),
    }


def test_goals_are_those_of_the_notice(demo: EditionDefinition) -> None:
    assert {target.id: target.value for target in demo.policy.targets} == TARGETS
    assert [it.id for it in demo.policy.targets if it.more_than] == ["online_retail"]
    assert {target.cite for target in demo.policy.targets} == {"一(二)"}


def test_caps_reach_as_far_as_the_notice_says(demo: EditionDefinition) -> None:
    reaches = {
        track.code: track.award.cap_per
        for track in demo.tracks
        if track.award.find_figure("cap_fen")
    }
    assert reaches == {
        "park-rent": "total",
        "o2o-upgrade": "total",
        "payment-hardware": "total",
        "shared-software": "application",
        "crossborder-postage": "year",
        "overseas-warehouse": "application",
        "courier-office": "year",
        "stats-growth": "year",
    }


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("service-centre", "centre_name"),
        ("park-award", "park_name"),
        ("rural-station", "station_name"),
        ("shared-software", "software_name"),
        ("overseas-warehouse", "warehouse_name"),
        ("exhibition", "exhibition_name"),
    ],
)
def test_each_named_thing_is_supported_once_for_ever(
    demo: EditionDefinition, code: str, name: str
) -> None:
    old = compiled(PROGRAMME, "2015")
    first, again = keys(demo, code, **{name: "甲"}), keys(old, code, **{name: " 甲"})
    assert first == again != set()
    assert first.isdisjoint(keys(demo, code, **{name: "乙"}))
    assert keys(demo, code) == set()


def test_a_community_station_is_supported_once_in_each_of_its_years(
    demo: EditionDefinition,
) -> None:
    named = [
        keys(demo, "community-station", station_name=name, support_year=year)
        for name in ("甲", "乙")
        for year in (1, 2)
    ]
    assert all(len(one) == 1 for one in named)
    assert len(set[str]().union(*named)) == 4


def test_a_yearly_item_opens_again_in_the_next_edition(demo: EditionDefinition) -> None:
    old = compiled(PROGRAMME, "2015")
    for code in ("warehouse", "crossborder-postage", "stats-growth"):
        assert keys(demo, code).isdisjoint(keys(old, code))
    for code in ("stats-first", "o2o-upgrade", "payment-hardware"):
        assert keys(demo, code) == keys(old, code) != set()
