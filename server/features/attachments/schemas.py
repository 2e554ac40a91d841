"""A paper of an appeal or an objection, as it is handed in and shown."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.edge.web.field_types import Instant, about


class AttachmentView(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the file; its bytes are given once it is checked."""

    id: UUID
    name: Annotated[str, about("文件名", "name of the file")]
    size: Annotated[int, about("大小，字节", "size in bytes")]
    content_type: Annotated[str, about("媒体类型", "media type, by its content")]
    sha256: Annotated[str, about("内容的 SHA-256，十六进制", "SHA-256 of the bytes, in hex")]
    uploaded_at: Annotated[Instant, about("上传时刻", "when it was uploaded")]
    uploaded_by: Annotated[
        str | None,
        about("上传人手机号（已遮盖）；空值为已注销", "masked phone of who did; null without one"),
    ]
    state: Annotated[
        Literal["checking", "checked", "refused", "expired"],
        about(
            "checking 检查中，checked 已通过检查，refused 未通过，expired 保存期满已删除",
            "`checking`, `checked`, `refused` or `expired`; only what is checked is shown to anybody",
        ),
    ]
    pages: Annotated[int | None, about("页数；空值为不知道", "its pages; null while not known")]
    message: Annotated[
        str | None,
        about("现在不能打开的原因和办法；空值为没有", "why it cannot be opened; null where it can"),
    ]
