"""What a scanned code leads to."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from models.rules.text.limits import SCENE
from server.edge.web.field_types import about

SceneText = Annotated[str, msgspec.Meta(min_length=1, max_length=SCENE)]
"""As the page received it in `query.scene`, encoded or not."""


class SceneView(msgspec.Struct, frozen=True):
    """What a code leads to, and the page that shows it; `query` goes behind the page's `?`."""

    kind: Annotated[
        Literal["platform", "plan", "programme", "application"],
        about(
            "扫码打开的是什么：platform 平台、plan 方案、programme 政策、application 申请",
            "what the code leads to",
        ),
    ]
    id: Annotated[
        str,
        about(
            "其编号；政策为当前这一届的代码，方案为最新版本的编号",
            "its id; of a programme the code of the year of today, of a plan its newest version",
        ),
    ]
    title: Annotated[
        str | None,
        about("名称；申请登录后才显示", "its name; an application's shows after login only"),
    ]
    page: Annotated[str, about("小程序页面路径", "the page of the mini-program")]
    query: Annotated[str, about("页面参数", "the page's parameters")]
    platform_id: Annotated[
        UUID | None, about("方案所属平台的编号", "of a plan: the platform that offers it")
    ]
