"""Sums of money in the capital numerals that Chinese payment papers require beside the figures.

Source: 《支付结算办法》 (银发〔1997〕393号), annex 1 《正确填写票据和结算凭证的基本规定》.
"""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ((1000, "仟"), (100, "佰"), (10, "拾"), (1, ""))
# Value of the lowest place of each group of four digits, highest group first.
_GROUPS = ((10**8, "亿"), (10**4, "万"), (1, ""))
_LIMIT_YUAN = 10**12


def yuan_in_words(amount_fen: int) -> str:
    """`123456` fen → `壹仟贰佰叁拾肆元伍角陆分`; whole yuan and whole jiao end in 整.

    Raises ValueError below 0 and from 10^12 yuan on.
    """
    yuan, fen = divmod(amount_fen, 100)
    if not 0 <= yuan < _LIMIT_YUAN:
        raise ValueError(f"no amount to pay: {amount_fen} fen")
    if yuan == 0 and fen:
        return _fraction(fen, after_yuan=False)
    return f"{_whole(yuan)}元{_fraction(fen, after_yuan=True)}"


def _whole(number: int) -> str:
    """A number in groups of four digits; one 零 stands for any run of zeros inside it."""
    if number == 0:
        return _DIGITS[0]
    words = ""
    for unit, name in _GROUPS:
        group = number // unit % 10_000
        if group == 0:
            continue
        # A group without thousands, or after a zero, is set apart from the group before it.
        gap = words and (group < 1000 or number // unit // 10_000 % 10 == 0)
        words += (_DIGITS[0] if gap else "") + _group(group) + name
    return words


def _group(group: int) -> str:
    words, pending_zero = "", False
    for unit, name in _PLACES:
        digit = group // unit % 10
        if digit == 0:
            pending_zero = bool(words)
            continue
        words += (_DIGITS[0] if pending_zero else "") + _DIGITS[digit] + name
        pending_zero = False
    return words


def _fraction(fen: int, *, after_yuan: bool) -> str:
    jiao, rest = divmod(fen, 10)
    if fen == 0:
        return "整"
    if rest == 0:
        return f"{_DIGITS[jiao]}角整"
    if jiao:
        return f"{_DIGITS[jiao]}角{_DIGITS[rest]}分"
    return f"{_DIGITS[0] if after_yuan else ''}{_DIGITS[rest]}分"
