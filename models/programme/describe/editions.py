"""The policy, the year and its money in words."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from models.programme.describe.entries import joined
from models.rules.line.order_key import CHINA
from models.rules.reasons import Text
from models.rules.terms.programme import (
    EditionTerms,
    LastAward,
    OfficeContact,
    PoolOrder,
    PoolRule,
    RegionClass,
    Target,
)
from models.rules.wording import money_in_words

LAST_AWARD_WORDS: Mapping[LastAward, Text] = MappingProxyType(
    {
        "stop": Text("第一笔放不下的起停止", "stops at the first that does not fit"),
        "partial": Text("最后一笔可部分发放", "the last may be paid in part"),
    }
)
ORDER_WORDS: Mapping[PoolOrder, Text] = MappingProxyType(
    {
        "payment": Text("按签约交费先后排队", "in the order of signing and payment"),
        "arrival": Text("按提交先后排队", "in the order of submission"),
    }
)


_ON_APPROVAL = Text(
    "批准时占用，余额不够的不予批准", "taken on approval, never beyond what is left"
)


def pool_words(pool: PoolRule, *, queued: bool) -> Text:
    """Money and places of a pool; its order and its end where items queue for it."""
    parts = []
    if pool.budget_fen is not None:
        words = money_in_words(pool.budget_fen)
        parts.append(Text(f"预算 {words.zh}", f"budget {words.en}"))
    if pool.places is not None:
        parts.append(Text(f"{pool.places} 个名额", f"{pool.places} places"))
    if not queued:
        return joined([*parts, _ON_APPROVAL], "，", ", ")
    parts += [ORDER_WORDS[pool.order], LAST_AWARD_WORDS[pool.last_award]]
    if pool.last_award == "partial" and pool.last_award_min_fen:
        words = money_in_words(pool.last_award_min_fen)
        parts.append(Text(f"部分发放不低于 {words.zh}", f"a part of at least {words.en}"))
    if not pool.waiting_list:
        parts.append(Text("不设候补", "no waiting list"))
    return joined(parts, "，", ", ")


def region_words(region: RegionClass) -> Text:
    return Text("、".join(region.districts) or "无", ", ".join(region.districts) or "none")


def target_words(target: Target) -> Text:
    """The goal as it is compared: at least, or more than."""
    zh, en = ("超过", "more than") if target.more_than else ("不少于", "at least")
    return Text(f"{zh} {target.value:,} {target.unit}", f"{en} {target.value:,} {target.unit}")


def contact_words(contact: OfficeContact) -> Text:
    """Where it is reached, and what for."""
    reached = [Text(one, one) for one in (contact.phone, contact.url) if one]
    return joined([*reached, *(one for one in (contact.address, contact.note) if one)])


def edition_words(edition: EditionTerms) -> list[tuple[str, Text, Text]]:
    """Every field of a year by name: label and words."""
    money = "未规定", "not stated"
    if edition.budget_fen is not None:
        words = money_in_words(edition.budget_fen)
        money = words.zh, words.en
    confirms = ("是", "yes") if edition.sme_confirms else ("否", "no")
    rows = (
        ("opens_at", "开始申报", "Opens", _at(edition.opens_at)),
        ("closes_at", "截止申报", "Closes", _at(edition.closes_at)),
        ("period_from", "实施期自", "Period from", _at(edition.period_from)),
        ("period_to", "实施期至", "Period to", _at(edition.period_to)),
        (
            "correction_workdays",
            "补正期限（工作日）",
            "Days to correct",
            edition.correction_workdays,
        ),
        (
            "confirm_workdays",
            "企业确认期限（工作日）",
            "Days to confirm",
            edition.confirm_workdays,
        ),
        ("keep_years", "材料保存年限（年）", "Papers are kept (years)", edition.keep_years),
    )
    settles = Text("未规定", "not stated")
    if edition.settles_on is not None:
        settles = Text(str(edition.settles_on), str(edition.settles_on))
    told = [(name, Text(zh, en), Text(str(v), str(v))) for name, zh, en, v in rows]
    return [
        *told,
        ("settles_on", Text("候补截止日", "Line ends"), settles),
        ("sme_confirms", Text("企业须本人确认", "SME confirms"), Text(*confirms)),
        ("budget_fen", Text("总预算", "Budget"), Text(*money)),
    ]


def _at(moment: datetime) -> str:
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
