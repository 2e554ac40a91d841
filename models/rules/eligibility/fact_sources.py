"""Where the answer to a fact comes from, so that nobody is asked twice."""

from typing import Final, Literal

from models.rules.terms.programme import TrackTerms

FactSource = Literal["declared", "particular", "firm", "clients"]

PARTICULARS: Final = ("signed_at", "paid_at", "fee_fen", "paid_fen")
"""Of the contract and its payment: filled in beside the facts, under the same names."""
FIRM_FACTS: Final = ("registered_city", "in_service_zone", "registered_district")
"""What the firm's record says, under the names that facts have."""


def source_of(name: str, track: TrackTerms) -> FactSource:
    """On an application to the track; an estimate knows no application and asks for all."""
    terms = track.clients
    if terms is not None and name in (terms.fees, terms.count, terms.outside, terms.newly_signed):
        return "clients"
    if name in PARTICULARS:
        return "particular"
    return "firm" if name in FIRM_FACTS else "declared"
