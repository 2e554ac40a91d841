"""The words that anybody knows who knows an account: no password may be made of them."""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

import msgspec

from server.roles import STAFF_ROLES
from storage.postgres.core.rows import list_rows

_OF_THE_TRADE: Final = (
    *("shuangtui", "双推", "digital", "shuzihua", "数字化", "zhuanxing", "转型", "platform"),
    *("pingtai", "平台", "enterprise", "qiye", "企业", "subsidy", "butie", "补贴", "government"),
    *("zhengfu", "政府", "wechat", "weixin", "微信", "shenbao", "申报", "shenhe", "审核"),
)
_OF_LOGINS: Final = (
    *("password", "passwd", "mima", "密码", "admin", "administrator", "guanliyuan", "管理员"),
    *("login", "denglu", "登录", "root", "welcome", "huanying", "欢迎", "secret", "letmein"),
    *("changeme", "default", "test", "user", "guest", "demo", "qwerty", "asdf", "zxcv", "qazwsx"),
    *("iloveyou", "woaini", "我爱你"),
)
_EVERYWHERE: Final = frozenset((*_OF_THE_TRADE, *_OF_LOGINS, *STAFF_ROLES))
_PARTS = re.compile(r"[^\W\d_]+")
_CITY = re.compile("[省市区县]$")
_SHORTEST: Final = 4
_FIND = """
SELECT code AS word FROM programmes
 UNION SELECT v.definition #>> '{policy,region,zh}' FROM editions e
         JOIN rule_versions v ON v.id = e.current_version_id
 UNION SELECT v.definition #>> '{policy,region,en}' FROM editions e
         JOIN rule_versions v ON v.id = e.current_version_id
 UNION SELECT unnest(ARRAY[g.edition_code, g.district, o.name]) FROM grants g
         JOIN organisations o ON o.id = g.organisation_id WHERE g.user_id = $1
"""


class _Word(msgspec.Struct, frozen=True):
    word: str | None


async def known_words(user_id: UUID | None, *more: str | None) -> frozenset[str]:
    """Of the system, its cities, the account's organisations; and of `more`, such as its user name.

    Raises StoreUnavailable.
    """
    rows = await list_rows(_Word, _FIND, user_id, tx=None)
    told = [text for text in (*more, *(row.word for row in rows)) if text]
    return _EVERYWHERE | frozenset(_parts(told))


def _parts(texts: Iterable[str]) -> Iterator[str]:
    """The words in each, Chinese places also without what kind of place they are."""
    for text in texts:
        for part in (text, *_PARTS.findall(text)):
            chinese = not part.isascii()
            if len(part) >= (2 if chinese else _SHORTEST):
                yield part
            if chinese and len(part) > 2:
                yield _CITY.sub("", part)
