"""The archive of what is held of a person, opened."""

import io
import json
import zipfile
from typing import Any

from tests.world.client import Person


async def exported(person: Person) -> dict[str, Any]:
    answer = await person.get("/account/export")
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.raw))
    assert archive.testzip() is None
    texts = {name: archive.read(name) for name in archive.namelist()}
    return {
        name: json.loads(text) if name.endswith(".json") else text for name, text in texts.items()
    }
