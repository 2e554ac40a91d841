"""What the description of the API says beside its routes: conventions, and whom each group is for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

AUDIENCES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "public": ("公开，不用登录", "without login"),
        "any_login": ("登录后都可用", "anybody logged in"),
        "enterprise": ("企业（小程序）", "enterprise: the SME in the mini-program"),
        "applicant": ("申请人（企业或平台企业）", "applicant: a firm, or a platform as a firm"),
        "party": ("申请的当事各方", "whoever has a part in an application"),
        "platform": ("平台企业", "platform enterprise"),
        "reviewer": ("审核人员", "reviewers"),
        "authority": ("主管部门", "authority"),
        "process": ("系统自身", "the process itself"),
    }
)
"""In the order in which they are shown."""

_CONVENTIONS = (
    ("登录 Login", "`Authorization: Bearer <token>`"),
    (
        "数据 Data",
        "JSON, UTF-8。金额为整数分 `_fen`，比例为万分之一 `_bp`，时刻为 RFC 3339，日期为 `YYYY-MM-DD`"
        " / money in integer fen, ratios in basis points",
    ),
    ("列表 Lists", "`?limit=` 1–100, `?cursor=` 取自 `next_cursor`"),
    (
        "出错 Errors",
        "`application/problem+json`。`code` 固定不变，每个接口列出自己的代码和说明，所有问题一次列全；"
        "`Accept-Language: en` 得英文；全部代码的说明：`GET /api/v1/options` 的 `labels.error`"
        " / codes are stable, each operation lists its own, all problems come at once",
    ),
    (
        "长文字 Long texts",
        "理由、意见、备注中的身份证号、手机号、银行卡号存前即遮盖，回答中已是遮盖后的样子；"
        "企业代码、合同和发票号码、金额不受影响 / in reasons, comments and remarks, numbers of"
        " residents, mobiles and bank cards are masked before they are stored, and in the answer",
    ),
    (
        "客户端 Clients",
        "小程序带 `Client-Version: miniprogram/1.2.0`，版本太旧时答 426 `client_too_old`；"
        "维护时所有调用答 503 `maintenance` 和 `Retry-After`；公开内容可用 gzip / old apps are told so,"
        " maintenance says when to come back, what is public comes by gzip",
    ),
    (
        "重发 Repeats",
        "POST 可带 `Idempotency-Key`，24 小时内重发得到同一结果 / a repeat gives the same result",
    ),
)
CONVENTIONS: Final = "\n".join(f"- **{term}** {text}" for term, text in _CONVENTIONS)
"""Markdown, as `info.description` of OpenAPI is."""
