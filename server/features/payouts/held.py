"""What a payout leaves out, and where the authority sees to it: words for each reason."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final
from uuid import UUID

from models.rules.reasons import Reason, Text
from models.rules.wording import money_in_words
from server.features.payouts.payable import Payable, Why
from server.features.payouts.schemas import FirmToVerify, HeldView, PaidApplication
from server.features.platforms.account_before import accounts_before
from server.features.platforms.schemas import AccountView

WHY: Final[Mapping[Why, Text]] = MappingProxyType(
    {
        "payee_missing": Text(
            "还没有收款账户，请收款单位先填写", "no account was named; its owner must name one"
        ),
        "payee_refused": Text(
            "收款账户未通过核实，请收款单位重新填写",
            "the account was refused; its owner must name another",
        ),
        "payee_differs": Text(
            "收款户名与平台所属企业的登记名称不一致，请平台重新填写收款账户",
            "the account is not in the registered name of the platform's firm; it must name another",
        ),
        "payee_unverified": Text(
            "收款账户是新填写或改过的，还没有两人核实，请到“收款账户”核实",
            "the account is new or changed, and two persons have yet to verify it, under “Accounts”",
        ),
        "enterprise_unverified": Text(
            "企业还没有核实，请到“企业核实”核对营业执照后核实",
            "the firm is not verified; check its licence under “Firms”",
        ),
        "platform_unverified": Text(
            "平台所属企业还没有核实，请到“企业核实”核对营业执照后核实",
            "the platform's firm is not verified; check its licence under “Firms”",
        ),
    }
)

_Group = tuple[UUID | None, tuple[Why, ...], UUID | None]


def reasons_of(held: Sequence[Payable]) -> list[Reason]:
    """One a payee, reason and firm, with what waits."""
    return [
        Reason(f"held[{place}]", group[0].held[0], _reason(group))
        for place, group in enumerate(_groups(held))
    ]


async def held_views(held: Sequence[Payable], *, english: bool) -> list[HeldView]:
    """Each application once, under everything that stands against it."""
    known = [each.payee_id for each in held if each.payee_id is not None]
    before = await accounts_before(list(dict.fromkeys(known)))
    return [_view(group, before, english) for group in _groups(held)]


def _groups(held: Sequence[Payable]) -> list[list[Payable]]:
    found: dict[_Group, list[Payable]] = defaultdict(list)
    for each in held:
        firm = each.enterprise_id if "enterprise_unverified" in each.held else None
        found[each.payee_id, tuple(each.held), firm].append(each)
    return list(found.values())


def _view(group: Sequence[Payable], before: Mapping[UUID, AccountView], english: bool) -> HeldView:
    first = group[0]
    texts = [WHY[code].in_language(english) for code in first.held]
    return HeldView(
        why=list(first.held),
        text=("; " if english else "；").join(texts),
        payee_id=first.payee_id,
        payee=first.payee,
        bank=first.bank,
        account=first.account_masked,
        before=None if first.payee_id is None else before.get(first.payee_id),
        firms=_firms(first),
        applications=[
            PaidApplication(each.id, each.number, each.enterprise, each.amount_fen)
            for each in group
        ],
        amount_fen=sum(each.amount_fen for each in group),
    )


def _firms(held: Payable) -> list[FirmToVerify]:
    firms = (
        ("enterprise_unverified", held.enterprise_id, held.enterprise),
        ("platform_unverified", held.platform_firm_id, held.platform_firm),
    )
    return [
        FirmToVerify(firm_id, name or "")
        for code, firm_id, name in firms
        if code in held.held and firm_id is not None
    ]


def _reason(group: Sequence[Payable]) -> Text:
    first, total_fen = group[0], sum(each.amount_fen for each in group)
    amount = money_in_words(total_fen)
    to = first.payee or first.enterprise or ""
    firms = "、".join(firm.name for firm in _firms(first))
    zh = "；".join(WHY[code].zh for code in first.held)
    en = "; ".join(WHY[code].en for code in first.held)
    return Text(
        f"付给“{to}”的{len(group)}笔共{amount.zh}暂不拨付：{zh}"
        + (f"（待核实企业：{firms}）" if firms else ""),
        f"{len(group)} of {amount.en} to {to} held: {en}" + (f" ({firms})" if firms else ""),
    )
