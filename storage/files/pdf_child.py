"""Opens one PDF as a viewer would: a program for a child (`storage/files/child`)."""

import ctypes
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

OPENED, DAMAGED, PASSWORD, NO_PAGE = b"opened", b"damaged", b"password", b"no_page"
_PASSWORD_ERROR = 4


def prepare(content: memoryview) -> Callable[[], bytes]:
    pdfium = _load(_find_library())
    return lambda: _look(pdfium, content)


def _find_library() -> str:
    found = find_spec("pypdfium2_raw")
    if found is None or found.origin is None:
        raise ImportError("pypdfium2 is not installed")
    return str(Path(found.origin).with_name("libpdfium.so"))


def _load(library: str) -> ctypes.CDLL:
    pdfium = ctypes.CDLL(library)
    pdfium.FPDF_LoadMemDocument64.restype = ctypes.c_void_p
    pdfium.FPDF_LoadMemDocument64.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p]
    pdfium.FPDF_GetPageCount.argtypes = [ctypes.c_void_p]
    pdfium.FPDF_LoadPage.restype = ctypes.c_void_p
    pdfium.FPDF_LoadPage.argtypes = [ctypes.c_void_p, ctypes.c_int]
    pdfium.FPDF_GetLastError.restype = ctypes.c_ulong
    pdfium.FPDF_InitLibrary()
    return pdfium


def _look(pdfium: ctypes.CDLL, content: memoryview) -> bytes:
    place = ctypes.addressof(ctypes.c_char.from_buffer(content))
    document = pdfium.FPDF_LoadMemDocument64(place, len(content), None)
    if not document:
        return PASSWORD if pdfium.FPDF_GetLastError() == _PASSWORD_ERROR else DAMAGED
    if pdfium.FPDF_GetPageCount(document) < 1:
        return NO_PAGE
    return OPENED if pdfium.FPDF_LoadPage(document, 0) else DAMAGED
