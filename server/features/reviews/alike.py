"""What other applications share with one: a paper, an invoice, a contract, a voucher, a payer, a phone.

Across firms, platforms, editions and years. Each way has its own index, and stops once it has found
enough: what is everywhere, such as a platform's brochure, costs no more than what is nowhere.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final
from uuid import UUID

import msgspec

from models.rules.reasons import Text
from models.tables.applications import Application
from storage.postgres.core.rows import list_rows

MOST: Final = 20
"""So many of one kind are enough to look into."""

TEXTS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "same_file": Text(
            "同样的文件也出现在其他申请中", "The same file is in another application"
        ),
        "same_invoice": Text(
            "同一张发票也出现在其他申请中", "The same invoice is in another application"
        ),
        "same_contract": Text(
            "同一合同编号也出现在其他申请中", "The same contract number is used elsewhere"
        ),
        "same_voucher": Text(
            "同一付款凭证号也出现在其他申请中（金额或付款日相同）",
            "The same voucher number, with the same amount or day, is used elsewhere",
        ),
        "same_payer": Text(
            "这个付款方还为其他企业付过款", "This payer has paid for other firms as well"
        ),
        "same_payer_account": Text(
            "付款凭证上的付款账号还为其他企业付过款",
            "The account that paid, as a receipt names it, has paid for other firms as well",
        ),
        "paid_after_refund": Text(
            "付款之前，平台曾对该企业开具红字发票（退款或冲减）",
            "Before the payment the platform had taken back an invoice of this firm's (red letter)",
        ),
        "same_phone": Text(
            "同一账号或同一手机号还为其他企业办理过申请",
            "The same person or phone has applied for other firms as well",
        ),
    }
)
"""In the order in which they are told."""

_DAY: Final = "({}.paid_at AT TIME ZONE 'Asia/Shanghai')::date"

# Each from another application `o`: its id, the paper of this one and the paper of that one.
# $1 is this application, $2 its firm.
WAYS: Final[Mapping[str, Sequence[str]]] = MappingProxyType(
    {
        # Also where bytes were appended, or it was saved anew: its first page looks the same.
        "same_file": tuple(
            f"""
       SELECT o.id, v.id AS own, w.id AS paper
         FROM evidence v
         JOIN evidence w ON w.{digest} = v.{digest} AND w.application_id <> $1
                        AND w.deleted_at IS NULL
         JOIN applications o ON o.id = w.application_id
        WHERE v.application_id = $1 AND v.deleted_at IS NULL"""
            for digest in ("sha256", "page_sha256")
        ),
        # Numbers of before are unique with their code only.
        "same_invoice": (
            """
       SELECT o.id, v.id, w.id
         FROM evidence v
         JOIN invoices i ON i.evidence_id = v.id
         JOIN invoices j ON j.number = i.number AND j.evidence_id <> i.evidence_id
                        AND (j.code = i.code OR i.code IS NULL AND j.code IS NULL
                                             AND length(i.number) = 20)
         JOIN evidence w ON w.id = j.evidence_id AND w.application_id <> $1
                        AND w.deleted_at IS NULL
         JOIN applications o ON o.id = w.application_id
        WHERE v.application_id = $1 AND v.deleted_at IS NULL""",
        ),
        # What a firm claims for and what a platform lists of its clients is one contract where the
        # firm is the same.
        "same_contract": (
            """
       SELECT o.id, NULL::uuid, NULL::uuid
         FROM applications a
         JOIN applications o ON o.contract_compared = a.contract_compared AND o.id <> $1
        WHERE a.id = $1""",
            """
       SELECT o.id, NULL::uuid, NULL::uuid
         FROM applications a
         JOIN enterprises e ON e.id = a.enterprise_id
         JOIN application_clients c ON c.contract_compared = a.contract_compared
                                   AND c.uscc <> e.uscc AND c.application_id <> $1
         JOIN applications o ON o.id = c.application_id
        WHERE a.id = $1""",
            """
       SELECT o.id, NULL::uuid, NULL::uuid
         FROM application_clients c
         JOIN applications o ON o.contract_compared = c.contract_compared AND o.id <> $1
         JOIN enterprises f ON f.id = o.enterprise_id AND f.uscc <> c.uscc
        WHERE c.application_id = $1""",
            """
       SELECT o.id, NULL::uuid, NULL::uuid
         FROM application_clients c
         JOIN application_clients d ON d.contract_compared = c.contract_compared
                                   AND d.application_id <> $1
         JOIN applications o ON o.id = d.application_id
        WHERE c.application_id = $1""",
        ),
        "same_voucher": (
            f"""
       SELECT o.id, NULL::uuid, NULL::uuid
         FROM payments p
         JOIN payments q ON q.voucher_compared = p.voucher_compared AND q.application_id <> $1
                        AND (q.amount_fen = p.amount_fen OR {_DAY.format("q")} = {_DAY.format("p")})
         JOIN applications o ON o.id = q.application_id
        WHERE p.application_id = $1""",
        ),
        "same_payer": (
            """
       SELECT o.id, NULL::uuid, NULL::uuid
         FROM payments p
         JOIN payments q ON q.payer_compared = p.payer_compared AND q.application_id <> $1
         JOIN applications o ON o.id = q.application_id AND o.enterprise_id <> $2
        WHERE p.application_id = $1
          AND p.payer_compared <> (SELECT name_compared FROM enterprises WHERE id = $2)""",
        ),
        # As the receipt prints it; its number is kept as a keyed hash alone.
        "same_payer_account": (
            """
       SELECT o.id, v.id, w.id
         FROM evidence v
         JOIN evidence w ON w.payer_account_index = v.payer_account_index
                        AND w.application_id <> $1 AND w.deleted_at IS NULL
         JOIN applications o ON o.id = w.application_id AND o.enterprise_id <> $2
        WHERE v.application_id = $1 AND v.deleted_at IS NULL""",
        ),
        "paid_after_refund": (
            f"""
       SELECT o.id, NULL::uuid, w.id
         FROM applications a
         JOIN enterprises e ON e.id = a.enterprise_id
         JOIN platforms p ON p.id = a.platform_id
         LEFT JOIN enterprises f ON f.id = p.enterprise_id
         JOIN invoices r ON r.buyer_code = e.uscc AND r.total_fen < 0
                        AND r.issued_on <= {_DAY.format("a")}
                        AND (r.seller_code = f.uscc OR compared(r.seller_name) = compared(p.name))
         JOIN evidence w ON w.id = r.evidence_id AND w.deleted_at IS NULL
         JOIN applications o ON o.id = w.application_id
        WHERE a.id = $1""",
        ),
        # What a platform files is filed by its people, for all of its clients.
        "same_phone": (
            """
       SELECT o.id, NULL::uuid, NULL::uuid
         FROM applications a
         JOIN applications o ON o.created_by_id = a.created_by_id
                            AND o.filed_by = 'enterprise' AND o.enterprise_id <> $2
        WHERE a.id = $1 AND a.filed_by = 'enterprise'""",
            """
       SELECT o.id, NULL::uuid, NULL::uuid
         FROM (SELECT u.phone_index AS phone
                 FROM applications a JOIN users u ON u.id = a.created_by_id
                WHERE a.id = $1 AND a.filed_by = 'enterprise'
                UNION SELECT declared_phone_index FROM enterprises WHERE id = $2) own
         JOIN users u ON u.phone_index = own.phone
         JOIN applications o ON o.created_by_id = u.id
                            AND o.filed_by = 'enterprise' AND o.enterprise_id <> $2
        WHERE true""",
            """
       SELECT o.id, NULL::uuid, NULL::uuid
         FROM (SELECT u.phone_index AS phone
                 FROM applications a JOIN users u ON u.id = a.created_by_id
                WHERE a.id = $1 AND a.filed_by = 'enterprise'
                UNION SELECT declared_phone_index FROM enterprises WHERE id = $2) own
         JOIN enterprises f ON f.declared_phone_index = own.phone AND f.id <> $2
         JOIN applications o ON o.enterprise_id = f.id
        WHERE true""",
        ),
    }
)

# Drafts bind nobody yet; what the firm itself gave up does not count against it.
_COUNTS: Final = """
          AND o.status <> 'draft' AND (o.enterprise_id IS DISTINCT FROM $2
              OR o.status NOT IN ('withdrawn', 'rejected', 'lapsed', 'not_funded'))"""

_FIND: Final = """
SELECT f.code, o.id AS application_id, o.number::text AS number,
       f.own AS own_id, v.name::text AS own_name, v.previews AS own_previews,
       f.paper AS paper_id, w.name::text AS paper_name, w.previews AS paper_previews
  FROM ({ways}) AS f(code, id, own, paper)
  JOIN applications o ON o.id = f.id
  LEFT JOIN evidence v ON v.id = f.own
  LEFT JOIN evidence w ON w.id = f.paper
"""


class Alike(msgspec.Struct, frozen=True):
    """One thing (`code`, of TEXTS) that another application shares, with the papers on both sides."""

    code: str
    application_id: UUID
    number: str
    own_id: UUID | None
    own_name: str | None
    own_previews: int | None
    paper_id: UUID | None
    paper_name: str | None
    paper_previews: int | None


async def find_alike(application: Application, codes: Sequence[str] = tuple(WAYS)) -> list[Alike]:
    """At most MOST of each way, in the order of their numbers."""
    values = (application.id, application.enterprise_id)
    found = await list_rows(Alike, statement(codes), *values, tx=None)
    return sorted(found, key=lambda one: (one.number, one.own_name or ""))


def statement(codes: Sequence[str]) -> str:
    """One round trip for these of WAYS."""
    parts = (
        f"(SELECT '{code}' AS code, s.* FROM ({way}{_COUNTS}\n        LIMIT {MOST}) s)"
        for code in codes
        for way in WAYS[code]
    )
    return _FIND.format(ways="\n UNION ALL\n".join(parts))
