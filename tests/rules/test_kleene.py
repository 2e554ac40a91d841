"""Conditions as three-valued logic: any tree of all and any, with any facts not known yet."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.eligibility.judge import is_eligible, judge, judge_track
from models.rules.reasons import Text
from models.rules.terms.programme import Condition, Fact
from tests.rules.award_terms import TEXT, award, track

NAMES = ("a", "b", "c", "d")
FACTS = tuple(Fact(name, Text(name, name), "bool") for name in NAMES)


def leaf(name: str) -> Condition:
    return Condition(name, TEXT, "二", fact=name, op="is_true")


def group(all_of: bool, members: list[Condition]) -> Condition:
    grouped = tuple(members)
    head = Condition("g", TEXT, "二")
    return replace(head, all=grouped) if all_of else replace(head, any=grouped)


TREES = st.recursive(
    st.sampled_from(NAMES).map(leaf),
    lambda inner: st.builds(group, st.booleans(), st.lists(inner, min_size=1, max_size=3)),
    max_leaves=8,
)
KNOWN = st.fixed_dictionaries({}, optional={name: st.booleans() for name in NAMES})


def plainly(condition: Condition, known: dict[str, bool]) -> bool:
    """The same tree in two-valued logic, everything known."""
    if condition.all:
        return all(plainly(member, known) for member in condition.all)
    if condition.any:
        return any(plainly(member, known) for member in condition.any)
    return known[condition.fact or ""]


def leaves(condition: Condition) -> set[str]:
    members = condition.all or condition.any
    return set().union(*map(leaves, members)) if members else {condition.fact or ""}


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (True, True, True, True),
        (True, None, None, True),
        (True, False, False, True),
        (None, None, None, None),
        (None, False, False, None),
        (False, False, False, False),
    ],
)
def test_the_table_of_all_and_any(
    a: bool | None, b: bool | None, both: bool | None, either: bool | None
) -> None:
    for one, other in ((a, b), (b, a)):
        known = {name: given for name, given in (("a", one), ("b", other)) if given is not None}
        members = [leaf("a"), leaf("b")]
        assert judge(group(True, members), FACTS, known).met is both
        assert judge(group(False, members), FACTS, known).met is either


@given(TREES, KNOWN)
def test_what_is_decided_stays_decided_whatever_the_rest_turns_out_to_be(
    condition: Condition, known: dict[str, bool]
) -> None:
    met = judge(condition, FACTS, known).met
    open_names = [name for name in NAMES if name not in known]
    outcomes = {
        plainly(condition, {**known, **dict(zip(open_names, rest, strict=True))})
        for rest in product((True, False), repeat=len(open_names))
    }
    if met is not None:
        assert outcomes == {met}
    if len(open_names) == 0:
        assert met is plainly(condition, known)


@given(TREES, KNOWN)
def test_only_what_is_needed_and_not_given_is_missing(
    condition: Condition, known: dict[str, bool]
) -> None:
    verdict = judge(condition, FACTS, known)
    assert set(verdict.missing) <= leaves(condition) - set(known)
    assert bool(verdict.missing) == (verdict.met is None)
    assert len(set(verdict.missing)) == len(verdict.missing)


@given(st.lists(TREES, max_size=4), KNOWN)
def test_one_that_is_not_met_makes_the_answer_no_whatever_is_missing(
    conditions: list[Condition], known: dict[str, bool]
) -> None:
    terms = replace(track(award("none"), *FACTS), conditions=tuple(conditions))
    found = judge_track(terms, known)
    each = [judge(condition, FACTS, known).met for condition in conditions]
    assert found.eligible is (False if False in each else None if None in each else True)
    assert found.eligible is is_eligible(terms, known)
    assert len(found.unmet) == each.count(False)
    assert bool(found.missing) == (None in each)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"a": True, "b": False}, "a 成立，填报“是”"),
        ({"a": False, "b": False}, "a 成立，填报“否”；b 成立，填报“否”"),
        ({"a": False}, "b 成立，尚未填报"),
        ({}, "a 成立，尚未填报；b 成立，尚未填报"),
    ],
)
def test_a_group_says_which_of_its_members_made_it_so(known: dict[str, bool], told: str) -> None:
    members = [replace(leaf(name), text=Text(f"{name} 成立", f"{name} holds")) for name in "ab"]
    assert judge(group(False, members), FACTS, known).message.zh == f"资助（{told}）"
