"""What must hold, always (quota.md): asserted of every moment, repaired or not."""

from collections.abc import Mapping
from uuid import UUID

from tests.line.truth import Held, Rows, held_states, same_versions, states_of


def money_is_within_the_budget(rows: Rows) -> None:
    """Rule 1 in PostgreSQL: what is locked, the counters, and the limits agree."""
    pool, locked = rows.pool, [rows.claims[one] for one in rows.locked]
    fen = sum(claim["granted_fen"] for claim in locked)
    places = sum(claim["places"] for claim in locked)
    assert (pool["locked_fen"], pool["locked_places"]) == (fen, places)
    assert pool["budget_fen"] is None or fen <= pool["budget_fen"]
    assert pool["places"] is None or places <= pool["places"]


def the_line_is_in_order(held: Held) -> None:
    """Rule 2: no waiting claim has a smaller key than a funded, unlocked one."""
    if held.last_funded is not None and held.first_waiting is not None:
        assert held.last_funded < held.first_waiting


def the_ranking_spends_no_more(held: Held, *, heard_all: bool) -> None:
    """Rule 1 in Redis, outside settling; one that missed a call may hold locks that have ended."""
    figures = held.report.figures
    if figures is None or held.report.status != "ready" or figures.budget_fen is None:
        return
    spent = figures.locked_fen + figures.funded_fen
    most = figures.budget_fen if heard_all else max(figures.budget_fen, figures.locked_fen)
    assert spent <= most, figures


def nothing_promised_is_lost(rows: Rows, promised: set[UUID]) -> None:
    """Rule 3: what was answered with success is in the database, whole."""
    known = {application["id"]: application for application in rows.applications}
    claimed = {claim["application_id"] for claim in rows.claims.values()}
    for one in promised:
        found = known[one]
        assert found["status"] != "draft"
        assert found["submitted_at"] is not None
        assert one in claimed
        assert min(found["receipts"], found["reviews"]) >= 1


def states_equal_the_reference(rows: Rows, held: Held) -> None:
    """Rule 4 for a ranking that has heard everything."""
    assert held.report.status == "ready"
    assert held_states(held) == states_of(rows.reference())


def locks_were_due(rows: Rows, before: set[UUID]) -> None:
    """Whatever was locked by the last step lay before the line, for the amount that it was given."""
    fresh = rows.locked - before
    reference = rows.reference(fresh)
    for one in fresh:
        due = (reference[one].state, reference[one].granted_fen)
        assert due == ("funded", rows.claims[one]["granted_fen"]), (one, due)


def the_moment_holds(
    rows: Rows, held: Held, *, missed: Mapping[UUID, int], broken: bool, rebuilding: bool
) -> None:
    """All that can be said without repair.

    `missed`: versions that the ranking did not confirm; `broken`: it was flushed, or its database
    restored; `rebuilding`: a rebuilder stands still. Without any of these everything is equal now.
    """
    heard_all = not (missed or broken or rebuilding)
    the_line_is_in_order(held)
    the_ranking_spends_no_more(held, heard_all=heard_all)
    if heard_all:
        assert same_versions(rows, held), (held.report, rows.pool)
        assert held.report.epoch == rows.pool["epoch"]
    if held.report.status == "ready" and same_versions(rows, held):
        states_equal_the_reference(rows, held)
