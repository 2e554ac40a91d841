"""What a row of the manifest says once its cells are read: the firm, its contract, its payment."""

from typing import Any
from uuid import UUID

import msgspec

from server.features.applications.bodies import ApplicationParticulars
from server.features.enterprises.schemas import FirmRecord


class FiledRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A client with what is filed for it.

    `record` is None where the firm's place cannot be read; what else of it cannot be read is
    `stood_in` for, so that the rules can say what they say of the rest: such a row is never filed.
    The declared contact is kept as its keyed hash only. Amounts in fen, moments as they were typed.
    """

    uscc: str
    name: str | None = None
    record: FirmRecord | None = None
    stood_in: tuple[str, ...] = ()
    phone_index: str | None = None
    plan_id: UUID | None = None
    contract_no: str | None = None
    signed_at: str | None = None
    paid_at: str | None = None
    fee_fen: int | None = None
    paid_fen: int | None = None
    payer: str | None = None
    voucher_no: str | None = None
    facts: dict[str, Any] = msgspec.field(default_factory=dict)

    def stated(self) -> ApplicationParticulars:
        """The particulars as the firm itself would fill them in."""
        return ApplicationParticulars(
            contract_no=self.contract_no,
            signed_at=self.signed_at,
            paid_at=self.paid_at,
            fee_fen=self.fee_fen,
            paid_fen=self.paid_fen,
            payer=self.payer,
            voucher_no=self.voucher_no,
            facts=self.facts,
        )
