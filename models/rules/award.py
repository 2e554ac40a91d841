"""How much: the kinds of award, each with the parameters its file must give."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from models.rules.awards import copay, decided, fixed, recognition, share
from models.rules.awards.working import Working
from models.rules.facts import FactValues
from models.rules.programme import Award, AwardKind


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind is worked out, and which figures and bases a file gives for it."""

    work_out: Callable[[Award, FactValues], Working]
    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    has_base: bool = False
    has_table: bool = False


KINDS: Mapping[AwardKind, Kind] = MappingProxyType(
    {
        "copay": Kind(copay.copay, copay.NEEDED, copay.OPTIONAL, has_base=True),
        "share": Kind(share.share, share.NEEDED, share.OPTIONAL, has_base=True),
        "fixed": Kind(fixed.fixed, fixed.NEEDED, fixed.OPTIONAL, has_table=True),
        "range": Kind(decided.ranged, decided.RANGE_NEEDED),
        "discretionary": Kind(decided.discretionary),
        "none": Kind(recognition.recognition),
    }
)


def work_out(award: Award, values: FactValues) -> Working:
    """The award of these facts with its working. Raises KeyError for a kind not in KINDS."""
    return KINDS[award.kind].work_out(award, values)
