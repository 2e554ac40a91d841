"""Which region class a district belongs to: it chooses the thresholds of conditions."""

from models.rules.terms.programme import EditionDefinition


def region_class_of(definition: EditionDefinition, district: str | None) -> str | None:
    """The code of the first class that lists the district; None is the main threshold."""
    for region in definition.region_classes:
        if district in region.districts:
            return region.code
    return None
