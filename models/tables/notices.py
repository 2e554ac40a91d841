"""Public notices (公示): what is shown to everybody, for how many working days, and objections."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import FIRM_NAME, PLACE, TITLE, TRACK_CODE
from models.tables.applications import Application
from models.tables.char_field import CharField
from models.tables.ids import new_id
from models.tables.programmes import Edition


class Notice(Model):
    """`workdays` counted from `starts_on` is the rule, `ends_on` the day it gives as last computed.

    `provisional`: a year on the way is not published, so nothing closes on that day. `state`: open,
    closed.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    edition: fields.ForeignKeyRelation[Edition] = fields.ForeignKeyField(
        "models.Edition", related_name="notices", on_delete=fields.RESTRICT
    )
    edition_id: str
    track = CharField(max_length=TRACK_CODE)
    title = CharField(max_length=TITLE)
    workdays = fields.SmallIntField()
    starts_on = fields.DateField()
    ends_on = fields.DateField()
    provisional = fields.BooleanField()
    state = CharField(max_length=8, default="open")
    created_by_id = fields.UUIDField()
    created_at = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)
    closed_by_id: Any = fields.UUIDField(null=True)

    class Meta:
        table = "notices"
        indexes = (("edition_id", "id"), ("state", "ends_on"))
        constraints = (
            CheckConstraint(
                check="(state = 'closed') = (closed_at IS NOT NULL)", name="notices_closed"
            ),
            CheckConstraint(check="workdays > 0", name="notices_workdays"),
        )


class NoticeEntry(Model):
    """One application as it is shown; `shown` is frozen JSON: clause, claimed facts, award.

    `state`: standing, overturned (an objection was upheld), passed (the notice closed). `live`
    while its notice is open: an application stands in one open notice at most.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    notice: fields.ForeignKeyRelation[Notice] = fields.ForeignKeyField(
        "models.Notice", related_name="entries", on_delete=fields.RESTRICT
    )
    notice_id: UUID
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="notice_entries", on_delete=fields.RESTRICT
    )
    application_id: UUID
    number = fields.IntField()
    name = CharField(max_length=FIRM_NAME)
    district = CharField(max_length=PLACE)
    shown: fields.Field[Any] = fields.JSONField()
    award_fen = fields.BigIntField(null=True)
    state = CharField(max_length=10, default="standing")
    live = fields.BooleanField(default=True)

    class Meta:
        table = "notice_entries"
        constraints = (
            UniqueConstraint(fields=("notice_id", "number"), name="notice_entries_number"),
            UniqueConstraint(
                fields=("application_id",), name="notice_entries_live_once", condition="live"
            ),
        )


class Objection(Model):
    """Somebody objects to a notice, or to one of its entries; `state`: open, upheld, dismissed."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    notice: fields.ForeignKeyRelation[Notice] = fields.ForeignKeyField(
        "models.Notice", related_name="objections", on_delete=fields.RESTRICT
    )
    notice_id: UUID
    entry: fields.ForeignKeyNullableRelation[NoticeEntry] = fields.ForeignKeyField(
        "models.NoticeEntry", related_name="objections", on_delete=fields.RESTRICT, null=True
    )
    entry_id: UUID | None
    raised_by_id = fields.UUIDField()
    reason = fields.TextField()
    raised_at = fields.DatetimeField()
    state = CharField(max_length=10, default="open")
    answer = fields.TextField(null=True)
    answered_by_id: Any = fields.UUIDField(null=True)
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "objections"
        indexes = (("notice_id", "id"), ("raised_by_id", "id"))
        constraints = (
            CheckConstraint(
                check="(state = 'open') = (answered_at IS NULL)", name="objections_answered"
            ),
        )
