"""The form and the answers of a platform's pictures."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Struct

from server.edge.web.bodies import Body
from server.edge.web.field_types import FileName, Instant, about

PictureKind = Literal["logo", "picture"]
PictureState = Literal["waiting", "shown", "refused"]


class PictureForm(Body, frozen=True):
    """The text fields beside the file."""

    kind: Annotated[PictureKind, about("logo 标志，picture 图片", "logo or picture")]
    name: Annotated[FileName, about("文件原名", "what its owner calls the file", "标志.png")]


class PictureView(Struct, frozen=True, kw_only=True):
    """A picture as its platform sees it; it was made anew from what was sent."""

    id: UUID
    kind: Annotated[PictureKind, about("logo 标志，picture 图片", "logo or picture")]
    state: Annotated[
        PictureState,
        about(
            "waiting 待主管部门审核，shown 已显示，refused 未通过",
            "waits for the authority's look, is shown, or was refused",
        ),
    ]
    reason: Annotated[
        str | None, about("未通过的原因；空值为没有", "why it was refused; null unless it was")
    ]
    url: Annotated[
        str | None, about("公开地址；空值为还不公开", "its public address; null until it is shown")
    ]
    width: Annotated[int, about("宽，像素", "width in pixels")]
    height: Annotated[int, about("高，像素", "height in pixels")]
    size: Annotated[int, about("字节数", "bytes")]
    uploaded_at: Annotated[Instant, about("上传时刻", "when it was uploaded")]
