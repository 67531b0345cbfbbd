"""Why an upload is not accepted, each reason with one Turkish sentence that names the cure."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """Why an upload is not accepted."""

    NOT_A_PDF = "not a pdf"
    WRONG_FILE = "wrong file"
    OTHER_REVISION = "other revision"
    UNSIGNED = "unsigned"
    BROKEN = "broken"
    LOOSE = "loose"
    UNREAD = "unread"
    TOO_MUCH = "too much"
    STOPPED = "stopped"
    UNSUPPORTED = "unsupported"
    PREFIXED = "prefixed"
    ROLLED_BACK = "rolled back"
    REPLACED = "replaced"
    ADDED = "added"
    WRONG_FIELD = "wrong field"
    WRONG_ORDER = "wrong order"
    WRONG_PERSON = "wrong person"
    CERTIFIED = "certified"
    UNTRUSTED = "untrusted"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REVOCATION_UNKNOWN = "revocation unknown"
    TIME_STAMP = "time stamp"
    LOW_LEVEL = "low level"
    SEAL_UNKNOWN = "seal unknown"
    SEAL_EARLY = "seal early"


SENTENCES = {
    Refusal.NOT_A_PDF: "Dosya bir PDF değil; imzalanan PDF yüklenmelidir.",
    Refusal.WRONG_FILE: (
        "Dosya, dondurulan rapor değil ya da yeniden kaydedilmiş; portaldan indirilen "
        "dosya, imza eklemek dışında değiştirilmeden yüklenmelidir."
    ),
    Refusal.OTHER_REVISION: (
        "İmza, son kabul edilen imzalı dosyanın üzerine atılmamış; güncel dosya portaldan "
        "indirilip imzalanmalıdır."
    ),
    Refusal.UNSIGNED: "Dosyada yeni bir imza yok; imza aracında imzalanan dosya yüklenmelidir.",
    Refusal.BROKEN: (
        "Dosyadaki imza baytlarla uyuşmuyor, dosya bozulmuş; güncel dosya indirilip yeniden "
        "imzalanmalıdır."
    ),
    Refusal.LOOSE: (
        "İmza dosyanın baytlarıyla uyuşuyor; ancak dosya PDF kurallarına uymayan bir yapıda "
        "kaydedilmiş, bu yüzden imzadan başka bir şey eklenmediği gösterilemiyor. Güncel dosya "
        "başka bir imza aracıyla imzalanmalıdır."
    ),
    Refusal.UNREAD: (
        "Dosyanın yapısı PDF kurallarına uymadığından imzaları denetlenemiyor; dosya yarım kalmış "
        "olabilir. Güncel dosya indirilip yeniden, gerekirse başka bir araçla imzalanmalıdır."
    ),
    Refusal.TOO_MUCH: (
        "Dosya denetlenirken bir sınır aşıldı: {what}. Dosyanın bozuk olduğu söylenemez, imzaları "
        "denetlenememiştir; güncel dosya portaldan indirilip yalnızca imzalanmalıdır."
    ),
    Refusal.STOPPED: (
        "Denetleyen program bu dosyada durdu. Dosyanın bozuk olduğu söylenemez, imzaları "
        "denetlenememiştir; güncel dosya başka bir imza aracıyla imzalanmalı, yinelenirse sistem "
        "yöneticisine bildirilmelidir."
    ),
    Refusal.UNSUPPORTED: (
        "“{field}” alanındaki imza, doğrulanabilen türlerden değil; imza aracında "
        "adbe.pkcs7.detached ya da ETSI.CAdES.detached (PAdES) türü seçilmelidir."
    ),
    Refusal.PREFIXED: (
        "Dosyanın başına, PDF başlığından önce bayt eklenmiş; portaldan indirilen dosya, imza "
        "eklemek dışında değiştirilmeden yüklenmelidir."
    ),
    Refusal.ROLLED_BACK: (
        "Dosya, kabul edilmiş son imzadan önceki hâldir; güncel dosya portaldan indirilip "
        "imzalanmalıdır."
    ),
    Refusal.REPLACED: (
        "Kabul edilmiş imzalardan biri (“{field}” alanı) çıkarılmış ya da yenisiyle değiştirilmiş; "
        "güncel dosya portaldan indirilip yalnızca boş alan imzalanmalıdır."
    ),
    Refusal.ADDED: (
        "Dosyaya imzadan başka bir şey eklenmiş ya da dosyanın bir parçası değiştirilmiş: {what}. "
        "Güncel dosya indirilip yalnızca imzalanmalıdır."
    ),
    Refusal.WRONG_FIELD: (
        "İmza “{found}” alanında; imza için ayrılan alanlardan biri seçilmelidir: {fields}."
    ),
    Refusal.WRONG_ORDER: "İmza sırası uymuyor; sıradaki imza: {role} (“{field}” alanı).",
    Refusal.WRONG_PERSON: (
        "“{field}” alanındaki imzanın sertifikası ({found}) bu alan için tanımlı kişiye ait değil; "
        "{role} kendi sertifikasıyla imzalamalıdır."
    ),
    Refusal.CERTIFIED: (
        "“{field}” alanındaki imza belgeyi sertifikalayan türden ve sonraki imzaları kısıtlıyor; "
        "imza aracında olağan imza seçilerek yeniden imzalanmalıdır."
    ),
    Refusal.UNTRUSTED: (
        "“{field}” alanındaki imzanın sertifikası ({found}) güvenilen bir köke bağlanmıyor; "
        "nitelikli elektronik sertifika kullanılmalıdır."
    ),
    Refusal.EXPIRED: (
        "“{field}” alanındaki imzanın sertifikası ({found}) imza anında geçerlilik süresi içinde "
        "değil; geçerli bir sertifikayla yeniden imzalanmalıdır."
    ),
    Refusal.REVOKED: (
        "“{field}” alanındaki imzanın sertifikası ({found}) iptal edilmiş; geçerli bir "
        "sertifikayla yeniden imzalanmalıdır."
    ),
    Refusal.REVOCATION_UNKNOWN: (
        "“{field}” alanındaki imzanın sertifikasının ({found}) iptal durumu öğrenilemiyor; iptal "
        "bilgisi içeren bir düzeyde (B-LT) imzalanmalı ya da iptal listesi yenilenmelidir."
    ),
    Refusal.TIME_STAMP: (
        "Dosyadaki zaman damgası doğrulanmıyor; güvenilen bir zaman damgasıyla yeniden "
        "imzalanmalıdır."
    ),
    Refusal.LOW_LEVEL: (
        "“{field}” alanındaki imzanın düzeyi {level}; en az {minimum} düzeyinde imzalanmalıdır."
    ),
    Refusal.SEAL_UNKNOWN: (
        "“{field}” alanındaki mühür ({found}) kurumun tanımlı mühür sertifikasıyla basılmamış; "
        "yalnızca tanımlı mühür kabul edilir."
    ),
    Refusal.SEAL_EARLY: (
        "Kurum mührü imzalardan önce basılmış; önce yetkililer imzalamalı, mühür en son "
        "basılmalıdır."
    ),
}
