"""One track of a programme: conditions with their clauses, what it gives, papers, and its path."""

from server.errors import NotFound
from server.features.frame.templates import Crumb, Head
from server.features.frame.visit import Visit
from server.features.letters.materials import list_materials
from server.features.pages.drawing import TEMPLATES, home_crumb, label, programmes_crumb
from server.features.programmes.schemas import ProgrammeView
from server.features.programmes.show import show_programme
from server.features.programmes.track_schemas import TrackView
from server.ports import Ports


async def track_page(asked: Visit, ports: Ports, code: str, track_code: str) -> str:
    """Raises NotFound."""
    programme, track = await find_track(asked, ports, code, track_code)
    rules = await ports.track_rules(code, track_code)
    head = Head(
        track.title,
        track.description or track.award.text,
        area="programmes",
        crumbs=track_crumbs(asked, programme),
        contacts=programme.contacts,
    )
    return TEMPLATES.render(
        "track.html",
        asked,
        head,
        programme=programme,
        track=track,
        pools={pool.code: pool for pool in programme.pools},
        papers=list_materials(rules, guides=ports.guides, english=asked.english),
        label=lambda group, code: label(group, code, asked),
    )


async def find_track(
    asked: Visit, ports: Ports, code: str, track_code: str
) -> tuple[ProgrammeView, TrackView]:
    """Raises NotFound."""
    programme = await show_programme(code, english=asked.english, ports=ports)
    for track in programme.tracks:
        if track.code == track_code:
            return programme, track
    raise NotFound()


def track_crumbs(asked: Visit, programme: ProgrammeView) -> tuple[Crumb, ...]:
    above = Crumb(programme.title, f"/programmes/{programme.code}")
    return (home_crumb(asked), programmes_crumb(asked), above)
