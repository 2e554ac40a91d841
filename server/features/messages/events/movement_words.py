"""The words for a claim's state in the line, as the text of a movement takes them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "funded": {
            "state": "暂列额度内",
            "state_en": "within the budget for now",
            "progress": "已递补进额度，待审核锁定",
            "explanation": "前面有申请退出，或预算有追加，您已递补进来。审核通过后额度正式锁定；"
            "在那之前，若有签约交费更早的企业提交，位置仍可能变动。",
            "explanation_en": "Money came free before you, or was added, and you moved up. It is"
            " locked once the audit passes; until then a firm that signed and paid earlier may"
            " still go ahead.",
        },
        "waiting": {
            "state": "候补排队",
            "state_en": "waiting in the line",
            "progress": "额度暂满，按先后顺序候补",
            "explanation": "目前额度已满，按签约交费先后，您排在候补；前面有申请退出或未通过，"
            "会自动递补并通知您。",
            "explanation_en": "The budget is taken for now, and by the order of signing and paying"
            " you wait. When an application before you ends you move up, and we tell you.",
        },
        "locked": {
            "state": "已锁定额度",
            "state_en": "locked",
            "progress": "审核已通过，额度已为您锁定",
            "explanation": "审核已通过，这笔额度已为您锁定，不会再因其他企业提交而变动。",
            "explanation_en": "The audit passed and the money is yours; nobody can go ahead now.",
        },
    }
)
# The hardest news of all says why: what was there yesterday is not there today.
_PUSHED_BACK: Final[Mapping[str, str]] = MappingProxyType(
    {
        "state": "候补排队",
        "state_en": "waiting in the line",
        "progress": "因先后顺序或预算变动，退到候补",
        "explanation": "有签约交费更早的申请排到您前面，或预算有调整，额度暂时轮不到您，您退到候补；"
        "前面有申请退出或未通过，会自动递补并通知您。",
        "explanation_en": "An application that was signed and paid earlier went ahead of you, or"
        " the budget was changed, and the money does not reach you for now: you wait. When an"
        " application before you ends you move up, and we tell you.",
    }
)


# Who comes by arrival is passed by nobody: only ends of others and the budget move them.
_BY_ARRIVAL: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "funded": {
            "explanation": "前面有申请退出，或预算有追加，您已递补进来。审核通过后额度正式锁定。",
            "explanation_en": "Money came free before you, or was added, and you moved up. It is"
            " locked once the audit passes.",
        },
        "waiting": {
            "explanation": "目前额度已满，按提交先后，您排在候补；前面有申请退出或未通过，会自动"
            "递补并通知您。",
            "explanation_en": "The budget is taken for now, and by the order of handing in you wait."
            " When an application before you ends you move up, and we tell you.",
        },
        "pushed_back": {
            "progress": "因预算调整，退到候补",
            "explanation": "预算有调整，额度暂时轮不到您，您退到候补；前面有申请退出或未通过，会自动"
            "递补并通知您。",
            "explanation_en": "The budget was changed and the money does not reach you for now: you"
            " wait. When an application before you ends you move up, and we tell you.",
        },
    }
)


def movement_words(state: str, told: str | None, *, by_payment: bool) -> Mapping[str, str]:
    """Facts for `application.moved`, by the present state and the one that was told last.

    `by_payment`: signing and payment order the line, else the order of handing in.
    """
    pushed_back = (told, state) == ("funded", "waiting")
    words = _PUSHED_BACK if pushed_back else _WORDS[state]
    if by_payment:
        return words
    return {**words, **_BY_ARRIVAL.get("pushed_back" if pushed_back else state, {})}
