"""Tells the people of the firm what was decided: returned, rejected or approved."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from server.features.applications.standing_items import item_label
from server.features.applications.tell_filer import tell_filer
from server.features.messages.events.of_applications import APPROVED, REJECTED, RETURNED
from server.features.messages.events.of_platforms import CLIENT_RETURNED
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_members
from server.features.reviews.case import Case
from server.features.verdicts.become_payable import Awaited, what_is_awaited
from server.features.verdicts.clauses import clause_of
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.schemas import Decision
from server.features.verdicts.tell_decided import to_tell
from storage.postgres.core.transaction import Tx

_PAYMENT: Final = Text(
    "接下来安排拨付，钱到账后会再通知您；您不用做任何事。",
    "Payment comes next, and we will tell you; you need not do anything.",
)
_AWAITED: Final[Mapping[Awaited, Text]] = MappingProxyType(
    {
        "lock": Text(
            "目前额度已满，您在候补；前面有申请退出或预算追加时，额度会自动为您锁定并通知您。",
            "The budget is taken for now and you wait in the line; when money comes free it is locked"
            " for you, and we tell you.",
        ),
        "confirmation": Text(
            "还差一步：平台代您填报的内容请在“我的申请”里核对并确认，确认后安排拨付。",
            "One step is left: confirm under “My applications” what your platform filed for you;"
            " payment follows.",
        ),
        "account": Text(
            "还差一步：请由企业负责人在“我的企业”里填写收款账户；填好后，接下来安排拨付，钱到账后会再通知您。",
            "One step is left: your firm's owner gives its account under “My firm”; payment follows.",
        ),
        "supplier's account": Text(
            "补贴由平台企业收款，等它填好收款账户后安排拨付，到时会再通知您；您不用做任何事。",
            "The platform receives the money; payment follows once it has given its account. You need"
            " not do anything.",
        ),
    }
)
_HOW: Final = Text("请照此改好后再次提交。", "Please correct it and submit again.")
_HOW_EXPLAINED: Final = Text(
    "请照此改好后再次提交；认为某一项无需修改的，请在这一项的补正说明里写明理由。",
    "Please correct it and submit again; where you think that an item is right, say why in an answer"
    " to it.",
)
_NOTHING_DUE: Final = Text(
    "按规定计算，本次没有可拨付的金额（上限已用完、各档已领取，或已由其他资金补助），"
    "到此办结；计算过程见“审核结论”。",
    "By the rules no money is due this time: its cap is used up, each tier was paid, or other money"
    " covers it. It ends here; see “Decision” for the working.",
)


_APPROVED: Final = frozenset({"approved", "payable"})  # `finish_approval` comes before


async def tell_applicant(tx: Tx, case: Case, given: Decision, outcome: Outcome) -> None:
    """A pass that leads to another step is told by a job; a list or a title tells of itself."""
    if given.verdict != "return":
        outcome.jobs.append(to_tell(case.review.id))
    if given.verdict == "return":
        facts = _asked(case, given, outcome)
        await _tell(tx, case, RETURNED, facts, outcome)
        key = f"returned:{case.review.id}"
        await tell_filer(tx, case.application, CLIENT_RETURNED, key=key, at=case.now, facts=facts)
    elif given.verdict == "reject":
        await _tell(tx, case, REJECTED, _refused(case, given), outcome)
    elif case.application.status in _APPROVED and not _is_told_by_its_list(case):
        await _tell(tx, case, APPROVED, await _granted(tx, case), outcome)


async def _tell(
    tx: Tx, case: Case, event: str, facts: Mapping[str, Fact], outcome: Outcome
) -> None:
    outcome.jobs += await tell_members(
        tx,
        case.application.id,
        event,
        key=f"{event.partition('.')[2]}:{case.review.id}",
        at=case.now,
        facts=facts,
    )


def _is_told_by_its_list(case: Case) -> bool:
    track = case.track
    return track.award.kind == "none" and (track.recognition or track.renewal) is not None


async def _granted(tx: Tx, case: Case) -> dict[str, Fact]:
    award_fen = case.application.award_fen or 0
    next_words = _PAYMENT if award_fen else _NOTHING_DUE
    if award_fen and case.application.status == "approved":
        awaited = await what_is_awaited(tx, case.application, case.definition)
        next_words = _PAYMENT if awaited is None else _AWAITED[awaited]
    return {
        "amount_fen": award_fen,
        "explanation": next_words.zh,
        "explanation_en": next_words.en,
    }


def _refused(case: Case, given: Decision) -> dict[str, Fact]:
    cite = clause_of(case, given)
    facts: dict[str, Fact] = {"reason": given.comment or ""}
    return facts if cite is None else facts | {"cite": cite}


def _asked(case: Case, given: Decision, outcome: Outcome) -> dict[str, Fact]:
    asked = [(item_label(case.track, item.item), item.reason) for item in given.items or []]
    how = _HOW_EXPLAINED if case.step.explain else _HOW
    facts: dict[str, Fact] = {
        "items": "；".join(f"{label.zh}（{reason}）" for label, reason in asked),
        "items_en": "; ".join(f"{label.en} ({reason})" for label, reason in asked),
        "how": how.zh,
        "how_en": how.en,
    }
    if case.track.selection == "first_come" and case.track.pool is not None:
        facts |= {"kept": "排队位置和额度", "kept_en": "your place and the money are"}
    if given.comment:
        facts["reason"] = given.comment
    due_on = outcome.detail.get("due_on")
    return facts if due_on is None else facts | {"due_on": due_on}
