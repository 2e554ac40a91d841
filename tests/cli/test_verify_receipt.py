"""`verify-receipt` on a receipt and keys that were saved: no server, no settings, no network."""

import asyncio
import base64
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from server.edge.receipts import Signer
from server.features.quota.keys import publish_receipt_key
from tests.cli.terminal import run_here
from tests.world.applicant import Applicant, apply
from tests.world.application import World

ROOT = Path(__file__).parents[2]


def verify(receipt: Path | bytes, keys: Path) -> tuple[int | None, str]:
    """Exit code and what was said."""
    if isinstance(receipt, bytes):
        said = run_here("verify-receipt", "-", keys, stdin=receipt.decode())
    else:
        said = run_here("verify-receipt", receipt, keys)
    return said.status, said.out + said.err


async def verify_alone(receipt: Path | bytes, keys: Path) -> tuple[int, str]:
    """The same in a process of its own, with nothing of this installation in its environment."""
    piped = receipt if isinstance(receipt, bytes) else None
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "server", "verify-receipt", "-" if piped else str(receipt)),
        str(keys),
        cwd=ROOT,
        env={"PATH": "/nowhere", "PYTHONUTF8": "1"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await child.communicate(piped)
    return child.returncode or 0, said.decode()


async def saved_keys(world: World, folder: Path) -> Path:
    path = folder / "keys.json"
    path.write_bytes((await world.anyone.get("/receipt-keys")).raw)
    return path


async def saved(applicant: Applicant, folder: Path, name: str = "application.json") -> Path:
    """The application's own JSON, as the mini-program keeps it."""
    path = folder / name
    path.write_bytes((await applicant.owner.get(f"/applications/{applicant.id}")).raw)
    return path


def forged(token: str, **said: Any) -> bytes:
    head, body, signature = token.split(".")
    payload = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))) | said
    text = base64.urlsafe_b64encode(json.dumps(payload).encode()).rstrip(b"=").decode()
    return f"{head}.{text}.{signature}".encode()


async def test_a_saved_application_is_enough(world: World, tmp_path: Path) -> None:
    applicant = await apply(world, await world.publish(), paid_days_ago=9)
    keys, path = await saved_keys(world, tmp_path), await saved(applicant, tmp_path)
    application = await applicant.now()
    code, said = await verify_alone(path, keys)
    assert code == 0, said
    paper = application["evidence"][0]
    for words in (
        "回执有效",
        f"number: {application['number']}",
        f"{paper['kind']}: sha256 {paper['sha256']}\n",
    ):
        assert words in said
    assert "position" not in said
    assert "funded" not in said
    assert (await verify_alone(application["receipt"].encode(), keys))[0] == 0


async def test_old_and_new_hold_after_a_correction(world: World, tmp_path: Path) -> None:
    applicant = await apply(world, await world.publish(), paid_days_ago=9)
    before = await saved(applicant, tmp_path, "before.json")
    paid_at = (datetime.now(UTC).replace(microsecond=0) - timedelta(days=12)).isoformat()
    authority = await world.staff("authority")
    body = {"paid_at": paid_at, "reason": "银行回单"}
    (await authority.post(f"/applications/{applicant.id}/correct-dates", body)).ok()
    after = await saved(applicant, tmp_path, "after.json")
    keys = await saved_keys(world, tmp_path)
    spoken = [verify(path, keys) for path in (before, after)]
    assert [code for code, _ in spoken] == [0, 0]
    key = f"key: {int(datetime.fromisoformat(paid_at).timestamp()):010d}"
    assert [key in said for _, said in spoken] == [False, True]


@pytest.mark.parametrize(
    "said", [{"amount_fen": 1}, {"key": "0" * 39}, {"number": "SH"}, {"evidence": []}]
)
async def test_whatever_is_changed_is_noticed(
    world: World, tmp_path: Path, said: dict[str, Any]
) -> None:
    applicant = await apply(world, await world.publish(), paid_days_ago=9)
    keys = await saved_keys(world, tmp_path)
    code, words = verify(forged((await applicant.now())["receipt"], **said), keys)
    assert code == 1
    assert "回执无效" in words


async def test_it_holds_after_the_key_was_changed_and_not_with_other_keys(
    world: World, tmp_path: Path
) -> None:
    applicant = await apply(world, await world.publish(), paid_days_ago=9)
    path = await saved(applicant, tmp_path)
    other = Signer("test-next", bytes(range(2, 34)))
    async with world.as_owner():
        await publish_receipt_key(other, clock=world.ports.clock)
    keys = await saved_keys(world, tmp_path)
    kids = [key["kid"] for key in json.loads(keys.read_text("utf-8"))["keys"]]
    assert {"test-1", "test-next"} <= set(kids)
    assert (verify(path, keys))[0] == 0
    foreign = tmp_path / "foreign.json"
    foreign.write_text(json.dumps({"keys": [other.public_key.as_jwk()]}), "utf-8")
    code, said = verify(path, foreign)
    assert code == 1
    assert "test-1" in said


async def test_files_of_another_kind_are_said_to_be_so(tmp_path: Path) -> None:
    keys, photo = tmp_path / "keys.json", tmp_path / "photo.jpg"
    keys.write_text('{"keys": []}', "utf-8")
    photo.write_bytes(bytes(range(256)))
    code, said = verify(photo, keys)
    assert (code, "回执无效" in said) == (1, True), said
    code, said = verify(b"a.b.c", photo)
    assert (code, "公钥文件不可用" in said) == (2, True), said
