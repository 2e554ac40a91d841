"""The privacy text in its versions: which were published, and which one is asked for now."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from models.rules.reasons import Reason, Text
from server.errors import Invalid, StartRefused


class PrivacyText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version, as its file has it; published from the first moment of `published_on`."""

    version: str
    published_on: date
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class PrivacyTexts:
    """Every version by its name; `present` is the one to agree to."""

    versions: Sequence[PrivacyText]
    present: str

    def published(self, on: date) -> list[PrivacyText]:
        """Those that people can read on this day, the oldest first."""
        return [
            text
            for text in self.versions
            if text.published_on <= on or text.version == self.present
        ]

    def find(self, version: str, on: date, field: str) -> PrivacyText:
        """The text of a version that is published on this day.

        Raises Invalid at `field`, naming the versions that there are.
        """
        published = self.published(on)
        for text in published:
            if text.version == version:
                return text
        known = "、".join(text.version for text in published)
        words = Text(
            f"没有发布过“{version}”版隐私说明，已发布的版本是：{known}；请重新打开隐私说明后再同意",
            f"No privacy text {version!r} was ever published; there are: {known}",
        )
        raise Invalid(errors=[Reason(field, "unknown_version", words)])


def read_privacy_texts(files: Sequence[str], present: str) -> PrivacyTexts:
    """The texts of TOML files in the order of their days; `present` must be among them."""
    read = [msgspec.convert(tomllib.loads(text), PrivacyText) for text in files]
    texts = tuple(sorted(read, key=lambda one: (one.published_on, one.version)))
    if present not in {one.version for one in texts}:
        raise StartRefused(
            Text(
                f"没有“{present}”版隐私说明：请在 config/privacy 加上它的文件，"
                "或改正 SHUANGTUI_PRIVACY_VERSION",
                f"There is no privacy text {present!r}: add its file to config/privacy,"
                " or correct SHUANGTUI_PRIVACY_VERSION",
            )
        )
    return PrivacyTexts(texts, present)
