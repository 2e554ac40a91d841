"""Every kind of award that runs so far, with its working and its cap."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.award.copay import split_rates
from models.rules.award.decided import check_decided
from models.rules.award.kinds import KINDS, work_out
from models.rules.reasons import Text
from models.rules.terms.programme import Award, AwardKind, AwardRow, Figure

TEXT = Text("资助", "Grant")
FEES = st.integers(0, 10**15)
RATES = st.integers(0, 10_000)
CAPS = st.none() | st.integers(0, 10**12)


def award(kind: AwardKind, /, *rows: tuple[str, int], **figures: int | None) -> Award:
    return Award(
        kind,
        TEXT,
        "三",
        base=("fee_fen",) if KINDS[kind].base is not None else (),
        figures=tuple(
            Figure(name, value, assumed=True)
            for name, value in figures.items()
            if value is not None
        ),
        table=tuple(AwardRow(key, Figure(key, value, cite="四")) for key, value in rows),
    )


def copay(cap: int | None = None) -> Award:
    return award(
        "copay",
        government_bp=4000,
        platform_bp=2000,
        enterprise_bp=4000,
        government_cap_fen=cap,
    )


def test_the_copay_working_shows_the_fee_and_its_three_parts() -> None:
    working = work_out(copay(), {"fee_fen": 1_200_005})
    assert working.award_fen == 480_002
    assert [step.amount_fen for step in working.steps] == [1_200_005, 480_002, 240_001, 480_002]
    assert [step.text.zh for step in working.steps[1:]] == [
        "政府补贴（按 40%）",
        "平台让利（按 20%）",
        "企业自付（按 40%）",
    ]
    assert [(step.cite, step.assumed) for step in working.steps] == [
        ("三", False),
        *[(None, True)] * 3,
    ]


def test_the_copay_working_says_that_the_cap_was_reached() -> None:
    working = work_out(copay(cap=400_000), {"fee_fen": 1_200_000})
    assert working.award_fen == 400_000
    assert [(step.text.zh, step.amount_fen) for step in working.steps[1:]] == [
        ("政府补贴（按 40% 计算超过上限）", 400_000),
        ("按上限计算", 400_000),
        ("平台让利（按 20%）", 240_000),
        ("企业自付（其余部分）", 560_000),
    ]
    assert "按上限计算" not in [
        s.text.zh for s in work_out(copay(480_000), {"fee_fen": 1_200_000}).steps
    ]


@given(FEES, CAPS)
def test_copay_is_never_above_cap_or_fee_and_its_parts_sum(fee: int, cap: int | None) -> None:
    working = work_out(copay(cap), {"fee_fen": fee})
    assert working.award_fen is not None
    assert working.award_fen <= min(fee, fee if cap is None else cap)
    parts = [
        s.amount_fen for s in working.steps if s.text.zh[:4] in ("政府补贴", "平台让利", "企业自付")
    ]
    platform_and_enterprise = sum(part for part in parts[1:] if part is not None)
    assert working.award_fen + platform_and_enterprise == fee


@given(FEES, RATES, CAPS)
def test_a_share_is_never_above_cap_or_base(fee: int, rate: int, cap: int | None) -> None:
    working = work_out(award("share", rate_bp=rate, cap_fen=cap), {"fee_fen": fee})
    assert working.award_fen is not None
    assert working.award_fen <= min(fee, fee if cap is None else cap)
    assert working.award_fen == min(fee * rate // 10_000, 10**18 if cap is None else cap)


def test_a_base_of_several_facts_is_their_sum() -> None:
    both = Award(
        "share", TEXT, "二", base=("rent_fen", "fee_fen"), figures=(Figure("rate_bp", 5000),)
    )
    assert work_out(both, {"rent_fen": 301, "fee_fen": 700}).award_fen == 500
    assert work_out(both, {"rent_fen": 301}).missing == ("fee_fen",)


@pytest.mark.parametrize("kind", ["copay", "share"])
def test_a_base_that_is_not_given_is_missing_and_the_amount_unknown(kind: AwardKind) -> None:
    working = work_out(copay() if kind == "copay" else award("share", rate_bp=1), {})
    assert (working.award_fen, working.missing, working.steps) == (None, ("fee_fen",), ())


def test_a_fixed_amount_with_and_without_years() -> None:
    assert work_out(award("fixed", amount_fen=2_000_000), {}).award_fen == 2_000_000
    years = award("fixed", ("1", 1_000_000), ("2", 500_000), ("3", 500_000))
    amounts = [work_out(years, {"support_year": year}).award_fen for year in (1, 2, 3, 4)]
    assert amounts == [1_000_000, 500_000, 500_000, 0]
    assert all(a is not None and b is not None and a >= b for a, b in pairwise(amounts))
    assert work_out(years, {}).missing == ("support_year",)


def test_recognition_is_zero_and_the_deciding_bodys_kinds_are_open() -> None:
    assert work_out(award("none"), {}).award_fen == 0
    assert work_out(award("discretionary"), {}).award_fen is None
    ranged = award("range", minimum_fen=2_000_000, maximum_fen=5_000_000)
    working = work_out(ranged, {})
    assert (working.award_fen, working.missing) == (None, ())
    assert working.steps[0].text.zh == "由评定机构在 2 万元至 5 万元之间确定"


@pytest.mark.parametrize(
    ("amount_fen", "allowed"),
    [(1_999_999, False), (2_000_000, True), (5_000_000, True), (5_000_001, False)],
)
def test_the_deciding_body_stays_within_the_limits(amount_fen: int, allowed: bool) -> None:
    ranged = award("range", minimum_fen=2_000_000, maximum_fen=5_000_000)
    assert (check_decided(ranged, amount_fen) is None) == allowed


def test_a_discretionary_amount_is_not_negative() -> None:
    assert check_decided(award("discretionary"), 0) is None
    assert check_decided(award("discretionary"), -1) is not None


def test_an_award_of_another_kind_has_no_split() -> None:
    assert split_rates(copay()).government_bp == 4000
    with pytest.raises(KeyError):
        split_rates(award("none"))


def test_a_ceiling_reads_as_at_most() -> None:
    ceiling = Award(
        "share",
        TEXT,
        "四",
        base=("fee_fen",),
        figures=(Figure("rate_bp", 3000, assumed=True),),
        at_most=True,
    )
    assert work_out(ceiling, {"fee_fen": 100}).steps[1].text.zh == "按最高 30% 计算"


@pytest.mark.parametrize(("fee", "capped"), [(1_000_000, False), (1_200_000, True)])
def test_a_cap_of_the_public_part_says_whether_it_cut(fee: int, capped: bool) -> None:
    cap = work_out(copay(cap=400_000), {"fee_fen": fee}).cap
    assert cap is not None
    assert (cap.cap_fen, cap.paid_before_fen, cap.capped) == (400_000, 0, capped)
    assert work_out(copay(), {"fee_fen": fee}).cap is None
