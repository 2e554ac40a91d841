"""How long each text may be: for bodies, paths, queries and columns alike (docs/adr/0027-limits.md).

In characters as people and PostgreSQL count them (code points), after what `typed.py` makes of a text.
"""

from typing import Final

PROGRAMME_CODE: Final = 64
EDITION_CODE: Final = 80
TRACK_CODE: Final = 40
POOL_CODE: Final = 40
CODE: Final = 64
"""Any other stable key, such as a criterion or an item of a checklist."""

PROGRAMME_FILE: Final = 200_000
"""The whole text of a policy file or of a year's file."""

USERNAME: Final = 64
PRIVACY_VERSION: Final = 40
PASSWORD: Final = 200
OTP: Final = 6
EMAIL_CODE: Final = 6
"""Digits of the code that shows that an address is one's own."""

FIRM_NAME: Final = 120
"""Of a firm, a platform, an office; also the holder of an account and a bank."""
USCC: Final = 18
PLACE: Final = 40
"""A district or a city."""
SECTOR: Final = 40
REGION_CLASS: Final = 40
CONTACT: Final = 120
PUBLIC_PHONE: Final = 40
WEBSITE: Final = 200
ADDRESS: Final = 200
EMAIL: Final = 254
PASTED_PHONE: Final = 32
"""The longest that a mail server takes (RFC 5321)."""
TITLE: Final = 200
"""Of a programme, a track, a public notice, a recognition."""
PLAN_TITLE: Final = 120
PLAN_TEXT: Final = 1000
SUMMARY: Final = 500
RATING: Final = 500
"""What a firm says of its platform, or the platform in answer."""
CATEGORY: Final = 40

PAPER_NUMBER: Final = 80
"""A number that a paper carries, such as a contract's or a voucher's."""
INVOICE_NUMBER: Final = 20
INVOICE_CODE: Final = 12
"""In layouts before the full-digital one."""
PAPER_KIND: Final = 40
FILE_NAME: Final = 200
UPLOAD_METADATA: Final = 2000
"""What the client of a large upload says of its file, in its own spelling."""
CLAUSE: Final = 120
CORRECTION_ITEM: Final = 60
SLOT_KEY: Final = 160
"""The key of a slot that an exclusion takes; a longer one is shortened by its digest."""
REASONING: Final = 4000
"""A comment or a reason, of several lines; its column has no limit of its own."""
FACT_NAME: Final = 64
FACT_TEXT: Final = 4000

TEMPLATE: Final = 64
"""The id of a message template, as WeChat gives it."""
MESSAGE_ID: Final = 24
TRACE: Final = 64
"""Under which a check of content is asked about, as WeChat gives it."""
DISPATCH_REASON: Final = 32
"""Why a message waits or was not sent: a code, or the number that another server answered."""
PUSH_EVENT: Final = 60
PUSH_KEY: Final = 80

# Looked at and not kept as they come.
PASTED_USCC: Final = 64
PASTED_ACCOUNT: Final = 60
PASTED_MOMENT: Final = 60
SEARCH: Final = 100
SCENE: Final = 96
"""Of a scanned code, encoded or not."""
COMPARED_PLANS: Final = 200
"""Ids of plans, parted by commas."""
CURSOR: Final = 512
TOKEN: Final = 512
SIGNED_TOKEN: Final = 6000
"""A code or token made by a machine."""
SHA256: Final = 64
POPUP_NAME: Final = 512
"""What a popup's answer names; only known templates are kept."""
IDEMPOTENCY_KEY: Final = 128
