"""Invoices among the papers, as they were read when a paper was checked."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model

from models.rules.text.limits import FIRM_NAME, INVOICE_CODE, INVOICE_NUMBER, USCC
from models.tables.char_field import CharField
from models.tables.evidence import Evidence
from models.tables.ids import new_id


class Invoice(Model):
    """What one paper says as an invoice (`models/rules/invoices`); append-only.

    `sources` says by field where it was found, `contradicted` where its QR code says something else.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    evidence: fields.OneToOneRelation[Evidence] = fields.OneToOneField(
        "models.Evidence", related_name="as_invoice", on_delete=fields.CASCADE
    )
    evidence_id: UUID
    number = CharField(max_length=INVOICE_NUMBER)
    code = CharField(max_length=INVOICE_CODE, null=True)
    issued_on = fields.DateField(null=True)
    total_fen = fields.BigIntField(null=True)
    net_fen = fields.BigIntField(null=True)
    buyer_name = CharField(max_length=FIRM_NAME, null=True)
    buyer_code = CharField(max_length=USCC, null=True)
    seller_name = CharField(max_length=FIRM_NAME, null=True)
    seller_code = CharField(max_length=USCC, null=True)
    sources: fields.Field[Any] = fields.JSONField()
    contradicted: fields.Field[list[str]] = ArrayField(element_type="text")
    read_at = fields.DatetimeField()

    class Meta:
        table = "invoices"
        indexes = (("number",),)
