"""Pictures of what people see: looked at by axe each time, kept only where `PICTURES` names a folder."""

import os
from dataclasses import dataclass
from pathlib import Path

from tests.clients.h5.phone_page import PhonePage

_FOLDER = os.environ.get("PICTURES")


@dataclass
class Album:
    """Of one story: its pages in their order."""

    phone: PhonePage
    story: str
    taken: int = 0

    async def look(self, name: str) -> None:
        """The page as it is now: settled, content to axe, and kept as `<story>-<nn>-<name>.jpg`."""
        await self.phone.settled()
        found = await self.phone.axe()
        assert found == [], (name, found)
        self.taken += 1
        if _FOLDER:
            file = Path(_FOLDER) / f"{self.story}-{self.taken:02}-{name}.jpg"
            file.parent.mkdir(parents=True, exist_ok=True)
            await self.phone.page.screenshot(path=file, type="jpeg", quality=70)
