"""Papers that were handed in, and who looked at them."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import FILE_NAME, PAPER_KIND, SHA256
from models.tables.applications import Application
from models.tables.char_field import CharField
from models.tables.ids import new_id

_STATE = (
    "state = 'checking' AND checked_at IS NULL OR state = 'checked' AND fault IS NULL"
    " OR state = 'refused' AND fault IS NOT NULL AND checked_at IS NOT NULL"
    " OR state = 'expired' AND fault IS NULL"
)


class Evidence(Model):
    """One file: `name` is what its owner calls it, `object_name` where its bytes lie.

    `replaced_by_id`: the page that came in its place at a correction; it stays to be compared.
    `state`: `checking`, then `checked` or `refused`, for the reason `fault`, and at last `expired`,
    when the bytes are gone because nobody needs them any more; while it is checking,
    `fault` names what it waits for. Nobody is given the bytes of one that is not checked.
    `pages`, `page_sha256` (of the first one as it looks) and `previews`, how many pictures of pages
    lie beside it, are what the inspection found; `payer_account_index` is a keyed hash of the account
    that a receipt names as the payer's, whose number is kept nowhere else.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="evidence", on_delete=fields.CASCADE
    )
    application_id: UUID
    kind = CharField(max_length=PAPER_KIND)
    name = CharField(max_length=FILE_NAME)
    size = fields.IntField()
    content_type = CharField(max_length=40)
    sha256 = CharField(max_length=SHA256)
    object_name = CharField(max_length=120)
    uploaded_by_id = fields.UUIDField()
    uploaded_at = fields.DatetimeField()
    deleted_at = fields.DatetimeField(null=True)
    deleted_by_id: Any = fields.UUIDField(null=True)
    replaced_by_id: Any = fields.UUIDField(null=True)
    # A server of the release before this one enters only what it has checked.
    state = CharField(max_length=8, default="checking", db_default="checked")
    fault = CharField(max_length=20, null=True)
    checked_at = fields.DatetimeField(null=True)
    pages: Any = fields.IntField(null=True)
    page_sha256 = CharField(max_length=64, null=True)
    previews = fields.IntField(default=0, db_default=0)
    payer_account_index = CharField(max_length=64, null=True)

    class Meta:
        table = "evidence"
        indexes = (("application_id",), ("sha256",), ("page_sha256",))
        constraints = (
            UniqueConstraint(
                fields=("application_id", "kind", "sha256"),
                name="evidence_same_bytes_once",
                condition="deleted_at IS NULL",
            ),
            CheckConstraint(check=_STATE, name="evidence_state"),
        )


class PaperLink(Model):
    """An address that shows one page of a paper once, to whoever has it; its token is not kept.

    `session`: of the login that asked for it, which has to last until it is followed.
    """

    token_hash = CharField(max_length=64, primary_key=True)
    evidence_id = fields.UUIDField()
    user_id = fields.UUIDField()
    session = CharField(max_length=64, null=True)
    page = fields.IntField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "paper_links"
        indexes = (("expires_at",),)


class EvidenceView(Model):
    """That a person was given the bytes of a file; append-only."""

    id = fields.BigIntField(primary_key=True, generated=True)
    evidence_id = fields.UUIDField()
    user_id = fields.UUIDField()
    at = fields.DatetimeField()

    class Meta:
        table = "evidence_views"
        indexes = (("evidence_id",),)
