"""The answers of the platform routes, field by field as the contract fixes them."""

from uuid import UUID

from msgspec import Struct


class PlatformItem(Struct, frozen=True, kw_only=True):
    """A platform in a list; `clients` counts applications of the edition that are live or paid."""

    id: UUID
    name: str
    categories: list[str]
    summary: str
    plans_from_fen: int | None
    clients: int


class PlanView(Struct, frozen=True, kw_only=True):
    """A plan and who pays what of its fee; the three parts sum to the fee, to the fen."""

    id: UUID
    title: str
    description: str
    fee_fen: int
    government_fen: int
    platform_fen: int
    enterprise_fen: int
    period_months: int


class PlatformView(PlatformItem, frozen=True, kw_only=True):
    """A platform with its plans; `edition` is the one whose split they show, null without any."""

    district: str
    edition: str | None
    plans: list[PlanView]


class PayeeView(Struct, frozen=True):
    """Where the money goes, with the account as far as it may be shown."""

    name: str
    bank: str
    account: str
    verified: bool


class ParticipationView(Struct, frozen=True):
    edition: str
    track: str


class ModeChoice(Struct, frozen=True):
    """A funding mode that a platform on the list may choose; `track` is its code."""

    track: str
    title: str


class ModesView(Struct, frozen=True, kw_only=True):
    """A platform in one edition: whether it stands on the list, what it chose, what there is."""

    edition: str
    title: str
    listed: bool
    modes: list[str]
    choices: list[ModeChoice]


class OwnPlatformView(Struct, frozen=True, kw_only=True):
    """A platform as its operators see it; `uscc` and `enterprise_id` are the firm that it is."""

    id: UUID
    name: str
    summary: str
    district: str
    categories: list[str]
    contact: str | None
    uscc: str | None
    enterprise_id: UUID | None
    payee: PayeeView | None
    participations: list[ParticipationView]
    edition: str | None
    plans: list[PlanView]
    version: int


class CategoryView(Struct, frozen=True):
    """A function of platforms by which they are browsed; `cite` is its clause."""

    code: str
    label: str
    text: str
    cite: str
