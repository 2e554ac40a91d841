"""The 双推 programme: every number with its clause, and cases an SME would ask about."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from models.programme.file import definition_from, definition_hash, definition_json
from models.rules.eligibility.facts import read_facts
from models.rules.estimate import Estimate, estimate
from models.rules.line.order_key import CHINA
from models.rules.terms.programme import EditionDefinition
from tests.programmes.slots import track_of
from tests.programmes.sources import PROGRAMMES, PUBLISHING_DAY, compiled

NOTICE_SECTIONS = (
    "二",
    "三",
    "四(一)",
    "四(二)1",
    "四(二)2",
    "四(二)3",
    "四(三)",
    "五(一)",
    "五(二)",
)
GOOD: dict[str, object] = {
    "is_sme": True,
    "registered_city": "上海市",
    "newly_signed": True,
    "signed_at": "2026-10-08T10:00:00+08:00",
    "paid_at": "2026-10-09T15:30:00+08:00",
    "registered_for_use": True,
    "fee_fen": 1_200_000,
    "paid_fen": 480_000,
}


@pytest.fixture(scope="module", params=["2019", "demo"])
def definition(request: pytest.FixtureRequest) -> EditionDefinition:
    return compiled("sh-shuangtui", request.param)


@pytest.fixture(scope="module")
def demo() -> EditionDefinition:
    return compiled("sh-shuangtui", "demo")


def ask(definition: EditionDefinition, facts: dict[str, object], code: str = "copay") -> Estimate:
    track = track_of(definition, code)
    reading = read_facts(track.facts, facts)
    assert reading.problems == ()
    return estimate(track, reading.values)


def test_tracks_facts_papers_and_paths_are_those_of_the_notice(
    definition: EditionDefinition,
) -> None:
    assert [track.code for track in definition.tracks] == ["platform", "copay", "expansion"]
    copay = track_of(definition, "copay")
    assert {(fact.name, fact.type) for fact in copay.facts} == {
        ("registered_city", "choice"),
        ("fee_fen", "money"),
        ("paid_fen", "money"),
        ("signed_at", "instant"),
        ("paid_at", "instant"),
        ("registered_for_use", "bool"),
        ("newly_signed", "bool"),
        ("is_sme", "bool"),
        ("in_service_zone", "bool"),
    }
    assert [material.kind for material in copay.materials] == [
        "commitment_letter",
        "business_licence",
        "service_contract",
        "payment_receipt",
    ]
    assert all(material.required for material in copay.materials)
    path = [(stage.kind, stage.role) for stage in copay.stages]
    assert path == [
        ("endorse", "platform"),
        ("audit", "auditor"),
        ("approve", "authority"),
        ("payout", "authority"),
    ]
    assert copay.selection == "first_come"
    assert (copay.exclusions[0].kind, copay.exclusions[0].waivable) == ("once_per_edition", True)
    accreditation = track_of(definition, "platform")
    assert [stage.kind for stage in accreditation.stages] == [
        "preliminary",
        "score",
        "publicity",
        "approve",
    ]
    assert (accreditation.award.kind, accreditation.selection) == ("none", "merit")


def test_every_rule_and_number_has_a_clause_or_says_that_it_is_assumed(
    definition: EditionDefinition,
) -> None:
    items: list[tuple[str, str | None, bool]] = []
    for track in definition.tracks:
        items += [(fact.name, fact.cite, False) for fact in track.facts]
        items += [(c.id, c.cite, c.assumed) for c in track.conditions]
        items += [(member.id, member.cite, False) for c in track.conditions for member in c.all]
        items += [(m.kind, m.cite, m.assumed) for m in track.materials]
        items += [(s.kind, s.cite, s.assumed) for s in track.stages]
        items += [(e.id, e.cite, e.assumed) for e in track.exclusions]
        items += [(f.name, f.cite, f.assumed) for f in track.award.figures]
        items += [(c.code, c.cite, c.assumed) for c in track.criteria]
        items += [(s.name, s.cite, s.assumed) for s in track.sources]
    items += [(clause.id, clause.cite, False) for clause in definition.policy.clauses]
    for source in (*definition.edition.sources, *(s for p in definition.pools for s in p.sources)):
        items.append((source.name, source.cite, source.assumed))
    for name, cite, assumed in items:
        assert (cite is not None) != assumed, name
        assert cite is None or cite.startswith(NOTICE_SECTIONS), (name, cite)
    assert len(items) > 60


def test_what_the_notice_leaves_open_is_assumed(definition: EditionDefinition) -> None:
    names = {source.name for source in definition.edition.sources if source.assumed}
    assert {"opens_at", "closes_at", "period_from", "period_to", "correction_workdays"} <= names
    for code in ("copay", "expansion"):
        assert all(figure.assumed for figure in track_of(definition, code).award.figures)
        assert track_of(definition, code).award.assumed
    order = [s for p in definition.pools for s in p.sources if s.name == "order" and s.cite]
    assert [source.cite for source in order] == ["四(二)2"]


def test_a_definition_survives_json_and_keeps_its_hash(definition: EditionDefinition) -> None:
    stored = definition_json(definition)
    assert definition_from(stored) == definition
    assert definition_hash(definition_from(stored)) == definition_hash(definition)
    changed = replace(definition, pools=())
    assert definition_hash(changed) != definition_hash(definition)


def test_the_2019_edition_is_closed_and_has_both_pools() -> None:
    historic = compiled("sh-shuangtui", "2019")
    assert historic.edition.code == "sh-shuangtui-2019"
    assert historic.edition.closes_at == datetime(2019, 12, 31, 23, 59, 59, tzinfo=CHINA)
    assert [(pool.code, pool.order) for pool in historic.pools] == [
        ("copay", "payment"),
        ("expansion", "arrival"),
    ]
    assert historic.policy.issued_on == date(2019, 6, 10)


def test_the_demonstration_is_open_on_its_publishing_day(demo: EditionDefinition) -> None:
    edition = demo.edition
    now = datetime(2026, 11, 21, 12, tzinfo=CHINA)
    assert (edition.code, edition.year) == ("sh-shuangtui-2026", 2026)
    assert edition.opens_at < now < edition.closes_at
    assert edition.period_from == datetime(2026, 9, 22, tzinfo=CHINA)
    assert edition.period_from.date() == PUBLISHING_DAY - timedelta(days=60)
    assert [pool.code for pool in demo.pools] == ["copay"]
    assert demo.pools[0].budget_fen == 500_000_000


def test_no_file_names_a_real_platform() -> None:
    text = (PROGRAMMES / "sh-shuangtui" / "policy.toml").read_text(encoding="utf-8")
    assert "有限公司" not in text


def test_who_meets_everything_gets_the_government_part(demo: EditionDefinition) -> None:
    answer = ask(demo, GOOD)
    assert (answer.eligible, answer.award_fen, answer.missing) == (True, 480_000, ())
    assert all(verdict.met and verdict.cite for verdict in answer.conditions)
    assert answer.steps[0].text.zh == "首期基础应用服务费"


@pytest.mark.parametrize(
    ("change", "condition"),
    [
        ({"is_sme": False}, "is_sme"),
        ({"registered_city": "苏州市"}, "registered_city"),
        ({"newly_signed": False}, "newly_signed"),
        ({"registered_for_use": False}, "registered_for_use"),
        ({"signed_at": "2026-09-21T23:59:59+08:00"}, "signed_in_period"),
        ({"signed_at": "2027-09-18T00:00:00+08:00"}, "signed_in_period"),
        ({"paid_at": "2026-09-21T23:59:59+08:00"}, "paid_in_period"),
        ({"paid_at": "2027-09-18T00:00:00+08:00"}, "paid_in_period"),
    ],
)
def test_each_condition_alone_makes_the_answer_no(
    demo: EditionDefinition, change: dict[str, object], condition: str
) -> None:
    answer = ask(demo, GOOD | change)
    assert (answer.eligible, answer.award_fen, answer.steps) == (False, 0, ())
    assert [verdict.id for verdict in answer.conditions if verdict.met is False] == [condition]


@pytest.mark.parametrize("act", ["signed_at", "paid_at"])
@pytest.mark.parametrize("at", ["2026-09-22T00:00:00+08:00", "2027-09-17T23:59:59+08:00"])
def test_both_ends_of_the_period_belong_to_it(demo: EditionDefinition, act: str, at: str) -> None:
    assert ask(demo, GOOD | {act: at}).eligible is True


@pytest.mark.parametrize(
    "name", ["is_sme", "registered_city", "newly_signed", "signed_at", "registered_for_use"]
)
def test_a_fact_that_is_not_given_leaves_the_answer_open(
    demo: EditionDefinition, name: str
) -> None:
    answer = ask(demo, {key: value for key, value in GOOD.items() if key != name})
    assert (answer.eligible, answer.award_fen, answer.missing) == (None, None, (name,))


def test_without_a_fee_nothing_can_be_told_yet(
    demo: EditionDefinition,
) -> None:
    answer = ask(demo, {key: value for key, value in GOOD.items() if key != "fee_fen"})
    assert (answer.eligible, answer.award_fen, answer.missing) == (None, None, ("fee_fen",))


def test_a_failed_condition_beats_what_is_missing(demo: EditionDefinition) -> None:
    answer = ask(demo, {"registered_city": "杭州市"})
    assert (answer.eligible, answer.award_fen) == (False, 0)
    assert "is_sme" in answer.missing


def test_the_service_zone_is_a_flag_and_not_a_condition(demo: EditionDefinition) -> None:
    inside, outside = (ask(demo, GOOD | {"in_service_zone": flag}) for flag in (True, False))
    assert inside == outside


@pytest.mark.parametrize(
    ("fee_fen", "award_fen"),
    [(1, 0), (3, 1), (4_999_999, 1_999_999), (5_000_000, 2_000_000), (5_000_001, 2_000_000)],
)
def test_the_award_rounds_down_and_stops_at_the_cap(
    demo: EditionDefinition, fee_fen: int, award_fen: int
) -> None:
    assert ask(demo, GOOD | {"fee_fen": fee_fen}).award_fen == award_fen


def test_the_expansion_grant_is_a_share_of_the_new_clients_fees(
    definition: EditionDefinition,
) -> None:
    facts: dict[str, object] = {
        "new_client_fees_fen": 12_345_678,
        "clients_outside_shanghai": True,
        "clients_newly_signed": True,
    }
    assert ask(definition, facts, "expansion").award_fen == 1_234_567
    refused = ask(definition, facts | {"clients_outside_shanghai": False}, "expansion")
    assert (refused.eligible, refused.award_fen) == (False, 0)


def test_accreditation_is_recognition_only(definition: EditionDefinition) -> None:
    answer = ask(definition, {}, "platform")
    assert (answer.eligible, answer.award_fen) == (True, 0)
    assert answer.steps[0].text.zh == "仅认定，不涉及资金"


def test_the_years_list_carries_categories_and_the_modes_that_a_platform_chose(
    definition: EditionDefinition,
) -> None:
    track = track_of(definition, "platform")
    categories, modes = track.declarations
    assert (categories.name, categories.type, len(categories.options)) == ("categories", "list", 8)
    assert [option.value for option in modes.options] == ["copay", "expansion"]
    assert (modes.cite, modes.default) == ("三", ())
    assert track.recognition is not None
    named = (track.recognition.categories, track.recognition.modes)
    assert named == (categories.name, modes.name)
    assert (track.recognition.span, track.recognition.platform) == ("year", True)
    notice = next(stage for stage in track.stages if stage.kind == "publicity")
    assert notice.workdays == 5
    assert track.minimum_experts is not None
    assert track.minimum_experts.assumed


def test_mode_two_is_claimed_by_a_list_in_which_the_delta_stands_apart(
    definition: EditionDefinition,
) -> None:
    clients = track_of(definition, "expansion").clients
    assert clients is not None
    assert clients.excluded_cities == ("上海市",)
    assert clients.flagged is not None
    delta = clients.flagged.cities
    assert (len(delta), len(set(delta)), "上海市" in delta) == (40, 40, False)
    offered = {option.value for option in track_of(definition, "copay").facts[1].options}
    assert set(delta) < offered
