"""Settings of seal and time stamps. Like kars_portal.env, and no secret is repeated."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from kars_portal import env


def secret_file(name: str, *, beside: str) -> Path | None:
    """The absolute path of a file that holds a secret for the setting `beside`."""
    value = env.text(name)
    if value is None:
        return None
    if env.text(beside) is None:
        raise env.refusal(
            name,
            f"{beside} olmadan işe yaramaz. {beside} değerini de verin ya da bunu silin.",
            f"of no use without {beside}. Set that too, or unset this.",
        )
    path = Path(value).expanduser().absolute()
    if not path.is_file():
        raise env.refusal(
            name,
            f"{path} diye bir dosya yok. Okunabilir bir dosya gösterin.",
            f"there is no file {path}. Name one that can be read.",
        )
    return path


def web_address(name: str) -> str:
    """An address on the network, or nothing."""
    value = env.text(name) or ""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.username):
        raise env.refusal(
            name,
            "adres anlaşılmadı. http:// ya da https:// ile başlayan, parolasız adresi yazın.",
            "the address is not understood. Write one with http:// or https:// and no password.",
        )
    return value


def seal(name: str, *, beside: str) -> str:
    """Where the key of the institution's seal is, or nothing; read by
    reports.publish.signing.seal.
    """
    value = env.text(name) or ""
    if value and not re.fullmatch(r"pkcs12:/.+|pkcs11:[^?]+\?.*module-path=/.+", value):
        # Not repeated: somebody may have written a PIN into it.
        raise env.refusal(
            name,
            "anlaşılmadı. pkcs12:/klasör/muhur.p12 ya da "
            "pkcs11:token=AD;object=AD?module-path=/klasör/modül.so yazın.",
            "not understood. Write one of the forms above.",
        )
    if value and env.text(beside) is None:
        raise env.refusal(
            name,
            f"parola ya da PIN eksik. Bulunduğu dosyayı {beside} ile gösterin.",
            f"the password or PIN is missing. Name its file in {beside}.",
        )
    return value
