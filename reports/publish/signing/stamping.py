"""Time stamps from an authority on the network (RFC 3161).

An answer counts only when it is the answer to this very question, with a signature that holds and,
where roots are given, with a certificate that is believed. What was stamped can't be changed later,
so a wrong stamp has to be noticed before it goes into a file.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from asn1crypto import cms, core, tsp
from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus

from .sign import SignError
from .trust import Trust

_TIMEOUT_SECONDS = 20
_GRANTED = ("granted", "granted_with_mods")
_SALT_BYTES = 16
_ITERATIONS = 100
_KEY_BYTES = 32


class TimeStampError(SignError):
    """The authority gave no time stamp that can be used; the message is a Turkish sentence."""


class Identity:
    """A customer of TÜBİTAK's Kamu SM, which counts stamps in an HTTP header of its own.

    The header holds the digest that is to be stamped, encrypted with a key that comes of the
    customer's password; its form is known from other programs that speak to that authority.
    """

    def __init__(self, customer: int, password: str) -> None:
        self.customer = customer
        self._password = password.encode()

    def header(self, digest: bytes) -> str:
        """The value of the header `identity` for one request."""
        salt = secrets.token_bytes(_SALT_BYTES)
        key = PBKDF2HMAC(hashes.SHA256(), _KEY_BYTES, salt, _ITERATIONS).derive(self._password)
        fill = padding.PKCS7(algorithms.AES.block_size).padder()
        encryptor = Cipher(algorithms.AES(key), modes.CBC(salt)).encryptor()
        secret = encryptor.update(fill.update(digest) + fill.finalize()) + encryptor.finalize()
        parts = {
            "customer": self.customer,
            "salt": salt,
            "iterations": _ITERATIONS,
            "vector": salt,
            "digest": secret,
        }
        content: bytes = IdentityHeader(parts).dump()
        return content.hex()


class IdentityHeader(core.Sequence):
    """How the header's bytes are built."""

    _fields = [
        ("customer", core.Integer),
        ("salt", core.OctetString),
        ("iterations", core.Integer),
        ("vector", core.OctetString),
        ("digest", core.OctetString),
    ]


def read_identity(text: str) -> Identity:
    """The identity that a file names as `number:password`. Raises TimeStampError."""
    customer, colon, password = text.strip().partition(":")
    if not (colon and password and customer.isascii() and customer.isdigit()):
        raise TimeStampError(
            "Zaman damgası kimlik dosyası okunamadı; tek satırda “müşteri numarası:parola” "
            "bulunmalıdır."
        )
    return Identity(int(customer), password)


class HttpTimeStamper(HTTPTimeStamper):
    """Asks an authority at an address. Whatever goes wrong is a TimeStampError."""

    def __init__(
        self,
        url: str,
        *,
        trust: Trust | None = None,
        identity: Identity | None = None,
        timeout: float = _TIMEOUT_SECONDS,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise TimeStampError(f"Zaman damgası adresi “{url}” bir http ya da https adresi değil.")
        super().__init__(url, timeout=timeout)
        self.trust = trust
        self.identity = identity

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        if self.identity is not None:
            digest: bytes = req["message_imprint"]["hashed_message"].native
            self.headers: Mapping[str, str] = {"identity": self.identity.header(digest)}
        try:
            return await super().async_request_tsa_response(req)
        except (TimestampRequestError, TimeoutError) as error:
            raise TimeStampError(
                f"Zaman damgası sunucusundan ({self.url}) yanıt alınamadı; adres ve ağ bağlantısı "
                "denetlenip yeniden denenmelidir."
            ) from error

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        nonce, request = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]
        try:
            response = await self.async_request_tsa_response(request)
            _require_granted(response)
            token = response["time_stamp_token"]
            content = token["content"]
            info = content["encap_content_info"]["content"].parsed
            if info["nonce"].native != nonce:
                raise TimeStampError(
                    "Zaman damgası sunucusunun yanıtı bu isteğe ait değil (tek kullanımlık sayı "
                    "uymuyor); damga kullanılmadı."
                )
            await self._require_believed(content, message_digest, md_algorithm)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            # Parsed only where it is looked at, so nonsense can turn up anywhere.
            raise TimeStampError(
                "Zaman damgası sunucusunun yanıtı okunamadı; damga kullanılmadı."
            ) from error
        return token

    async def _require_believed(
        self, content: cms.SignedData, digest: bytes, md_algorithm: str
    ) -> None:
        # Without roots only the stamp's own signature is examined, never by the system's roots.
        context = (self.trust or Trust(roots=())).context()
        try:
            status = TimestampSignatureStatus(
                **await validate_tst_signed_data(
                    content, context, lambda name: digest if name == md_algorithm else b""
                )
            )
        except SignatureValidationError as error:
            raise TimeStampError(
                "Zaman damgası sunucusunun yanıtı bir zaman damgası değil; damga kullanılmadı."
            ) from error
        if not (status.intact and status.valid):
            raise TimeStampError(
                "Zaman damgası sunucusunun damgası istenen özete ait değil ya da imzası bozuk; "
                "damga kullanılmadı."
            )
        if self.trust is not None and not status.trusted:
            raise TimeStampError(
                "Zaman damgası sunucusunun sertifikası güvenilen bir köke bağlanmıyor ya da "
                "geçerli değil; damga kullanılmadı. Kök sertifika güven klasörüne eklenmelidir."
            )


class Refusable(core.Sequence):
    """An authority's answer; with a refusal comes no stamp, which asn1crypto does not foresee."""

    _fields = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


def _require_granted(response: tsp.TimeStampResp) -> None:
    status = Refusable.load(response.dump(), strict=True)["status"]
    if status["status"].native in _GRANTED:
        return
    said = "; ".join(status["status_string"].native or [])
    raise TimeStampError(
        "Zaman damgası sunucusu damga vermedi" + (f" ({said})" if said else "") + "; hizmetin "
        "kimlik ve kontör bilgisi denetlenmelidir."
    )
