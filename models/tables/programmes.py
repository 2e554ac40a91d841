"""Published policies: programmes, their yearly editions and the versions of their rules."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import (
    EDITION_CODE,
    PLACE,
    PROGRAMME_CODE,
    TITLE,
    TRACK_CODE,
)
from models.tables.char_field import CharField
from models.tables.ids import new_id
from models.tables.people import Organisation


class Programme(Model):
    """A standing policy, e.g. `sh-shuangtui`, and the authority that decides it.

    `city` and `district` are where it is at home, as firms carry them; a null district is the
    whole city.
    """

    code = CharField(max_length=PROGRAMME_CODE, primary_key=True)
    title = CharField(max_length=TITLE)
    region = CharField(max_length=PLACE)
    city = CharField(max_length=PLACE)
    district = CharField(max_length=PLACE, null=True)
    authority: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "models.Organisation", related_name="programmes", on_delete=fields.RESTRICT
    )
    authority_id: UUID

    class Meta:
        table = "programmes"


class Edition(Model):
    """One year's run of a programme.

    `closed_at` is set when it was closed by hand, `settled_at` when nobody waits any more: what
    still waited then has become `not_funded`.
    """

    code = CharField(max_length=EDITION_CODE, primary_key=True)
    programme: fields.ForeignKeyRelation[Programme] = fields.ForeignKeyField(
        "models.Programme", related_name="editions", on_delete=fields.RESTRICT
    )
    programme_id: str
    year = fields.IntField()
    opens_at = fields.DatetimeField()
    closes_at = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)
    settled_at = fields.DatetimeField(null=True)
    told_at = fields.DatetimeField(null=True)
    current_version_id: Any = fields.UUIDField(null=True)

    class Meta:
        table = "editions"
        indexes = (("programme_id",),)


class RuleVersion(Model):
    """The compiled rules of an edition as they were published; never changed afterwards."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    edition: fields.ForeignKeyRelation[Edition] = fields.ForeignKeyField(
        "models.Edition", related_name="versions", on_delete=fields.RESTRICT
    )
    edition_id: str
    number = fields.IntField()
    definition: fields.Field[Any] = fields.JSONField()
    definition_hash = CharField(max_length=64)
    published_at = fields.DatetimeField()

    class Meta:
        table = "rule_versions"
        constraints = (
            UniqueConstraint(fields=("edition_id", "number"), name="rule_versions_number"),
        )


class Track(Model):
    """A track of an edition, for grants, statistics and joins; its rules are in the rule version."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    edition: fields.ForeignKeyRelation[Edition] = fields.ForeignKeyField(
        "models.Edition", related_name="tracks", on_delete=fields.RESTRICT
    )
    edition_id: str
    code = CharField(max_length=TRACK_CODE)
    title = CharField(max_length=TITLE)
    applicant = CharField(max_length=12)
    selection = CharField(max_length=12)

    class Meta:
        table = "tracks"
        constraints = (UniqueConstraint(fields=("edition_id", "code"), name="tracks_code"),)


class RuleSource(Model):
    """The files that a rule version was compiled from, as they were written; never changed.

    Versions that were published before texts were kept have none.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    version: fields.ForeignKeyRelation[RuleVersion] = fields.ForeignKeyField(
        "models.RuleVersion", related_name="sources", on_delete=fields.RESTRICT
    )
    version_id: UUID
    policy = fields.TextField()
    edition = fields.TextField()
    published_by_id: Any = fields.UUIDField(null=True)

    class Meta:
        table = "rule_sources"
        constraints = (UniqueConstraint(fields=("version_id",), name="rule_sources_once"),)
