"""Unified social credit codes: form and check character by GB 32100-2015."""

from models.rules.reasons import Reason, Text

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(3**place % 31 for place in range(LENGTH - 1))
_STANDARD = "GB 32100-2015"


def normalise_uscc(code: str) -> str:
    """Upper case, without surrounding blanks: as the standard writes it."""
    return code.strip().upper()


def check_character(body: str) -> str:
    """The 18th character of the 17 before it (GB 32100-2015, modulo 31)."""
    total = sum(
        ALPHABET.index(character) * weight for character, weight in zip(body, _WEIGHTS, strict=True)
    )
    return ALPHABET[-total % 31]


def check_uscc(code: str, field: str = "uscc") -> Reason | None:
    """Why a normalised code is not valid: code length, characters, region or checksum; or None.

    The organisation part (places 9–17) carries a check digit of its own by GB 11714; it is not
    judged, because codes are in use whose older part does not satisfy it.
    """
    if len(code) != LENGTH:
        text = Text(
            f"统一社会信用代码须为 18 位，现为 {len(code)} 位",
            f"A unified social credit code has 18 characters, not {len(code)}",
        )
        return Reason(field, "length", text, _STANDARD)
    strange = "".join(dict.fromkeys(c for c in code if c not in ALPHABET))
    if strange:
        text = Text(
            f"统一社会信用代码不应有“{strange}”（不使用字母 I、O、S、V、Z），请对照营业执照改正",
            f"Not allowed in a unified social credit code: {strange} (nor I, O, S, V, Z)",
        )
        return Reason(field, "characters", text, _STANDARD)
    return _check_region(code, field) or _check_checksum(code, field)


def _check_region(code: str, field: str) -> Reason | None:
    if code[2:8].isdigit():
        return None
    text = Text(
        "统一社会信用代码第 3 至 8 位（登记机关行政区划码）须为数字",
        "Characters 3 to 8 (the registry's region) must be digits",
    )
    return Reason(field, "region", text, _STANDARD)


def _check_checksum(code: str, field: str) -> Reason | None:
    if check_character(code[:-1]) == code[-1]:
        return None
    text = Text(
        "统一社会信用代码校验未通过，请对照营业执照核对",
        "The check character does not match; please compare with the licence",
    )
    return Reason(field, "checksum", text, _STANDARD)
