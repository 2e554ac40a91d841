"""Why a place cannot be taken: what is wrong with it, which may be meant, and what to write."""

from models.rules.places.atlas import District
from models.rules.places.find import CityFound, DistrictFound
from models.rules.reasons import Reason, Text


def district_refused(field: str, label: Text, given: str, found: DistrictFound) -> Reason:
    """`label` is the field's name, such as 所在区."""
    likely, also = "、".join(found.likely), ", ".join(found.likely)
    if found.several:
        text = Text(
            f"{label.zh}“{given}”在几个城市都有，请连同城市一起写，如：{likely}",
            f"{label.en}: several cities have a {given}; write it with its city, such as {also}",
        )
        return Reason(field, "ambiguous", text)
    if found.wider:
        text = Text(
            f"{label.zh}“{given}”是整个城市，请写到区县，如：{likely}",
            f"{label.en}: {given} is a whole city; name the district, such as {also}",
        )
        return Reason(field, "not_an_option", text)
    return Reason(field, "not_an_option", _unknown(label, given, found.likely))


def district_elsewhere(field: str, label: Text, given: str, place: District, city: str) -> Reason:
    """A district that lies in another city than the one that was given for the firm."""
    read = "" if given == place.label else f"（{place.label}）"
    text = Text(
        f"{label.zh}“{given}”{read}不在{city}，与填报的登记注册地不一致，请核对并改正其中一项",
        f"{label.en}: {given} ({place.label}) does not lie in {city}, where the firm is registered; "
        "mend either",
    )
    return Reason(field, "contradicts", text)


def city_refused(field: str, label: Text, given: str, found: CityFound) -> Reason:
    """The same for a city, such as 注册城市."""
    likely, also = "、".join(found.likely), ", ".join(found.likely)
    if found.wider:
        text = Text(
            f"{label.zh}“{given}”是省级，请写到城市，如：{likely}",
            f"{label.en}: {given} is a whole province; name the city, such as {also}",
        )
        return Reason(field, "not_an_option", text)
    return Reason(field, "not_an_option", _unknown(label, given, found.likely))


def sector_refused(field: str, label: Text, given: str, likely: tuple[str, ...]) -> Reason:
    """The same for a line of business."""
    return Reason(field, "not_an_option", _unknown(label, given, likely))


def _unknown(label: Text, given: str, likely: tuple[str, ...]) -> Text:
    if likely:
        return Text(
            f"没有找到{label.zh}“{given}”，是不是：{'、'.join(likely)}？请从选项中选一个",
            f"{label.en}: there is no {given}; perhaps {', '.join(likely)}. Choose one of the options",
        )
    return Text(
        f"没有找到{label.zh}“{given}”，请从选项中选一个",
        f"{label.en}: there is no {given}; choose one of the options",
    )
