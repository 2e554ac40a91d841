"""The words of the frame: what the site is called, and where its navigation leads."""

from dataclasses import dataclass
from typing import Final

from models.rules.reasons import Text

SITE: Final = Text("双推补贴", "Shuangtui subsidies")
PURPOSE: Final = Text("中小企业数字化补贴服务", "Public money for small firms going digital")


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """An entry of the navigation; `area` is what its pages say of themselves."""

    area: str
    path: str
    label: Text


NAVIGATION: Final = (
    NavigationEntry("home", "/", Text("首页", "Home")),
    NavigationEntry("programmes", "/programmes", Text("补贴政策", "Programmes")),
    NavigationEntry("estimate", "/estimate", Text("补贴测算", "Estimate")),
    NavigationEntry("platforms", "/platforms", Text("平台与方案", "Platforms")),
    NavigationEntry("notices", "/notices", Text("公示公告", "Notices")),
    NavigationEntry("lists", "/lists", Text("认定名单", "Lists")),
    NavigationEntry("verify", "/verify", Text("文书核验", "Verify")),
    NavigationEntry("help", "/help", Text("帮助", "Help")),
)
