"""A time-stamping authority on this machine's network: HTTP as in RFC 3161, with the demo key."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import tsp
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from reports.publish.signing.pki import DemoAuthority, Issued
from reports.publish.signing.sign import load_signer
from reports.publish.signing.stamping import Refusable

from .conftest import PASSWORD

Change = Callable[[tsp.TimeStampReq, dict[str, str]], None]


@dataclass
class StampServer:
    """Where it listens, and what it was asked."""

    url: str
    asked: list[tuple[tsp.TimeStampReq, dict[str, str]]] = field(default_factory=list)


@contextmanager
def stamp_server(
    authority: DemoAuthority,
    *,
    key: Issued | None = None,
    chain: bool = True,
    wrong: Change | None = None,
    answer: bytes | None = None,
    status: int = 200,
    kind: str = "application/timestamp-reply",
) -> Iterator[StampServer]:
    """Serve stamps; `wrong` may change a request before it is answered, or raise."""
    signer = load_signer(authority.pkcs12(key or authority.tsa, PASSWORD), PASSWORD)
    root = load_signer(authority.pkcs12(authority.root, PASSWORD), PASSWORD).signing_cert
    certificates = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    if chain and root is not None:
        certificates.register(root)
    stamper = DummyTimeStamper(signer.signing_cert, signer.signing_key, certs_to_embed=certificates)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = tsp.TimeStampReq.load(body, strict=True)
            server.asked.append((request, dict(self.headers.items())))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            reply = answer
            if reply is None:
                try:
                    if wrong is not None:
                        wrong(request, dict(self.headers.items()))
                    stamp = asyncio.run(stamper.async_request_tsa_response(request))
                except PermissionError as error:
                    said = {"status": "rejection", "status_string": [str(error)]}
                    stamp = Refusable({"status": tsp.PKIStatusInfo(said)})
                reply = stamp.dump()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server = StampServer(f"http://127.0.0.1:{http.server_port}/tsa")
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()
