"""What is said of a firm before login, and the open tracks that it may get."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from models.rules.lifecycle import Status
from server.edge.web.bodies import Body
from server.edge.web.field_types import Count, Day, Facts, Fen, Instant, Place, about
from server.features.enterprises.schemas import Sector
from server.features.programmes.fact_schema import TrackFactView


class AskedMatches(Body, frozen=True):
    """Whatever is known of the firm; all of it may be left out. Money in fen."""

    registered_city: Place | None = None
    district: Place | None = None
    sector: Sector | None = None
    employees: Count | None = None
    annual_revenue_fen: Fen | None = None
    registered_on: Day | None = None
    in_service_zone: bool | None = None
    facts: Annotated[
        Facts,
        about(
            "对 questions 的回答，按名称；不适用的事项不理会",
            "answers to `questions` by name; a track that does not ask for one ignores it",
            {"no_same_kind_support": True},
        ),
    ] = msgspec.field(default_factory=dict)


class UnmetView(msgspec.Struct, frozen=True):
    """A condition that the firm does not meet."""

    id: Annotated[str, about("条件编号", "id of the condition")]
    message: str
    cite: str | None


class MatchItem(msgspec.Struct, frozen=True, kw_only=True):
    """An open track and what the firm may get of it; as an estimate of the same facts says."""

    edition: str
    track: str
    title: str
    programme_title: Annotated[str, about("所属项目", "the programme's title")]
    region: Annotated[str, about("适用地区", "where it applies")]
    local: Annotated[
        bool | None,
        about(
            "企业是否登记在适用地区；空值为不知道登记地",
            "whether the firm is registered there; null while its place is not known",
        ),
    ]
    applicant: Annotated[
        Literal["enterprise", "platform"],
        about("enterprise 企业申请，platform 平台企业申请", "who applies for it"),
    ]
    eligible: Annotated[
        bool | None,
        about(
            "是否符合条件；空值为还不能判断，回答 questions 即可",
            "whether it qualifies; null: cannot tell yet, `questions` would tell",
        ),
    ]
    award_fen: Annotated[
        int | None,
        about(
            "估算补贴，分；不符合条件为 0，空值为不能估算",
            "the award in fen; 0 when not eligible, null when it cannot be told",
        ),
    ]
    missing: Annotated[list[str], about("还缺的项目名", "names of the facts still missing")]
    questions: Annotated[
        list[TrackFactView],
        about("先问这几项，至多三项", "at most three facts whose answers tell soonest"),
    ]
    unmet: Annotated[
        list[UnmetView], about("不符合的条件及条款", "conditions that are not met, with clauses")
    ]
    known: Annotated[
        Facts,
        about(
            "已知的各项，按名称，测算时不用再填",
            "what is known of its facts, by name: an estimate need not ask for it again",
            {"registered_city": "上海市"},
        ),
    ]
    region_class: Annotated[
        str | None,
        about(
            "企业所在区的区域档，测算时照填；空值为按主门槛",
            "the class of the firm's district, for its estimate; null: the main thresholds",
        ),
    ]
    closes_at: Annotated[Instant, about("申报截止", "when it closes")]
    days_left: Annotated[int, about("离截止还有几天", "full days until then")]
    remaining_fen: Annotated[
        int | None,
        about(
            "资金余额，分；空值为不限额或暂不可知",
            "money left in fen; null: no limit, or not known",
        ),
    ]
    blocked: Annotated[
        bool,
        about(
            "企业有失信记录，现在不能申请",
            "the firm has a credit record and cannot apply for now",
        ),
    ] = False
    application_id: Annotated[
        UUID | None,
        about("本企业在此事项的申请", "the firm's latest application for it; null without one"),
    ] = None
    application_status: Annotated[
        Status | None, about("该申请的状态", "that application's status")
    ] = None
