"""A correction is refused by the same words, fields and clauses as a submission."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.rules.terms.track import ValueSource
from tests.features.exceptions.date_corrections import correct
from tests.world import application
from tests.world.application import World
from tests.world.client import Answer
from tests.world.review_steps import AUDIT_PASS, decide, endorse

CLAUSE = "通知第六条"


async def edition_with_clause(world: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """One whose notice says from when the acts count, and where it says so."""
    shipped = application.demo_definition()
    sources = [source for source in shipped.edition.sources if source.name != "period_from"]
    period = ValueSource("period_from", cite=CLAUSE)
    edition = replace(shipped.edition, sources=(*sources, period))
    monkeypatch.setattr(application, "demo_definition", lambda: replace(shipped, edition=edition))
    return await world.publish()


def told(answer: Answer, code: str) -> list[tuple[str, str | None]]:
    answer.refused(409, "ineligible")
    return [(one["field"], one.get("cite")) for one in answer.body["errors"] if one["code"] == code]


async def test_a_correction_names_field_and_clause(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition, owner = await edition_with_clause(world, monkeypatch), await world.sme()
    long_ago = (datetime.now(UTC) - timedelta(days=90)).isoformat()
    draft = await owner.ready(edition, signed_at=long_ago)
    refused = await owner.post(f"/applications/{draft['id']}/submit")
    assert told(refused, "outside_period") == [("signed_at", CLAUSE)]

    (await owner.post(f"/applications/{draft['id']}/withdraw")).ok()
    submitted = await owner.submitted(edition, enterprise_id=draft["enterprise"]["id"])
    corrected = await correct(world, submitted["id"], signed_at=long_ago)
    assert told(corrected, "outside_period") == [("signed_at", CLAUSE)]

    (await endorse(world, submitted)).ok()
    verdict: dict[str, Any] = {**AUDIT_PASS, "verified": {"signed_at": long_ago}}
    verified = await decide(await world.staff("auditor"), submitted, "audit", verdict)
    assert told(verified, "outside_period") == [("verified.signed_at", CLAUSE)]


async def test_a_verified_amount_is_refused_under_its_own_field(world: World) -> None:
    owner = await world.sme()
    submitted = await owner.submitted(world.edition)
    (await endorse(world, submitted)).ok()
    verdict: dict[str, Any] = {**AUDIT_PASS, "verified": {"paid_fen": 1}}
    verified = await decide(await world.staff("auditor"), submitted, "audit", verdict)
    assert told(verified, "too_little") == [("verified.paid_fen", None)]
