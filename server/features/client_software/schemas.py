"""What a client is told at its start."""

from typing import Annotated

import msgspec

from server.edge.web.field_types import about


class UploadTerms(msgspec.Struct, frozen=True):
    """What one place of uploads takes, so that a phone can say so before it sends anything."""

    most_bytes: Annotated[int, about("单个文件最大字节数", "the largest file, in bytes")]
    types: Annotated[
        list[str],
        about("收取的文件类型，按内容判断", "media types that are taken, judged by content"),
    ]
    endings: Annotated[
        list[str],
        about("对应的文件名后缀，供选文件时筛选", "endings of such files, for a file chooser"),
    ]


class ClientMoment(msgspec.Struct, frozen=True):
    """A tap of the journey; consents that a person holds already are left out after login alone."""

    moment: Annotated[str, about("时机，同 GET /subscriptions", "as GET /subscriptions names it")]
    text: Annotated[str, about("弹窗前说明的用途", "what to say that it is for")]
    template_ids: Annotated[
        list[str], about("这时请求订阅的模板", "ids for the popup, three at most")
    ]


class ClientContact(msgspec.Struct, frozen=True):
    """Whom to ask about a programme that takes applications, or soon will."""

    edition: str
    name: Annotated[str, about("咨询处名称", "name of the office")]
    phone: Annotated[str | None, about("电话；空值为无", "its phone; null without one")]
    url: Annotated[str | None, about("网址；空值为无", "its address; null without one")]


class ClientTerms(msgspec.Struct, frozen=True):
    """All of it changes with a release or a setting, so ask once at each start, with its ETag."""

    demonstration: Annotated[
        bool,
        about(
            "是否演示环境；只有演示环境可以用替身人员登录",
            "whether this is a demonstration; only there do made-up people log in",
        ),
    ]
    appid: Annotated[str, about("小程序的 AppID", "AppID of the mini-program")]
    oldest_client: Annotated[
        str | None,
        about(
            "还能使用的最低小程序版本；空值为不限",
            "the oldest version of the mini-program that is served; null for any",
        ),
    ]
    privacy_version: Annotated[
        str, about("现行隐私说明的版本", "the privacy text to agree to, by its version")
    ]
    uploads: Annotated[
        dict[str, UploadTerms],
        about(
            "各处上传的限制：papers 申请材料和申诉材料",
            "limits by place: `papers` of applications, appeals and objections",
        ),
    ]
    moments: Annotated[
        list[ClientMoment], about("各时机请求哪些消息模板", "what to ask consent for, and when")
    ]
    contacts: Annotated[
        list[ClientContact],
        about("在申报或将申报的政策的咨询处", "whom to ask about what is open or will be"),
    ]
