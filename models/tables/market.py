"""What people make of what platforms offer: what they keep in mind."""

from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

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
