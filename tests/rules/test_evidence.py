"""The checklist of papers: what is missing, and what cannot be taken."""

import pytest

from models.rules.evidence import (
    check_kind,
    missing_materials,
    missing_reasons,
)
from models.rules.reasons import Text
from models.rules.terms.programme import Material

PAPERS = (
    Material("business_licence", Text("营业执照", "Licence"), maximum=2, cite="四(二)3"),
    Material("other", Text("其他", "Other"), required=False, cite="四(二)3"),
    Material("service_contract", Text("服务协议", "Agreement"), cite="四(二)3"),
)


@pytest.mark.parametrize(
    ("held", "missing"),
    [
        ({}, ["business_licence", "service_contract"]),
        ({"other": 3}, ["business_licence", "service_contract"]),
        ({"business_licence": 1}, ["service_contract"]),
        ({"business_licence": 0, "service_contract": 1}, ["business_licence"]),
        ({"business_licence": 2, "service_contract": 1}, []),
    ],
)
def test_only_required_papers_are_missed(held: dict[str, int], missing: list[str]) -> None:
    assert [material.kind for material in missing_materials(PAPERS, held)] == missing
    reasons = missing_reasons(PAPERS, held)
    assert [reason.field for reason in reasons] == [f"evidence.{kind}" for kind in missing]
    assert {reason.cite for reason in reasons} <= {"四(二)3"}


def test_quotes_of_a_label_stand_within_quotes() -> None:
    letter = Material("letter", Text("“双推”承诺书", "Letter"), maximum=1, cite=None)
    too_many = check_kind([letter], "letter", {"letter": 1})
    for reason in (*missing_reasons([letter], {}), too_many):
        assert reason is not None
        assert "“‘双推’承诺书”" in reason.text.zh


def test_a_kind_that_is_not_asked_for_is_refused() -> None:
    refused = check_kind(PAPERS, "selfie", {})
    assert refused is not None
    assert refused.code == "kind_unknown"
    assert PAPERS[0].label.zh in refused.text.zh


def test_more_files_of_a_kind_than_the_limit_are_refused() -> None:
    assert check_kind(PAPERS, "business_licence", {"business_licence": 1}) is None
    refused = check_kind(PAPERS, "business_licence", {"business_licence": 2})
    assert refused is not None
    assert refused.code == "too_many"
