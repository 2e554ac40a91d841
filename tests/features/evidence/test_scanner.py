"""With a scanner nothing is shown or submitted before it was scanned; without one papers wait."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from server.edge.web.health import Probe, readiness
from storage.errors import StoreUnavailable
from storage.scanner.address import ScannerAddress
from storage.scanner.clamd import Scanner
from tests.features.evidence.conftest import Worker
from tests.world.application import World
from tests.world.clamd import CLAMD, SIGNATURE, VIRUS, WITHOUT, clamd
from tests.world.client import Person
from tests.world.papers import pdf

pytestmark = pytest.mark.skipif(CLAMD is None, reason=WITHOUT)
KIND = "service_contract"
INFECTED = pdf("a contract") + b"% " + VIRUS + b"\n%%EOF\n"


@pytest.fixture
def scanner(
    tmp_path: Path, world: World, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> Scanner:
    """Configured, and not running yet, for the server and its worker."""
    made = Scanner(ScannerAddress(str(tmp_path / "clamd.ctl")), count=lambda _: None)
    for ports in (world.ports, worker.ports):
        monkeypatch.setattr(ports.examiner, "scanner", made)
    return made


@pytest_asyncio.fixture
async def owner(world: World) -> Person:
    return await world.sme()


@pytest_asyncio.fixture
async def draft(world: World, owner: Person) -> AsyncIterator[dict[str, Any]]:
    yield await owner.draft(world.edition)


async def test_papers_wait_for_the_scanner_and_say_so(
    owner: Person, draft: dict[str, Any], worker: Worker, scanner: Scanner, tmp_path: Path
) -> None:
    health = (Probe("scanner", scanner.ping, required=False),)
    clean = (await owner.upload(draft["id"], KIND)).ok(201)
    infected = (await owner.upload(draft["id"], KIND, INFECTED)).ok(201)
    path = f"/applications/{draft['id']}"
    for paper in (clean, infected):
        assert (paper["state"], paper["fault"]) == ("checking", "scanner_away")
        assert "病毒检查暂时不可用" in paper["message"]
        (await owner.get(f"{path}/evidence/{paper['id']}/content")).refused(409, "paper_closed")
        with pytest.raises(StoreUnavailable):
            await worker.do("evidence.inspect", paper=paper["id"])
    assert (await readiness(health)).state == "degraded"

    async with clamd(folder=tmp_path):
        assert (await readiness(health)).state == "ready"
        for paper in (clean, infected):
            await worker.do("evidence.inspect", paper=paper["id"])
    shown = {one["id"]: one for one in (await owner.get(path)).ok()["evidence"]}
    assert shown[clean["id"]]["state"] == "checked"
    assert "fault" not in shown[clean["id"]]
    assert shown[infected["id"]]["fault"] == "virus_found"
    assert "病毒" in shown[infected["id"]]["message"]
    (await owner.get(f"{path}/evidence/{clean['id']}/content")).ok()
    (await owner.get(f"{path}/evidence/{infected['id']}/content")).refused(409, "paper_closed")


@pytest.mark.usefixtures("scanner")
async def test_a_virus_that_is_found_in_time_is_refused(
    world: World,
    owner: Person,
    draft: dict[str, Any],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with clamd(folder=tmp_path):
        assert (await owner.upload(draft["id"], KIND)).ok(201)["state"] == "checked"
        answer = await owner.upload(draft["id"], KIND, INFECTED)
    answer.refused(422, "invalid")
    assert answer.reasons() == {("file", "virus_found")}
    assert SIGNATURE in caplog.text
    assert SIGNATURE not in answer.raw.decode()
    kept = await world.fetch("SELECT 1 FROM evidence WHERE application_id = $1", draft["id"])
    assert len(kept) == 1
