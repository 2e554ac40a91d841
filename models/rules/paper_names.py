"""What a paper may be called, and the name that a download offers: it ends in what the content is.

Whoever opens a paper on a computer opens what its name ends in, whatever is inside. So the ending
comes from the content, for papers that were stored before as well.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

MOST_SIGNS: Final = 200
"""As many as the column takes, the ending among them."""

ENDINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "application/pdf": ("pdf",),
        "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
        "image/png": ("png",),
        "image/heic": ("heic", "heif", "hif"),
        "application/ofd": ("ofd",),
    }
)
"""Of each type that is taken; the first is given to a name that has none."""

_OF: Final = MappingProxyType(
    {ending: content_type for content_type, endings in ENDINGS.items() for ending in endings}
)
_MEANINGLESS: Final = frozenset({"tmp", "temp", "bin", "dat", "part", "download", "file"})
"""What phones, browsers and chat programs end a name in while they know nothing of its content."""

# A wide dot before Latin letters is one that was meant, or is meant to look like one.
_DOTS: Final = re.compile(r"[．。｡․﹒](?=\s*[A-Za-z0-9])")
# Signs that Windows does not take in a name (or that part a stream from it), and their wide forms.
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*：／＼]')
_LIKE_AN_ENDING: Final = re.compile(r"(?=.*[A-Za-z])[\w$~+#@!-]+", re.ASCII)
_ENDS: Final = " .\u3000"
_UNNAMED: Final = "材料"


def strange_ending(name: str) -> str | None:
    """The ending, in small letters, if it is one that no paper has; None if it may be taken."""
    ending = ending_of(name)
    return ending if ending and ending not in _OF else None


def says_another_type(name: str, content_type: str) -> bool:
    """Whether the name ends in a type of ours that this content is not.

    Phones rename photos freely and every viewer copes, so that one picture's ending does for
    another's; a photo named .pdf opens nowhere.
    """
    claimed = _OF.get(ending_of(name), content_type)
    return claimed != content_type and not (_is_picture(claimed) and _is_picture(content_type))


def ending_of(name: str) -> str:
    """What stands behind the last dot, in small letters; empty where that is no ending.

    A number or Chinese words behind a dot are part of the name: 发票2026.03.05, 合同.最终版.
    What a program appended without knowing the content does not count: scan.pdf.tmp is scan.pdf.
    """
    return _last_part(_without_meaningless(_plain(name))).lower()


def offered_name(name: str, content_type: str) -> str:
    """The name under which a paper is kept and offered: `scan.tmp` → `scan.pdf`.

    What looks like an ending further in stays, but not behind a dot, since Windows hides the last
    one: `合同.exe.pdf` → `合同_exe.pdf`. At most 200 signs.
    """
    plain, endings = _without_meaningless(_plain(name)), ENDINGS.get(content_type, ("bin",))
    typed = _last_part(plain)
    kept = typed if typed.lower() in endings else endings[0]
    while (last := _last_part(plain)).lower() in _OF:
        plain = plain[: -len(last) - 1]
    stem = _without_inner_endings(plain)[: MOST_SIGNS - len(kept) - 1].strip(_ENDS)
    return f"{stem or _UNNAMED}.{kept}"


def _is_picture(content_type: str) -> bool:
    return content_type.startswith("image/")


def _last_part(plain: str) -> str:
    _, dot, last = plain.rpartition(".")
    return last if dot and _LIKE_AN_ENDING.fullmatch(last) else ""


def _without_meaningless(plain: str) -> str:
    while (last := _last_part(plain)).lower() in _MEANINGLESS:
        plain = plain[: -len(last) - 1].strip(_ENDS)
    return plain


def _without_inner_endings(stem: str) -> str:
    first, *parts = stem.split(".")
    return first + "".join(
        f"{'_' if _LIKE_AN_ENDING.fullmatch(part.strip()) else '.'}{part}" for part in parts
    )


def _plain(name: str) -> str:
    """One kind of dot, none at the ends, no sign that another system reads in a way of its own."""
    shown = "".join(sign for sign in name if sign.isprintable())
    return _FORBIDDEN.sub("_", _DOTS.sub(".", shown)).strip(_ENDS)
