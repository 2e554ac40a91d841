"""The columns of a platform's list of clients for one track of an edition."""

from dataclasses import dataclass
from uuid import UUID

from models.rules.manifest.columns import Column, PlanOnOffer, columns_of
from models.rules.places.own import OwnPlaces
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import TrackTerms
from models.rules.wording import within_quotes
from models.tables.platforms import Plan
from server.errors import Invalid
from server.features.platforms.show import list_offered_plans
from server.features.programmes.published import PublishedEdition, find_edition
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.own_places import read_own_places


@dataclass(frozen=True, slots=True)
class ClientColumns:
    """What a list of clients is read by: its edition and track, plans, columns, known places."""

    edition: PublishedEdition
    track: TrackTerms
    plans: tuple[Plan, ...]
    columns: tuple[Column, ...]
    own: OwnPlaces


async def columns_for(edition: str, track: str, *, platform_id: UUID) -> ClientColumns:
    """Raises Invalid for an edition or a track that is none, or that no platform files for others."""
    published = await find_edition(edition)
    if published is None:
        raise Invalid(errors=[Reason("edition", "not_an_option", _no_edition(edition))])
    terms = published.definition.find_track(track)
    if terms is None:
        raise Invalid(errors=[Reason("track", "not_an_option", _no_track(track))])
    if terms.applicant != "enterprise" or terms.platform is None:
        raise Invalid(errors=[Reason("track", "not_by_platform", _not_by_platform(terms))])
    own = await read_own_places()
    with postgres_errors():
        plans = tuple(await list_offered_plans(platform_id))
    offered = [PlanOnOffer(str(plan.id), plan.title, plan.fee_fen) for plan in plans]
    columns = columns_of(published.definition, terms, offered, own)
    return ClientColumns(published, terms, plans, columns, own)


def _no_edition(code: str) -> Text:
    return Text(
        f"没有“{code}”这一申报年度，请从项目列表中选一个",
        f"There is no edition {code}; choose one from the list of programmes",
    )


def _no_track(code: str) -> Text:
    return Text(
        f"这一申报年度没有“{code}”这个申报事项，请从页面所列的事项里选",
        f"This edition has no track {code}; choose one of those shown",
    )


def _not_by_platform(track: TrackTerms) -> Text:
    return Text(
        f"“{within_quotes(track.title.zh)}”不由平台企业批量提交，请由申请单位自己申报",
        f"{track.title.en} is not handed in by platforms; who applies files it",
    )
