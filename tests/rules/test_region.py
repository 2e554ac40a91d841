"""Which class of districts a firm belongs to."""

from dataclasses import replace

import pytest

from models.rules.eligibility.region import region_class_of
from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition, RegionClass
from tests.world.cities import city_definition


@pytest.fixture(scope="module")
def definition() -> EditionDefinition:
    first = RegionClass("wings", Text("两翼", "Wings"), ("万州区", "城口县"))
    second = RegionClass("far", Text("边远", "Far"), ("城口县", "巫溪县"))
    return replace(city_definition("sh-shuangtui"), region_classes=(first, second))


@pytest.mark.parametrize(
    ("district", "code"),
    [("万州区", "wings"), ("城口县", "wings"), ("巫溪县", "far"), ("渝中区", None), (None, None)],
)
def test_the_first_class_that_lists_the_district(
    definition: EditionDefinition, district: str | None, code: str | None
) -> None:
    assert region_class_of(definition, district) == code
