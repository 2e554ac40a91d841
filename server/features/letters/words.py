"""What letters have in common: how money, days and codes are written, and the code to check them by."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from models.rules.code_words import LETTER_WORDS
from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition
from models.rules.wording import day_in_words
from models.rules.yuan_in_words import yuan_in_words
from server.clock import SHANGHAI
from server.features.letters.standing import Outcome
from storage.files.letters.letter import Paragraph

BLANK: Final = "　"
DECISION_TITLE: Final = LETTER_WORDS["decision"].zh
RECEIPT_TITLE: Final = LETTER_WORDS["receipt"].zh
OUTCOME_WORDS: Final[Mapping[Outcome, Text]] = MappingProxyType(
    {
        "granted": Text("审核通过", "granted"),
        "rejected": Text("未予通过", "not granted"),
        "lapsed": Text("逾期失效", "lapsed"),
        "not_funded": Text("未获额度", "not funded"),
        "revoked": Text("已撤销", "revoked"),
    }
)


def money(amount_fen: int | None) -> str:
    """`人民币叁仟玖佰贰拾元整（¥3,920.00）`, as papers about money say it."""
    if amount_fen is None:
        return BLANK
    return f"人民币{yuan_in_words(amount_fen)}（¥{amount_fen // 100:,}.{amount_fen % 100:02d}）"


def day_of(at: datetime) -> date:
    """The day in China."""
    return at.astimezone(SHANGHAI).date()


def day(at: datetime | None) -> str:
    """`2026年3月5日`, as offices write a day (GB/T 9704-2012)."""
    return BLANK if at is None else day_in_words(day_of(at))


def programme_line(definition: EditionDefinition) -> str:
    return f"{definition.policy.title.zh}（{definition.edition.year}年度）"


def code_to_check(token: str, public_url: str) -> str:
    """What the QR code of a letter holds. `public_url` is where anybody reaches this system; without
    it the code holds the token alone, which the mini-program reads.
    """
    return f"{public_url}/api/v1/verify/{token}" if public_url else token


def how_to_check(public_url: str) -> Paragraph:
    """What is said of the code, at the end of a letter."""
    if not public_url:
        return Paragraph(
            "用本小程序的“扫码核验”扫描右上角的二维码，可查本件真伪和现在是否有效。",
            indent=False,
            small=True,
        )
    return Paragraph(
        f"扫描右上角的二维码，可查本件真伪和现在是否有效。核验网址以 {public_url}/ 开头；"
        "扫描后打开的是其他网址的，请勿相信。",
        indent=False,
        small=True,
    )
