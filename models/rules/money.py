"""Money in whole fen: shares are rounded down and a fee's three parts sum to the fee exactly."""

from dataclasses import dataclass

WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class SplitRates:
    """Who bears how much of a fee, in basis points that sum to 10 000.

    `government_cap_fen` limits the government part; what lies above it the SME bears.
    """

    government_bp: int
    platform_bp: int
    enterprise_bp: int
    government_cap_fen: int | None = None

    def __post_init__(self) -> None:
        parts = (self.government_bp, self.platform_bp, self.enterprise_bp)
        if min(parts) < 0 or sum(parts) != WHOLE_BP:
            raise ValueError(f"a split must be three parts that sum to {WHOLE_BP} bp, not {parts}")
        if self.government_cap_fen is not None and self.government_cap_fen < 0:
            raise ValueError("a cap is not negative")


@dataclass(frozen=True, slots=True)
class FeeSplit:
    """A fee's three parts, in fen; they sum to `fee_fen`."""

    fee_fen: int
    government_fen: int
    platform_fen: int
    enterprise_fen: int
    capped: bool


def share_of(base_fen: int, rate_bp: int) -> int:
    """`rate_bp` of `base_fen`, rounded down to the fen (programmes.md, rules for the files)."""
    if base_fen < 0 or rate_bp < 0:
        raise ValueError("neither a base nor a rate is negative")
    return base_fen * rate_bp // WHOLE_BP


def at_most(amount_fen: int, cap_fen: int | None) -> int:
    """The amount, or the cap if there is one and it is smaller."""
    return amount_fen if cap_fen is None else min(amount_fen, cap_fen)


def split_fee(fee_fen: int, rates: SplitRates) -> FeeSplit:
    """Government, platform and enterprise part of a fee; leftovers go to the enterprise part."""
    uncapped = share_of(fee_fen, rates.government_bp)
    government = at_most(uncapped, rates.government_cap_fen)
    platform = share_of(fee_fen, rates.platform_bp)
    return FeeSplit(
        fee_fen=fee_fen,
        government_fen=government,
        platform_fen=platform,
        enterprise_fen=fee_fen - government - platform,
        capped=government < uncapped,
    )


def yuan(amount_fen: int) -> str:
    """An amount as people read it: `1,234.50`, without decimals when there are none."""
    whole, rest = divmod(abs(amount_fen), 100)
    sign = "-" if amount_fen < 0 else ""
    return f"{sign}{whole:,}" + (f".{rest:02d}" if rest else "")


def percent(rate_bp: int) -> str:
    """A rate as people read it: 6000 bp is `60%`, 1250 bp is `12.5%`."""
    whole, rest = divmod(rate_bp, 100)
    return f"{whole}" + (f".{rest:02d}".rstrip("0") if rest else "") + "%"
