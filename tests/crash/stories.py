"""Steps of a report that are killed everywhere, or taken by two people at once.

Run as `python -m tests.crash.stories TEMPLATE`: a warm process that answers one question after the
other and forks for each of them. A question is a line `["killed", NAME, FOLDER]` (how often was it
killed?) or `["at-once", …]` (what was the one who came second told?); each gets a database of its
own, a copy of the migrated one TEMPLATE. A process of its own, since a forked one must not share
the connection of a test.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from reports.present.pdf.fields import FINANCE

from . import large_file

YEAR = 2024
REASON = "Örnek gerekçe: deneme için."


@dataclass(frozen=True)
class Story:
    """`begin` makes the state before, once; `act` is killed again and again."""

    begin: Callable[[], None]
    act: Callable[[], None]


def seen() -> tuple[Any, ...]:
    """All that a step of the report can change, in one comparable value."""
    from reports.enums import JobState
    from reports.models import (
        Correction,
        FrozenReport,
        FrozenSignature,
        Publication,
        Report,
        Section,
        SectionEvent,
        SignatureUpload,
        SignedFile,
    )

    judged = SignatureUpload.objects.filter(state=JobState.DONE).order_by("pk")
    return (
        Report.objects.get(pk=YEAR).state,
        tuple(Section.objects.order_by("code").values_list("code", "state")),
        SectionEvent.objects.count(),
        tuple(
            FrozenReport.objects.order_by("pk").values_list(
                "sha256", "released_at", "released_for", "publication__version"
            )
        ),
        tuple(Publication.objects.order_by("version").values_list("version", "sha256", "reason")),
        tuple(
            Correction.objects.order_by("number").values_list(
                "number", "kind", "reason", "publication__version", "withdrawn_for"
            )
        ),
        tuple(judged.values_list("sha256", "refusal")),
        tuple(SignedFile.objects.order_by("pk").values_list("sha256", "complete")),
        tuple(FrozenSignature.objects.order_by("pk").values_list("field", "signer")),
        tuple(sorted(path.name for path in Path(settings.SIGNED_DIR).glob("*.pdf"))),
        large_file.seen(),
    )


def a_year() -> None:
    """A small year whose sections are accepted, and a publisher."""
    from django.contrib.auth.models import Group, User

    from departments.models import Department
    from reports.collect.workflow.actions import open_sections
    from reports.core.roles import ROLES
    from reports.enums import DeclarationRole, SectionState
    from reports.models import FiscalYear, OutlineSection, Report, Section
    from tests.declaring import declared

    year = FiscalYear.objects.create(year=YEAR)
    OutlineSection.objects.create(code="III.B.1", number="1", title="Faaliyetler", position=2)
    OutlineSection.objects.create(code="EK", title="Güvence Beyanları", position=9)
    for position, name in enumerate(("Fen İşleri Müdürlüğü", "Zabıta Müdürlüğü"), start=1):
        Department.objects.create(code=f"birim-{position}", name=name, position=position)
    Report.objects.create(year=year, institution="Örnek Belediyesi", title="Faaliyet Raporu")
    officers = {
        DeclarationRole.ACCOUNTING_OFFICER: "Ad Soyad", DeclarationRole.TOP_MANAGER: "Başka Kişi",
    }  # fmt: skip
    for role, name in officers.items():
        declared(year, role, name)
    open_sections(year)
    Section.objects.update(state=SectionState.ACCEPTED, approved=True)
    publisher = User.objects.create_user("ornek-yayimlayan", is_staff=True)
    name = next(role.name for role in ROLES if role.code == "publisher")
    publisher.groups.add(Group.objects.get(name=name))


def publisher() -> Any:
    from django.contrib.auth.models import User

    return User.objects.get(username="ornek-yayimlayan")


def report() -> Any:
    from reports.models import Report

    return Report.objects.select_related("year").get(pk=YEAR)


def freeze() -> None:
    from reports.publish.versions import freeze_report

    freeze_report(report(), by=publisher())


def unfreeze() -> None:
    from reports.publish.versions import unfreeze_report

    unfreeze_report(report(), by=publisher(), reason=REASON)


def publish() -> None:
    from reports.publish.versions import publish_report

    publish_report(report(), by=publisher())


def frozen_year() -> None:
    a_year()
    freeze()


def published_year() -> None:
    a_year()
    publish()


def correct() -> Any:
    from reports.publish.versions import open_correction

    return open_correction(report(), kind="text", reason=REASON, by=publisher())


def withdraw() -> None:
    from reports.models import Correction
    from reports.publish.versions import withdraw_correction

    withdraw_correction(Correction.objects.get(), reason=REASON, by=publisher())


def corrected_year() -> None:
    """A published year of which a text was changed under an open correction."""
    from reports.models import Report

    published_year()
    correct()
    Report.objects.filter(pk=YEAR).update(document_note="Örnek not.")


def open_correction_year() -> None:
    published_year()
    correct()


def uploaded_year() -> None:
    """A frozen year with its PDF; the first officer's file waits to be judged."""
    from django.contrib.auth.models import Group, User

    from reports.core.roles import ROLES
    from reports.enums import DeclarationRole
    from reports.models import Declaration, PdfExport
    from reports.present.pdf.jobs import run_export
    from reports.publish.signing import receiving
    from reports.publish.signing.pki import make_demo_authority
    from reports.publish.signing.sign import Stamp, load_signer, sign
    from tests.declaring import declared

    a_year()
    year = report().year
    officers = {"accounting_officer": "AYŞE IŞIK", "top_manager": "İBRAHİM ÇAĞLAR"}
    for role, name in officers.items():
        Declaration.objects.filter(year=year, role=role).delete()
        declared(year, DeclarationRole(role), name)
    signatory = User.objects.create_user("ornek-imzalayan", is_staff=True)
    group = next(role.name for role in ROLES if role.code == "signatory")
    signatory.groups.add(Group.objects.get(name=group))
    freeze()
    export = PdfExport.objects.get()
    run_export(export.pk)
    export.refresh_from_db()
    authority = make_demo_authority(datetime.now(UTC))
    authority.write(Path(settings.TRUST_DIR).parent)
    card = authority.pkcs12(authority.officers["mali"], b"deneme")
    signed = sign(
        export.file.open("rb").read(),
        FINANCE.name,
        load_signer(card, b"deneme"),
        Stamp(FINANCE.role, datetime.now(UTC)),
    )
    receiving.receive(report(), iter([signed]), len(signed), by=signatory)


def judge() -> None:
    from reports.models import SignatureUpload
    from reports.publish.signing import jobs

    upload = SignatureUpload.objects.get()
    jobs.run(upload.pk)
    upload.refresh_from_db()
    assert upload.refusal == "", upload.sentence


STORIES = {
    "freeze": Story(a_year, freeze),
    "unfreeze": Story(frozen_year, unfreeze),
    "publish": Story(frozen_year, publish),
    "freeze and publish in one": Story(a_year, publish),
    "sign": Story(uploaded_year, judge),
    "open a correction": Story(published_year, correct),
    "withdraw a correction": Story(open_correction_year, withdraw),
    "publish a correction": Story(corrected_year, publish),
    "take a large file": Story(large_file.begin, large_file.take),
}


def without_rules() -> None:
    """The rules of consistency would ask for a whole report; what they find is not looked at."""
    from reports.core import registry

    registry.rules = tuple


def killed(story: Story) -> int:
    """Kill the story's act at every point. Raises AssertionError for a state in between."""
    from .killing import killed_everywhere

    without_rules()
    story.begin()
    before = seen()
    committed: list[tuple[Any, ...]] = []

    def look(point: int) -> None:
        now = seen()
        if now == before:
            assert not committed, f"point {point}: what was done was undone"
        elif committed:
            assert now == committed[0], f"point {point}: a third state"
        else:
            committed.append(now)

    def act() -> None:
        if seen() == before:
            story.act()

    kills = killed_everywhere(act, look)
    after = seen()
    assert after != before, "the act changed nothing"
    assert not committed or committed[0] == after, "it was left half-done"
    return kills


def at_once(story: Story) -> str:
    """Let two processes take the step at the same moment; gives what the refused one is told.

    Raises AssertionError unless exactly one of them got through.
    """
    from django.db import connection

    from reports.publish.versions import PublishError

    without_rules()
    story.begin()
    connection.close()
    start, go = os.pipe()
    answers = []
    for _person in range(2):
        told, tell = os.pipe()
        if os.fork() == 0:
            os.close(go)
            os.read(start, 1)  # until the other side is closed: both begin at once
            try:
                story.act()
                os.write(tell, b"done")
            except PublishError as error:
                os.write(tell, str(error).encode())
            finally:
                os._exit(0)
        os.close(tell)
        answers.append(told)
    os.close(go)
    texts = [os.read(told, 65536).decode() for told in answers]
    for _person in range(2):
        os.wait()
    assert texts.count("done") == 1, f"not exactly one got through: {texts}"
    return next(text for text in texts if text != "done")


def answer(way: str, name: str, template: str, folder: Path) -> str:
    """Play a story on a database of its own; only in a fork, as it leaves its settings behind."""
    from django.db import connection

    from tests.once import copied

    settings.MEDIA_ROOT = folder / "media"
    settings.SIGNED_DIR = folder / "signed"
    settings.TRUST_DIR = folder / "pki" / "trust"
    test: dict[str, Any] = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        test["NAME"] = str(folder / "db.sqlite3")
    else:
        test["NAME"] = f"{connection.settings_dict['NAME']}_crash_{os.getpid()}"
    kept = connection.settings_dict["NAME"]
    with copied(connection, template):
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        step = {"killed": killed, "at-once": at_once}[way]
        return str(step(STORIES[name]))
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)


def answered_in_a_fork(way: str, name: str, template: str, folder: Path) -> tuple[bool, str]:
    """Whether the story went as it should, and the answer or what went wrong."""
    said = folder / "said.txt"
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
            result = answer(way, name, template, folder)
            (folder / "answer.txt").write_text(result, "utf-8")
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    if status == 0:
        return True, (folder / "answer.txt").read_text("utf-8")
    return False, f"status {status}: {said.read_text('utf-8', errors='replace')}"


def serve(template: str) -> None:
    """Answer until nobody asks any more."""
    django.setup()
    # What every story needs is loaded once; no connection may be opened here.
    for module in (
        "reports.publish.versions",
        "reports.collect.workflow.actions",
        "departments.models",
    ):
        importlib.import_module(module)
    gc.freeze()  # a fork's collector would touch, and so copy, all that is loaded
    for line in sys.stdin:
        way, name, folder = json.loads(line)
        found = answered_in_a_fork(way, name, template, Path(folder))
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kars_portal.settings")
    serve(*sys.argv[1:])
