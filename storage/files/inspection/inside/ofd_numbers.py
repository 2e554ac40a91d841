"""Numbers and boxes as an OFD writes them."""

Box = tuple[float, float, float, float]


def box_of(text: str | None, otherwise: Box) -> Box:
    """Left, top, width, height in mm, all finite and the sides above nothing."""
    numbers = numbers_in(text or "")
    if len(numbers) != 4 or min(numbers[2:]) <= 0:
        return otherwise
    left, top, width, height = numbers
    return left, top, width, height


def numbers_in(text: str) -> list[float]:
    """None where one of them is no finite number of a page's size."""
    try:
        numbers = [float(each) for each in text.split()]
    except ValueError:
        return []
    return numbers if all(abs(each) < 1e6 for each in numbers) else []
