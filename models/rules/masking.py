"""How personal data is shown: enough to recognise one's own, too little to use."""


def mask_phone(number: str) -> str:
    """`13812341234` → `138****1234`; a country code is dropped, too short a number hidden whole."""
    digits = _digits(number)
    mainland = digits[-11:] if number.strip().startswith(("+86", "0086")) else digits
    if len(mainland) < 8:
        return "*" * len(mainland)
    return f"{mainland[:3]}{'*' * (len(mainland) - 7)}{mainland[-4:]}"


def mask_account(number: str) -> str:
    """`6222021234567890123` → `6222****0123`, of whatever length: first and last four digits.

    A number so short that little would stay hidden shows its last four only, or nothing.
    """
    digits = _digits(number)
    if len(digits) < 8:
        return "****"
    return f"{digits[:4]}****{digits[-4:]}" if len(digits) >= 12 else f"****{digits[-4:]}"


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())
