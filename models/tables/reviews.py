"""The steps of the path: who checks what, what was found, what is to be corrected."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import CLAUSE, CORRECTION_ITEM
from models.tables.applications import Application
from models.tables.char_field import CharField
from models.tables.ids import new_id


class Review(Model):
    """One stage of one application in one round.

    `state`: open, done, void (a later return or withdrawal made it meaningless). `taken_by_id` lapses
    60 minutes after `touched_at`. A decision pins the application's version and the hashes it saw.
    `order_key` is the claim's order key as the ranking spells it, or the second of opening where
    there is no claim; the database keeps it where the claim stands. `bulk`: passed together with
    others in one act.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="reviews", on_delete=fields.RESTRICT
    )
    application_id: UUID
    stage = CharField(max_length=12)
    role = CharField(max_length=12)
    round = fields.SmallIntField(default=1)
    state = CharField(max_length=8, default="open")
    opened_at = fields.DatetimeField()
    taken_by_id: Any = fields.UUIDField(null=True)
    taken_at = fields.DatetimeField(null=True)
    touched_at = fields.DatetimeField(null=True)
    out_of_order = fields.BooleanField(default=False)
    due_on = fields.DateField(null=True)
    verdict = CharField(max_length=8, null=True)
    comment = fields.TextField(null=True)
    cite = CharField(max_length=CLAUSE, null=True)
    checklist: fields.Field[Any] = fields.JSONField(null=True)
    verified: fields.Field[Any] = fields.JSONField(null=True)
    award_fen = fields.BigIntField(null=True)
    decided_by_id: Any = fields.UUIDField(null=True)
    decided_for_id: Any = fields.UUIDField(null=True)
    decided_at = fields.DatetimeField(null=True)
    application_version = fields.IntField(null=True)
    evidence_hashes: fields.Field[Any] = fields.JSONField(null=True)
    bulk = fields.BooleanField(default=False, db_default=False)
    invalidated_at = fields.DatetimeField(null=True)
    order_key = CharField(max_length=39, null=True)

    class Meta:
        table = "reviews"
        indexes = (("application_id", "stage"), ("state", "role", "order_key", "id"))
        constraints = (
            UniqueConstraint(
                fields=("application_id", "stage"),
                name="reviews_one_open",
                condition="state = 'open'",
            ),
        )


class Correction(Model):
    """One item to be corrected (补正): a field or a kind of paper, why, and until when.

    `workdays` counted from `from_on` is the rule; `due_on` is the day it gives, null while the
    calendar of that year is not published. `before` is what stood there when it was asked, `after`
    when it was handed in again: a value, or the papers of the kind; null for what was asked before
    this was kept. `answer`: the firm's word on it, with or instead of a correction.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="corrections", on_delete=fields.RESTRICT
    )
    application_id: UUID
    review_id = fields.UUIDField()
    item = CharField(max_length=CORRECTION_ITEM)
    reason = fields.TextField()
    workdays = fields.SmallIntField()
    from_on = fields.DateField()
    due_on = fields.DateField(null=True)
    asked_at = fields.DatetimeField()
    before: fields.Field[Any] = fields.JSONField(null=True)
    answer: Any = fields.TextField(null=True)
    resolved_at = fields.DatetimeField(null=True)
    after: fields.Field[Any] = fields.JSONField(null=True)

    class Meta:
        table = "corrections"
        indexes = (("application_id",),)


class Appeal(Model):
    """The SME's objection to a rejection, decided by the authority; `state`: open, upheld, dismissed."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="appeals", on_delete=fields.RESTRICT
    )
    application_id: UUID
    raised_by_id = fields.UUIDField()
    reason = fields.TextField()
    raised_at = fields.DatetimeField()
    state = CharField(max_length=12, default="open")
    decision = fields.TextField(null=True)
    decided_by_id: Any = fields.UUIDField(null=True)
    decided_at = fields.DatetimeField(null=True)

    class Meta:
        table = "appeals"
        constraints = (
            UniqueConstraint(
                fields=("application_id",), name="appeals_one_open", condition="state = 'open'"
            ),
        )
