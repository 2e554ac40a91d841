"""What the page of the API description says and how it looks."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

STYLE: Final = """
body{font:15px/1.6 system-ui,"PingFang SC","Noto Sans SC","Noto Sans CJK SC",sans-serif;margin:0;
color:#1d2733;background:#f6f7f9}header{background:#12324f;color:#fff}header a{color:#cfe3f7}
header div,main{max-width:62rem;margin:auto;padding:1rem 1.2rem}h1{margin:.3rem 0;font-size:1.6rem}
h2{margin:2rem 0 .5rem;font-size:1.2rem}small{color:#5b6673;font-weight:400}
h3{margin:.8rem 0 .2rem;font-size:.85rem;color:#5b6673}nav a{margin-right:1rem;white-space:nowrap}
details{background:#fff;border:1px solid #dde2e8;border-radius:6px;margin:.35rem 0;
padding:.4rem .8rem}details[open]{border-color:#9db4cc}details:target{border-color:#1257a8}
summary{cursor:pointer}code{font:13px ui-monospace,Consolas,monospace;
overflow-wrap:anywhere}.method{display:inline-block;
width:4.2rem;font-weight:700}.get{color:#0b6e4f}.post{color:#1257a8}.put{color:#a15c00}
.delete{color:#b3261e}table{border-collapse:collapse;width:100%}td{text-align:left;
padding:.25rem .6rem .25rem 0;border-top:1px solid #e6e9ee;vertical-align:top}
td:first-child{width:14rem}.answers td:first-child{width:3rem}.said{color:#5b6673}a{color:#1257a8}
pre{font:13px ui-monospace,Consolas,monospace;white-space:pre-wrap;margin:.3rem 0;padding:.4rem .6rem;
background:#f0f3f6;border-radius:4px}.fields td:nth-child(2){width:14rem;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:7rem 1fr;gap:.2rem 1rem;margin:.5rem 0}dt{color:#5b6673}
dd{margin:0}
"""
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
CONVENTIONS: Final = (
    ("登录 Login", "<code>Authorization: Bearer &lt;token&gt;</code>"),
    (
        "数据 Data",
        "JSON, UTF-8。金额为整数分 <code>_fen</code>，比例为万分之一 <code>_bp</code>,"
        "时刻为 RFC 3339，日期为 <code>YYYY-MM-DD</code> / money in integer fen, ratios in basis points",
    ),
    (
        "列表 Lists",
        "<code>?limit=</code> 1–100, <code>?cursor=</code> 取自 <code>next_cursor</code>",
    ),
    (
        "出错 Errors",
        '<a href="#Problem">application/problem+json</a>。<code>code</code> 固定不变，'
        "所有问题一次列全；<code>Accept-Language: en</code> 得英文 / codes are stable, all problems at"
        ' once; see <a href="#codes">Error codes</a>',
    ),
    (
        "长文字 Long texts",
        "理由、意见、备注中的身份证号、手机号、银行卡号存前即遮盖，回答中已是遮盖后的样子；"
        "企业代码、合同和发票号码、金额不受影响 / in reasons, comments and remarks, numbers of"
        " residents, mobiles and bank cards are masked before they are stored, and in the answer",
    ),
    (
        "客户端 Clients",
        "小程序带 <code>Client-Version: miniprogram/1.2.0</code>，版本太旧时答 426"
        " <code>client_too_old</code>；维护时所有调用答 503 <code>maintenance</code> 和"
        " <code>Retry-After</code>；公开内容可用 gzip / old apps are told so, maintenance says when"
        " to come back, what is public comes by gzip",
    ),
    (
        "重发 Repeats",
        "POST 可带 <code>Idempotency-Key</code>,24 小时内重发得到同一结果"
        " / a repeat gives the same result",
    ),
)
