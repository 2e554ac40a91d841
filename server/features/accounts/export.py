"""A person takes along what is held of them: a ZIP, sent while it is read, however large it is."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from models.tables.people import User
from server.clock import SHANGHAI, Clock
from server.errors import Unauthenticated
from server.features.accounts.held import HELD, read_held
from server.features.accounts.schemas import words_views
from server.features.identity.persons import find_person_key
from server.roles import Role
from storage.errors import ObjectMissing
from storage.files.bucket import Bucket
from storage.files.zip_stream import ZipStream
from storage.postgres.attachments import record_attachment_view
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import transaction
from storage.postgres.evidence import record_view
from storage.postgres.persons import lock_user

_FILES: Final = f"""
SELECT v.id, v.kind, v.name, v.object_name, true AS evidence FROM evidence v
 WHERE v.state = 'checked' AND v.id IN (SELECT h.key::uuid FROM ({HELD["papers"]}) h)
 UNION ALL
SELECT t.id, CASE WHEN t.appeal_id IS NULL THEN 'objection' ELSE 'appeal' END, t.name,
       t.object_name, false FROM attachments t
 WHERE t.state = 'checked' AND t.id IN (SELECT h.key::uuid FROM ({HELD["attachments"]}) h)
 ORDER BY id
"""


class _File(msgspec.Struct, frozen=True):
    id: UUID
    kind: str
    name: str
    object_name: str
    evidence: bool

    @property
    def place(self) -> str:
        """Its path in the archive: no folder of its own name's, and none twice."""
        plain = "".join("_" if sign in '/\\:*?"<>|' else sign for sign in self.name)
        return f"papers/{self.kind}-{self.id.hex[-8:]}-{plain}"


@dataclass(frozen=True, slots=True)
class Exporting:
    """Whose data, and what is read with; `at` stands on every file."""

    user_id: UUID
    english: bool
    at: datetime
    bucket: Bucket
    clock: Clock


async def begin_export(
    user_id: UUID, *, english: bool, keyring: Keyring, bucket: Bucket, clock: Clock
) -> AsyncGenerator[bytes, None]:
    """The archive's bytes as they come; the export stands on the person's record.

    Raises Unauthenticated for who is gone meanwhile; from the pieces StoreUnavailable, by which the
    archive ends unfinished.
    """
    now = clock.now()
    async with transaction() as tx:
        user = await lock_user(tx, user_id)
        wrapped = await find_person_key(user_id, tx=tx)
        if user is None or wrapped is None:
            raise Unauthenticated()
        about = ("person", user_id, now, user_id, Role.ENTERPRISE, "person.exported")
        await write_audit(tx, AuditEntry(*about))
        identity = {
            name: None if held is None else keyring.decrypt(wrapped, name, bytes(held))
            for name, held in _ciphers(user).items()
        }
    exporting = Exporting(user_id, english, now, bucket, clock)
    return _pieces(exporting, {"id": str(user_id), "since": user.created_at, **identity})


def _ciphers(user: User) -> dict[str, bytes | None]:
    return {
        "openid": user.openid_cipher,
        "unionid": user.unionid_cipher,
        "phone": user.phone_cipher,
        "email": user.email_cipher,
        "contact": user.contact_cipher,
    }


async def _pieces(of: Exporting, identity: dict[str, object]) -> AsyncGenerator[bytes, None]:
    archive = ZipStream(of.at.astimezone(SHANGHAI))
    with archive.entry("README.txt" if of.english else "说明.txt") as entry:
        entry.write(_words(of.english).encode())
    with archive.entry("person.json") as entry:
        entry.write(msgspec.json.format(msgspec.json.encode(identity)))
    for name in HELD:
        with archive.entry(f"{name}.json") as entry:
            before = b"["
            async for page in read_held(name, of.user_id):
                entry.write(before + b"\n" + ",\n".join(page).encode())
                before = b","
                yield archive.taken()
            entry.write(b"[]" if before == b"[" else b"\n]\n")
    for file in await list_rows(_File, _FILES, of.user_id, tx=None):
        async for piece in _file(archive, file, of):
            yield piece
    yield archive.end()


async def _file(archive: ZipStream, file: _File, of: Exporting) -> AsyncGenerator[bytes, None]:
    """A file that the store has lost is left out; its list names it."""
    try:
        stored = await of.bucket.open(file.object_name)
    except ObjectMissing:
        return
    record = record_view if file.evidence else record_attachment_view
    await record(file.id, of.user_id, at=of.clock.now())
    async with stored as pieces:
        with archive.entry(file.place, packed=False) as entry:
            async for piece in pieces:
                entry.write(piece)
                yield archive.taken()


def _words(english: bool) -> str:
    """What the files are, what is kept and why, as the page before closing says it."""
    lines = [f"{one.title}：{one.text}（{one.cite}）" for one in words_views(english)]
    head = (
        "Everything that is held of you: one JSON file a kind, papers that you uploaded in papers/."
        if english
        else "这里是我们保存的与您有关的全部内容：每类一个 JSON 文件，您上传的材料在 papers 文件夹。"
    )
    return "\n".join([head, "", *lines, ""])
