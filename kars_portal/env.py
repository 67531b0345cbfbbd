"""Reading the environment: every setting has one name, one meaning, and nonsense is refused.

Each refusal names the variable and the cure, in Turkish for those who run the portal and in English
for those who maintain it.
"""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

KNOWN: Final = frozenset(
    {
        "KARS_ALLOWED_HOSTS",
        "KARS_DATA_DIR",
        "KARS_DEBUG",
        "KARS_EMAIL_FROM",
        "KARS_EMAIL_URL",
        "KARS_PROXIES",
        "KARS_SEAL",
        "KARS_SEAL_PASSWORD_FILE",
        "KARS_SECRET_KEY",
        "KARS_SESSION_MINUTES",
        "KARS_SIGN_IN_FAILURES",
        "KARS_SITE_URL",
        "KARS_TRUST_DIR",
        "KARS_TSA_IDENTITY_FILE",
        "KARS_TSA_URL",
        # Read by the scripts in bin/ and by the tests.
        "KARS_PYTHON",
        "KARS_TEST_CHROMIUM",
    }
)

SECRET_KEY_LENGTH: Final = 50
_POSTGRES_OPTIONS: Final = frozenset(
    {"application_name", "connect_timeout", "sslcert", "sslkey", "sslmode", "sslrootcert"}
)
_HOST_PATTERN: Final = re.compile(r"\.?[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:]+\]|\*")

_env: Final = Env()


class SettingRefusedError(ImproperlyConfigured):
    """A setting that whoever starts the portal must correct; the message is all they need."""


def refusal(name: str, turkish: str, english: str) -> SettingRefusedError:
    return SettingRefusedError(f"{name}: {turkish}\n{name}: {english}")


def refuse_unknown(environ: Mapping[str, str]) -> None:
    """A misspelt name would otherwise be a setting that silently does nothing."""
    unknown = sorted(name for name in environ if name.startswith("KARS_") and name not in KNOWN)
    if unknown:
        known = ", ".join(sorted(KNOWN))
        raise refusal(
            ", ".join(unknown),
            f"böyle bir ayar yok. Adını düzeltin ya da silin. Geçerli adlar: {known}.",
            "no such setting. Correct the name or unset it; the valid names are listed above.",
        )


def text(name: str) -> str | None:
    """The value without surrounding blanks; a variable set to nothing counts as not set."""
    value: str | None = _env.str(name, None)
    return (value or "").strip() or None


def flag(name: str, *, default: bool) -> bool:
    if text(name) is None:
        return default
    try:
        return bool(_env.bool(name))
    except EnvError as error:
        raise refusal(
            name,
            f"“{text(name)}” anlaşılmadı. true ya da false yazın.",
            f'"{text(name)}" is not understood. Write true or false.',
        ) from error


def number(name: str, *, default: int, least: int, most: int) -> int:
    """A whole number within its limits."""
    value = text(name)
    if value is None:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise refusal(
            name,
            f"“{value}” olmaz. {least} ile {most} arasında bir tam sayı yazın.",
            f'"{value}" will not do. Write a whole number from {least} to {most}.',
        )
    return int(value)


def host_names(name: str, *, default: list[str]) -> list[str]:
    value = text(name)
    if value is None:
        return default
    hosts = [host.strip() for host in value.split(",") if host.strip()]
    for host in hosts:
        if not _HOST_PATTERN.fullmatch(host):
            raise refusal(
                name,
                f"“{host}” bir alan adı değil. Yalnız adları virgülle ayırarak yazın: "
                "rapor.example.org,10.0.0.5",
                f'"{host}" is not a host name. Write bare names separated by commas, '
                "with no scheme, port or path.",
            )
    return hosts


def site_url(name: str, *, default: str) -> SplitResult:
    """The address that readers see; only scheme, host and port."""
    value = text(name) or default
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.username is not None
        or parts.path.strip("/")
        or parts.query
        or parts.fragment
    ):
        raise refusal(
            name,
            f"“{value}” bir site adresi değil. Yolu olmayan tam adresi yazın: "
            "https://rapor.example.org",
            f'"{value}" is not a site address. Write scheme and host, without a path.',
        )
    return parts._replace(path="", query="", fragment="")


def is_local(host: str) -> bool:
    """Whether only this machine can reach the host by that name."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def directory(name: str, *, default: Path) -> Path:
    """An absolute path of a folder that this process can write to; made when missing."""
    value = text(name)
    path = Path(value).expanduser() if value else default
    if not path.is_absolute():
        path = Path.cwd() / path
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refusal(
            name,
            f"{path} klasörü açılamadı ({error.strerror}). Yazılabilir bir klasör gösterin.",
            f"the folder {path} cannot be made ({error.strerror}). Name a writable one.",
        ) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise refusal(
            name,
            f"{path} klasörüne yazılamıyor. Sahibini düzeltin ya da başka bir klasör gösterin.",
            f"the folder {path} is not writable. Correct its owner or name another one.",
        )
    return path


def secret_key(name: str, *, kept_in: Path, production: bool) -> str:
    """The given key; outside production one that is made once and kept beside the data."""
    value = text(name)
    if value is not None:
        if len(value) < SECRET_KEY_LENGTH or len(set(value)) < 5:
            raise refusal(
                name,
                f"anahtar çok kısa ya da tekdüze (en az {SECRET_KEY_LENGTH} karakter). "
                "Yenisini üretin: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
                f"the key is too short or monotonous (at least {SECRET_KEY_LENGTH} characters); "
                "the command above makes one.",
            )
        return value
    if production:
        raise refusal(
            name,
            "yayında anahtar zorunludur. Bir kez üretin ve hizmetin ortamında saklayın: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
            "compulsory in production; the command above makes one. "
            "(On this machine alone, use a KARS_SITE_URL of http://127.0.0.1:8000.)",
        )
    if not kept_in.exists():
        # Written aside and linked into place: of two processes that start at once one wins.
        draft = kept_in.with_name(f"{kept_in.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(SECRET_KEY_LENGTH))
        try:
            os.link(draft, kept_in)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return kept_in.read_text(encoding="ascii").strip()


def database(name: str, *, default: Path, base: Path) -> dict[str, object]:
    """Django's settings for ``sqlite:///…`` or ``postgres://…``."""
    value = text(name) or f"sqlite:////{str(default).lstrip('/')}"
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        # Not chained: what urlsplit took for the port may be a part of the password.
        raise _bad_database(name, "kapı numarası / port") from None
    if parts.fragment:
        # An unquoted # or ? in a password cuts the address short.
        raise _bad_database(name, "“#”")
    if parts.scheme == "sqlite":
        return _sqlite(name, parts, base)
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(name, parts, port)
    raise _bad_database(name, f"“{parts.scheme}://”")


def _bad_database(name: str, what: str) -> SettingRefusedError:
    # The address itself isn't repeated: it may hold a password, and messages end in logs.
    return refusal(
        name,
        f"{what} anlaşılmadı. sqlite:////srv/kars/db.sqlite3 ya da "
        "postgres://kullanıcı:parola@sunucu:5432/veritabanı yazın "
        "(özel karakterleri %23 gibi kodlayın).",
        f"{what} is not understood. Write sqlite:////absolute/path or "
        "postgres://user:password@host:5432/name (percent-encode special characters).",
    )


def _sqlite(name: str, parts: SplitResult, base: Path) -> dict[str, object]:
    path = unquote(parts.path).removeprefix("/")
    memory = parts.netloc == ":memory:" or path == ":memory:"
    if parts.query or (parts.netloc and not memory) or (not path and not memory):
        raise _bad_database(name, "sqlite://")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:" if memory else _sqlite_name(base / path),
        "OPTIONS": {
            # Readers and one writer work side by side (the web processes and the task worker).
            # A transaction takes the write lock when it begins: it waits then, instead of failing
            # at its first write, where SQLite cannot retry.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
            ),
        },
    }


def _sqlite_name(path: Path) -> str:
    """A file that was there is opened, never made anew: when somebody takes it away, an empty one
    in its place would answer, and its journal would be applied to the one that comes back.
    """
    return f"file:{quote(str(path))}?mode=rw" if path.exists() else str(path)


def _postgres(name: str, parts: SplitResult, port: int | None) -> dict[str, object]:
    database_name = unquote(parts.path.removeprefix("/"))
    if not database_name or "/" in database_name:
        raise _bad_database(name, "veritabanı adı / database name")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    unknown = sorted(set(options) - _POSTGRES_OPTIONS)
    if unknown:
        raise _bad_database(name, "“?" + "&".join(unknown) + "”")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # A server that does not answer must not hold a visitor for minutes.
        "OPTIONS": {"connect_timeout": "5", **options},
    }


def email(name: str, *, folder: Path) -> dict[str, object]:
    """Django's settings for ``file:``, ``console:``, ``smtp://…`` or ``smtps://…``.

    Without a value mails are written into the folder, so that nothing leaves a machine by accident.
    """
    value = text(name) or "file:"
    if value == "file:":
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": str(folder)}
    if value == "console:":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise _bad_email(name, "kapı numarası / port") from None
    if parts.scheme not in {"smtp", "smtps"}:
        raise _bad_email(name, f"“{parts.scheme}:”")
    if not parts.hostname or parts.path.strip("/") or parts.fragment:
        raise _bad_email(name, "sunucu adı / host name")
    plain = parts.scheme == "smtp" and parts.query == "tls=none"
    if parts.query and not plain:
        raise _bad_email(name, "“?…”")
    if plain and parts.username:
        # A password would cross the network readable for everybody.
        raise _bad_email(name, "parola ile “tls=none” / a password with “tls=none”")
    implicit = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if implicit else 25 if plain else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": implicit,
        "EMAIL_USE_TLS": not implicit and not plain,
        "EMAIL_TIMEOUT": 20,
    }


def _bad_email(name: str, what: str) -> SettingRefusedError:
    # The address itself isn't repeated: it may hold a password, and messages end in logs.
    return refusal(
        name,
        f"{what} anlaşılmadı. file:, console:, smtp://kullanıcı:parola@sunucu:587 (STARTTLS), "
        "smtps://kullanıcı:parola@sunucu:465 ya da yalnız iç ağda parolasız "
        "smtp://sunucu:25?tls=none yazın (özel karakterleri %23 gibi kodlayın).",
        f"{what} is not understood. Write one of the forms above "
        "(percent-encode special characters).",
    )


def sender(name: str, *, title: str, host: str) -> str:
    """From whom mails come: an address, or a name with an address in angle brackets."""
    value = text(name)
    if value is None:
        return f"{title} <portal@{'localhost' if is_local(host) else host}>"
    address = parseaddr(value)[1]
    if "\n" in value or not re.fullmatch(r"[^@\s]+@[A-Za-z0-9.-]+", address):
        raise refusal(
            name,
            f"“{value}” bir e-posta adresi değil. rapor@example.org ya da "
            "Faaliyet Raporu <rapor@example.org> yazın.",
            f'"{value}" is not an e-mail address. Write rapor@example.org or '
            "Name <rapor@example.org>.",
        )
    return value
