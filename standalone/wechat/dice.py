"""Chance and ids: of the machine's own randomness, or the same each time from a seed."""

import random
import secrets


def make_dice(seed: int | None) -> random.Random:
    """A seed makes tokens, codes, rids and whatever happens by chance repeat themselves."""
    return random.Random(secrets.randbits(128) if seed is None else seed)  # noqa: S311


def draw_hex(dice: random.Random, size: int) -> str:
    """`size` bytes as hex digits."""
    return dice.randbytes(size).hex()


def draw_rid(dice: random.Random, now: float) -> str:
    """Three groups of eight hex digits, the first the second of the call."""
    return f"{int(now):08x}-{draw_hex(dice, 4)}-{draw_hex(dice, 4)}"
