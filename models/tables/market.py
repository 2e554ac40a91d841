"""What platforms show of themselves, what people keep in mind of it, how content they were."""

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


class PlatformPicture(Model):
    """A platform's logo, or a picture of it, as a JPEG of our own making; it never changes.

    Small and few, so that it lies beside its row: `content`, of which `sha256` is the hex digest.
    `source_sha256` is that of what was sent. Others see it once it was let through (ADR 38).
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    platform: fields.ForeignKeyRelation[Platform] = fields.ForeignKeyField(
        "models.Platform", related_name="pictures", on_delete=fields.RESTRICT
    )
    platform_id: UUID
    kind = CharField(max_length=8)
    content = fields.BinaryField()
    sha256 = CharField(max_length=64)
    source_sha256 = CharField(max_length=64)
    width = fields.IntField()
    height = fields.IntField()
    uploaded_by_id = fields.UUIDField()
    uploaded_at = fields.DatetimeField()

    class Meta:
        table = "platform_pictures"
        constraints = (
            UniqueConstraint(
                fields=("platform_id", "kind", "source_sha256"), name="platform_pictures_once"
            ),
            CheckConstraint(check="kind IN ('logo', 'picture')", name="platform_pictures_kind"),
        )
