"""The second look at a paper: scanned for viruses, then opened to see whether others can open it."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import BinaryIO, Final

from models.rules.invoices.invoice import ReadInvoice
from models.rules.invoices.read import read_invoice
from models.rules.paper_faults import AWAY
from models.rules.payer_account import read_payer_account
from storage.errors import StoreUnavailable
from storage.files.inspection.inspected import ContentType
from storage.files.inspection.inspector import Inspector
from storage.postgres.core.keyring import Keyring
from storage.scanner.clamd import NOT_SEEN_THROUGH, Scanner, ScannerAway

_LOG = logging.getLogger(__name__)
OpenFile = Callable[[], AbstractAsyncContextManager[BinaryIO]]


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of it: `fault` (see `models/rules/paper_faults.py`), or None and what it holds.

    `previews` only if it was drawn.
    """

    fault: str | None
    pages: int | None = None
    page_sha256: str | None = None
    invoice: ReadInvoice | None = None
    previews: tuple[bytes, ...] = ()
    payer_account_index: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing came of it yet; `fault` is what it waits for, None where it only takes its time."""

    fault: str | None


@dataclass(frozen=True, slots=True)
class LookLimits:
    """How long the answer to an upload waits for the look, and how many answers wait at once.

    As many as are opened at once: who waited for a place would wait for nothing. What takes longer,
    or comes when so many wait already, is left to a job: under load an upload costs no more than its
    bytes.
    """

    seconds: float = 2.0
    at_once: int = 2


class Examiner:
    """The look, with the scanner where there is one."""

    def __init__(
        self,
        inspector: Inspector,
        scanner: Scanner | None,
        limits: LookLimits,
        *,
        keyring: Keyring,
    ) -> None:
        self._inspector = inspector
        self._keyring = keyring
        self.scanner: Final = scanner
        self.limits = limits
        self._waiting = 0

    async def examine(
        self, file: BinaryIO, content_type: ContentType, *, drawn: bool = True
    ) -> Examined:
        """The whole of an open file; what opens it comes after the scan.

        Raises StoreUnavailable (ScannerAway) where nobody could tell, by no fault of the file's.
        """
        virus = None if self.scanner is None else await self.scanner.scan(file)
        if virus is not None:
            _LOG.warning("the virus scan refuses a paper: %s", virus)
            return Examined(_fault_of(virus))
        found = await self._inspector.inspect(file, content_type, drawn=drawn)
        if found.fault is not None:
            return Examined(found.fault)
        invoice = read_invoice(found.text, found.codes)
        seen = (found.pages, found.page_sha256, invoice, found.previews)
        return Examined(None, *seen, self._index_of(read_payer_account(found.text)))

    async def examine_at_once(
        self, opened: OpenFile, content_type: ContentType
    ) -> Examined | Waiting:
        """The same while its owner waits: not drawn, and opened only where there is time for it."""
        if self._waiting >= self.limits.at_once:
            return Waiting(None)
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.seconds), opened() as file:
                return await self.examine(file, content_type, drawn=False)
        except ScannerAway:
            return Waiting(AWAY)
        except (TimeoutError, StoreUnavailable) as late:
            _LOG.info("a paper is left to the worker: %s", type(late).__name__)
            return Waiting(None)
        finally:
            self._waiting -= 1

    def _index_of(self, account: str | None) -> str | None:
        """Nobody needs the number itself: it is compared, and stands in the paper."""
        return None if account is None else self._keyring.index("payer_account", account).hex()

    async def close(self) -> None:
        await self._inspector.close()


def _fault_of(signature: str) -> str:
    return "too_complex" if signature.startswith(NOT_SEEN_THROUGH) else "virus_found"
