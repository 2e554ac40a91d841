"""What an edition adds to the rules of a notice that says nothing of coming twice."""

import pytest

from tests.world.cities import city_definition


@pytest.mark.parametrize(
    ("programme", "track", "kind", "per"),
    [
        ("sh-shuangtui", "platform", "once_per_edition", ()),
        ("cq-info-platform", "accreditation", "once_per_enterprise", ()),
        ("yangzhou-internet-plus", "demonstration", "once_per_edition", ()),
        ("yangzhou-internet-plus", "new-product", "once_per_edition", ("product_name",)),
    ],
)
def test_titles_are_given_once_by_assumption(
    programme: str, track: str, kind: str, per: tuple[str, ...]
) -> None:
    found = city_definition(programme).find_track(track)
    assert found is not None
    (added,) = found.exclusions
    assert (added.kind, added.per, added.assumed, added.cite) == (kind, per, True, None)
