"""Numbers that belong to a person, masked in what people write at length: reasons, comments, remarks.

Whoever writes a reason needs no resident's number, mobile or bank card in it, and what is stored is
read by many. Only what proves to be such a number is masked: codes of firms, numbers of contracts and
invoices and amounts stay as they are.
"""

import re
from typing import Final

from models.rules.masking import mask_number, mask_phone
from models.rules.resident_number import is_resident_number, looks_like_resident_number
from models.rules.uscc import is_uscc, looks_like_uscc

_BETWEEN: Final = r"[ \u00a0\u3000\-‐‑–—－]"
_MANY_DIGITS: Final = re.compile(rf"(?:\d{_BETWEEN}?){{10}}\d")
_BEFORE: Final = r"(?<![\dA-Za-z])"
_AFTER: Final = r"(?![\dA-Za-z])"
# Nothing of ours is typed in letters before a resident's number, but "ID" is.
_RESIDENT: Final = re.compile(
    rf"(?<!\d)\d{{6}}{_BETWEEN}?\d{{4}}{_BETWEEN}?\d{{4}}{_BETWEEN}?\d{{3}}"
    rf"(?:\d{_AFTER}|[XxＸｘ](?![A-Za-z]))"
)
# Cards of before 2013 have no check sign, and people mistype: here what is called one counts.
_CALLED_RESIDENT: Final = re.compile(
    rf"(?<=身份证)(\D{{0,8}})(\d{{15}}|\d{{17}}[\dXxＸｘ]){_AFTER}"
)
# Firms' accounts follow no rule by which they could be known.
_CALLED_ACCOUNT: Final = re.compile(
    rf"((?:[账帐][号户]|卡号)[号码为是:：\s“”\"（(]{{0,4}})(\d(?:{_BETWEEN}?\d){{11,31}}){_AFTER}"
)
_MOBILE: Final = re.compile(
    rf"{_BEFORE}((?:(?:\+|00)?86{_BETWEEN}?)?)([1１]\d{{2}}{_BETWEEN}?\d{{4}}{_BETWEEN}?\d{{4}}){_AFTER}"
)
_RESIDENT_SIGNS: Final = 18
_CARD: Final = re.compile(
    rf"{_BEFORE}(?:\d{{4}}{_BETWEEN}?){{3}}\d{{4}}(?:{_BETWEEN}?\d{{1,3}})?{_AFTER}"
    rf"|{_BEFORE}\d{{6}}{_BETWEEN}\d{{10,13}}{_AFTER}"
)
# By the ranges of issuers in China; those that begin with 9 were given before there were ranges.
_CARD_FORM: Final = re.compile(r"[3456]\d{15}|[456]\d{16,18}|9\d{15}|9\d{16}|9558\d{15}")
_MOBILE_FORM: Final = re.compile(r"1[3-9]\d{9}")
_PARTED: Final = re.compile(_BETWEEN)
_DIGITS_BEFORE: Final = re.compile(rf"\d{_BETWEEN}$")
_DIGITS_BEHIND: Final = re.compile(rf"{_BETWEEN}\d{{1,4}}(?!\d)")
_AMOUNT: Final = re.compile(r"[.．]\d{1,2}(?!\d)|\s*(?:元|分(?!机)|万|亿|%|％|RMB|CNY)")
_CALLED_WITHIN: Final = 12
_NUMBER_OF_PAPER: Final = re.compile(
    r"(?:合同|协议|发票|凭证|回单|流水|订单|申请|批次|单据|票据|税务?|编)"
    r"(?:的?编?号码?|代码)?[为是:：\s“”\"（(#]*$"
)


def mask_personal(text: str) -> str:
    """`text` with the numbers of persons masked, as `models/rules/masking.py` masks each.

    Residents' identity numbers, mainland mobiles, bank cards, what is called an account; in any
    width, parted by blanks or dashes. Idempotent, and never longer than `text`.
    """
    if not _MANY_DIGITS.search(text):
        return text
    text = _RESIDENT.sub(_resident, text)
    text = _CALLED_RESIDENT.sub(_called_resident, text)
    text = _CALLED_ACCOUNT.sub(_called_account, text)
    text = _CARD.sub(_card, text)
    return _MOBILE.sub(_mobile, text)


def _resident(found: re.Match[str]) -> str:
    number = _signs(found[0])
    if is_resident_number(number) and not is_uscc(number):
        return mask_number(number)
    return found[0]


def _called_resident(found: re.Match[str]) -> str:
    number = _signs(found[2])
    whole = number if len(number) == _RESIDENT_SIGNS else f"{number[:6]}19{number[6:]}0"
    if looks_like_resident_number(whole):
        return found[1] + mask_number(number)
    return found[0]


def _called_account(found: re.Match[str]) -> str:
    return found[1] + mask_number(_signs(found[2]))


def _card(found: re.Match[str]) -> str:
    number = _signs(found[0])
    meant = _CARD_FORM.fullmatch(number) and _passes_luhn(number) and not looks_like_uscc(number)
    if not meant or _is_of_paper(found) or _is_part(found):
        return found[0]
    return mask_number(number)


def _mobile(found: re.Match[str]) -> str:
    number = _signs(found[2])
    if not _MOBILE_FORM.fullmatch(number) or _is_of_paper(found):
        return found[0]
    return found[1] + mask_phone(number)


def _is_of_paper(found: re.Match[str]) -> bool:
    """Whether it is called the number of a contract, an invoice or the like, or is an amount."""
    text, begin = found.string, found.start()
    called = _NUMBER_OF_PAPER.search(text, max(0, begin - _CALLED_WITHIN), begin)
    return called is not None or _AMOUNT.match(text, found.end()) is not None


def _is_part(found: re.Match[str]) -> bool:
    """Whether its groups go on before or behind: invoices of 20 digits are typed by fours, too."""
    text, begin = found.string, found.start()
    if not _PARTED.search(found[0]):
        return False
    before = _DIGITS_BEFORE.search(text, max(0, begin - 2), begin)
    return before is not None or _DIGITS_BEHIND.match(text, found.end()) is not None


def _signs(number: str) -> str:
    """Its digits and X in half width."""
    return "".join(str(int(sign)) if sign.isdigit() else "X" for sign in number if sign.isalnum())


def _passes_luhn(number: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    doubled = (int(digit) * 2 for digit in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(two // 10 + two % 10 for two in doubled)) % 10 == 0
