"""Damage where no signature looks: the gap that holds a signature, and certificates beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cryptography.x509
from asn1crypto import cms, core, parser, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_STAMP = "signature_time_stamp_token"
_NULL = core.Null().dump()
_BY_NUMBER = "issuer_and_serial_number"


def is_whole(item: EmbeddedPdfSignature, known: Iterable[x509.Certificate]) -> bool:
    """Whether what lies beside a believed signature, and was not needed to believe it, is whole.

    `known` are certificates that are believed. A certificate whose issuer is not at hand can't be
    examined. Not to be asked about a stranger, whose authority may bear the name of a known one.
    """
    signed = item.signed_data
    return (
        _names_its_digest(signed)
        and _versions_as_told(signed)
        and _names_its_signers(signed)
        and _certificates_whole(signed, known)
    )


def is_tidy(item: EmbeddedPdfSignature, content: bytes) -> bool:
    """Whether the gap that no signature covers holds the signature and otherwise nothing."""
    _start, before, after, _length = (int(value) for value in item.byte_range)
    gap = content[before:after]
    text = gap[1:-1]
    if gap[:1] != b"<" or gap[-1:] != b">" or text not in (text.lower(), text.upper()):
        return False
    data = bytes.fromhex(text.decode("ascii"))
    end = parser.peek(data)
    return not data[end:].strip(b"\0") and _is_full(data[:end])


def _is_full(data: bytes) -> bool:
    """Whether elements are filled by those inside, all the way down: readers pass over the rest."""
    waiting = [data]  # not by recursion: a stranger's file may be nested as deeply as it likes
    while waiting:
        data = waiting.pop()
        while data:
            try:
                end = parser.peek(data)
                kind, is_constructed, tag, _header, content, _trailer = parser.parse(data[:end])
            except ValueError:
                return False
            if (kind, tag) == (0, 0):
                return False
            if is_constructed:
                waiting.append(content)
            data = data[end:]
    return True


def _names_its_digest(signed: cms.SignedData) -> bool:
    """The list of digests before the signature, which validators do not read.

    Parameters that are absent and those that are NULL are the same (RFC 5754, 2).
    """
    listed = [algorithm.dump() for algorithm in signed["digest_algorithms"]]
    own = [signer["digest_algorithm"] for signer in signed["signer_infos"]]
    spelt = [_spellings(algorithm["algorithm"]) for algorithm in own]
    return (
        all(any(dump in forms for dump in listed) for forms in spelt)
        and all(any(dump in forms for forms in spelt) for dump in listed)
        and all(algorithm.dump() in forms for algorithm, forms in zip(own, spelt, strict=True))
    )


def _spellings(name: core.ObjectIdentifier) -> tuple[bytes, bytes]:
    """A digest without parameters and with those that are NULL."""
    number = name.dump()
    return core.Sequence(contents=number).dump(), core.Sequence(contents=number + _NULL).dump()


def _versions_as_told(signed: cms.SignedData) -> bool:
    """Versions follow from what there is (RFC 5652, 5.1 and 5.3), so nobody reads them."""
    signers = list(signed["signer_infos"])
    if any(
        signer["version"].native != ("v1" if signer["sid"].name == _BY_NUMBER else "v3")
        for signer in signers
    ):
        return False
    others = {choice.name for choice in signed["certificates"]} - {"certificate"}
    if others or len(signed["crls"]):
        return True  # 4 and 5 belong to kinds of certificates that nobody uses here
    is_third = signed["encap_content_info"]["content_type"].native != "data" or any(
        signer["version"].native == "v3" for signer in signers
    )
    return bool(signed["version"].native == ("v3" if is_third else "v1"))


def _names_its_signers(signed: cms.SignedData) -> bool:
    """Letter for letter: names are compared without regard to capitals elsewhere."""
    certificates = [choice.chosen for choice in signed["certificates"]]
    for signer in signed["signer_infos"]:
        if signer["sid"].name != _BY_NUMBER:
            continue
        sid = signer["sid"].chosen
        found = [
            certificate.issuer.native
            for certificate in certificates
            if isinstance(certificate, x509.Certificate)
            and certificate.serial_number == sid["serial_number"].native
        ]
        if found and sid["issuer"].native not in found:
            return False
    return True


def _certificates_whole(signed: cms.SignedData, known: Iterable[x509.Certificate]) -> bool:
    """A chain only examines what it needs; the rest has to be whole as well."""
    found = list(_certificates(signed))
    issuers = [*found, *known]
    return all(_is_whole(certificate, issuers) for certificate in found)


def _certificates(signed: cms.SignedData) -> Iterator[x509.Certificate]:
    for choice in signed["certificates"]:
        if choice.name == "certificate":
            yield choice.chosen
    for signer in signed["signer_infos"]:
        for attribute in signer["unsigned_attrs"]:
            if attribute["type"].native == _STAMP:
                for token in attribute["values"]:
                    yield from _certificates(token["content"])


def _is_whole(certificate: x509.Certificate, issuers: Iterable[x509.Certificate]) -> bool:
    """Whether a certificate that may have issued it did; unknown ones can't be asked.

    A damaged root is its own issuer by name, and its key may be one that nobody can read: that
    answers nothing, and the other candidates decide.
    """
    asked = False
    own = cryptography.x509.load_der_x509_certificate(certificate.dump())
    for candidate in issuers:
        if not _may_have_issued(candidate, certificate):
            continue
        try:
            own.verify_directly_issued_by(
                cryptography.x509.load_der_x509_certificate(candidate.dump())
            )
        except (InvalidSignature, ValueError):
            asked = True
        except (UnsupportedAlgorithm, TypeError):
            continue
        else:
            return True
    return not asked


def _may_have_issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    """By name or by key: a changed byte leaves one of them."""
    if issuer.subject == certificate.issuer:
        return True
    key = certificate.authority_key_identifier
    return key is not None and key == issuer.key_identifier
