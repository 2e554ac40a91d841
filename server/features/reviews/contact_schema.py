"""A number as a reviewer sees it."""

from typing import Annotated

import msgspec

from server.edge.web.field_types import about


class ContactView(msgspec.Struct, frozen=True):
    """Of whoever began the application."""

    phone: Annotated[str, about("联系电话（已遮盖）", "the number, masked")]
    verified: Annotated[
        bool,
        about(
            "是否由微信提供；否为申请人自己填写，未核实",
            "whether WeChat gave it; else they typed it and nobody checked it",
        ),
    ]
