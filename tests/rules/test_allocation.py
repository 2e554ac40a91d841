"""The funding rule of quota.md: as cases by hand, and as properties of any line."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from models.rules.line.allocation import LiveClaim, PoolTerms, allocate, locked_fen


def line(*amounts: int) -> list[LiveClaim]:
    return [LiveClaim(f"c{i}", f"{i:039d}", amount) for i, amount in enumerate(amounts)]


def states(terms: PoolTerms, claims: list[LiveClaim]) -> dict[str, tuple[str, int]]:
    return {a.claim_id: (a.state, a.granted_fen) for a in allocate(terms, claims)}


def test_it_stops_at_the_first_that_does_not_fit() -> None:
    assert states(PoolTerms(budget_fen=100), line(60, 50, 10)) == {
        "c0": ("funded", 60),
        "c1": ("waiting", 0),
        "c2": ("waiting", 0),
    }


def test_a_locked_claim_keeps_its_money_against_an_earlier_key() -> None:
    claims = [
        LiveClaim("late", "9", 80, locked=True),
        LiveClaim("early", "1", 30),
    ]
    assert states(PoolTerms(budget_fen=100), claims) == {
        "late": ("locked", 80),
        "early": ("waiting", 0),
    }


def test_an_earlier_claim_pushes_the_one_at_the_line_back() -> None:
    terms = PoolTerms(budget_fen=100)
    assert states(terms, line(60, 40))["c1"] == ("funded", 40)
    earlier = LiveClaim("earlier", "", 10)
    assert states(terms, [*line(60, 40), earlier])["c1"] == ("waiting", 0)


def test_places_stop_the_line_as_money_does() -> None:
    got = states(PoolTerms(places=2), line(1, 1, 1))
    assert [got[name][0] for name in ("c0", "c1", "c2")] == ["funded", "funded", "waiting"]


def test_the_last_award_may_be_partial() -> None:
    terms = PoolTerms(budget_fen=100, last_award="partial", last_award_min_fen=40)
    assert states(terms, line(60, 50, 10)) == {
        "c0": ("funded", 60),
        "c1": ("funded", 40),
        "c2": ("waiting", 0),
    }


def test_a_partial_award_below_its_minimum_is_none() -> None:
    terms = PoolTerms(budget_fen=100, last_award="partial", last_award_min_fen=41)
    assert states(terms, line(60, 50))["c1"] == ("waiting", 0)


def test_a_partial_award_needs_a_place_and_some_money() -> None:
    no_place = PoolTerms(budget_fen=100, places=1, last_award="partial")
    assert states(no_place, line(60, 50))["c1"] == ("waiting", 0)
    no_money = PoolTerms(budget_fen=60, last_award="partial")
    assert states(no_money, line(60, 50))["c1"] == ("waiting", 0)


def test_a_locked_partial_award_stays_what_it_was() -> None:
    claims = [LiveClaim("a", "1", 50, locked=True, granted_fen=40), LiveClaim("b", "2", 50)]
    got = states(PoolTerms(budget_fen=100), claims)
    assert got == {"a": ("locked", 40), "b": ("funded", 50)}


@st.composite
def lines(draw: st.DrawFn) -> tuple[PoolTerms, list[LiveClaim]]:
    amounts = draw(st.lists(st.integers(0, 50), max_size=12))
    keys = draw(st.permutations(range(len(amounts))))
    wants_lock = draw(st.lists(st.booleans(), min_size=len(amounts), max_size=len(amounts)))
    terms = PoolTerms(
        budget_fen=draw(st.none() | st.integers(0, 300)),
        places=draw(st.none() | st.integers(0, 12)),
        last_award=draw(st.sampled_from(["stop", "partial"])),
        last_award_min_fen=draw(st.integers(0, 20)),
    )
    claims: list[LiveClaim] = []
    fen, places = 0, 0
    for number, amount in enumerate(amounts):
        # Only what fits beside the other locked ones was ever locked.
        fits = (terms.budget_fen is None or fen + amount <= terms.budget_fen) and (
            terms.places is None or places < terms.places
        )
        locked = wants_lock[number] and fits
        fen, places = fen + amount * locked, places + locked
        claims.append(LiveClaim(f"c{number}", f"{keys[number]:039d}", amount, locked=locked))
    return terms, claims


@given(lines())
def test_neither_money_nor_places_are_ever_exceeded(
    case: tuple[PoolTerms, list[LiveClaim]],
) -> None:
    terms, claims = case
    taken = [a for a in allocate(terms, claims) if a.state != "waiting"]
    assert terms.budget_fen is None or sum(a.granted_fen for a in taken) <= terms.budget_fen
    assert terms.places is None or len(taken) <= terms.places


@given(lines())
def test_no_waiting_claim_comes_before_a_funded_one(
    case: tuple[PoolTerms, list[LiveClaim]],
) -> None:
    terms, claims = case
    key = {claim.claim_id: claim.key for claim in claims}
    result = allocate(terms, claims)
    funded = [key[a.claim_id] for a in result if a.state == "funded"]
    waiting = [key[a.claim_id] for a in result if a.state == "waiting"]
    assert not funded or not waiting or max(funded) < min(waiting)


@given(lines(), st.randoms())
def test_the_order_of_arrival_does_not_matter(
    case: tuple[PoolTerms, list[LiveClaim]], random: Random
) -> None:
    terms, claims = case
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert allocate(terms, shuffled) == allocate(terms, claims)


@given(lines())
def test_the_line_stops_only_where_the_next_does_not_fit(
    case: tuple[PoolTerms, list[LiveClaim]],
) -> None:
    terms, claims = case
    by_id = {claim.claim_id: claim for claim in claims}
    result = allocate(terms, claims)
    waiting = [by_id[a.claim_id] for a in result if a.state == "waiting"]
    partial = any(
        a.state == "funded" and a.granted_fen < by_id[a.claim_id].amount_fen for a in result
    )
    if not waiting or partial:
        return
    taken = [a for a in result if a.state != "waiting"]
    first = waiting[0]
    over_money = (
        terms.budget_fen is not None
        and sum(a.granted_fen for a in taken) + first.amount_fen > terms.budget_fen
    )
    assert over_money or (terms.places is not None and len(taken) + 1 > terms.places)


@given(lines())
def test_every_claim_is_answered_once_and_locks_are_kept(
    case: tuple[PoolTerms, list[LiveClaim]],
) -> None:
    terms, claims = case
    result = {a.claim_id: a for a in allocate(terms, claims)}
    assert result.keys() == {claim.claim_id for claim in claims}
    for claim in claims:
        assert (result[claim.claim_id].state == "locked") == claim.locked
        if claim.locked:
            assert result[claim.claim_id].granted_fen == locked_fen(claim)
