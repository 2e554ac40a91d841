"""The exit statuses of commands beside 0: what they mean to a script that calls one."""

from typing import Final

FAILED: Final = 1
"""Tried, and it was refused or did not succeed."""
REFUSED: Final = 2
"""Not tried: wrong use, or what it needs is not there."""
