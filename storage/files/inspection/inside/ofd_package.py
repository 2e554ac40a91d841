"""What an OFD (GB/T 33190) holds: a ZIP of XML, read no further than a paper ever needs."""

import io
import re
import zipfile
from pathlib import PurePosixPath
from posixpath import normpath
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from storage.files.inspection.inside.answering import Unfit

_MOST_FILES = 2_000
_MOST_BYTES = 64 * 1024 * 1024
"""Unpacked, of all that is read together."""
_OF_OTHER_FORMATS = frozenset(
    {"META-INF/MANIFEST.MF", "[Content_Types].xml", "AndroidManifest.xml"}
)
_ENCRYPTED = 0x1
_FIRST = "OFD.xml"


class Package:
    """Its files by name, as long as they are few and small enough."""

    def __init__(self, content: memoryview) -> None:
        """Raises Unfit: `unsupported` for another archive, `archive` for one that is both."""
        try:
            self._files = zipfile.ZipFile(io.BytesIO(content))
        except zipfile.BadZipFile as failure:
            # Its list of files stands at the end; what a file is called, before it too.
            meant = re.search(_FIRST.encode(), content) is not None
            raise Unfit("cut_off" if meant else "unsupported") from failure
        names = frozenset(self._files.namelist())
        if _FIRST not in names:
            raise Unfit("unsupported")
        if names & _OF_OTHER_FORMATS:
            raise Unfit("archive")
        if len(names) > _MOST_FILES:
            raise Unfit("damaged")
        self._left = _MOST_BYTES

    def read(self, name: str) -> bytes:
        """Raises Unfit where there is no such file, or too much in it."""
        try:
            entry = self._files.getinfo(name)
            if entry.flag_bits & _ENCRYPTED:
                raise Unfit("password")
            with self._files.open(entry) as packed:
                unpacked = packed.read(self._left + 1)
        except (KeyError, zipfile.BadZipFile, NotImplementedError) as failure:
            raise Unfit("damaged") from failure
        self._left -= len(unpacked)
        if self._left < 0:
            raise Unfit("damaged")
        return unpacked

    def xml(self, name: str) -> Element:
        """Without entities and document types. Raises Unfit."""
        try:
            root: Element = fromstring(self.read(name), forbid_dtd=True)
        except (ParseError, DefusedXmlException) as failure:
            raise Unfit("damaged") from failure
        for element in root.iter():
            # One vocabulary under one name; producers spell its prefix differently.
            element.tag = element.tag.rpartition("}")[2]
        return root


def beside(name: str, location: str) -> str:
    """The name that a location in this file means: from the root, or from where the file is."""
    if location.startswith("/"):
        return normpath(location).lstrip("/")
    return normpath(str(PurePosixPath(name).parent / location))
