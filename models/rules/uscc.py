"""Unified social credit codes: form, registry and check character by GB 32100-2015."""

import unicodedata
from collections.abc import Collection
from dataclasses import replace

from models.rules.divisions import find_registry
from models.rules.misread import find_misread, say_misread
from models.rules.reasons import Reason, Text
from models.rules.registrars import KINDS, MARKET
from models.rules.resident_number import is_resident_number, looks_like_resident_number

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_NEVER = "IOSVZ"
_WEIGHTS = tuple(3**place % 31 for place in range(LENGTH - 1))
_STANDARD = "GB 32100-2015"
# Between the groups of a code, or left by the program that it was copied from.
_BETWEEN = frozenset("'\"`´·._")
_INVISIBLE = frozenset({"Cc", "Cf", "Mn", "Pd", "Pf", "Pi", "Zl", "Zp", "Zs"})
_OTHER_NUMBERS = {
    9: Text("9 位的是组织机构代码", "nine are an organisation code"),
    13: Text("13 位的是旧版注册号", "13 are an old registration number"),
    15: Text("15 位的是旧版注册号或税号", "15 are an old registration or tax number"),
}
_ON_LICENCE = Text(
    "营业执照上确实如此的，请在登记企业时声明代码与营业执照一致，由审核人员核对执照后确认",
    "if the licence really has it, state so when registering the firm; a reviewer compares it",
)


def normalise_uscc(code: str) -> str:
    """As the standard writes it: capitals, half width, nothing between its signs."""
    return "".join(
        sign
        for sign in unicodedata.normalize("NFKC", code)
        if sign not in _BETWEEN and unicodedata.category(sign) not in _INVISIBLE
    ).upper()


def check_character(body: str) -> str:
    """The 18th character of the 17 before it (GB 32100-2015, modulo 31)."""
    total = sum(
        ALPHABET.index(character) * weight for character, weight in zip(body, _WEIGHTS, strict=True)
    )
    return ALPHABET[-total % 31]


def is_uscc(code: str) -> bool:
    """Whether 18 signs in capitals are one, check character included."""
    return len(code) == LENGTH and _slip(code) is None


def looks_like_uscc(code: str) -> bool:
    """The same but for the check character: people mistype them, and some registries erred."""
    if len(code) != LENGTH:
        return False
    found = _slip(code)
    return found is None or found.code == "checksum"


def check_uscc(
    code: str, field: str = "uscc", *, on_licence: Collection[str] = ()
) -> Reason | None:
    """Why a normalised code is not valid, or None.

    Codes: `resident_number`, `length`, `characters`, `registrar`, `region`, `checksum`. Of those
    in `on_licence` the check character is taken as the licence has it: some registries gave it
    wrongly before 2016, and such codes are in force.
    The organisation part (places 9-17) carries a check digit of its own by GB 11714; it is not
    judged, because codes are in use whose older part does not satisfy it.
    """
    if is_resident_number(code):
        return _resident_number(field)
    if len(code) != LENGTH:
        return _length(code, field)
    found = _slip(code, field)
    if found is None or (found.code == "checksum" and code in on_licence and code[0] == MARKET):
        return None
    if looks_like_resident_number(code):
        return _resident_number(field)
    return _with_hint(code, found)


def _slip(code: str, field: str = "") -> Reason | None:
    """What is wrong with 18 signs, the first thing first."""
    if any(sign not in ALPHABET for sign in code):
        return _strange(code, field)
    if code[1] not in KINDS.get(code[0], ""):
        text = Text(
            f"统一社会信用代码第 1、2 位（登记部门和机构类别）没有“{code[:2]}”这一类，营业执照上的以"
            " 91、92 或 93 开头，请对照营业执照核对",
            f"Places 1 and 2 (registering department and kind): there is no {code[:2]}; those of"
            " business licences begin with 91, 92 or 93; please compare with the licence",
        )
        return Reason(field, "registrar", text, _STANDARD)
    if find_registry(code[2:8]) is None:
        text = Text(
            f"统一社会信用代码第 3 至 8 位（登记机关行政区划码）没有“{code[2:8]}”这个地区，"
            "请对照营业执照核对",
            f"Places 3 to 8 (the registry's region): there is no {code[2:8]}; please compare with the"
            " licence",
        )
        return Reason(field, "region", text, _STANDARD)
    if check_character(code[:-1]) != code[-1]:
        text = Text(
            "统一社会信用代码第 18 位（校验码）与前 17 位不符，其中有一位填错了，请对照营业执照逐位核对",
            "Place 18 (the check character) does not fit the 17 before it: one is mistyped; please"
            " compare each with the licence",
        )
        return Reason(field, "checksum", text, _STANDARD)
    return None


def _strange(code: str, field: str) -> Reason:
    wrong = [(place, sign) for place, sign in enumerate(code, 1) if sign not in ALPHABET]
    zh = "、".join(f"第 {place} 位的“{sign}”" for place, sign in wrong)
    en = ", ".join(f"“{sign}” at place {place}" for place, sign in wrong)
    text = Text(
        f"统一社会信用代码不应有{zh}（只用数字和大写字母，不使用字母 I、O、S、V、Z），"
        "请对照营业执照核对",
        f"Not allowed in a unified social credit code: {en} (digits and capitals, never I, O, S, V,"
        " Z); please compare with the licence",
    )
    return Reason(field, "characters", text, _STANDARD)


def _with_hint(code: str, found: Reason) -> Reason:
    """With the confusable sign that would make the code right, or with the way of odd licences."""
    meant = say_misread(find_misread(code, lambda other: _slip(other) is None, never=_NEVER))
    if meant is not None:
        text = Text(f"{found.text.zh}：{meant.zh}", f"{found.text.en}: {meant.en}")
    elif found.code == "checksum" and code[0] == MARKET:
        text = Text(f"{found.text.zh}；{_ON_LICENCE.zh}", f"{found.text.en}; {_ON_LICENCE.en}")
    else:
        return found
    return replace(found, text=text)


def _resident_number(field: str) -> Reason:
    text = Text(
        "统一社会信用代码处填写的是居民身份证号码，请勿在此填写；请填写营业执照上的 18 位代码",
        "This is a resident's identity number, not a unified social credit code; please never give"
        " it here, but the code on the business licence",
    )
    return Reason(field, "resident_number", text, "GB 11643-1999")


def _length(code: str, field: str) -> Reason:
    other = _OTHER_NUMBERS.get(len(code))
    zh, en = ("", "") if other is None else (f"（{other.zh}）", f" ({other.en})")
    text = Text(
        f"统一社会信用代码须为 18 位，填写的是 {len(code)} 位{zh}，请对照营业执照填写",
        f"A unified social credit code has 18 characters, not {len(code)}{en}; please compare with"
        " the licence",
    )
    return Reason(field, "length", text, _STANDARD)
