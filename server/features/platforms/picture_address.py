"""Where everybody finds a picture: an address whose content never changes."""

from uuid import UUID


def picture_address(picture_id: UUID | None) -> str | None:
    """Below the host; None for no picture."""
    return None if picture_id is None else f"/api/v1/pictures/{picture_id}"
