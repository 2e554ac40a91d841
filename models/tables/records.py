"""The audit chain, each line bound to the one before it; and what periodic work did."""

from typing import Any

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.tables.char_field import CharField


class AuditLine(Model):
    """Append-only, one chain per subject; written by the database function `append_audit`.

    `hash` is SHA-256 over the previous hash and the line's canonical text (docs/adr/0004). `detail`
    is canonical JSON kept as text, so that it can be hashed again; it holds ids, never personal data.
    """

    id = fields.BigIntField(primary_key=True, generated=True)
    subject_kind = CharField(max_length=16)
    subject_id = fields.UUIDField()
    seq = fields.IntField()
    at = fields.DatetimeField()
    actor_id: Any = fields.UUIDField(null=True)
    actor_role = CharField(max_length=12)
    event = CharField(max_length=40)
    detail = fields.TextField()
    prev_hash = fields.BinaryField()
    hash = fields.BinaryField()

    class Meta:
        table = "audit"
        constraints = (
            UniqueConstraint(fields=("subject_kind", "subject_id", "seq"), name="audit_chain"),
        )


class AuditComment(Model):
    """The words that belong to an audit line; apart, because they may hold personal data.

    The line's detail carries their SHA-256, so that erasing the words leaves the chain whole.
    """

    id = fields.BigIntField(primary_key=True, generated=True)
    audit_id = fields.BigIntField(unique=True)
    text = fields.TextField()

    class Meta:
        table = "audit_comments"


class Upkeep(Model):
    """What periodic work did: `done` since ever, `left` undone by its last round."""

    work = CharField(max_length=20, primary_key=True)
    ended_at = fields.DatetimeField()
    done = fields.BigIntField()
    left = fields.IntField()

    class Meta:
        table = "upkeep"
