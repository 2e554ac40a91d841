"""`quota show` and `quota check`, as an operator and an auditor read them."""

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT

import pytest_asyncio

from models.rules.line.ranking import PoolLimits
from tests.features.quota.ranked import CLAIMS, Line, make_line
from tests.world.application import World
from tests.world.installation import environment
from tests.world.runs import PROJECT

SECONDS = 60


@pytest_asyncio.fixture(loop_scope="session")
async def line(world: World) -> Line:
    return await make_line(world)


async def quota(line: Line, act: str) -> tuple[int | None, str]:
    """The command's exit status and everything it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", "quota", act, line.edition),
        cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", "TZ": "Asia/Shanghai", **environment(line.world.settings)},
        stdout=PIPE,
        stderr=STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), SECONDS)
    return process.returncode, said.decode()


async def test_both_sides_the_verdict_and_the_ends_of_the_line(line: Line) -> None:
    await line.quota.client.delete(*line.quota.keys.pool(line.pool_id))
    status, said = await quota(line, "show")
    assert status == 0, said
    assert "不一致：Redis 里没有排序 / differ: Redis holds no ranking" in said
    assert "quota rebuild" in said

    await line.repair()
    await line.record()
    _, said = await quota(line, "show")
    report = await line.quota.report(line.pool_id)
    for words in (
        "数据库：预算 / database: budget: 12,000 元",
        "有效申请 / live claims: 5（未排序 0）",
        "排序：状态 / ranking: 就绪 ready",
        "排序：暂列额度内 / funded: 12,000 元 / 3 户",
        "排序：候补 / waiting: 2 户",
        f"{report.epoch}-{report.revision}（已记录至 {report.epoch}-{report.revision}）",
        "结论 / verdict: 一致 / agree",
        "曾发现：Redis 里没有排序 / found before, Redis holds no ranking: 1 次",
        "第 1 位",
        "暂列额度内 funded 4,000 元",
        "第 5 位",
        "候补 waiting 4,000 元",
    ):
        assert words in said, (words, said)
    assert said.count(f"版本和/金额和 / sums: {report.versions}, {report.amounts_fen}") == 2


async def test_one_claim_at_the_wrong_place_fails_the_check(line: Line) -> None:
    """The ranking forgot nobody and counts the same; only who is funded is another."""
    pool = await line.pool()
    await line.quota.resize(line.pool_id, PoolLimits(pool["version"] + 1, 800_000, None))
    status, said = await quota(line, "check")
    third = (await line.rows())[2]["id"]
    # Those behind it change their places among the waiting.
    assert (status, "不一致 3 笔 / differ" in said) == (1, True), said
    assert f"申请 {third} / claim: 规则 暂列额度内 funded 第 3 位" in said
    assert "排序 候补 waiting 第 3 位 候补第 1 位" in said
    assert "规则 候补 waiting 第 5 位 候补第 2 位" in said
    await line.repair()
    status, said = await quota(line, "check")
    assert (status, "一致 / agree" in said) == (0, True), said
    assert f"live claims compared with the rule: {CLAIMS}" in said


async def test_a_claim_that_only_the_ranking_knows_fails_the_check(line: Line) -> None:
    ended = await line.end(4, told=False)
    status, said = await quota(line, "check")
    assert (status, "claims that only the ranking knows: 1" in said) == (1, True), said
    await line.quota.apply(line.pool_id, ended)
