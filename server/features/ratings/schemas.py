"""Bodies and answers of ratings, field by field."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from models.rules.text.limits import RATING
from server.edge.web.bodies import Body
from server.edge.web.field_types import Instant, Writing, about
from server.edge.web.replies import Counted

Stars = Annotated[int, Meta(ge=1, le=5)]
Said = Annotated[str, Meta(min_length=1, max_length=RATING), Writing.LINES]


class RatingGiven(Body, frozen=True):
    """How content the firm is, with some words if it likes."""

    stars: Annotated[Stars, about("几星，1 至 5", "stars, 1 to 5", 5)]
    words: Annotated[
        Said | None,
        about("评价的话；空值为不写", "some words; null for none", "上线很快，服务及时。"),
    ] = None


class RatingAnswer(Body, frozen=True):
    """What the platform says to it, once."""

    answer: Annotated[Said, about("平台的答复", "the platform's answer", "谢谢您的认可。")]


class OwnRating(Struct, frozen=True, kw_only=True):
    """What the firm told, as it sees it itself; `stars` is null until it tells."""

    application_id: UUID
    platform_id: UUID | None
    stars: Annotated[int | None, about("几星；空值为还没有评价", "stars; null until told")]
    words: Annotated[str | None, about("评价的话；空值为没写", "its words; null for none")]
    words_held: Annotated[
        bool,
        about(
            "评价的话是否在等人审核，或未通过", "whether its words wait for a look, or were refused"
        ),
    ]
    rated_at: Annotated[Instant | None, about("首次评价时刻", "when it was first told")]
    answer: Annotated[str | None, about("平台的答复；空值为没有", "the answer; null for none")]
    answered_at: Annotated[Instant | None, about("答复时刻", "when it was answered")]
    changeable_until: Annotated[
        Instant | None,
        about(
            "在此之前可以修改；空值为还没评价或不能再改",
            "it can be changed until then; null until it is told, or when it cannot",
        ),
    ]


class RatingItem(Struct, frozen=True, kw_only=True):
    """What a verified client told, as everybody sees it."""

    id: UUID
    edition: str
    district: str
    stars: Annotated[int, about("几星，1 至 5", "stars, 1 to 5")]
    words: Annotated[
        str | None, about("评价的话；空值为没有可显示的", "its words; null where none are shown")
    ]
    rated_at: Annotated[Instant, about("评价时刻", "when it was told")]
    answer: Annotated[
        str | None, about("平台的答复；空值为没有可显示的", "the answer; null where none is shown")
    ]
    answered_at: Annotated[Instant | None, about("答复时刻", "when it was answered")]


class ClientRating(RatingItem, frozen=True, kw_only=True):
    """The same for the platform that it is about, with whose it is."""

    application_id: UUID
    number: str
    enterprise_name: Annotated[str, about("企业名称", "name of the firm")]


class Ratings(Counted[RatingItem], frozen=True, kw_only=True):
    """A page of them, with what all of them come to."""

    rating_tenths: Annotated[
        int | None,
        about("平均分的十倍，46 即 4.6；空值为没有评价", "ten times the average; null for none"),
    ]
    by_stars: Annotated[
        list[int], about("一星到五星各有几条", "how many gave one star, two, up to five")
    ]
