"""What an SME says about itself, for tests."""

from typing import Any

from models.rules.uscc import check_character


def uscc(number: int) -> str:
    """A valid code, made up: different for every number below a million."""
    body = f"91310104MA1{number:06d}"
    return body + check_character(body)


def particulars(number: int = 1, **other: Any) -> dict[str, Any]:
    return {
        "name": f"样例科技有限公司{number}",
        "uscc": uscc(number),
        "district": "徐汇区",
        "sector": "制造业",
        "employees": 42,
        "annual_revenue_fen": 1_234_567_00,
        "registered_on": "2015-06-01",
        "registered_city": "上海市",
        "in_service_zone": False,
    } | other
