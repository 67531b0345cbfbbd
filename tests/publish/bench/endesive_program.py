"""Signs PDF files with endesive, in a process of its own, for `programs`.

Each line of the standard input names file, result, field, page, "visible" or "invisible", key
(PKCS#12) and password, with tabs between; the answer is "done", or what went wrong and "done".
"""

from __future__ import annotations

import datetime
import sys
import traceback
import types
from importlib import import_module
from pathlib import Path

from cryptography.hazmat.primitives.serialization import pkcs12

# Only for asking authorities over a network, which is not done here.
sys.modules["requests"] = types.ModuleType("requests")
_endesive = import_module("endesive.pdf.cms")


def sign(
    source: str, target: str, field: str, page: str, shown: str, card: str, password: str
) -> None:
    content = Path(source).read_bytes()
    key, certificate, chain = pkcs12.load_key_and_certificates(
        Path(card).read_bytes(), password.encode()
    )
    now = datetime.datetime.now(datetime.UTC)
    wanted = {
        "sigflags": 3,
        "signform": True,
        "sigfield": field,
        "sigpage": int(page),
        "sigandcertify": False,
        "signingdate": f"{now:D:%Y%m%d%H%M%S}+00'00'",
        "reason": "Faaliyet raporu",
        "signature": "Imza: deneme" if shown == "visible" else "",
        "signaturebox": (0, 0, 10, 10),
        "aligned": 16384,
    }
    added = _endesive.sign(content, wanted, key, certificate, chain, "sha256")
    Path(target).write_bytes(content + added)


if __name__ == "__main__":
    for line in sys.stdin:
        try:
            sign(*line.rstrip("\n").split("\t"))
        except Exception as error:
            print(repr(error).replace("\n", " "))
            traceback.print_exc()
        print("done", flush=True)
