"""What people make of what platforms offer: what they keep in mind, and how content they were."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import RATING
from models.tables.applications import Application
from models.tables.char_field import CharField
from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from models.tables.people import User
from models.tables.platforms import Plan, Platform


class Favourite(Model):
    """A platform or a plan that somebody keeps in mind; exactly one of the two."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="favourites", on_delete=fields.CASCADE
    )
    user_id: UUID
    platform: fields.ForeignKeyNullableRelation[Platform] = fields.ForeignKeyField(
        "models.Platform", related_name="favourites", on_delete=fields.CASCADE, null=True
    )
    platform_id: UUID | None
    plan: fields.ForeignKeyNullableRelation[Plan] = fields.ForeignKeyField(
        "models.Plan", related_name="favourites", on_delete=fields.CASCADE, null=True
    )
    plan_id: UUID | None
    created_at = fields.DatetimeField()

    class Meta:
        table = "favourites"
        constraints = (
            UniqueConstraint(fields=("user_id", "platform_id"), name="favourites_platform"),
            UniqueConstraint(fields=("user_id", "plan_id"), name="favourites_plan"),
            CheckConstraint(
                check="num_nonnulls(platform_id, plan_id) = 1", name="favourites_one_thing"
            ),
        )


class Rating(Model):
    """How content a firm was with its platform once it was paid: once for an application.

    `stars`: 1 to 5. `answer`: the platform's, once; from then on nothing changes.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.OneToOneRelation[Application] = fields.OneToOneField(
        "models.Application", related_name="rating", on_delete=fields.RESTRICT
    )
    application_id: UUID
    platform: fields.ForeignKeyRelation[Platform] = fields.ForeignKeyField(
        "models.Platform", related_name="ratings", on_delete=fields.RESTRICT
    )
    platform_id: UUID
    enterprise: fields.ForeignKeyRelation[Enterprise] = fields.ForeignKeyField(
        "models.Enterprise", related_name="ratings", on_delete=fields.RESTRICT
    )
    enterprise_id: UUID
    stars = fields.SmallIntField()
    words = CharField(max_length=RATING, null=True)
    rated_by_id = fields.UUIDField()
    rated_at = fields.DatetimeField()
    changed_at = fields.DatetimeField()
    answer = CharField(max_length=RATING, null=True)
    answered_by_id: Any = fields.UUIDField(null=True)
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "ratings"
        indexes = (("platform_id", "id"),)
        constraints = (
            CheckConstraint(check="stars BETWEEN 1 AND 5", name="ratings_stars"),
            CheckConstraint(
                check="(answer IS NULL) = (answered_at IS NULL)", name="ratings_answered"
            ),
        )
