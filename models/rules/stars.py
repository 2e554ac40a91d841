"""The average of stars, as people read it: to one decimal, halves upwards."""


def average_tenths(stars: int, count: int) -> int | None:
    """Tenths of a star: 46 is 4.6; None where nobody has told."""
    return None if count == 0 else (20 * stars + count) // (2 * count)
