"""A city whose pages are all there: an edition with platforms, a notice with an entry, a list."""

from dataclasses import dataclass

from tests.features.notices.ground import edition_with_notice, published, waiting
from tests.world.application import World

PROGRAMME = "sh-shuangtui"


@dataclass(frozen=True)
class Ground:
    """Ids of what there is, by the words of the pages' addresses."""

    world: World
    edition: str
    notice: str
    platform: str
    plans: list[str]

    @property
    def paths(self) -> list[str]:
        """Of every kind of page one."""
        programme = f"/programmes/{self.edition}"
        track = f"{programme}/tracks/copay"
        return [
            *("/", "/programmes", "/estimate", "/platforms", "/notices", "/lists", "/search"),
            *("/verify", "/help", "/privacy", "/search?q=采购", "/?lang=en"),
            *(programme, f"{programme}/source", f"{programme}/help", f"{programme}/quota"),
            *(track, f"{track}/estimate", f"{track}/estimate?go=1&is_sme=true"),
            *(f"{programme}/platforms", f"{programme}/plans?sort=price"),
            f"{programme}/compare?plan={self.plans[0]}&plan={self.plans[1]}",
            *(f"/platforms/{self.platform}", f"/plans/{self.plans[0]}"),
            *(f"/notices/{self.notice}", f"/lists/{PROGRAMME}"),
        ]


async def settle(world: World) -> Ground:
    edition = await edition_with_notice(world)
    await waiting(world, edition)
    notice = await published(world, edition)
    found = (await world.anyone.get(f"/programmes/{edition}/plans")).ok()["items"]
    return Ground(
        world, edition, notice["id"], found[0]["platform_id"], [one["id"] for one in found]
    )
