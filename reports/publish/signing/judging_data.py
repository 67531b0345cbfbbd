"""What a file brings along for judging its signatures (/DSS): certificates, lists and answers.

Nothing of it is shown. It may come and go (PAdES allows to leave out what is no longer needed), as
long as its lists hold streams and nothing else uses what was written anew.
"""

from __future__ import annotations

from pyhanko.pdf_utils import generic

from .comparing import DATA, Changed, Comparing, is_dictionary, is_null, references

_LISTS = frozenset({"/Certs", "/CRLs", "/OCSPs"})
_LISTS_OF_ONE = frozenset({"/Cert", "/CRL", "/OCSP"})


def judge_store(comparing: Comparing, old: generic.PdfObject, new: generic.PdfObject) -> None:
    """Raises Changed."""
    before, store = comparing.old.value(old), comparing.new.value(new)
    _require_only(comparing, store, _LISTS | {"/Type", "/VRI"})
    comparing.approve_alone(old, new)
    _lists(comparing, before, store, _LISTS)
    of_each = [state.entry(item, "/VRI") for state, item in comparing.both(before, store)]
    each = comparing.new.value(of_each[1])
    if is_null(each):
        return
    if not isinstance(each, generic.DictionaryObject):
        raise Changed(DATA)
    comparing.approve_alone(*of_each)
    known = comparing.old.value(of_each[0])
    for key in comparing.new.keys(each):
        entries = comparing.old.entry(known, key), comparing.new.entry(each, key)
        one = comparing.new.value(entries[1])
        _require_only(comparing, one, _LISTS_OF_ONE | {"/Type", "/TU", "/TS"})
        comparing.approve_alone(*entries)
        _lists(comparing, comparing.old.value(entries[0]), one, _LISTS_OF_ONE)


def _require_only(comparing: Comparing, item: generic.PdfObject, keys: frozenset[str]) -> None:
    if not isinstance(item, generic.DictionaryObject) or not is_dictionary(item):
        raise Changed(DATA)
    if comparing.new.keys(item) - keys:
        raise Changed(DATA)


def _lists(
    comparing: Comparing, old: generic.PdfObject, new: generic.PdfObject, keys: frozenset[str]
) -> None:
    for key in keys:
        entry = comparing.new.entry(new, key)
        for item in references(comparing.new, entry, DATA):
            if not isinstance(comparing.new.value(item), generic.StreamObject):
                raise Changed(DATA)
        comparing.approve_alone(comparing.old.entry(old, key), entry)
