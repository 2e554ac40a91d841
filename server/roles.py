"""The roles that people have, and the sets of them that several features ask for."""


class Role:
    """The roles of the contract, as grants spell them."""

    ENTERPRISE = "enterprise"
    PLATFORM = "platform"
    DISTRICT = "district"
    AUDITOR = "auditor"
    EXPERT = "expert"
    AUTHORITY = "authority"
    INSPECTOR = "inspector"
    ADMIN = "admin"


REVIEWING = frozenset({Role.DISTRICT, Role.AUDITOR, Role.EXPERT, Role.AUTHORITY})
STAFF_ROLES = REVIEWING | {Role.PLATFORM, Role.INSPECTOR, Role.ADMIN}
"""Roles that grants give, each with a second factor; every other person is an enterprise's."""
READING_EDITIONS = (Role.AUTHORITY, Role.INSPECTOR)
"""Who reads what an authority does with an edition: payouts, rounds, waivers, objections."""
DECIDING_FIRMS = (Role.AUTHORITY, Role.DISTRICT)
"""Who says whether a firm is verified."""
READING_FIRMS = (*DECIDING_FIRMS, Role.INSPECTOR)
