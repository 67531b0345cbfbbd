"""Programs of others that sign PDF files, as an officer's own tool does that knows no portal.

All of them come from Debian or from PyPI. Where one is missing its test is skipped, in CI it fails.
"""

from __future__ import annotations

import atexit
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
)

from reports.present.pdf.fields import REPORT_FIELDS
from reports.publish.signing.sign import load_signer
from tests.leash import leashed
from tests.loops import without_a_running_loop
from tests.present.pdf.verapdf import Program
from tests.publish.signing.conftest import PASSWORD, Office

from .changes import array, field_of

HERE = Path(__file__).parent
JAVA = Path("/usr/share/java")
JARS = ("pdfbox2", "fontbox2", "commons-logging", "itext5", "itext", "bcprov", "bcpkix", "bcutil")
_ROOM = 16_384
_WIDE = 9_999_999_999

Sign = Callable[["Workshop", bytes, str, str, bool], bytes]
"""Of a file, by an officer, in a field, visible or not."""


@dataclass
class Workshop:
    """A folder with the officers' cards, as the programs want them."""

    office: Office
    folder: Path
    _stores: dict[str, Path] = field(default_factory=dict)

    def card(self, who: str) -> Path:
        path = self.folder / f"{who}.p12"
        if not path.exists():
            issued = self.office.authority.officers[who]
            path.write_bytes(self.office.authority.pkcs12(issued, PASSWORD))
        return path

    def pem(self, who: str) -> tuple[Path, Path, Path]:
        """Certificate, key and the certificate of the authority."""
        paths = [self.folder / f"{who}.{kind}.pem" for kind in ("crt", "key", "ca")]
        issued = self.office.authority.officers[who]
        key = issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        authority = self.office.authority.intermediate.certificate
        for path, content in zip(
            paths,
            (
                issued.certificate.public_bytes(Encoding.PEM),
                key,
                authority.public_bytes(Encoding.PEM),
            ),
            strict=True,
        ):
            path.write_bytes(content)
        return paths[0], paths[1], paths[2]

    def store(self, who: str) -> Path:
        """A database of NSS with the officer's key."""
        if who not in self._stores:
            path = self.folder / f"{who}.nss"
            path.mkdir()
            run("certutil", "-N", "-d", f"sql:{path}", "--empty-password")
            run(
                "pk12util", "-i", str(self.card(who)), "-d", f"sql:{path}",
                "-W", PASSWORD.decode(),
            )  # fmt: skip
            self._stores[who] = path
        return self._stores[who]

    def paths(self, content: bytes) -> tuple[Path, Path]:
        """A file with this content, and where the result is to be written."""
        source, target = self.folder / "source.pdf", self.folder / "target.pdf"
        source.write_bytes(content)
        target.unlink(missing_ok=True)
        return source, target


@dataclass(frozen=True)
class Tool:
    """A program, in the words of docs/signing.md."""

    name: str
    sign: Sign
    needs: tuple[str, ...] = ()
    """Programs, jars and packages; without one of them it can't be tried."""
    ways: tuple[bool, ...] = (True, False)
    """Visible, invisible: those that it knows."""

    def require(self) -> None:
        missing = [name for name in self.needs if not _is_there(name)]
        if not missing:
            return
        reason = f"{self.name} needs {', '.join(missing)}: bin/setup --dev installs it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, (command[0], done.stdout[-500:], done.stderr[-2000:])


def _is_there(name: str) -> bool:
    if name.endswith(".jar"):
        return (JAVA / name).is_file()
    return shutil.which(name) is not None or importlib.util.find_spec(name) is not None


def _answer(program: Program, *question: str) -> None:
    said = program.ask("\t".join(question))
    assert said == [], said


# --- Java ------------------------------------------------------------------------


@cache
def _java() -> Program:
    folder = tempfile.mkdtemp(prefix="signers-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = ":".join([folder, *(str(JAVA / f"{jar}.jar") for jar in JARS)])
    small = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
    run(
        "javac", *(f"-J{option}" for option in small), "-cp", path, "-d", folder,
        str(HERE / "Signers.java"),
    )  # fmt: skip
    options = (*small, f"-Dpdfbox.fontcache={folder}", "-Djava.awt.headless=true")
    return Program(leashed("java", *options, "-cp", path, "Signers"))


def _with_java(program: str) -> Sign:
    def sign(workshop: Workshop, pdf: bytes, who: str, field: str, visible: bool) -> bytes:
        source, target = workshop.paths(pdf)
        shown = "visible" if visible else "invisible"
        card = str(workshop.card(who))
        _answer(_java(), program, str(source), str(target), field, shown, card, PASSWORD.decode())
        return target.read_bytes()

    return sign


# --- the others ------------------------------------------------------------------


@cache
def _endesive() -> Program:
    return Program(leashed(sys.executable, str(HERE / "endesive_program.py")))


def _with_endesive(workshop: Workshop, pdf: bytes, who: str, field: str, visible: bool) -> bytes:
    source, target = workshop.paths(pdf)
    shown = "visible" if visible else "invisible"
    page = str(page_of(pdf, field))
    card = str(workshop.card(who))
    _answer(_endesive(), str(source), str(target), field, page, shown, card, PASSWORD.decode())
    return target.read_bytes()


def page_of(pdf: bytes, field: str) -> int:
    """Number of the page on which a field lies, from zero."""
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages):
        for note in page.annotations or ():
            if note.get_object().get("/T") == field:
                return number
    raise LookupError(field)


def _with_poppler(*options: str) -> Sign:
    def sign(workshop: Workshop, pdf: bytes, who: str, field: str, visible: bool) -> bytes:
        source, target = workshop.paths(pdf)
        store = f"sql:{workshop.store(who)}"
        listed = subprocess.run(
            ["pdfsig", "-nssdir", store, "-list-nicks"], capture_output=True, text=True, check=False
        )
        name = listed.stdout.splitlines()[-1].strip()
        run(
            "pdfsig", "-nssdir", store, "-sign", field, "-nick", name, "-reason", "Rapor", *options,
            str(source), str(target),
        )  # fmt: skip
        return target.read_bytes()

    return sign


def _with_openssl(*options: str) -> Sign:
    def sign(workshop: Workshop, pdf: bytes, who: str, field: str, visible: bool) -> bytes:
        kind = "/ETSI.CAdES.detached" if "-cades" in options else "/adbe.pkcs7.detached"
        content, start, end = with_room(pdf, field, kind, visible=visible)
        source, target = workshop.paths(content[:start] + content[end:])
        certificate, key, authority = (str(path) for path in workshop.pem(who))
        run(
            "openssl", "cms", "-sign", "-binary", "-in", str(source), "-out", str(target),
            "-outform", "DER", "-signer", certificate, "-inkey", key, "-certfile", authority,
            "-md", "sha256", *options,
        )  # fmt: skip
        made = target.read_bytes().hex().encode()
        return content[: start + 1] + made.ljust(end - start - 2, b"0") + content[end - 1 :]

    return sign


def with_room(pdf: bytes, name: str, kind: str, *, visible: bool) -> tuple[bytes, int, int]:
    """The file with one more revision whose signature is still to be filled in, and its gap."""
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    field = field_of(writer, name)
    signature = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Sig"),
            NameObject("/Filter"): NameObject("/Adobe.PPKLite"),
            NameObject("/SubFilter"): NameObject(kind),
            NameObject("/ByteRange"): ArrayObject([NumberObject(n) for n in (0, *[_WIDE] * 3)]),
            NameObject("/Contents"): ByteStringObject(bytes(_ROOM)),
        }
    )
    field[NameObject("/V")] = writer._add_object(signature)
    if visible:
        left, bottom, right, top = (float(n) for n in array(field["/Rect"]))
        drawing = DecodedStreamObject()
        drawing.set_data(f"0.9 g 0 0 {right - left:.2f} {top - bottom:.2f} re f".encode())
        drawing[NameObject("/Type")] = NameObject("/XObject")
        drawing[NameObject("/Subtype")] = NameObject("/Form")
        drawing[NameObject("/BBox")] = ArrayObject(
            [NumberObject(n) for n in (0, 0, round(right - left), round(top - bottom))]
        )
        shown = DictionaryObject({NameObject("/N"): writer._add_object(drawing)})
        field[NameObject("/AP")] = shown
    output = io.BytesIO()
    writer.write(output)
    content = output.getvalue()
    gap = b"<" + bytes(_ROOM).hex().encode() + b">"
    start = content.index(gap, len(pdf))
    end = start + len(gap)
    wide = f"[ 0 {_WIDE} {_WIDE} {_WIDE} ]".encode()
    assert content.count(wide) == 1
    told = f"[ 0 {start} {end} {len(content) - end} ]".encode()
    return content.replace(wide, told.ljust(len(wide))), start, end


def _with_pyhanko(workshop: Workshop, pdf: bytes, who: str, field: str, visible: bool) -> bytes:
    if visible:
        place = next(one for one in REPORT_FIELDS if one.name == field)
        with without_a_running_loop():
            return workshop.office.sign(pdf, who, place)
    output = io.BytesIO()
    metadata = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm="sha512", subfilter=SigSeedSubFilter.PADES
    )
    card = load_signer(workshop.card(who).read_bytes(), PASSWORD)
    with without_a_running_loop():
        signers.PdfSigner(metadata, card).sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(pdf)), output=output
        )
    return output.getvalue()


_OF_JAVA = ("java", "javac", *(f"{jar}.jar" for jar in JARS))
TOOLS = (
    Tool("PDFBox 2 + BouncyCastle", _with_java("pdfbox"), _OF_JAVA),
    Tool("iText 5", _with_java("itext5"), _OF_JAVA),
    Tool("iText 5, CAdES", _with_java("itext5-cades"), _OF_JAVA),
    Tool("iText 2 + BouncyCastle", _with_java("itext2"), _OF_JAVA),
    Tool("pdfsig", _with_poppler(), ("pdfsig", "certutil", "pk12util"), ways=(True,)),
    Tool("pdfsig -etsi", _with_poppler("-etsi"), ("pdfsig", "certutil", "pk12util"), ways=(True,)),
    Tool("openssl cms", _with_openssl(), ("openssl",)),
    Tool("openssl cms -cades", _with_openssl("-cades"), ("openssl",)),
    Tool("endesive", _with_endesive, ("endesive",)),
    Tool("pyHanko", _with_pyhanko),
)
