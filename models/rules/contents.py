"""What others will see and may be held before it shows: its kinds, why, how far it is."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from models.rules.reasons import Text

ContentKind = Literal["profile", "plan", "objection", "rating", "rating_answer", "picture"]
Doubt = Literal["words", "risky", "review", "no_verdict", "picture"]
HeldState = Literal["waiting", "passed", "refused", "replaced"]

CONTENT_KINDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "profile": Text("平台资料", "platform profile"),
        "plan": Text("服务方案", "service plan"),
        "objection": Text("公示异议", "objection to a notice"),
        "rating": Text("服务评价", "rating"),
        "rating_answer": Text("对评价的回复", "answer to a rating"),
        "picture": Text("平台图片", "picture of a platform"),
    }
)
DOUBTS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "words": Text("含有需要审核的用语", "holds words that are looked at"),
        "risky": Text("微信判为有风险", "WeChat finds it risky"),
        "review": Text("微信建议人工审核", "WeChat suggests that a person looks"),
        "no_verdict": Text("微信没有给出结论", "WeChat gave no verdict"),
        "picture": Text("图片先审核再显示", "pictures are looked at before they show"),
    }
)
HELD_STATES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "waiting": Text("待审核", "waits for a look"),
        "passed": Text("已通过审核", "let through"),
        "refused": Text("未通过审核", "refused"),
        "replaced": Text("已被后来填写的替换", "replaced by what was written later"),
    }
)
