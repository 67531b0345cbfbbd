"""Why a file could not be read, and the cure, in Turkish; and what was noticed while reading."""

from __future__ import annotations

from collections.abc import Mapping

TOO_MUCH = (
    "Dosya okunurken sınırlar aşıldı ({seconds} saniye, {memory} MB bellek); yalnız gereken tablo "
    "yeni bir dosyaya kopyalanıp o yüklenmelidir."
)
SENTENCES = {
    "empty": "Dosya boş; tablonun bulunduğu dosya seçilmelidir.",
    "foreign": (
        "Dosya bir hesap tablosu değil: {what}. Tablo Excel (.xlsx), LibreOffice (.ods) ya da CSV "
        "olarak kaydedilip yüklenmelidir."
    ),
    "archive": (
        "Dosya bir ZIP arşivi; içindeki «{name}» arşivden çıkarılıp tek başına yüklenmelidir."
    ),
    "binary_workbook": (
        "Dosya Excel ikili çalışma kitabı (.xlsb); Excel'de açılıp .xlsx olarak kaydedilmelidir."
    ),
    "password": (
        "Dosya parolayla korunuyor ya da şifreli; Excel'de açılıp parolası kaldırıldıktan sonra "
        "kaydedilmelidir."
    ),
    "damaged": (
        "Dosya bozuk ya da eksik ({what}); Excel'de ya da LibreOffice'te açılıp .xlsx olarak "
        "yeniden kaydedilmelidir."
    ),
    "definitions": (
        "Dosyada hesap tablolarında bulunmayan tanımlar (DOCTYPE) var; dosya Excel'de açılıp .xlsx "
        "olarak yeniden kaydedilmelidir."
    ),
    "unpacked": (
        "Dosya açıldığında {most} MB sınırını aşıyor; yalnız gereken tablo yeni bir çalışma "
        "kitabına kopyalanıp o yüklenmelidir."
    ),
    "sheets": "Dosyada {most} sayfadan çok var; yalnız gereken sayfalar bırakılmalıdır.",
    "rows": (
        "«{sheet}» sayfasının {address} hücresinde değer var; en çok {most} satır okunur. Tablo "
        "bölünmeli ya da tablonun dışında kalan hücreler silinmelidir."
    ),
    "columns": (
        "«{sheet}» sayfasının {address} hücresinde değer var; en çok {most} sütun okunur. "
        "Tablonun dışında kalan hücreler silinmelidir."
    ),
    "cells": "Dosyada {most} hücreden çok değer var; tablo bölünmelidir.",
    "text": (
        "«{sheet}» sayfasının {address} hücresinde {found} karakter var; bir hücrede en çok {most} "
        "karakter okunur. Metin kısaltılmalıdır."
    ),
    "encoding": (
        "Metin dosyasının {line}. satırında tanınmayan karakterler var; dosya Excel'de «CSV UTF-8 "
        "(virgülle ayrılmış)» türüyle yeniden kaydedilmelidir."
    ),
    "letters": (
        "Metin dosyasının {line}. satırındaki «{what}» Türkçede kullanılmayan harfler içeriyor; "
        "karakter kodlaması anlaşılamadı. Dosya Excel'de «CSV UTF-8 (virgülle ayrılmış)» türüyle "
        "yeniden kaydedilmelidir."
    ),
    "twice_encoded": (
        "Metin dosyasının {line}. satırındaki «{what}» bozulmuş: dosya yanlış kodlamayla açılıp "
        "yeniden kaydedilmiş. Dosyanın bozulmamış ilk hâli yüklenmelidir."
    ),
    "quotes": (
        "Metin dosyasının {line}. satırı okunamadı: açılan bir tırnak kapanmıyor ya da hücre çok "
        "uzun. Tırnak işaretleri kontrol edilmelidir."
    ),
    "stopped": (
        "Dosyayı okuyan program durdu; dosyanın bozuk olduğu söylenemez. Yalnız gereken tablo yeni "
        "bir dosyaya kopyalanıp o yüklenmelidir."
    ),
    "no_sheet": "Dosyada tablo yok; tablonun bulunduğu dosya seçilmelidir.",
}
"""State that the child tells → sentence for whoever uploaded the file."""

NOTES = {
    "macros": "Dosyadaki makrolar okunmadı ve çalıştırılmadı.",
    "manual": (
        "Dosyada hesaplama «elle» olarak ayarlanmış; formüllerin sonuçları eski olabilir. Excel'de "
        "F9 ile hesaplatılıp kaydedilmelidir."
    ),
    "encoding": "Dosyanın karakter kodlaması {what} olarak okundu.",
}


def sentence(said: Mapping[str, object], **limits: object) -> str:
    """Why a file gives no table, and the cure."""
    known = {"sheet": "", "address": "", **limits, **said}
    text = SENTENCES.get(str(said["state"]), TOO_MUCH).format_map(known)
    return text.replace("«» sayfasının ", "Dosyanın ")


def note(said: Mapping[str, object]) -> str:
    """What was noticed and does no harm."""
    return NOTES[str(said["note"])].format_map(said)
