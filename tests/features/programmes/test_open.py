"""Opening an edition by hand, and what the shell prints about it."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
import pytest_asyncio

from models.tables.programmes import Edition
from models.tables.records import AuditLine
from server.clock import Clock
from server.errors import NotFound
from server.features.programmes.open import open_edition
from server.features.programmes.publish import publish_editions
from server.features.programmes.published import get_edition
from server.features.programmes.texts import edition_line, edition_lines
from tests.world.databases import SpareDatabase, postgres_as
from tests.world.shipped import compiled

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
CLOCK = Clock(lambda: NOW)
OLD, NEW = "sh-shuangtui-2019", "sh-shuangtui-2026"


@pytest_asyncio.fixture(loop_scope="session")
async def owner(spare_database: SpareDatabase) -> AsyncIterator[str]:
    """The owner's address of a database with both editions published."""
    async with postgres_as(spare_database.owner):
        editions = [compiled("demo", date(2026, 11, 1)), compiled("2019", date(2026, 11, 1))]
        await publish_editions(editions, clock=CLOCK)
    yield spare_database.owner


async def test_an_ended_edition_opens_for_as_long_as_it_was_open(owner: str) -> None:
    async with postgres_as(owner):
        before = (await get_edition(OLD)).window
        assert before.status(NOW) == "closed"
        opened = await open_edition(OLD, clock=CLOCK)
        assert opened.changed
        assert opened.window.closes_at == NOW + (before.closes_at - before.opens_at)
        assert (await get_edition(OLD)).window.is_open(NOW)
        assert await AuditLine.filter(event="edition.opened").count() == 1


async def test_an_open_edition_stays_as_it_is(owner: str) -> None:
    async with postgres_as(owner):
        before = (await get_edition(NEW)).window
        opened = await open_edition(NEW, clock=CLOCK)
        assert (opened.changed, opened.window) == (False, before)
        assert await AuditLine.filter(event="edition.opened").count() == 0


async def test_one_that_is_still_to_open_opens_now(owner: str) -> None:
    async with postgres_as(owner):
        await Edition.filter(code=NEW).update(opens_at=NOW + timedelta(days=3))
        assert (await get_edition(NEW)).window.status(NOW) == "upcoming"
        assert (await open_edition(NEW, clock=CLOCK)).window.opens_at == NOW


async def test_one_closed_by_hand_opens_again(owner: str) -> None:
    async with postgres_as(owner):
        await Edition.filter(code=NEW).update(closed_at=NOW - timedelta(hours=1))
        assert (await get_edition(NEW)).window.status(NOW) == "closed"
        await open_edition(NEW, clock=CLOCK)
        assert (await get_edition(NEW)).window.is_open(NOW)


async def test_another_end_may_be_given_but_not_one_that_has_passed(owner: str) -> None:
    async with postgres_as(owner):
        until = NOW + timedelta(days=2)
        assert (await open_edition(OLD, clock=CLOCK, closes_at=until)).window.closes_at == until
        with pytest.raises(ValueError, match="before it opens"):
            await open_edition(OLD, clock=CLOCK, closes_at=NOW)


async def test_an_unknown_edition_is_not_found(owner: str) -> None:
    async with postgres_as(owner):
        with pytest.raises(NotFound):
            await open_edition("sh-shuangtui-1999", clock=CLOCK)


async def test_the_shell_prints_status_rules_and_clauses(owner: str) -> None:
    async with postgres_as(owner):
        old, new = await get_edition(OLD), await get_edition(NEW)
        assert edition_line(old, NOW).startswith(f"{OLD}  已截止  2019-06-10 至 2019-12-31")
        assert "开放中" in edition_line(new, NOW)
        text = "\n".join(edition_lines(new, NOW))
        assert "资金池 copay：5,000,000 元" in text
        assert "（四(二)3）" in text
        assert "government_bp = 4000（假定）" in text
        assert "咨询 上海企业服务云：http://www.ssme.gov.cn" in text
