"""`quota check`: every claim of an edition against the rule, for an auditor; 1 on a difference."""

import asyncio
from argparse import Namespace
from typing import Final

from models.rules.line.ranking import Standing
from server.cli.place import find_place
from server.cli.quota_words import AGREE, STATES, VERDICT
from server.cli.say import say
from server.cli.session import session
from server.cli.statuses import FAILED
from server.cli.unknown import pools_of
from server.features.quota.rule_check import RuleCheck, check_against_rule

_SHOWN: Final = 20


def run_check(options: Namespace) -> int:
    return asyncio.run(_check(options))


async def _check(options: Namespace) -> int:
    async with session(find_place(options.data)) as ports:
        agree = True
        for pool in await pools_of(options.edition):
            found = await check_against_rule(pool, quota=ports.quota)
            say(f"资金池 {pool.edition} {pool.code}", "Pool", pool.id)
            _tell(found)
            agree = agree and found.agrees
    return 0 if agree else FAILED


def _tell(found: RuleCheck) -> None:
    say("  逐笔核对的有效申请", "live claims compared with the rule", found.claims)
    if found.agrees:
        say(*VERDICT, AGREE)
        return
    for wrong in found.wrong[:_SHOWN]:
        both = f"规则 {_words(wrong.rule)}；排序 {_words(wrong.held)} / rule, ranking"
        say(f"  申请 {wrong.claim_id}", "claim", both)
    if len(found.wrong) > _SHOWN:
        say("  另有", "and as many more", len(found.wrong) - _SHOWN)
    if found.surplus > 0:
        say("  排序里多出、数据库没有的申请", "claims that only the ranking knows", found.surplus)
    say(*VERDICT, f"不一致 {len(found.wrong)} 笔 / differ")
    if found.moved:
        say("  核对期间排序仍在变动，请稍后再核对", "it moved meanwhile; check again")
    say(
        "  若持续不一致：quota show 查看原因，quota rebuild 重建", "if it stays: show, then rebuild"
    )


def _words(standing: Standing | None) -> str:
    if standing is None:
        return "没有"
    place = "" if standing.position is None else f" 第 {standing.position} 位"
    waiting = "" if standing.waiting_position is None else f" 候补第 {standing.waiting_position} 位"
    return f"{STATES[standing.state]}{place}{waiting} v{standing.version}"
