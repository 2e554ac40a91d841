"""Who may reach what: every route belongs to one audience, and every audience is on this page.

A role opens the door to a route; which records lie behind it is decided by the use case, which
filters by the person's grants (or ownership) and answers `NotFound` for what is not theirs.
"""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from server.edge.web.guard import PUBLIC as PUBLIC_ADMISSION
from server.edge.web.guard import Admission
from server.edge.web.routes import Routes
from server.roles import REVIEWING, Role

_INSPECTOR = frozenset({Role.INSPECTOR})


class Audience(Enum):
    """`roles` may use every route; `readers` only those that change nothing."""

    PUBLIC = PUBLIC_ADMISSION
    ANY_LOGIN = Admission("any_login", before_password_change=True, of_smes=True)
    ENTERPRISE = Admission("enterprise", frozenset({Role.ENTERPRISE}), of_smes=True)
    APPLICANT = Admission("applicant", frozenset({Role.ENTERPRISE, Role.PLATFORM}), of_smes=True)
    """Whoever applies for a firm that they act for: SMEs, and platforms for their own."""
    PLATFORM = Admission("platform", frozenset({Role.PLATFORM}))
    REVIEWER = Admission("reviewer", REVIEWING, readers=_INSPECTOR)
    AUTHORITY = Admission("authority", frozenset({Role.AUTHORITY}), readers=_INSPECTOR)
    PARTY = Admission(
        "party",
        frozenset({Role.ENTERPRISE, Role.PLATFORM}) | REVIEWING,
        readers=_INSPECTOR,
        of_smes=True,
    )
    """Whoever has a part in an application: the SME, its platform, its reviewers."""


def blueprint(
    name: str,
    audience: Audience,
    prefix: str = "/api/v1",
    *,
    every_answer: Mapping[str, str] = MappingProxyType({}),
) -> Routes:
    """The routes of one feature for one audience, guarded; one blueprint per audience.

    `name` is the feature's, unique together with the audience; `prefix` stands before each path,
    `every_answer` are headers of each answer.
    """
    return Routes(f"{name}_{audience.value.name}", audience.value, prefix, every_answer, gated=True)
