"""How much one person or one firm may do: every such rate and count, in one table.

What one device may send at all is the edge's matter. A rate lets its number come at once, then one
after the other in its time: 60 a day are 60 now, and another every 24 minutes. It is counted in Redis,
by each process for itself while Redis is away. A count is looked at in PostgreSQL, under a lock.
"""

from typing import Final

from models.rules.reasons import Text
from server.edge.web.rate_limit import RateLimit
from server.roles import REVIEWING, Role

_HOUR, _DAY = 3600, 86_400
# A platform files for hundreds of clients, a reviewer opens all that they hand in.
_PLATFORM: Final = Role.PLATFORM
_READING: Final = (*REVIEWING, Role.PLATFORM, Role.INSPECTOR)

REGISTRATIONS: Final = RateLimit(
    "register_enterprise",
    60,
    _DAY,
    by="user",
    told=Text(
        "一天内登记的企业太多了，请稍后再登记",
        "Too many firms were registered in a day; register this one later",
    ),
)
DISPUTES: Final = RateLimit("raise_dispute", 20, _HOUR, by="user")
PICTURES: Final = RateLimit("upload_picture", 60, _HOUR, by="user")
RATINGS: Final = RateLimit("ratings", 120, _HOUR, by="user")
TOKENS: Final = RateLimit("accept_invitation", 30, 600, by="user")
OBJECTIONS: Final = RateLimit("objections", 20, _HOUR, by="user")
CORRECTION_WISHES: Final = RateLimit("ask_correction", 20, _HOUR, by="user")
POPUPS: Final = RateLimit("subscriptions", 120, _HOUR, by="user")
CLOSINGS: Final = RateLimit("close_account", 10, _HOUR, by="user")
EXPORTS: Final = RateLimit(
    "export_account",
    10,
    _DAY,
    by="user",
    told=Text("一天内导出的次数太多了，请明天再导出", "Too many exports in a day; try tomorrow"),
)
EMAIL_CODES: Final = RateLimit(
    "email_code",
    5,
    _HOUR,
    by="user",
    told=Text(
        "一小时内获取的邮箱验证码太多了，请稍后再试",
        "Too many codes were sent in an hour; try again later",
    ),
)
EMAIL_GUESSES: Final = RateLimit("email_guess", 10, _HOUR, by="user")
INVITATIONS: Final = RateLimit(
    "invite_member",
    30,
    _DAY,
    by="user",
    told=Text(
        "一天内发出的邀请太多了，请稍后再邀请", "Too many invitations in a day; invite later"
    ),
)
CLIENT_INVITATIONS: Final = RateLimit(
    "invite_client",
    3000,
    _DAY,
    by="user",
    told=Text(
        "一天内邀请的客户太多了，请稍后再邀请",
        "Too many clients were invited in a day; go on later",
    ),
)
STARTS: Final = RateLimit(
    "start_application",
    300,
    _DAY,
    by="user",
    more={_PLATFORM: 3000},
    told=Text(
        "一天内新建的申请太多了，请稍后再新建", "Too many applications in a day; start it later"
    ),
)
_UPLOADED_ENOUGH: Final = Text(
    "一天内上传的材料太多了，请稍后再传；已传的材料不受影响",
    "Too much was uploaded in a day; go on later, what was uploaded stays",
)
UPLOADS: Final = RateLimit(
    "upload_paper", 1000, _DAY, by="user", more={_PLATFORM: 10_000}, told=_UPLOADED_ENOUGH
)
UPLOADED_MEBIBYTES: Final = RateLimit(
    "upload_mebibytes", 4096, _DAY, by="user", more={_PLATFORM: 40_960}, told=_UPLOADED_ENOUGH
)
LARGE_UPLOADS: Final = RateLimit("large_upload", 1000, _DAY, by="user", told=_UPLOADED_ENOUGH)
# Each may rewrite a piece of 2 MiB, however little it brings.
UPLOADED_PARTS: Final = RateLimit("upload_part", 6000, _HOUR, by="user", told=_UPLOADED_ENOUGH)
BATCHES: Final = RateLimit(
    "hand_in_batch",
    500,
    _DAY,
    by="user",
    told=Text(
        "一天内提交的清单太多了，请稍后再提交；已提交的照常处理",
        "Too many batches in a day; hand this one in later, the others go on",
    ),
)
DOWNLOADS: Final = RateLimit(
    "download_paper",
    300,
    _HOUR,
    by="user",
    more=dict.fromkeys(_READING, 3000),
    told=Text(
        "一小时内打开的材料太多了，请稍后再看",
        "Too many papers were opened in an hour; go on later",
    ),
)
LETTERS: Final = RateLimit("download_letter", 120, _HOUR, by="user", more={_PLATFORM: 1200})
# Anybody's: what many behind one address ask for on one day, not what a machine tries out.
SAMPLES: Final = RateLimit("download_sample", 300, _HOUR)
CHECKS: Final = RateLimit("verify_letter", 120, 600)

MOST_OPEN_INVITATIONS: Final = 10
"""Of one firm, neither used nor ended."""
MOST_DRAFTS_OF_FIRM: Final = 20
MOST_DRAFTS_OF_PERSON: Final = 100
"""Of one person for all firms together, who is no platform's."""
MOST_DRAFTS_OF_PLATFORM: Final = 1000
"""Of one person of a platform."""


def mebibytes_of(size: int) -> int:
    """As what a file of `size` bytes counts, at least one."""
    return max(1, -(-size // 2**20))
