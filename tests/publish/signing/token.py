"""A token as an institution has one, played by SoftHSM (Debian's `softhsm2`)."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from reports.publish.signing.pki import Issued

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
TOKEN, LABEL, KEY_ID, PIN = "MUHUR", "kurum", "a1", "4321"


@dataclass(frozen=True)
class Token:
    """A token with one key and its certificate."""

    uri: str
    by_id: str
    pin: bytes


def make_token(directory: Path, issued: Issued) -> Token:
    """Initialise a token in `directory`; skips the test where SoftHSM is missing (CI fails)."""
    if shutil.which("softhsm2-util") is None or not MODULE.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("SoftHSM is missing; bin/setup --dev installs it")
        pytest.skip("SoftHSM is missing; bin/setup --dev installs it")
    tokens, config, key = directory / "tokens", directory / "softhsm2.conf", directory / "key.pem"
    tokens.mkdir()
    config.write_text(f"directories.tokendir = {tokens}\nlog.level = ERROR\n")
    key.write_bytes(issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    # The module reads the variable of the process that loads it.
    os.environ["SOFTHSM2_CONF"] = str(config)
    for command in (
        ["--init-token", "--free", "--label", TOKEN, "--so-pin", "87654321", "--pin", PIN],
        ["--import", str(key), "--token", TOKEN, "--label", LABEL, "--id", KEY_ID, "--pin", PIN],
    ):
        subprocess.run(["softhsm2-util", *command], check=True, capture_output=True)
    _add_certificate(issued)
    where = f"?module-path={MODULE}"
    return Token(
        f"pkcs11:token={TOKEN};object={LABEL}{where}",
        f"pkcs11:token={TOKEN};id=%{KEY_ID}{where}",
        PIN.encode(),
    )


def _add_certificate(issued: Issued) -> None:
    import pkcs11  # noqa: PLC0415 - dear to load
    from pkcs11.util.x509 import decode_x509_certificate  # noqa: PLC0415 - dear to load

    attributes = decode_x509_certificate(issued.certificate.public_bytes(Encoding.DER))
    attributes[pkcs11.Attribute.TOKEN] = True
    attributes[pkcs11.Attribute.LABEL] = LABEL
    attributes[pkcs11.Attribute.ID] = bytes.fromhex(KEY_ID)
    token = pkcs11.lib(str(MODULE)).get_token(token_label=TOKEN)
    with token.open(rw=True, user_pin=PIN) as session:
        session.create_object(attributes)
