"""A small document made by hand: every kind of block, wide and long tables, an empty section."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from reports.core.documents import (
    ChartBlock,
    DeclarationBlock,
    Document,
    Header,
    Node,
    ProseBlock,
    TableBlock,
    canonical_json,
    document_hash,
)
from reports.core.documents.model import SCHEMA, Block, ChartValue
from reports.core.registry import Column, Kind, Total
from reports.core.tables import Row, Table, Value
from reports.present.editions import Edition, drawings_of

LONG_TEXT = (
    "Yol bakım ve onarım çalışmaları olumsuz hava koşulları nedeniyle planlanan tarihte "
    "tamamlanamamış, kalan bölüm izleyen yılın programına alınmıştır. "
)


def table(
    id_: str,
    title: str,
    columns: tuple[Column, ...],
    rows: list[tuple[Value, ...]],
    *,
    total: tuple[Value, ...] | None = None,
    **more: Any,
) -> Table:
    return Table(
        id=id_,
        slug=id_.replace(".", "-").replace("_", "-"),
        title=title,
        section=more.pop("section", "I"),
        columns=columns,
        rows=tuple(Row(str(n), cells) for n, cells in enumerate(rows, start=1)),
        total=Row("total", total) if total else None,
        **more,
    )


def money(key: str, title: str) -> Column:
    return Column(key, title, Kind.MONEY, total=Total.SUM)


def tables() -> dict[str, Table]:
    name = Column("name", "Adı")
    count = Column("count", "Sayı", Kind.INTEGER, unit="adet", total=Total.SUM)
    share = Column("share", "Oran", Kind.PERCENT)
    amount = Decimal("123456789.10")
    found = [
        table(
            "sample.vehicles",
            "Araçların türlere göre dağılımı",
            (name, count, share),
            [("İş makinesi", 12, Decimal("30")), ("Çöp kamyonu", 28, Decimal("70"))],
            total=("Toplam", 40, Decimal("100")),
            note="Kiralık araçlar dâhil değildir.",
            basis="5018 sayılı Kanun m. 41",
        ),
        table(
            "sample.long",
            "Uzun tablo",
            (Column("code", "Kod", Kind.CODE), name, count),
            [(f"{n:03}", f"Satır {n}: {'uzun açıklama ' * (n % 4)}", n) for n in range(1, 121)],
            total=(None, "Toplam", 7260),
        ),
        table(
            "sample.budget",
            "Bütçe giderleri",
            (
                Column("code", "Kod", Kind.CODE),
                Column("name", "Açıklama"),
                *(money(f"m{n}", title) for n, title in enumerate(
                    ("Devreden", "Bütçe ödeneği", "Ek ödenek", "Aktarma", "Toplam ödenek",
                     "Gider", "Kalan"), start=1)),
                Column("rate", "Gerçekleşme oranı", Kind.PERCENT),
            ),
            [
                (f"0{n}", "Mal ve hizmet alım giderleri", *(amount,) * 7, Decimal("87.654"))
                for n in range(1, 10)
            ],
            total=(None, "Toplam", *(amount * 9,) * 7, Decimal("87.7")),
            unit="TL",
        ),
        table(
            "sample.contracts",
            "Sözleşmeler",
            (
                Column("code", "Kod", Kind.CODE),
                Column("title", "İşin adı"),
                *(Column(f"d{n}", f"Tarih {n}", Kind.DATE) for n in range(1, 9)),
                *(money(f"a{n}", f"Tutar {n}") for n in range(1, 10)),
                Column("note", "Açıklama"),
            ),
            [
                (
                    f"C-{n}", "Kilitli parke taşı alımı işi",
                    *(datetime(2024, 5, n, tzinfo=UTC).date(),) * 8,
                    *(amount,) * 9, LONG_TEXT,
                )
                for n in range(1, 9)
            ],
            in_section=False,
        ),
        table(
            "sample.indicators",
            "Performans göstergeleri",
            (
                Column("code", "Kod", Kind.CODE),
                Column("name", "Gösterge"),
                Column("unit", "Birim"),
                Column("target", "Hedef", Kind.DECIMAL),
                Column("actual", "Gerçekleşme", Kind.DECIMAL),
                Column("rate", "Oran", Kind.PERCENT),
                Column("status", "Durum"),
                Column("explanation", "Açıklama", wide=True),
            ),
            [
                (
                    f"1.1.{n}", "Bakımı yapılan yol uzunluğunun toplam yola oranı", "adet",
                    Decimal(100 + n), Decimal(90 + n), Decimal("91.2"), "Hedefin altında",
                    LONG_TEXT * (n % 3) or None,
                )
                for n in range(1, 21)
            ],
        ),
        table("sample.empty", "Satırı olmayan tablo", (name, count), []),
    ]  # fmt: skip
    return {item.id: item for item in found}


def chart() -> ChartValue:
    return ChartValue(
        id="sample.vehicles",
        dataset="sample.vehicles",
        title="Araçların %70'i çöp kamyonu",
        description="Çubuk grafik: 28 çöp kamyonu, 12 iş makinesi.",
        spec={
            "data": {"values": [{"t": "Çöp kamyonu", "n": 28}, {"t": "İş makinesi", "n": 12}]},
            "mark": "bar",
            "encoding": {
                "y": {"field": "t", "type": "nominal", "title": None},
                "x": {"field": "n", "type": "quantitative", "title": "adet"},
            },
        },
    )


def node(code: str, title: str, *blocks: Block, children: tuple[Node, ...] = ()) -> Node:
    return Node(
        code=code,
        slug=code.replace("/", "-").replace(".", "-").lower(),
        number=code if "/" not in code else "",
        title=title,
        basis="5018 sayılı Kanun m. 41" if code == "I" else "",
        blocks=blocks,
        children=children,
        facts={},
    )


def prose(text: str) -> ProseBlock:
    return ProseBlock(html=text, text="")


def sample_document() -> Document:
    declaration = DeclarationBlock(
        key="ust-yonetici",
        title="Üst yöneticinin iç kontrol güvence beyanı",
        role="top_manager",
        role_label="Üst yönetici",
        signatory="Örnek Yönetici",
        institution="Örnek Belediyesi",
        date="28.03.2025",
        body_html="<p>Üst yönetici olarak yetkim dâhilinde; bu raporda yer alan bilgilerin "
        "güvenilir, tam ve doğru olduğunu beyan ederim.</p>",
    )
    figure = '<a class="figure" href="dataset:sample.vehicles#total">40</a>'
    lost = '<a class="figure" href="dataset:sample.empty#total">0</a>'
    return Document(
        schema=SCHEMA,
        header=Header(
            2024, "Örnek Belediyesi", "Kars", "Faaliyet Raporu", "Örnek belge.", "provisional"
        ),
        outline=(
            node("SUNUS", "Sunuş", prose("<p>Bu rapor sunulmaktadır.</p>")),
            node(
                "I", "Genel bilgiler",
                children=(
                    node(
                        "I.A", "Fiziksel yapı",
                        prose(f"<p>{LONG_TEXT} {figure} araç, {lost} boş.</p>"
                              "<h3>Ara başlık</h3><ul><li>Şğıİöçü ₺ m² ≤</li></ul>"),
                        ChartBlock("sample.vehicles"),
                        TableBlock("sample.vehicles"),
                        children=(node("I.A.1", "Uzun liste", TableBlock("sample.long")),),
                    ),
                    node("I.B", "Boş bölüm"),
                ),
            ),
            node(
                "III", "Faaliyetler",
                children=(
                    node("III.A", "Mali bilgiler", TableBlock("sample.budget"),
                         prose(f"<p>{LONG_TEXT}</p>"),
                         TableBlock("sample.vehicles", ("1",), ("name", "count"), "İş makineleri")),
                    node("III.B", "Performans bilgileri", children=(
                        node("III.B/1", "Birinci amaç", TableBlock("sample.indicators")),)),
                ),
            ),
            node("EK", "Güvence beyanları", declaration),
        ),
        tables=tables(),
        charts={"sample.vehicles": chart()},
        headlines=(),
        stated=(),
    )  # fmt: skip


def sample_edition(*, version: int = 1) -> Edition:
    document = sample_document()
    return Edition(
        document=document,
        drawings=drawings_of(document),
        version=version,
        sha256=document_hash(canonical_json(document)),
        published_at=datetime(2025, 4, 1, 6, 0, tzinfo=UTC) if version else None,
        reason="",
        is_current=True,
        versions=(version,) if version else (),
    )
