"""Texts and pictures that others would see, and that wait for a person's look before they do."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.tables.char_field import CharField
from models.tables.ids import new_id
from models.tables.platforms import Platform
from models.tables.programmes import Edition

_WHOSE = "num_nonnulls(edition_id, platform_id) = 1"
_STATE = (
    "state IN ('waiting', 'passed', 'refused', 'replaced')"
    " AND (state = 'waiting') = (decided_at IS NULL)"
)


class HeldContent(Model):
    """What one person wrote in one place, until somebody of the authority has looked at it.

    `kind` and `subject_id` say where it would show; `texts` are its fields by name. `edition` or
    `platform` says whose authority looks. `why`: `words` (of our own list), `risky`, `review` (WeChat's
    verdicts), `no_verdict`, `picture`; `found`: the words, or WeChat's label. `state`: `waiting`,
    then `passed`, `refused`, or `replaced` by what was written later.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    kind = CharField(max_length=16)
    subject_id = fields.UUIDField()
    edition: fields.ForeignKeyNullableRelation[Edition] = fields.ForeignKeyField(
        "models.Edition", related_name="held_contents", on_delete=fields.RESTRICT, null=True
    )
    edition_id: str | None
    platform: fields.ForeignKeyNullableRelation[Platform] = fields.ForeignKeyField(
        "models.Platform", related_name="held_contents", on_delete=fields.RESTRICT, null=True
    )
    platform_id: UUID | None
    writer_id = fields.UUIDField()
    texts: fields.Field[Any] = fields.JSONField()
    why = CharField(max_length=12)
    found: fields.Field[Any] = fields.JSONField()
    state = CharField(max_length=8, default="waiting")
    held_at = fields.DatetimeField()
    decided_at = fields.DatetimeField(null=True)
    decided_by_id: Any = fields.UUIDField(null=True)
    reason = fields.TextField(null=True)

    class Meta:
        table = "held_contents"
        indexes = (("kind", "subject_id"), ("state", "id"))
        constraints = (
            CheckConstraint(check=_WHOSE, name="held_contents_whose"),
            CheckConstraint(check=_STATE, name="held_contents_state"),
        )
