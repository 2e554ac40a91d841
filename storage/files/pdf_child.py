"""Opens one PDF as a viewer would, in a process that can do nothing else: the child's own program.

Run as `python -I -S pdf_child.py LIBRARY`, with the PDF as its standard input; the exit code tells.
It imports nothing of the product and no package, so that it starts and ends in some 15 ms.
"""

import ctypes
import mmap
import os
import resource
import sys

OPENED, UNABLE, DAMAGED, PASSWORD, NO_PAGE = 0, 3, 10, 11, 12
"""UNABLE: the library or the limits, not the file."""

CPU_SECONDS, WALL_SECONDS = 3, 10
_MEMORY_BYTES = 256 * 1024 * 1024
_PASSWORD_ERROR = 4


def main() -> int:
    try:
        pdfium = _load(sys.argv[1])
        content = mmap.mmap(0, 0, access=mmap.ACCESS_COPY)
        _give_up_everything()
    except (OSError, ValueError):
        return UNABLE
    return _look(pdfium, content)


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


def _give_up_everything() -> None:
    # Not one descriptor more: no file, no socket, no pipe can be opened, and no process made.
    for limit, soft, hard in (
        (resource.RLIMIT_AS, _MEMORY_BYTES, _MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_NOFILE, 0, 0),
    ):
        resource.setrlimit(limit, (soft, hard))
    # By the kernel, also when the server has died meanwhile. (The module `signal` costs 5 ms.)
    ctypes.CDLL(None).alarm(WALL_SECONDS)
    os.nice(10)


def _look(pdfium: ctypes.CDLL, content: mmap.mmap) -> int:
    place = ctypes.addressof(ctypes.c_char.from_buffer(content))
    document = pdfium.FPDF_LoadMemDocument64(place, len(content), None)
    if not document:
        return PASSWORD if pdfium.FPDF_GetLastError() == _PASSWORD_ERROR else DAMAGED
    if pdfium.FPDF_GetPageCount(document) < 1:
        return NO_PAGE
    return OPENED if pdfium.FPDF_LoadPage(document, 0) else DAMAGED


if __name__ == "__main__":
    # Without Python's own end, which would take the library apart once more.
    os._exit(main())
