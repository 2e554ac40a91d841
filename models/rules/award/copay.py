"""`copay`: government, platform and enterprise each bear a part of a fee."""

from dataclasses import replace

from models.rules.award.inputs import Inputs
from models.rules.award.working import (
    CapUse,
    Step,
    Working,
    base_step,
    by_figure,
    cap_step,
    rate_words,
    unknown,
)
from models.rules.money import SplitRates, split_fee
from models.rules.reasons import Text
from models.rules.terms.award import Award

NEEDED = ("government_bp", "platform_bp", "enterprise_bp")
OPTIONAL = ("government_cap_fen",)
_GRANT, _OWN = Text("政府补贴", "Government part"), Text("企业自付", "Enterprise part")


def split_rates(award: Award) -> SplitRates:
    """The rates of a `copay` award. Raises KeyError if it is of another kind."""
    cap = award.find_figure("government_cap_fen")
    return SplitRates(
        government_bp=award.figure("government_bp").value,
        platform_bp=award.figure("platform_bp").value,
        enterprise_bp=award.figure("enterprise_bp").value,
        government_cap_fen=None if cap is None else cap.value,
    )


def copay(given: Inputs) -> Working:
    """The award is the government part; the three parts sum to the fee, to the fen."""
    award = given.award
    missing = given.missing(*award.base)
    if missing:
        return unknown(missing)
    fee = given.sum_of(award.base)
    split = split_fee(fee, split_rates(award))
    steps = [
        base_step(given, award.base),
        _part(award, "government_bp", _GRANT, split.government_fen),
        _part(award, "platform_bp", Text("平台让利", "Platform part"), split.platform_fen),
        _part(award, "enterprise_bp", _OWN, split.enterprise_fen),
    ]
    if split.capped:
        steps.insert(2, cap_step(award, award.figure("government_cap_fen"), split.government_fen))
        # Above the cap neither part is its rate of the fee: the firm bears what is left.
        steps[1] = replace(steps[1], text=_capped(award))
        steps[-1] = replace(steps[-1], text=_in_brackets(_OWN, "其余部分", "the rest"))
    cap = award.find_figure("government_cap_fen")
    use = None if cap is None else CapUse(cap.value, "application", 0, split.capped)
    return Working(award_fen=split.government_fen, steps=tuple(steps), cap=use)


def _part(award: Award, name: str, label: Text, amount_fen: int) -> Step:
    figure = award.figure(name)
    rate = rate_words(award, figure)
    text = _in_brackets(label, f"按{rate.zh}", f"at {rate.en}")
    return by_figure(award, figure, text, amount_fen)


def _in_brackets(label: Text, zh: str, en: str) -> Text:
    return Text(f"{label.zh}（{zh}）", f"{label.en} ({en})")


def _capped(award: Award) -> Text:
    rate = rate_words(award, award.figure("government_bp"))
    return _in_brackets(_GRANT, f"按{rate.zh} 计算超过上限", f"at {rate.en} above the cap")
