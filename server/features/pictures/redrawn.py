"""Makes of a checked picture the one that is shown: our own JPEG, no larger than a phone needs."""

import io
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from PIL import Image

from server.features.pictures.schemas import PictureKind
from storage.files.inspection.believed import MOST_SIDE

_QUALITY: Final = 85
_LOGO_SIDE: Final = 320
_PICTURE_SIDE: Final = 1080


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A JPEG of pixels alone, with its size in pixels and its SHA-256 (hex)."""

    content: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def redrawn(preview: bytes, kind: PictureKind) -> Redrawn:
    """Of the JPEG that the inspection made; blocking, some 20 ms.

    Raises OSError for what is none of its.
    """
    with Image.open(io.BytesIO(preview), formats=("JPEG",)) as opened:
        if max(opened.size) > MOST_SIDE:
            raise OSError(f"a preview of {opened.size} pixels is none of ours")
        picture = opened.convert("RGB")
    side = _LOGO_SIDE if kind == "logo" else _PICTURE_SIDE
    picture.thumbnail((side, side))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return Redrawn(out.getvalue(), *picture.size)
