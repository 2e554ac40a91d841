"""Keeps people, consents and deliveries on disk, so that a killed stand-in forgets nothing."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class StateLog:
    """JSON lines, the last line about a thing wins. Without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._path = None if folder is None else folder / "sandbox.jsonl"
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def write(self, kind: str, **fields: Any) -> None:
        if self._path is None:
            return
        line = json.dumps({"kind": kind, **fields}, ensure_ascii=False)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def read(self) -> Iterator[dict[str, Any]]:
        """Every whole line; one torn by a kill is passed over."""
        if self._path is None or not self._path.exists():
            return
        for line in self._path.read_text("utf-8", errors="replace").splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict):
                yield entry

    def clear(self) -> None:
        if self._path is not None:
            self._path.unlink(missing_ok=True)
