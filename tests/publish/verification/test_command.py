"""verify_pdf says what the page says, with an exit code for each kind of verdict."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.management.commands import verify_pdf
from reports.models import Publication
from reports.present.pdf.fields import FINANCE
from reports.publish.verification.slots import AT_ONCE, slot

from .conftest import Lab, keep, printed, publish, with_a_blank_page

pytestmark = pytest.mark.django_db

Say = Callable[[bytes], tuple[int, str]]


@pytest.fixture
def say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    def run(content: bytes) -> tuple[int, str]:
        file = tmp_path / "gelen.pdf"
        file.write_bytes(content)
        try:
            call_command("verify_pdf", str(file))
        except CommandError as error:
            return error.returncode, f"{capsys.readouterr().out}{error}"
        return 0, capsys.readouterr().out

    return run


def test_the_published_file_and_its_standing(first: Publication, say: Say) -> None:
    content = printed(first)
    keep(first, content)

    code, text = say(content)

    assert code == 0
    assert "bayt bayt aynıdır" in text
    assert first.sha256 in text
    assert "Dosyada imza yok." in text
    assert "yürürlükte değildir" not in text

    publish(2, headlines=())
    code, text = say(content)

    assert code == 0
    assert "yürürlükteki sürüm: 2." in text


@pytest.mark.usefixtures("trusting")
def test_signatures_are_told(first: Publication, lab: Lab, say: Say) -> None:
    content = printed(first)
    keep(first, content)

    code, text = say(lab.sign(content, "mali", FINANCE))

    assert code == 3
    assert "yalnızca imza eklenmiştir" in text
    assert "Mali hizmetler birim yöneticisi: AYŞE IŞIK (ÖRNEK / DEMO" in text
    assert "PAdES B-LT: doğrulandı" in text


def test_codes_of_other_verdicts(first: Publication, say: Say) -> None:
    content = printed(first)
    assert say(content)[0] == 3
    keep(first, content)
    assert say(with_a_blank_page(content))[0] == 1
    assert say(printed(first, belge_json=b"{}"))[0] == 1
    assert say(b"%PDF-1.7 nothing")[0] == 2


def test_a_missing_and_a_large_file_are_named(
    tmp_path: Path, first: Publication, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="okunamadı") as caught:
        call_command("verify_pdf", str(tmp_path / "yok.pdf"))
    assert caught.value.returncode == 2
    monkeypatch.setattr(verify_pdf, "MAX_BYTES", 10)
    code, text = say(b"%PDF-1.7 nothing")
    assert code == 2
    assert "sınırını aşıyor" in text


def test_when_others_are_examined(first: Publication, say: Say) -> None:
    with slot(), slot():
        assert AT_ONCE == 2
        code, text = say(b"%PDF-1.7 nothing")
    assert code == 2
    assert "biraz sonra" in text
