"""Lines for the person at the terminal, Chinese first."""

import sys


def say(zh: str, en: str = "", value: object = "") -> None:
    """One line at once: what happened in both languages, and the figure or place if there is one."""
    words = f"{zh} / {en}" if en else zh
    sys.stdout.write(f"{words}: {value}\n" if value != "" else f"{words}\n")
    sys.stdout.flush()
