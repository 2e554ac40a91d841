"""Keeps real apps away from the stand-in: whoever reaches it may do everything with an app's people."""

import re
from collections.abc import Mapping
from typing import Final

APPID: Final = "wx0123456789abcdef"
PUBLISHED_APPID: Final = "wxba5fad812f8e6fb9"
"""The one in WeChat's manual, with which its published vectors were made: nobody can register it."""
_OURS: Final = re.compile("wx01234567[0-9a-f]{8}")


def is_stand_ins(appid: str) -> bool:
    """`wx01234567` and eight more hex digits, or the appid that WeChat prints in its manual."""
    return appid == PUBLISHED_APPID or _OURS.fullmatch(appid) is not None


def production_problem(appid: str, environ: Mapping[str, str], prefix: str) -> str | None:
    """Why the stand-in must not run: its own appid is a real one, or the settings beside it are.

    A secret that belongs to a real app would be shown to whoever asks the stand-in for it.
    """
    for named in (appid, environ.get(prefix + "APPID", APPID)):
        if not is_stand_ins(named):
            return (
                f"{named} 是真实小程序的 AppID，替身只接受 wx01234567 开头的 AppID"
                f" / {named} is a real app's: the stand-in takes appids that begin with wx01234567"
            )
    if environ.get("SHUANGTUI_ENVIRONMENT") == "production":
        return "正式环境的设置不能用来启动替身 / the stand-in does not run beside settings of production"
    return None
