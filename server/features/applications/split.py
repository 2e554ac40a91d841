"""The three parts of a fee under a track's rules."""

from models.rules.award.copay import split_rates
from models.rules.money import FeeSplit, split_fee
from models.rules.terms.programme import TrackTerms


def split_of(track: TrackTerms, fee_fen: int | None) -> FeeSplit | None:
    """The split of a fee in fen; None without a fee, and for awards that do not split one."""
    if fee_fen is None or track.award.kind != "copay":
        return None
    return split_fee(fee_fen, split_rates(track.award))


def split_columns(split: FeeSplit | None) -> dict[str, int | None]:
    """The parts under the names of their columns."""
    return {
        "government_fen": split.government_fen if split else None,
        "platform_fen": split.platform_fen if split else None,
        "enterprise_fen": split.enterprise_fen if split else None,
    }
