"""The size of a firm at every limit of the standard: all lower limits, or the size below."""

import pytest

from models.rules.firm_size import Size, firm_size

WAN = 1_000_000


@pytest.mark.parametrize(
    ("sector", "employees", "revenue", "size"),
    [
        ("C34", 1000, 40_000, "large"),
        ("C34", 999, 40_000, "medium"),
        ("C34", 1000, 39_999, "medium"),
        ("C", 300, 2000, "medium"),
        ("C", 299, 2000, "small"),
        ("C", 20, 300, "small"),
        ("C", 19, 300, "micro"),
        ("A01", 1, 20_000, "large"),
        ("A01", 1, 499, "small"),
        ("A01", 1, 49, "micro"),
        ("F51", 200, 40_000, "large"),
        ("F51", 5, 1000, "small"),
        ("F52", 300, 20_000, "large"),
        ("F52", 50, 500, "medium"),
        ("F", 250, 40_000, "medium"),
        ("G54", 1000, 30_000, "large"),
        ("G59", 200, 30_000, "large"),
        ("G60", 300, 2000, "medium"),
        ("G53", 100_000, 10**6, None),
        ("H62", 300, 10_000, "large"),
        ("I64", 2000, 100_000, "large"),
        ("I65", 300, 10_000, "large"),
        ("I65", 100, 1000, "medium"),
        ("I", 300, 10_000, "medium"),
        ("M73", 300, 0, "large"),
        ("Q85", 99, 0, "small"),
        ("Q84", 9999, 10**6, None),
        ("E47", 9999, 10**6, None),
        ("K70", 9999, 10**6, None),
        ("L72", 9999, 10**6, None),
        ("J66", 9999, 10**6, None),
    ],
)
def test_sizes_at_their_limits(
    sector: str, employees: int, revenue: int, size: Size | None
) -> None:
    assert firm_size(sector, employees, revenue * WAN) == size
