"""Reads a stranger's file; runs in a confined process only. Imports nothing of Django."""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from lxml import etree
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from . import markup, ods, text, xls, xlsx
from .bounds import BY_NAME, Counter, Refused
from .cells import Said
from .sniffing import kind_of

READERS = {
    "xlsx": xlsx.read,
    "xlsm": xlsx.read,
    "xls": xls.read,
    "ods": ods.read,
    "html": markup.read_html,
    "xml2003": markup.read_xml,
    "text": text.read,
}
KINDS = {
    "xlsx": "Excel çalışma kitabı (.xlsx)",
    "xlsm": "makrolu Excel çalışma kitabı (.xlsm)",
    "xls": "Excel 97–2003 çalışma kitabı (.xls)",
    "ods": "LibreOffice hesap tablosu (.ods)",
    "html": "web sayfası (HTML)",
    "xml2003": "Excel 2003 XML dosyası",
    "text": "metin dosyası (CSV)",
}
_RESOURCE_LIMIT = 114
"""What libxml2 says of a text or a depth beyond its bounds; lxml has no name for it."""
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, ParseError, etree.LxmlError, struct.error, NotImplementedError,
    RuntimeError, ValueError, LookupError, TypeError, AttributeError, EOFError, OSError,
    AssertionError, ArithmeticError, XLRDError, CompDocError,
)  # fmt: skip
"""What the libraries raise for bytes that are none of their files, or a spoilt one."""
_TOO_MUCH = (etree.ErrorTypes.ERR_NO_MEMORY, _RESOURCE_LIMIT)


def read(content: bytes, bounds: str) -> Iterator[Said]:
    """The kind of the file, each sheet with its cells and its look, then `state` read.

    Any other `state` says why there is no more. `bounds` is "page" or "job".
    """
    warnings.simplefilter("ignore")  # what a library finds odd in a file is not said to anybody
    kind = ""
    try:
        kind = kind_of(content, BY_NAME[bounds])
        yield {"kind": kind, "words": KINDS[kind]}
        if kind == "xlsm":
            yield {"note": "macros"}
        yield from READERS[kind](content, Counter(BY_NAME[bounds]))
        yield {"state": "read"}
    except Refused as refused:
        yield refused.said
    except etree.XMLSyntaxError as error:
        too_much = getattr(error, "code", 0) in _TOO_MUCH
        yield {"state": "too_much" if too_much else "damaged", "what": KINDS.get(kind, "dosya")}
    except UNREADABLE:
        yield {"state": "damaged", "what": KINDS.get(kind, "dosya")}
    except (MemoryError, RecursionError):
        yield {"state": "too_much"}
