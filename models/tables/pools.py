"""Pools of money and places, their ledger, and the claims that stand in line for them."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.rules.text.limits import POOL_CODE
from models.tables.char_field import CharField
from models.tables.ids import new_id
from models.tables.programmes import Edition


class Pool(Model):
    """A budget in fen, a number of places, or both; null means no limit of that kind.

    `locked_fen` and `locked_places` are kept by the trigger on `claims` under the CHECKs here;
    `version` rises with every change of budget or places, `epoch` with every rebuild of the ranking;
    `ranked_run_id` names the run of the Redis node in which it was built last.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    edition: fields.ForeignKeyRelation[Edition] = fields.ForeignKeyField(
        "models.Edition", related_name="pools", on_delete=fields.RESTRICT
    )
    edition_id: str
    code = CharField(max_length=POOL_CODE)
    budget_fen = fields.BigIntField(null=True)
    places = fields.IntField(null=True)
    order = CharField(max_length=8, source_field="order_by")
    last_award = CharField(max_length=8)
    last_award_min_fen = fields.BigIntField(default=0)
    locked_fen = fields.BigIntField(default=0)
    locked_places = fields.IntField(default=0)
    version = fields.BigIntField(default=1)
    epoch = fields.BigIntField(default=1)
    recorded_epoch = fields.BigIntField(default=0)
    recorded_revision = fields.BigIntField(default=0)
    recorded_figures: fields.Field[Any] = fields.JSONField(null=True)
    recorded_at = fields.DatetimeField(null=True)
    ranked_run_id = CharField(max_length=64, null=True)

    class Meta:
        table = "pools"
        constraints = (
            UniqueConstraint(fields=("edition_id", "code"), name="pools_code"),
            CheckConstraint(
                check="locked_fen >= 0 AND (budget_fen IS NULL OR locked_fen <= budget_fen)",
                name="pools_locked_within_budget",
            ),
            CheckConstraint(
                check="locked_places >= 0 AND (places IS NULL OR locked_places <= places)",
                name="pools_locked_within_places",
            ),
        )


class PoolLedgerLine(Model):
    """Append-only: `kind` is budget, lock, release, paid or recovered; signed amounts.

    The sum of lock and release lines equals the pool's counters, the sum of budget lines its budget.
    """

    id = fields.BigIntField(primary_key=True, generated=True)
    pool: fields.ForeignKeyRelation[Pool] = fields.ForeignKeyField(
        "models.Pool", related_name="ledger", on_delete=fields.RESTRICT
    )
    pool_id: UUID
    at = fields.DatetimeField()
    kind = CharField(max_length=12)
    amount_fen = fields.BigIntField()
    places = fields.IntField()
    claim_id: Any = fields.UUIDField(null=True)
    actor_id: Any = fields.UUIDField(null=True)
    reason = fields.TextField(null=True)

    class Meta:
        table = "pool_ledger"
        indexes = (("pool_id", "id"),)


class Claim(Model):
    """A place in the line of one pool (quota.md).

    Order key: (`later_at`, `earlier_at`, `sequence`), or `sequence` alone when the pool is ordered by
    arrival (both instants are then the epoch). `version` rises in each transaction that touches the
    claim; `ranked_version` is the last one Redis has confirmed. `state` is the last ranking that was
    recorded (`recorded_epoch`, `recorded_revision`), `told_state` the last one people were told.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    application_id = fields.UUIDField()
    # Without a foreign key: its check would lock the pool's row in every submission of a rush, and
    # pools are never deleted (the roles may not).
    pool: fields.ForeignKeyRelation[Pool] = fields.ForeignKeyField(
        "models.Pool", related_name="claims", on_delete=fields.NO_ACTION, db_constraint=False
    )
    pool_id: UUID
    sequence = fields.BigIntField(unique=True)
    later_at = fields.DatetimeField()
    earlier_at = fields.DatetimeField()
    amount_fen = fields.BigIntField()
    places = fields.IntField(default=1)
    live = fields.BooleanField(default=True)
    passed_at = fields.DatetimeField(null=True)
    locked_at = fields.DatetimeField(null=True)
    granted_fen = fields.BigIntField(null=True)
    version = fields.BigIntField(default=1)
    ranked_version = fields.BigIntField(default=0)
    recorded_epoch = fields.BigIntField(default=0)
    recorded_revision = fields.BigIntField(default=0)
    state = CharField(max_length=8, default="pending")
    state_since_at = fields.DatetimeField(null=True)
    told_state = CharField(max_length=8, null=True)
    touched_at = fields.DatetimeField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "claims"
        constraints = (
            UniqueConstraint(
                fields=("application_id", "pool_id"), name="claims_live_once", condition="live"
            ),
            CheckConstraint(
                check="(locked_at IS NULL) = (granted_fen IS NULL)", name="claims_locked_granted"
            ),
            CheckConstraint(
                check="locked_at IS NULL OR passed_at IS NOT NULL", name="claims_passed"
            ),
            CheckConstraint(check="amount_fen >= 0 AND places >= 0", name="claims_not_negative"),
        )


class ClaimLogLine(Model):
    """Append-only: each state that the ranking gave a claim, as the recorder wrote it down.

    `epoch` and `revision` say after which change of the pool's ranking; `granted_fen` is 0 while
    waiting or ended.
    """

    id = fields.BigIntField(primary_key=True, generated=True)
    claim_id = fields.UUIDField()
    at = fields.DatetimeField()
    state = CharField(max_length=8)
    granted_fen = fields.BigIntField()
    epoch = fields.BigIntField()
    revision = fields.BigIntField()

    class Meta:
        table = "claim_log"
        indexes = (("claim_id", "id"),)


class RankingDifference(Model):
    """How often a pool's ranking was found to differ from the database, by kind, and when last."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    pool: fields.ForeignKeyRelation[Pool] = fields.ForeignKeyField(
        "models.Pool", related_name="differences", on_delete=fields.RESTRICT
    )
    pool_id: UUID
    kind = CharField(max_length=20)
    times = fields.BigIntField(default=0)
    last_at = fields.DatetimeField()

    class Meta:
        table = "ranking_differences"
        constraints = (
            UniqueConstraint(fields=("pool_id", "kind"), name="ranking_differences_kind"),
        )
