"""What must be so after a rush, whatever happened in it; each function raises or says yes."""

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any
from uuid import UUID

from models.rules.line.allocation import Allotment, PoolTerms, allocate
from tests.rush.ground import Ground
from tests.world.audit_chain import chain_break
from tests.world.installation import until
from tests.world.reference import CLAIM_COLUMNS, live_claim

_PARTS = """
SELECT a.id, a.status,
       (SELECT count(*) FROM claims c WHERE c.application_id = a.id) AS claims,
       (SELECT count(*) FROM entitlements t WHERE t.application_id = a.id) AS entitlements,
       (SELECT count(*) FROM award_lines w WHERE w.application_id = a.id) AS awards,
       (SELECT count(*) FROM receipts r WHERE r.application_id = a.id) AS receipts,
       (SELECT count(*) FROM reviews v
         WHERE v.application_id = a.id AND v.stage = 'endorse') AS endorsements,
       (SELECT count(*) FROM audit l
         WHERE l.subject_kind = 'application' AND l.subject_id = a.id
           AND l.event = 'submitted') AS audit,
       (SELECT count(*) FROM claims c WHERE c.application_id = a.id AND c.live) AS live,
       (SELECT count(*) FROM entitlements t
         WHERE t.application_id = a.id AND t.released_at IS NULL) AS held
  FROM applications a WHERE a.edition_id = $1
"""
_CLAIMS = f"""
SELECT {CLAIM_COLUMNS}, c.state, c.told_state, c.version = c.ranked_version AS ranked
  FROM claims c WHERE c.pool_id = $1 AND c.live
"""
_MONEY = """
SELECT p.budget_fen, p.locked_fen, p.locked_places,
       (SELECT coalesce(sum(c.granted_fen), 0)::bigint FROM claims c
         WHERE c.pool_id = p.id AND c.locked_at IS NOT NULL) AS held_fen,
       (SELECT count(*) FROM claims c
         WHERE c.pool_id = p.id AND c.locked_at IS NOT NULL) AS held_places,
       (SELECT coalesce(sum(l.amount_fen), 0)::bigint FROM pool_ledger l
         WHERE l.pool_id = p.id AND l.kind IN ('lock', 'release')) AS ledger_fen,
       (SELECT coalesce(sum(l.places), 0)::bigint FROM pool_ledger l
         WHERE l.pool_id = p.id AND l.kind IN ('lock', 'release')) AS ledger_places
  FROM pools p WHERE p.id = $1
"""
_AUDIT = """
SELECT l.* FROM audit l WHERE l.subject_kind = 'application' ORDER BY l.subject_id, l.seq
"""
_MOVED = """
SELECT n.application_id, n.user_id, n.data->>'state' AS words, n.attempts, n.message_state, n.event,
       n.digest_id IS NOT NULL
       OR EXISTS (SELECT 1 FROM notifications o WHERE o.digest_id = n.id) AS with_others
  FROM notifications n JOIN applications a ON a.id = n.application_id
 WHERE a.edition_id = $1 AND n.event IN ('application.moved', 'application.audited')
 ORDER BY n.application_id, n.id
"""
_UNTOLD = "SELECT count(*) AS n FROM pgqueuer WHERE entrypoint = 'review.decided'"
_AT_ONCE = 500
WORDS = {"暂列额度内": "funded", "候补排队": "waiting", "已锁定额度": "locked"}


@dataclass(frozen=True)
class Handed:
    """`whole` were submitted, `untouched` are still drafts; the two are all there are."""

    whole: set[str]
    untouched: set[str]
    withdrawn: set[str]


async def nothing_by_halves(on: Ground) -> Handed:
    """Every application was submitted once with all that belongs to it, or not at all."""
    handed = Handed(set(), set(), set())
    for row in await on.place.world.fetch(_PARTS, on.edition):
        application, status, *counts, live, held = row.values()
        if status == "draft":
            assert counts == [0] * len(counts), dict(row)
            handed.untouched.add(str(application))
            continue
        assert counts == [1] * len(counts), dict(row)
        ended = status == "withdrawn"
        assert (live, held) == ((0, 0) if ended else (1, 1)), dict(row)
        handed.whole.add(str(application))
        if ended:
            handed.withdrawn.add(str(application))
    return handed


async def nothing_is_lost(on: Ground, journal: dict[str, Any]) -> Handed:
    """What was answered with success is there; what was withdrawn was asked to be."""
    assert journal["refused"] == []
    handed = await nothing_by_halves(on)
    promised = set(journal["promised"])
    assert promised <= handed.whole, sorted(promised - handed.whole)
    assert promised | set(journal["abandoned"]) == on.every
    assert handed.withdrawn <= set(journal["withdrawing"])
    return handed


async def money_adds_up(on: Ground) -> int:
    """Claims, counters and ledger say the same, and it is within the budget; the locked fen."""
    (row,) = await on.place.world.fetch(_MONEY, on.pool_id)
    assert row["held_fen"] == row["locked_fen"] == row["ledger_fen"], dict(row)
    assert row["held_places"] == row["locked_places"] == row["ledger_places"], dict(row)
    assert row["held_fen"] <= row["budget_fen"] == on.budget_fen, dict(row)
    locked_fen: int = row["held_fen"]
    return locked_fen


async def expected(on: Ground) -> tuple[dict[str, Allotment], list[Any]]:
    """What the reference says of the database's claims, and their rows."""
    rows = await on.place.world.fetch(_CLAIMS, on.pool_id)
    allotted = allocate(PoolTerms(on.budget_fen), map(live_claim, rows))
    return {one.claim_id: one for one in allotted}, rows


async def ranked_as_the_rule_says(on: Ground) -> bool:
    """Each claim's state and money in the ranking, and the figures that everybody sees.

    Raises AssertionError that says what differs.
    """
    by_rule, _ = await expected(on)
    quota = on.place.world.ports.quota
    rule = list(by_rule.values())
    for at in range(0, len(rule), _AT_ONCE):
        some = rule[at : at + _AT_ONCE]
        standings = await quota.standings(on.pool_id, [UUID(one.claim_id) for one in some])
        for one, standing in zip(some, standings, strict=True):
            assert standing is not None, f"{one} has no standing"
            held = standing.state, standing.granted_fen
            assert held == (one.state, one.granted_fen), f"{one} stands as {standing}"
    shown, by_the_rule = await _shown(on), _figures(on, by_rule)
    assert shown == by_the_rule, f"shown {shown}, by the rule {by_the_rule}"
    return True


async def recorded_as_the_rule_says(on: Ground) -> bool:
    """Every claim is confirmed, and its recorded state is the rule's."""
    by_rule, rows = await expected(on)
    return all(row["ranked"] and row["state"] == by_rule[str(row["id"])].state for row in rows)


async def _shown(on: Ground) -> dict[str, Any]:
    (pool,) = (await on.place.world.anyone.get(f"/programmes/{on.edition}/quota")).ok()["pools"]
    return {name: value for name, value in pool.items() if name != "as_of"}


def _figures(on: Ground, by_rule: dict[str, Allotment]) -> dict[str, Any]:
    fen = {"locked": 0, "funded": 0, "waiting": 0}
    many = dict(fen)
    for one in by_rule.values():
        fen[one.state] += one.granted_fen
        many[one.state] += 1
    return {
        "pool": "copay",
        "budget_fen": on.budget_fen,
        "places": None,
        "locked_fen": fen["locked"],
        "funded_fen": fen["funded"],
        "remaining_fen": on.budget_fen - fen["locked"] - fen["funded"],
        **many,
        "stale": False,
    }


async def chains_are_whole(on: Ground) -> int:
    """No line of any application's audit is missing or changed; how many lines there are."""
    rows = await on.place.world.fetch(_AUDIT)
    for subject, lines in groupby(rows, key=lambda row: row["subject_id"]):
        assert chain_break(list(lines)) is None, subject
    return len(rows)


async def no_job_held(on: Ground) -> None:
    held = await on.place.world.fetch("SELECT * FROM pgqueuer WHERE status = 'failed'")
    assert held == [], [dict(row) for row in held]


async def all_told(on: Ground) -> bool:
    """Every live claim's state was told, or noted where a submission or a pass says it."""
    _, rows = await expected(on)
    (passes,) = await on.place.world.fetch(_UNTOLD)
    return passes["n"] == 0 and all(row["told_state"] == row["state"] for row in rows)


async def messages_do_not_contradict(on: Ground) -> int:
    """The last entry of each inbox is the claim's state; no entry repeats the one before.

    A pass that finds its claim waiting says that once more. How many there are.
    """
    states = {
        str(row["application_id"]): row["state"]
        for row in await on.place.world.fetch(
            "SELECT application_id, state FROM claims WHERE pool_id = $1 AND live", on.pool_id
        )
    }
    rows = await on.place.world.fetch(_MOVED, on.edition)
    for (application, _), lines in groupby(rows, key=lambda r: (str(r["application_id"]), r[1])):
        told = ["funded"]
        for line in lines:
            state = WORDS[line["words"]]
            if line["event"] == "application.moved" or state != "waiting":
                told.append(state)
        assert all(before != after for before, after in pairwise(told)), (application, told)
        assert application not in states or told[-1] == states[application], (application, told)
    assert {row["application_id"] for row in rows if row["attempts"] > 2} == set()
    return len(rows)


async def nobody_was_told_too_often(on: Ground) -> int:
    """At most two messages of WeChat for one entry of an inbox; how many went out.

    One that tells of several together names none of them.
    """
    entries: dict[tuple[str, str], int] = {}
    for row in await on.place.world.fetch(_MOVED, on.edition):
        key = str(row["application_id"]), row["words"]
        entries[key] = entries.get(key, 0) + 1
    sent: dict[tuple[str, str], int] = {}
    deliveries = (await on.place.world.sandbox.show("deliveries"))["deliveries"]
    for one in deliveries:
        key = one["page"].rpartition("=")[2], one["data"]["phrase2"]
        if "=" in one["page"]:
            sent[key] = sent.get(key, 0) + 1
    too_often = {key: many for key, many in sent.items() if many > 2 * entries.get(key, 0)}
    assert too_often == {}
    return len(deliveries)


async def last_messages_are_true(on: Ground) -> None:
    """What WeChat delivered last about a live claim is its newest entry, once that was sent alone."""
    newest = {
        str(row["application_id"]): None if row["with_others"] else row["words"]
        for row in await on.place.world.fetch(_MOVED, on.edition)
        if row["message_state"] == "sent"
    }
    deliveries = (await on.place.world.sandbox.show("deliveries"))["deliveries"]
    last = {one["page"].rpartition("=")[2]: one["data"]["phrase2"] for one in deliveries}
    wrong = {
        key: (words, last.get(key))
        for key, words in newest.items()
        if words is not None and last.get(key) != words
    }
    assert wrong == {}


async def all_submissions_told(on: Ground, handed: Handed) -> bool:
    """Every submission's own job was done, whoever was killed over it.

    Of one that was withdrawn before its job's turn nothing is told: it is not submitted any more.
    """
    rows = await on.place.world.fetch(
        "SELECT DISTINCT application_id FROM notifications WHERE event = 'application.submitted'"
    )
    return handed.whole - handed.withdrawn <= {str(row["application_id"]) for row in rows}


async def settled(on: Ground, within_s: float) -> tuple[int, int]:
    """Ranking, rows and inboxes come to say what the rule says; movements told, audit lines."""
    await until(lambda: ranked_as_the_rule_says(on), "the ranking is the rule's", within_s)
    await until(lambda: recorded_as_the_rule_says(on), "states are written down", within_s)
    await until(lambda: all_told(on), "everybody concerned was told", within_s)
    told = await messages_do_not_contradict(on)
    lines = await chains_are_whole(on)
    await no_job_held(on)
    return told, lines
