"""What `make miniprogram` built for WeChat, read: pages, packages, addresses, interfaces it uses."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

MINIPROGRAM = Path(__file__).resolve().parents[3] / "clients" / "miniprogram"
BUILT = MINIPROGRAM / "dist" / "build" / "mp-weixin"

# Interfaces that WeChat gates by the privacy guide (用户隐私保护指引), beside the buttons that it gates.
# Whether writing to the clipboard is among them is told both ways; declared, it works in either case.
GATED = (
    "chooseMedia",
    "chooseImage",
    "chooseVideo",
    "chooseMessageFile",
    "saveImageToPhotosAlbum",
    "saveVideoToPhotosAlbum",
    "getClipboardData",
    "setClipboardData",
    "getLocation",
    "getFuzzyLocation",
    "onLocationChange",
    "startLocationUpdate",
    "chooseLocation",
    "choosePoi",
    "chooseAddress",
    "chooseInvoiceTitle",
    "chooseInvoice",
    "chooseLicensePlate",
    "chooseContact",
    "addPhoneContact",
    "addPhoneCalendar",
    "addPhoneRepeatCalendar",
    "getUserProfile",
    "getUserInfo",
    "getWeRunData",
    "getRecorderManager",
    "startRecord",
    "joinVoIPChat",
    "createCameraContext",
    "startAccelerometer",
    "startCompass",
    "startGyroscope",
    "startDeviceMotionListening",
    "onBluetoothDeviceFound",
    "openBluetoothAdapter",
    "getNFCAdapter",
    "startWifi",
)
_DECLARED = re.compile(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \| [^|]+ \|$", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::\d+)?")
# Of manuals that the libraries name in error texts; nothing ever calls them.
_MANUALS = {"https://uniapp.dcloud.net.cn", "https://vuejs.org"}
# WeChat's three lists of domains, each named as the call that it is for.
_LISTS = ("request", "uploadFile", "downloadFile")


@dataclass(frozen=True)
class Output:
    """`root` is the folder that WeChat's developer tools open."""

    root: Path = BUILT

    @cached_property
    def app(self) -> dict[str, Any]:
        return dict(json.loads((self.root / "app.json").read_text()))

    @cached_property
    def code(self) -> dict[str, str]:
        """Scripts by their path."""
        return {str(f.relative_to(self.root)): f.read_text() for f in self.files(".js")}

    @cached_property
    def markup(self) -> dict[str, str]:
        return {str(f.relative_to(self.root)): f.read_text() for f in self.files(".wxml")}

    def files(self, ending: str = "") -> list[Path]:
        return sorted(f for f in self.root.rglob(f"*{ending}") if f.is_file())

    @property
    def packages(self) -> dict[str, list[str]]:
        """Pages by the root of their package; the main one is ''."""
        subs = {each["root"]: each["pages"] for each in self.app.get("subPackages", [])}
        return {"": self.app["pages"], **subs}

    @property
    def pages(self) -> list[str]:
        return [
            f"{root}/{page}".strip("/") for root, pages in self.packages.items() for page in pages
        ]

    def package_of(self, file: Path) -> str:
        place = str(file.relative_to(self.root))
        return next((root for root in self.packages if root and place.startswith(f"{root}/")), "")

    def sizes(self) -> dict[str, int]:
        """Bytes by package, as uploaded: without the developer tools' own file."""
        sizes = dict.fromkeys(self.packages, 0)
        for file in self.files():
            if file.name not in ("project.config.json", "built"):
                sizes[self.package_of(file)] += file.stat().st_size
        return sizes

    def addresses(self) -> set[str]:
        """Origins that the code could call."""
        named = {found for code in self.code.values() for found in _ADDRESS.findall(code)}
        return named - _MANUALS

    def calls(self, interface: str) -> bool:
        """Whether the product's own code asks WeChat for it: `wx.x(`, or uni's `e.index.x(`."""
        used = re.compile(rf"(?:\bwx|\.index|\.wx\$1)\.{interface}\b")
        return any(used.search(code) for path, code in self.code.items() if "vendor" not in path)

    def domains(self) -> dict[str, list[str]]:
        """What has to be entered as 服务器域名 for this build: origins by list."""
        own = sorted(self.addresses())
        return {name: own for name in _LISTS if self.calls(name)}

    def privacy_uses(self) -> set[str]:
        """Gated interfaces that the code calls, and gated buttons that its markup has."""
        called = {name for name in GATED if self.calls(name)}
        markup = "\n".join(self.markup.values()) + "\n".join(self.code.values())
        return called | {name for name in ("getPhoneNumber", "chooseAvatar") if name in markup}


def declared() -> set[str]:
    """What `docs/miniprogram.md` has the account's administrator put into the privacy guide."""
    page = MINIPROGRAM.parents[1] / "docs" / "miniprogram.md"
    return set(_DECLARED.findall(page.read_text()))
