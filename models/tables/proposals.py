"""Files of programmes that wait for a second person of the authority before they are in force."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import EDITION_CODE, PROGRAMME_CODE, SHA256, TITLE
from models.tables.char_field import CharField
from models.tables.ids import new_id
from models.tables.people import Organisation

_STATE = (
    "state IN ('proposed', 'published', 'withdrawn', 'refused')"
    " AND (state = 'proposed') = (decided_at IS NULL)"
    " AND (state = 'published') = (version_id IS NOT NULL)"
    " AND (state NOT IN ('published', 'refused') OR decided_by_id <> proposed_by_id)"
)


class FileProposal(Model):
    """The files of an edition as one person of the authority wants them published; a second decides.

    `organisation` is the authority that the programme has, or would have. `base_version_id`: the rules
    in force when it was proposed, null for a new edition. `definition_hash` names what the texts
    compiled to, `reading` is what was read out of them. `state`: proposed, then published (as
    `version_id`), withdrawn by who proposed it, or refused with a `reason`.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "models.Organisation", related_name="file_proposals", on_delete=fields.RESTRICT
    )
    organisation_id: UUID
    programme_code = CharField(max_length=PROGRAMME_CODE)
    edition_code = CharField(max_length=EDITION_CODE)
    title = CharField(max_length=TITLE)
    base_version_id: Any = fields.UUIDField(null=True)
    policy = fields.TextField()
    edition = fields.TextField()
    policy_sha256 = CharField(max_length=SHA256)
    edition_sha256 = CharField(max_length=SHA256)
    definition_hash = CharField(max_length=SHA256)
    reading: fields.Field[Any] = fields.JSONField()
    comment = fields.TextField(null=True)
    state = CharField(max_length=9, default="proposed")
    proposed_by_id = fields.UUIDField()
    proposed_at = fields.DatetimeField()
    decided_by_id: Any = fields.UUIDField(null=True)
    decided_at = fields.DatetimeField(null=True)
    reason: Any = fields.TextField(null=True)
    version_id: Any = fields.UUIDField(null=True)

    class Meta:
        table = "file_proposals"
        constraints = (
            CheckConstraint(check=_STATE, name="file_proposals_state"),
            UniqueConstraint(
                fields=("edition_code",),
                name="file_proposals_one_waits",
                condition="state = 'proposed'",
            ),
        )
