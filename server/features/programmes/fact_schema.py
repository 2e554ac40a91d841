"""How a fact of a track is asked for: its type, its choices, its words."""

from typing import Annotated

from msgspec import Struct

from models.rules.eligibility.fact_sources import FactSource
from models.rules.terms.programme import FactType, Stated
from server.edge.web.field_types import about


class OptionView(Struct, frozen=True):
    value: Annotated[int | str, about("填写的值", "what is sent")]
    label: str


class TrackFactView(Struct, frozen=True):
    name: Annotated[str, about("项目名，作 facts 的键", "its key in `facts`")]
    label: str
    type: Annotated[FactType, about("数据类型", "type of its value")]
    unit: Annotated[str | None, about("单位；空值为无", "its unit; null without one")]
    source: Annotated[
        FactSource,
        about(
            "申请时从哪里来：declared 在申报内容中填，particular 在合同和付款中填，firm 企业登记信息，"
            "clients 新增用户清单",
            "where an application takes it from: declared, particular (contract and payment), firm"
            " (its record) or clients (the list)",
        ),
    ]
    required: bool
    default: Annotated[
        Stated | None, about("默认值；空值为无", "what counts if it is not given; null for nothing")
    ]
    options: Annotated[
        list[OptionView], about("可选值，为空则自由填写", "its choices; empty where any value goes")
    ]
    minimum: Annotated[
        int | None,
        about(
            "最小值，文字为最少字数；空值为不限",
            "the least number, or the shortest text; null for any",
        ),
    ]
    maximum: Annotated[
        int | None,
        about(
            "最大值，文字为最多字数；空值为不限", "the largest number, or the longest text; or null"
        ),
    ]
    help: Annotated[
        str | None,
        about("怎么填，一句话；空值为无", "a sentence on how to answer it; null without one"),
    ]
    example: Annotated[
        str | None,
        about(
            "填写示例，金额按元、比例按百分数；选择的项目为空",
            "what somebody might type, money in yuan, ratios in per cent; null where one chooses",
        ),
    ]
