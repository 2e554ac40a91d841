"""What may be chosen, as clients show it."""

from typing import Annotated, Literal

import msgspec

from server.edge.web.field_types import Day, Place, Uscc, about

Part = Literal["districts", "cities", "sectors", "region_classes", "categories", "labels"]


class OptionsQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Without parameters everything."""

    city: Annotated[Place | None, about("只看该市的区县", "only its districts", "上海市")] = None
    uscc: Annotated[
        Uscc | None,
        about("按其登记机关推荐所在区", "a firm's code, whose registry proposes a district"),
    ] = None
    only: Annotated[
        Part | None,
        about(
            "只要其中一样，其余为空；labels 不含错误代码（拒绝时自带说法）",
            "one part, the others come empty; `labels` without those of errors, which refusals carry",
        ),
    ] = None


class DistrictOption(msgspec.Struct, frozen=True):
    """A district or a zone; `value` is what bodies carry, any usual way of writing it is understood."""

    code: Annotated[
        str | None, about("行政区划代码；空值为项目自设的区域", "GB/T 2260; null for a zone")
    ]
    value: Annotated[str, about("填报和存储的写法", "what bodies carry", "浦东新区")]
    label: str
    city: str


class PlaceOption(msgspec.Struct, frozen=True):
    """A city or a line of business."""

    code: str
    value: Annotated[str, about("填报和存储的写法", "what bodies carry", "上海市")]
    label: str


class RegionClassOption(msgspec.Struct, frozen=True):
    """A class of districts in one edition."""

    edition: str
    value: Annotated[str, about("区域档代码", "code of the class")]
    label: str
    districts: Annotated[list[str], about("其中的区县", "its districts")]


class NamedOption(msgspec.Struct, frozen=True):
    value: Annotated[str, about("代码", "its code")]
    label: str


class ProposedPlace(msgspec.Struct, frozen=True):
    """What the registry of a credit code proposes; null where it says no more."""

    district: str | None
    registered_city: str | None


class LabelsView(msgspec.Struct, frozen=True):
    """Words by code."""

    status: Annotated[dict[str, str], about("申请状态", "statuses of applications")]
    stage: Annotated[dict[str, str], about("办理环节", "stages")]
    queue_state: Annotated[dict[str, str], about("排队状态", "states in the line")]
    event: Annotated[dict[str, str], about("办理记录中的事件", "events of a timeline")]
    kind: Annotated[dict[str, str], about("材料种类", "kinds of paper")]
    role: Annotated[
        dict[str, str],
        about("经办人的角色，办理记录里的也在内", "roles of a path, and of a record"),
    ]
    act: Annotated[
        dict[str, str], about("可以办的事（allowed），用作按钮文字", "acts, as buttons say them")
    ]
    next: Annotated[dict[str, str], about("下一步（next.act）", "what comes next")]
    award: Annotated[dict[str, str], about("补贴计算方式", "kinds of award")]
    selection: Annotated[dict[str, str], about("选取方式", "how a track chooses")]
    exclusion: Annotated[dict[str, str], about("重复申报的限制", "kinds of exclusion")]
    bulk: Annotated[dict[str, str], about("能否批量通过", "whether many are passed at once")]
    value: Annotated[dict[str, str], about("填报项的类型", "types of facts and columns")]
    error: Annotated[
        dict[str, str], about("错误代码（code）的说法", "refusals by their code, in words")
    ]
    more: Annotated[
        dict[str, dict[str, str]],
        about(
            "其余代码，按所属分组：verdict 结论，paper 材料状态，firm 企业状态，payee 收款账户等",
            "all other codes, by what they are of: `verdict`, `paper`, `firm`, `payee` and so on",
        ),
    ]


class OptionsView(msgspec.Struct, frozen=True):
    """`divisions_as_of`: the state of the districts, by the file that they come from."""

    districts: Annotated[list[DistrictOption], about("区县", "districts and zones")]
    cities: Annotated[list[PlaceOption], about("城市", "cities")]
    sectors: Annotated[list[PlaceOption], about("行业", "lines of business")]
    region_classes: Annotated[list[RegionClassOption], about("区域档", "region classes")]
    categories: list[NamedOption]
    labels: Annotated[LabelsView, about("代码的说法", "words for codes")]
    proposed: Annotated[
        ProposedPlace | None,
        about("按统一社会信用代码推荐；空值为未给代码", "null where no code was given"),
    ]
    divisions_as_of: Annotated[
        Day, about("行政区划的截止时间", "state of the divisions", "2025-12-31")
    ]
