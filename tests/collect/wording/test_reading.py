"""Word files of several programs: what is kept, what is left aside, and that it is said."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from pytest_django import Settings

from reports.collect.wording.files import read_word
from reports.collect.wording.markdown import written
from reports.collect.wording.sentences import asides

from .made import FILES, docx, markdown, paragraph, read, run, table


@pytest.fixture
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


PANDOC = r"""### Örnek bölüm

#### Genel bilgiler

Müdürlük 2024 yılında **1.250** denetim yaptı; *önceki* yıla göre artış %12,5.¹ [Örnek site](<https://ornek.gov.tr/a_b>) ve x\*y\*z, \{\{ sahte | money \}\}.

- Bir
  - Bir bir
  - Bir iki
- İki

##### Alt başlık

1. İlk
2. İkinci

Araya giren metin.

Tablo 1. Denetimler

¹ Kaynak: müdürlük kayıtları."""  # noqa: E501 - a paragraph is a line

LIBREOFFICE = """### Örnek bölüm

Yıl içinde **koyu** ve *eğik* sözler; alan 250 m².¹ Eklenen cümle. Kalan söz.

#### Çalışmalar

- Bir
  - Bir bir
- İki

1. İlk

Ara metin: [örnek sayfa](<https://ornek.gov.tr/>).

1. Devamı

Örnek personel

Son söz.

Kutudaki metin.

¹ Örnek dipnot."""


def test_a_file_of_pandoc_keeps_headings_lists_emphasis_links_and_notes(own_folder: None) -> None:
    word = read_word((FILES / "pandoc.docx").read_bytes())

    assert written(word) == PANDOC
    assert [(t.width, t.height, t.heading_rows, t.caption) for t in word.tables] == [
        (3, 4, 1, "Tablo 1. Denetimler")
    ]


def test_a_file_of_libreoffice_is_read_as_it_would_be_with_all_changes_accepted() -> None:
    word = read((FILES / "libreoffice.docx").read_bytes())
    counts = Counter(word.aside)

    assert written(word, counts=counts) == LIBREOFFICE
    assert asides(counts) == [
        "1 resim alınmadı; metinde yeri boş kaldı.",
        "İzlenen değişiklikler: 1 ekleme metne alındı.",
        "İzlenen değişiklikler: 1 silme uygulandı; silinen sözler alınmadı.",
        "1 açıklama (yorum) alınmadı.",
        "1 metin kutusunun metni, kutunun bağlı olduğu paragrafın altına alındı.",
        "1 üst ya da alt bilgi alınmadı.",
        "İçindekiler ya da şekiller listesi alınmadı (1 parça).",
        "1 numaralı liste araya giren metinden sonra 1'den başlıyor; metinde geçen sıra numaraları "
        "kontrol edilmelidir.",
    ]


def test_a_file_of_python_docx_is_read() -> None:
    word = read((FILES / "python-docx.docx").read_bytes())

    assert "1. Birinci madde\n2. İkinci madde\n\n- İmli madde" in written(word)
    assert "Çerçeve içindeki söz." in written(word)
    assert word.aside == {"as_text": 1}
    assert [table.caption for table in word.tables] == ["Tablo 2: Örnek harcamalar"]


BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def field(name: str, shown: str) -> str:
    instruction = f"<w:r><w:instrText> {name} </w:instrText></w:r>"
    return BEGIN + instruction + SEPARATE + run(shown) + END


CASES = {
    "deleted words go": (
        paragraph(
            "Kalan ",
            '<w:del w:id="1"><w:r><w:delText>silinen</w:delText></w:r></w:del>',
            "söz",
        ),
        "Kalan söz",
        {"deleted": 1},
    ),
    "a deleted paragraph mark joins": (
        paragraph("Bir ", properties="<w:rPr><w:del/></w:rPr>") + paragraph("iki"),
        "Bir iki",
        {},
    ),
    "a moved sentence stands once": (
        paragraph(
            '<w:moveFrom w:id="1">' + run("taşınan") + "</w:moveFrom>",
            "söz, ",
            '<w:moveTo w:id="2">' + run("taşınan") + "</w:moveTo>",
        ),
        "söz, taşınan",
        {"deleted": 1, "inserted": 1},
    ),
    "a simple field shows its result": (
        paragraph("Gün: ", '<w:fldSimple w:instr="DATE">' + run("1.2.2024") + "</w:fldSimple>"),
        "Gün: 1.2.2024",
        {"fields": 1},
    ),
    "a field shows its last result": (
        paragraph("Toplam ", field("REF ornek", "12"), " kişi"),
        "Toplam 12 kişi",
        {"fields": 1},
    ),
    "page numbers and contents go": (
        paragraph("Sayfa", field("PAGE", "7")) + paragraph(field("TOC \\o", "Giriş 3")),
        "Sayfa",
        {"pages": 1, "contents": 1},
    ),
    "hidden words go": (
        paragraph("Açık", run(" gizli", "<w:vanish/>"), run(" görünen", '<w:vanish w:val="0"/>')),
        "Açık görünen",
        {"hidden": 1},
    ),
    "raised and lowered digits keep their height": (
        paragraph(
            "10",
            run("6", '<w:vertAlign w:val="superscript"/>'),
            " ve CO",
            run("2", '<w:vertAlign w:val="subscript"/>'),
        ),
        "10⁶ ve CO₂",
        {},
    ),
    "an equation is counted": (
        paragraph("Formül ", "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "budur"),
        "Formül budur",
        {"equations": 1},
    ),
    "a drawing is no picture": (
        paragraph("Çizim", "<w:r><w:drawing><a:graphic/></w:drawing></w:r>")
        + paragraph("Resim", "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"),
        "Çizim\n\nResim",
        {"objects": 1, "pictures": 1},
    ),
    "a text box stands once": (
        paragraph(
            "Önce",
            "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>"
            + paragraph("Kutu")
            + "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
            "<w:txbxContent>"
            + paragraph("Kutu")
            + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        )
        + paragraph("Sonra"),
        "Önce\n\nKutu\n\nSonra",
        {"boxes": 1},
    ),
    "words turned round are read": (
        paragraph("Bir ", "<w:bdo>" + run("iki") + "</w:bdo>"),
        "Bir iki",
        {},
    ),
    "an unknown frame around words is told": (
        paragraph("Bir ", "<w:ornek>" + run("iki") + "</w:ornek>"),
        "Bir",
        {"unread": 3},
    ),
    "an inserted document is told": (
        paragraph("Söz") + '<w:altChunk r:id="x"/>',
        "Söz",
        {"chunks": 1},
    ),
    "words that are struck through are taken and told": (
        paragraph("Bir ", run("iki", "<w:strike/>"), run(" üç", '<w:dstrike w:val="0"/>')),
        "Bir iki üç",
        {"struck": 1},
    ),
    "old names of breaks and tabs": (
        paragraph("a", '<w:r><w:ptab w:alignment="left"/></w:r>', "b", "<w:r><w:cr/></w:r>", "c"),
        "a b\\\nc",
        {},
    ),
    "tabs, breaks and hyphens": (
        paragraph("a", "<w:r><w:tab/></w:r>", "b", "<w:r><w:br/></w:r>", "c\u00add"),
        "a b\\\ncd",
        {},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_no_plain_text_is_taken_or_told(name: str) -> None:
    body, text, aside = CASES[name]

    word = read(docx(body))

    assert (written(word), word.aside) == (text, aside)


def test_a_link_that_leads_nowhere_public_keeps_its_words_only() -> None:
    links = "".join(
        f'<w:hyperlink w:anchor="a">{run(text)}</w:hyperlink>' for text in ("bölüm", " iki")
    )

    word = read(docx(paragraph("Bkz. ", links)))

    assert written(word) == "Bkz. bölüm iki"
    assert word.aside == {"links": 2}


def test_a_script_is_no_address() -> None:
    assert "javascript" not in markdown(
        paragraph(
            BEGIN,
            '<w:r><w:instrText>HYPERLINK "javascript:alert(1)"</w:instrText></w:r>',
            SEPARATE,
            "tıkla",
            END,
        )
    )


def test_headings_of_own_styles_are_found_by_what_they_stand_on() -> None:
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="O"><w:name w:val="Örnek"/>'
        '<w:basedOn w:val="H"/></w:style></w:styles>'
    )
    body = paragraph("Başlık", properties='<w:pStyle w:val="O"/>') + paragraph("Söz")

    kinds = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
        "word/styles.xml",
    )
    content = docx(
        body,
        **{
            "word__styles.xml": styles,
            "[Content_Types].xml": (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Override PartName="/word/document.xml" ContentType="application/vnd.openxml'
                'formats-officedocument.wordprocessingml.document.main+xml"/>'
                f'<Override PartName="/{kinds[1]}" ContentType="{kinds[0]}"/></Types>'
            ),
        },
    )

    assert written(read(content)) == "### Başlık\n\nSöz"


def test_a_table_within_a_table_gives_its_words() -> None:
    inner = table(("a", "b"), ("c", "d"))
    outer = f"<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc>{paragraph('x')}</w:tc></w:tr>" + (
        f"<w:tr><w:tc>{paragraph('y')}</w:tc><w:tc>{paragraph('z')}</w:tc></w:tr></w:tbl>"
    )

    [found] = read(docx(outer)).tables

    assert [cell.text for cell in found.cells] == ["a b c d", "x", "y", "z"]
