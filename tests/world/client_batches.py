"""Batches as a platform hands them in: a manifest, an archive, the worker's rounds until they end."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import aiohttp

from server.clock import SHANGHAI
from server.features.batches.batch_at_hand import live_batches
from server.features.batches.run import BatchRunner
from tests.world.application import World, demo_definition
from tests.world.client import Answer, Person, uscc
from tests.world.papers import pdf

TRACK = "copay"


@dataclass(frozen=True)
class ClientRow:
    """One row: cells by the names of their columns, papers by kind; left out where None."""

    cells: dict[str, Any]
    papers: dict[str, bytes] = field(default_factory=dict)

    @property
    def uscc(self) -> str:
        return str(self.cells["uscc"])

    def but(self, **cells: Any) -> "ClientRow":
        return replace(self, cells=self.cells | cells)


@dataclass(frozen=True)
class Office:
    """A platform at work on an edition: who hands in, under which plan."""

    world: World
    edition: str
    platform_id: UUID
    person: Person
    plan: dict[str, Any]

    def row(self, **cells: Any) -> ClientRow:
        """A client with everything in place: signed ten days ago, paid nine days ago, in full."""
        now = datetime.now(UTC).astimezone(SHANGHAI)
        fee = f"{self.plan['fee_fen'] / 100:.2f}"
        name = f"上海示例客户{uuid4().hex[:8]}有限公司"
        given = {
            "uscc": uscc(),
            "enterprise_name": name,
            "district": "浦东新区",
            "registered_city": "上海市",
            "sector": "通用设备制造业",
            "employees": "42",
            "annual_revenue_yuan": "18000000",
            "registered_on": "2015-03-02",
            "in_service_zone": "是",
            "contact_phone": f"139{uuid4().int % 10**8:08d}",
            "plan": self.plan["title"],
            "contract_no": f"HT-{uuid4().hex[:10]}",
            "signed_at": (now - timedelta(days=10)).strftime("%Y-%m-%d %H:%M:%S"),
            "paid_at": (now - timedelta(days=9)).strftime("%Y-%m-%d %H:%M:%S"),
            "fee_yuan": fee,
            "paid_yuan": fee,
            "payer": name,
            "is_sme": "是",
            "newly_signed": "是",
            "registered_for_use": "是",
        }
        return ClientRow(given | cells, {kind: pdf(f"{kind} {uuid4().hex}") for kind in kinds()})

    async def hand_in(
        self, *rows: ClientRow, mode: str | None = None, archive: bytes | None = None
    ) -> Answer:
        """As a script does it: one form."""
        packed = archive_of(rows) if archive is None else archive
        return await posted(self.person, self.edition, manifest(rows), packed, mode=mode)

    async def handed_in(self, *rows: ClientRow, mode: str | None = None) -> dict[str, Any]:
        """The batch, once the worker has done all it can."""
        batch = (await self.hand_in(*rows, mode=mode)).ok(202)
        await worked_off(self.world)
        return await self.shown(batch)

    async def shown(self, batch: dict[str, Any]) -> dict[str, Any]:
        return dict((await self.person.get(f"/platform/batches/{batch['id']}")).ok())

    async def results(self, batch: dict[str, Any], **query: str) -> list[dict[str, Any]]:
        where = f"/platform/batches/{batch['id']}/rows"
        page = (await self.person.get(where, params={"limit": "100", **query})).ok()
        return list(page["items"])

    async def all_results(self, batch: dict[str, Any], **query: str) -> list[dict[str, Any]]:
        """The same, page by page."""
        found: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        while True:
            where = f"/platform/batches/{batch['id']}/rows"
            asked = {"limit": "100", **query, **cursor}
            page = (await self.person.get(where, params=asked)).ok()
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            cursor = {"cursor": page["next_cursor"]}


async def office(world: World, *, platform: int = 0, edition: str | None = None) -> Office:
    """The first platform of an edition of its own, or another one."""
    edition = edition or await world.publish()
    rows = await world.fetch(
        "SELECT platform_id FROM participations WHERE track = $1 AND edition_id = $2"
        " ORDER BY platform_id",
        TRACK,
        edition,
    )
    platform_id = rows[platform]["platform_id"]
    person = await world.staff("platform", platform_id=platform_id)
    shown = (await person.get(f"/platforms/{platform_id}", params={"edition": edition})).ok()
    return Office(world, edition, platform_id, person, shown["plans"][0])


async def posted(
    person: Person,
    edition: str,
    manifest: bytes,
    archive: bytes,
    *,
    mode: str | None = None,
    name: str = "clients.csv",
    archive_name: str = "papers.zip",
) -> Answer:
    """As a script does it: one form."""
    form = aiohttp.FormData()
    form.add_field("edition", edition)
    form.add_field("track", TRACK)
    if mode is not None:
        form.add_field("mode", mode)
    form.add_field("manifest", manifest, filename=name)
    form.add_field("archive", archive, filename=archive_name)
    return await person.call("POST", "/platform/batches", data=form)


async def worked_off(world: World) -> None:
    """The worker's rounds until no batch is under way."""
    runner = BatchRunner(world.ports)
    while await live_batches():
        await runner.round()


def kinds() -> list[str]:
    """The papers that the track requires."""
    track = demo_definition().find_track(TRACK)
    assert track is not None
    return [material.kind for material in track.materials if material.required]


def manifest(rows: Sequence[ClientRow]) -> bytes:
    """A CSV file with a column for each cell that a row has."""
    names = list(dict.fromkeys(name for row in rows for name in row.cells))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([[row.cells.get(name) for name in names] for row in rows])
    return text.getvalue().encode()


def archive_of(rows: Sequence[ClientRow]) -> bytes:
    """A folder for each firm, in it a file for each of its papers."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in rows:
            for kind, paper in row.papers.items():
                # The same files are the same archive, whenever it is packed.
                entry = zipfile.ZipInfo(f"{row.uscc}/{kind}.pdf", (2026, 3, 5, 10, 30, 0))
                archive.writestr(entry, paper)
    return packed.getvalue()
