"""Why a Word file could not be read, and the cure; and what was left aside, in Turkish."""

from __future__ import annotations

from collections.abc import Mapping

SAVE_AS = "Word'de ya da LibreOffice'te açılıp «Word Belgesi (.docx)» türüyle kaydedilmelidir."

TOO_MUCH = (
    "Dosya okunurken sınırlar aşıldı ({seconds} saniye, {memory} MB bellek); bölümün metni yeni "
    "bir Word belgesine kopyalanıp o yüklenmelidir."
)
SENTENCES = {
    "empty": "Dosya boş; bölüm metninin bulunduğu Word belgesi seçilmelidir.",
    "doc": f"Dosya eski türde bir Word belgesi (.doc); {SAVE_AS}",
    "odt": f"Dosya bir LibreOffice metin belgesi (.odt); {SAVE_AS}",
    "rtf": f"Dosya bir RTF belgesi; {SAVE_AS}",
    "pdf": (
        "Dosya bir PDF belgesi; PDF'ten metin alınmaz. Belgenin yapıldığı Word dosyası (.docx) "
        "yüklenmelidir."
    ),
    "password": (
        "Dosya parolayla korunuyor ya da şifreli; Word'de açılıp parolası kaldırıldıktan sonra "
        "kaydedilmelidir."
    ),
    "foreign": (
        "Dosya bir Word belgesi değil: {what}. Bölümün metni Word belgesi (.docx) olarak "
        "kaydedilip yüklenmelidir."
    ),
    "strict": (
        "Dosya «Strict Open XML Belgesi» türünde kaydedilmiş; Word'de «Word Belgesi (.docx)» "
        "türüyle yeniden kaydedilmelidir."
    ),
    "damaged": (
        "Dosya bozuk ya da eksik: {what} okunamadı. Word'de ya da LibreOffice'te açılıp .docx "
        "olarak yeniden kaydedilmelidir."
    ),
    "definitions": (
        "Dosyada Word belgelerinde bulunmayan tanımlar (DOCTYPE) var; Word'de açılıp .docx olarak "
        "yeniden kaydedilmelidir."
    ),
    "unpacked": (
        "Dosya açıldığında {most} MB sınırını aşıyor; resimler çıkarılarak ya da yalnız bölümün "
        "metni yeni bir belgeye kopyalanarak yüklenmelidir."
    ),
    "paragraphs": (
        "Belgede {most} paragraftan çok var; yalnız bu bölümün metni yeni bir belgeye kopyalanıp o "
        "yüklenmelidir."
    ),
    "letters": (
        "Belgede {most} karakterden çok metin var; yalnız bu bölümün metni yeni bir belgeye "
        "kopyalanıp o yüklenmelidir."
    ),
    "cells": (
        "Belgenin {table}. tablosunda {most} hücreden çok var; tablo Excel'e kopyalanıp serbest "
        "tablonun satır yükleme sayfasından yüklenmelidir."
    ),
    "columns": (
        "Belgenin {table}. tablosunda {most} sütundan çok var; tablo bölünmeli ya da Excel'e "
        "kopyalanıp serbest tablonun satır yükleme sayfasından yüklenmelidir."
    ),
    "parts": (
        "Belgenin metni çok fazla biçim parçasına bölünmüş; metin yeni bir belgeye yalnız metin "
        "olarak yapıştırılıp o yüklenmelidir."
    ),
    "nested": (
        "Belgede iç içe geçmiş {what} çok derin; metin yeni bir belgeye yalnız metin olarak "
        "yapıştırılıp o yüklenmelidir."
    ),
    "nothing": "Belgede ne metin ne tablo var; bölüm metninin bulunduğu belge seçilmelidir.",
}
"""State that the child tells → sentence for whoever uploaded the file."""

ASIDE = {
    "pictures": "{number} resim alınmadı; metinde yeri boş kaldı.",
    "objects": "{number} çizim, grafik ya da gömülü nesne alınmadı.",
    "equations": "{number} denklem alınmadı; geçtiği cümle kontrol edilmelidir.",
    "chunks": "{number} gömülü belge alınmadı; içeriği belgeye yapıştırılmalıdır.",
    "symbols": "{number} simge karakteri okunamadı; geçtiği yer kontrol edilmelidir.",
    "unread": "{number} karakterlik metin okunamadı; metin belgeyle karşılaştırılmalıdır.",
    "inserted": "İzlenen değişiklikler: {number} ekleme metne alındı.",
    "deleted": "İzlenen değişiklikler: {number} silme uygulandı; silinen sözler alınmadı.",
    "comments": "{number} açıklama (yorum) alınmadı.",
    "hidden": "{number} gizli metin parçası alınmadı.",
    "struck": (
        "{number} yerde üstü çizili söz var; düz metin olarak alındı, istenmiyorsa silinmelidir."
    ),
    "boxes": "{number} metin kutusunun metni, kutunun bağlı olduğu paragrafın altına alındı.",
    "headers": "{number} üst ya da alt bilgi alınmadı.",
    "contents": "İçindekiler ya da şekiller listesi alınmadı ({number} parça).",
    "pages": "{number} sayfa numarası alanı alınmadı.",
    "fields": (
        "{number} alanın (tarih, çapraz başvuru, formül) dosyada son hesaplanan değeri metin "
        "olarak alındı."
    ),
    "as_text": "Tek satırlı ya da tek sütunlu {number} tablo, metin olarak alındı.",
    "macros": "Dosyadaki makrolar okunmadı ve çalıştırılmadı.",
    "links": "{number} bağlantının adresi (belge içi ya da web dışı) alınmadı; sözleri alındı.",
    "restarts": (
        "{number} numaralı liste araya giren metinden sonra 1'den başlıyor; metinde geçen sıra "
        "numaraları kontrol edilmelidir."
    ),
    "deep": "{number} başlık üçüncü düzeyden derindi; üçüncü düzeye alındı.",
    "plain": "{number} paragrafta kalın ya da italik yazım korunamadı; sözler eksiksizdir.",
}
"""What was counted while reading → what is said of it. What matters most comes first."""


def sentence(said: Mapping[str, object], **limits: object) -> str:
    """Why a file gives no text, and the cure."""
    return SENTENCES.get(str(said["state"]), TOO_MUCH).format_map({**limits, **said})


def asides(counts: Mapping[str, int]) -> list[str]:
    """What was left aside or decided while reading; nothing of what did not occur."""
    return [text.format(number=counts[name]) for name, text in ASIDE.items() if counts.get(name)]
