"""What people are told: the in-app inbox, and the ledger of message consents."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import DISPATCH_REASON, MESSAGE_ID, PUSH_EVENT, PUSH_KEY, TEMPLATE
from models.tables.char_field import CharField
from models.tables.ids import new_id
from models.tables.people import User


class Notification(Model):
    """One thing told to one person, kept whatever happens to its WeChat message.

    `enterprise_id`: the firm that it is about; it shows only while the person acts for it.
    `message_state`: none (no template or no consent), queued, sending, sent, refused, failed, unknown
    (no answer; resent at most once). `message_reason`: why it waits or was not sent, a code or WeChat's
    number. `digest_id`: the entry whose WeChat message tells of this one as well.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="notifications", on_delete=fields.CASCADE
    )
    user_id: UUID
    application_id: Any = fields.UUIDField(null=True)
    enterprise_id: Any = fields.UUIDField(null=True)
    event = fields.CharField(max_length=40)
    event_key = CharField(max_length=120)
    title = CharField(max_length=80)
    body = fields.TextField()
    data: fields.Field[Any] = fields.JSONField()
    created_at = fields.DatetimeField()
    read_at = fields.DatetimeField(null=True)
    message_state = CharField(max_length=8, default="none")
    message_reason = CharField(max_length=DISPATCH_REASON, null=True)
    digest_id: Any = fields.UUIDField(null=True)
    attempts = fields.SmallIntField(default=0)
    msgid = CharField(max_length=MESSAGE_ID, null=True)
    sent_at = fields.DatetimeField(null=True)

    class Meta:
        table = "notifications"
        indexes = (("user_id", "created_at"), ("msgid",))
        constraints = (
            UniqueConstraint(fields=("user_id", "event_key"), name="notifications_once"),
        )


class Dispatch(Model):
    """One inbox entry on its way by mail or SMS; deleted with it.

    `channel` is mail or sms; `state` waiting, sending, then sent, failed, unknown (SMS alone: no answer
    twice) or none (not sent, for the `reason`). Those of one letter have the same `letter_id`.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    notification: fields.ForeignKeyRelation[Notification] = fields.ForeignKeyField(
        "models.Notification", related_name="dispatches", on_delete=fields.CASCADE
    )
    notification_id: UUID
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="dispatches", on_delete=fields.CASCADE
    )
    user_id: UUID
    channel = CharField(max_length=4)
    state = CharField(max_length=8, default="waiting")
    reason = CharField(max_length=DISPATCH_REASON, null=True)
    letter_id: Any = fields.UUIDField(null=True)
    attempts = fields.SmallIntField(default=0)
    due_at = fields.DatetimeField()
    called_at = fields.DatetimeField(null=True)

    class Meta:
        table = "dispatches"
        constraints = (
            UniqueConstraint(fields=("notification_id", "channel"), name="dispatches_once"),
        )


class MessageSettings(Model):
    """What one person chose; without a row they have the installation's quiet hours, in Chinese.

    `quiet_from` to `quiet_to`: hours of the day in Shanghai in which nothing but the inbox tells.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "models.User", related_name="message_settings", on_delete=fields.CASCADE
    )
    user_id: UUID
    quiet = fields.BooleanField()
    quiet_from = fields.SmallIntField()
    quiet_to = fields.SmallIntField()
    english = fields.BooleanField()

    class Meta:
        table = "message_settings"


class ConsentLedgerLine(Model):
    """Append-only: how often a person may still be sent a template; the balance is the sum.

    `source` is popup (push or callback), sent, refused or opt_out; `source_ref` makes it once.
    """

    id = fields.BigIntField(primary_key=True, generated=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="message_consents", on_delete=fields.CASCADE
    )
    user_id: UUID
    template_id = CharField(max_length=TEMPLATE)
    delta = fields.IntField()
    source = CharField(max_length=12)
    source_ref = CharField(max_length=120)
    at = fields.DatetimeField()

    class Meta:
        table = "consent_ledger"
        indexes = (("user_id", "template_id"),)
        constraints = (
            UniqueConstraint(
                fields=("user_id", "template_id", "source", "source_ref"),
                name="consent_ledger_once",
            ),
        )


class PushEventRecord(Model):
    """A push from WeChat as it arrived, once; processed afterwards by a job."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    dedupe_key = CharField(max_length=PUSH_KEY, unique=True)
    event = CharField(max_length=PUSH_EVENT)
    body: fields.Field[Any] = fields.JSONField()
    received_at = fields.DatetimeField()
    processed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "push_events"
