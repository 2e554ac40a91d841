"""Ids of others inside bodies about one's own: answered like an id that nothing has."""

from typing import Any

Named = tuple[str, dict[str, Any]]
NAMED: dict[tuple[str, str], Named] = {
    ("POST /api/v1/notices", "application_ids"): (
        "authority-here",
        {"edition": "<code>", "track": "<track>", "application_ids": ["<application_id>"]},
    ),
    ("POST /api/v1/notices/preview", "application_ids"): (
        "authority-here",
        {"edition": "<code>", "track": "<track>", "application_ids": ["<application_id>"]},
    ),
    ("POST /api/v1/platform/payee/confirm", "payee_id"): (
        "platform-here",
        {"payee_id": "<payee_id>"},
    ),
    ("POST /api/v1/platform/payee/discard", "payee_id"): (
        "platform-here",
        {"payee_id": "<payee_id>"},
    ),
    ("POST /api/v1/payouts", "platform_id"): (
        "authority-here",
        {"edition": "<code>", "platform_id": "<application_id>"},
    ),
    ("POST /api/v1/payouts/preview", "platform_id"): (
        "authority-here",
        {"edition": "<code>", "platform_id": "<application_id>"},
    ),
    ("POST /api/v1/payouts/<payout_id>/confirm", "line"): (
        "authority-here",
        {
            "paid_on": "2026-01-05",
            "voucher_no": "PZ-1",
            "failed": [{"line": "<payout_id>", "reason": "户名不符"}],
        },
    ),
    ("POST /api/v1/programmes/<code>/tracks/<track>/scoring/line", "among_tied"): (
        "authority-here",
        {"chosen": 1, "reason": "择优", "among_tied": ["<application_id>"]},
    ),
    ("POST /api/v1/enterprises/<enterprise_id>/owner", "user_id"): (
        "owner-here",
        {"user_id": "<user_id>"},
    ),
    ("POST /api/v1/notices/<notice_id>/objections", "entry"): (
        "owner-here",
        {"reason": "有异议", "entry": "<application_id>"},
    ),
}
"""Call and field: who calls about their own, and the body; its <ids> are those of somebody else."""
