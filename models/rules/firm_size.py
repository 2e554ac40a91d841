"""How large a firm is: 中小企业划型标准规定, 工信部联企业〔2011〕300号, by sector, staff and revenue.

A size needs all of its lower limits; who misses one of them is of the size below. Where the standard
counts assets, which no record here holds, it cannot be told.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from models.rules.wording import WAN_FEN

Size = Literal["micro", "small", "medium", "large"]
SIZES: Final[tuple[Size, ...]] = ("micro", "small", "medium", "large")
STANDARD: Final = "《中小企业划型标准规定》（工信部联企业〔2011〕300号）"

# Lower limits of small, medium and large: staff, revenue in 万元; 0 where it does not count.
_Limits = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
_INDUSTRY: Final[_Limits] = ((20, 300), (300, 2000), (1000, 40_000))
_WHOLESALE: Final[_Limits] = ((5, 1000), (20, 5000), (200, 40_000))
_RETAIL: Final[_Limits] = ((10, 100), (50, 500), (300, 20_000))
_TRANSPORT: Final[_Limits] = ((20, 200), (300, 3000), (1000, 30_000))
_STORAGE: Final[_Limits] = ((20, 100), (100, 1000), (200, 30_000))
_POST: Final[_Limits] = ((20, 100), (300, 2000), (1000, 30_000))
_LODGING: Final[_Limits] = ((10, 100), (100, 2000), (300, 10_000))
_TRANSMISSION: Final[_Limits] = ((10, 100), (100, 1000), (2000, 100_000))
_SOFTWARE: Final[_Limits] = ((10, 50), (100, 1000), (300, 10_000))
_OTHER: Final[_Limits] = ((10, 0), (100, 0), (300, 0))
# Sections and divisions of GB/T 4754; a section that divides is as lenient as its most lenient part.
_LIMITS: Final[Mapping[str, tuple[_Limits, ...]]] = MappingProxyType(
    {
        "A": (((0, 50), (0, 500), (0, 20_000)),),
        **dict.fromkeys(("B", "C", "D"), (_INDUSTRY,)),
        "F": (_WHOLESALE, _RETAIL),
        "F51": (_WHOLESALE,),
        "F52": (_RETAIL,),
        "G": (_TRANSPORT, _STORAGE, _POST),
        **dict.fromkeys(("G54", "G55", "G56", "G57", "G58"), (_TRANSPORT,)),
        "G59": (_STORAGE,),
        "G60": (_POST,),
        "H": (_LODGING,),
        "I": (_TRANSMISSION, _SOFTWARE),
        **dict.fromkeys(("I63", "I64"), (_TRANSMISSION,)),
        "I65": (_SOFTWARE,),
        **dict.fromkeys(("M", "N", "O", "Q85", "R"), (_OTHER,)),
    }
)
_UNTOLD: Final = frozenset({"G53"})
"""Railways are no transport of the standard."""


def firm_size(sector: str, employees: int, revenue_fen: int) -> Size | None:
    """The size by the sector's code (`C`, `C34`); None where the standard needs what is not known."""
    if sector in _UNTOLD:
        return None
    kinds = _LIMITS.get(sector) or _LIMITS.get(sector[:1])
    if kinds is None:
        return None
    return min((_size(limits, employees, revenue_fen) for limits in kinds), key=SIZES.index)


def _size(limits: _Limits, employees: int, revenue_fen: int) -> Size:
    found: Size = "micro"
    for size, (staff, revenue) in zip(SIZES[1:], limits, strict=True):
        if employees >= staff and revenue_fen >= revenue * WAN_FEN:
            found = size
    return found
