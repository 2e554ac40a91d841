"""What is shown of one step of a track's path."""

from typing import Annotated

from msgspec import Struct

from models.rules.terms.track import BulkRule
from server.edge.web.field_types import about


class StageView(Struct, frozen=True):
    """`workdays`: length of a public notice; `by_month`: due by the end of that month."""

    kind: Annotated[str, about("步骤代码", "code of the step")]
    role: str
    title: str
    workdays: Annotated[
        int | None,
        about("公示工作日数；空值为非公示", "length of a public notice; null for other steps"),
    ]
    by_month: Annotated[
        int | None,
        about("须在此月底前完成；空值为不限", "due by the end of that month; null without a limit"),
    ]
    cite: str | None
    assumed: bool
    reading: str | None
    workdays_assumed: Annotated[
        bool,
        about(
            "公示工作日数是否由年度假定",
            "whether the edition assumed the length of the public notice",
        ),
    ]
    workdays_reading: Annotated[
        str | None,
        about("对公示工作日数的理解；空值为无", "how that length was read; null without words"),
    ]
    bulk: Annotated[
        BulkRule,
        about(
            "批量通过：plain 可以，statement 须逐类说明材料已核对，none 不可以",
            "passing many at once: plain, statement (a word on each kind of paper), none",
        ),
    ]
    explain: Annotated[
        bool,
        about(
            "补正时能否只作说明",
            "whether a firm may answer a correction in words instead of correcting",
        ),
    ]
