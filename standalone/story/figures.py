"""The pool's figures, and that they add up whenever anybody looks."""

from dataclasses import dataclass

from standalone.story.expecting import expect
from standalone.story.premises import without_budget
from standalone.story.scene import Scene
from standalone.story.telling import yuan


@dataclass(frozen=True, slots=True)
class QuotaFigures:
    """Amounts in fen, then numbers of claims."""

    budget_fen: int
    locked_fen: int
    funded_fen: int
    remaining_fen: int
    locked: int
    funded: int
    waiting: int

    def __str__(self) -> str:
        return (
            f"预算 {yuan(self.budget_fen)} = 已锁定 {yuan(self.locked_fen)} + 暂列 "
            f"{yuan(self.funded_fen)} + 剩余 {yuan(self.remaining_fen)}"
        )

    def moved(self, **by: int) -> "QuotaFigures":
        """The figures after a change by so much."""
        values = {name: getattr(self, name) + by.get(name, 0) for name in self.__slots__}
        return QuotaFigures(**values)


async def read_figures(scene: Scene) -> QuotaFigures:
    """Live figures. Raises StoryBroken if they are stale or do not add up to the budget."""
    (pool,) = (await scene.anyone.get(f"/programmes/{scene.code}/quota")).ok()["pools"]
    if pool["budget_fen"] is None:
        raise without_budget(scene, pool)
    expect("额度数据是实时的", False, pool["stale"])
    figures = QuotaFigures(**{name: pool[name] for name in QuotaFigures.__slots__})
    parts = figures.locked_fen + figures.funded_fen + figures.remaining_fen
    expect("预算 = 已锁定 + 暂列 + 剩余", figures.budget_fen, parts)
    return figures
