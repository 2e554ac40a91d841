"""Scoring by experts: declared conflicts, points, and the ranking with its line."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import TRACK_CODE
from models.tables.applications import Application
from models.tables.char_field import CharField
from models.tables.ids import new_id
from models.tables.programmes import Edition
from models.tables.reviews import Review


class ConflictDeclaration(Model):
    """An expert's word on one application before its file opens; a conflict is never taken back."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="conflict_declarations", on_delete=fields.RESTRICT
    )
    application_id: UUID
    user_id = fields.UUIDField()
    conflict = fields.BooleanField()
    reason = fields.TextField(null=True)
    declared_at = fields.DatetimeField()

    class Meta:
        table = "conflict_declarations"
        constraints = (
            UniqueConstraint(
                fields=("application_id", "user_id"), name="conflict_declarations_once"
            ),
        )


class Score(Model):
    """One expert's points for one review, by criterion; changed only until the scoring closes."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    review: fields.ForeignKeyRelation[Review] = fields.ForeignKeyField(
        "models.Review", related_name="scores", on_delete=fields.RESTRICT
    )
    review_id: UUID
    expert_id = fields.UUIDField()
    points: fields.Field[dict[str, int]] = fields.JSONField()
    total = fields.IntField()
    comment = fields.TextField(null=True)
    scored_at = fields.DatetimeField()

    class Meta:
        table = "scores"
        constraints = (UniqueConstraint(fields=("review_id", "expert_id"), name="scores_once"),)


class Scoring(Model):
    """A closed round of scoring of one track, and the line that the authority drew through it.

    `chosen` is how many stand above the line; null while it is not drawn.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    edition: fields.ForeignKeyRelation[Edition] = fields.ForeignKeyField(
        "models.Edition", related_name="scorings", on_delete=fields.RESTRICT
    )
    edition_id: str
    track = CharField(max_length=TRACK_CODE)
    round = fields.SmallIntField()
    closed_by_id = fields.UUIDField()
    closed_at = fields.DatetimeField()
    close_reason = fields.TextField(null=True)
    chosen = fields.IntField(null=True)
    line_reason = fields.TextField(null=True)
    line_by_id: Any = fields.UUIDField(null=True)
    line_at = fields.DatetimeField(null=True)

    class Meta:
        table = "scorings"
        constraints = (
            UniqueConstraint(fields=("edition_id", "track", "round"), name="scorings_round"),
            UniqueConstraint(
                fields=("edition_id", "track"),
                name="scorings_one_without_a_line",
                condition="line_at IS NULL",
            ),
        )


class ScoredPlace(Model):
    """An application's place in a closed round: the sum of all points, of how many experts."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    scoring: fields.ForeignKeyRelation[Scoring] = fields.ForeignKeyField(
        "models.Scoring", related_name="places", on_delete=fields.RESTRICT
    )
    scoring_id: UUID
    review_id = fields.UUIDField(unique=True)
    application_id = fields.UUIDField()
    rank = fields.IntField()
    points_sum = fields.IntField()
    experts = fields.IntField()
    passed = fields.BooleanField(null=True)

    class Meta:
        table = "scored_places"
        indexes = (("scoring_id", "rank", "id"), ("application_id",))
