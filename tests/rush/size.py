"""How large the rush is: small in `make test`, whole in `make prove`; the one place that says so."""

import os
from dataclasses import dataclass

PROVING = os.environ.get("HYPOTHESIS_PROFILE") == "prove"


@dataclass(frozen=True)
class RushSize:
    """`bulk`: how many are endorsed in one call, at most 50; `within_s`: the most it may take."""

    drafts: int
    people: int
    bulk: int
    within_s: int


@dataclass(frozen=True)
class FaultSize:
    """Faults go on until there were `kills` of them and `seconds` are over."""

    drafts: int
    people: int
    kills: int
    seconds: int
    within_s: int


RUSH = RushSize(20_000, 80, 50, 1_800) if PROVING else RushSize(1_000, 40, 30, 300)
FAULTS = (
    FaultSize(6_000, 60, 40, int(os.environ.get("FAULT_SECONDS", "180")), 1_800)
    if PROVING
    else FaultSize(400, 20, 10, 0, 300)
)
