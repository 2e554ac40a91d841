"""Public lists: who was recognised, until when, what they owe, and who was withdrawn."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import FIRM_NAME, PLACE, TITLE, TRACK_CODE
from models.tables.char_field import CharField
from models.tables.compared_field import ComparedField
from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from models.tables.platforms import Platform
from models.tables.programmes import Edition, Programme


class Recognition(Model):
    """An entry of a programme's list, from the decision that made it.

    `span`: `year` (the edition's list) or `standing`. `state`: valid, withdrawn. `application_id`
    is null for entries that were seeded for a demonstration. `review_due_on` moves on with each
    re-review that confirms.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    programme: fields.ForeignKeyRelation[Programme] = fields.ForeignKeyField(
        "models.Programme", related_name="recognitions", on_delete=fields.RESTRICT
    )
    programme_id: str
    edition: fields.ForeignKeyRelation[Edition] = fields.ForeignKeyField(
        "models.Edition", related_name="recognitions", on_delete=fields.RESTRICT
    )
    edition_id: str
    track = CharField(max_length=TRACK_CODE)
    enterprise: fields.ForeignKeyNullableRelation[Enterprise] = fields.ForeignKeyField(
        "models.Enterprise", related_name="recognitions", on_delete=fields.RESTRICT, null=True
    )
    enterprise_id: UUID | None
    platform: fields.ForeignKeyNullableRelation[Platform] = fields.ForeignKeyField(
        "models.Platform", related_name="recognitions", on_delete=fields.RESTRICT, null=True
    )
    platform_id: UUID | None
    application_id: Any = fields.UUIDField(null=True, unique=True)
    name = CharField(max_length=FIRM_NAME)
    name_compared = ComparedField("name", null=True)
    district = CharField(max_length=PLACE)
    title = CharField(max_length=TITLE)
    categories: fields.Field[list[str]] = ArrayField(element_type="text", default=list)
    span = CharField(max_length=8)
    state = CharField(max_length=10, default="valid")
    valid_from = fields.DateField()
    review_due_on = fields.DateField(null=True)
    reviewed_on = fields.DateField(null=True)
    withdrawn_on = fields.DateField(null=True)
    withdrawn_by_id: Any = fields.UUIDField(null=True)
    reason = fields.TextField(null=True)
    announcement = fields.TextField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "recognitions"
        indexes = (("programme_id", "id"), ("platform_id",), ("enterprise_id",))
        constraints = (
            CheckConstraint(
                check="(state = 'withdrawn') = (withdrawn_on IS NOT NULL)",
                name="recognitions_withdrawn",
            ),
            CheckConstraint(
                check="num_nonnulls(enterprise_id, platform_id) > 0", name="recognitions_holder"
            ),
        )


class RecognitionReport(Model):
    """What a holder handed in and was accepted: the summary of a year, or a re-review.

    `kind`: summary, re_review; `year` is the year that a summary is about, or the year of the
    re-review's round. `confirmed` is false where a re-review withdrew the title; an appeal that is
    upheld may let the same papers confirm it afterwards.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    recognition: fields.ForeignKeyRelation[Recognition] = fields.ForeignKeyField(
        "models.Recognition", related_name="reports", on_delete=fields.RESTRICT
    )
    recognition_id: UUID
    kind = CharField(max_length=10)
    year = fields.IntField()
    application_id = fields.UUIDField()
    confirmed = fields.BooleanField()
    decided_at = fields.DatetimeField()

    class Meta:
        table = "recognition_reports"
        indexes = (("application_id",),)
        constraints = (
            UniqueConstraint(
                fields=("recognition_id", "kind", "year"),
                name="recognition_reports_once",
                condition="confirmed",
            ),
        )
