"""Counts still against the rules of `borders.py`; they may only shrink, and are kept tight."""

REMAINING: dict[str, dict[str, int]] = {
    "writes": {
        "server/features/exceptions/appeal.py": 1,
        "server/features/exceptions/decide_appeal.py": 2,
        "server/features/exceptions/revoke.py": 2,
        "server/features/exceptions/waive.py": 1,
        "server/features/reviews/declare.py": 1,
        "server/features/reviews/show.py": 1,
        "server/features/reviews/take.py": 1,
        "server/features/verdicts/become_payable.py": 2,
        "server/features/verdicts/claim_on_approval.py": 2,
        "server/features/verdicts/decide.py": 1,
        "server/features/verdicts/lapse.py": 2,
        "server/features/verdicts/open_review.py": 1,
        "server/features/verdicts/passing.py": 1,
        "server/features/verdicts/returning.py": 3,
    },
    "row_keys": {
        "server/features/exceptions/decide_appeal.py": 3,
        "server/features/exceptions/waivers.py": 13,
        "server/features/reviews/changes.py": 5,
        "server/features/reviews/flags.py": 1,
        "server/features/reviews/take.py": 1,
        "server/features/verdicts/become_payable.py": 5,
        "server/features/verdicts/bulk_chunks.py": 12,
        "server/features/verdicts/lapse.py": 2,
    },
    "untyped_rows": {
        "server/features/exceptions/waivers.py": 2,
        "server/features/reviews/worklist.py": 1,
        "server/features/verdicts/become_payable.py": 3,
        "server/features/verdicts/bulk_chunks.py": 2,
        "server/features/verdicts/decide.py": 2,
    },
    "namesakes": {
        "AuditLine": 2,
    },
    "named_it": {
        "server/features/verdicts/endorse.py": 1,
    },
}
