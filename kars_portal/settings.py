"""Settings; everything that differs between two machines comes from the environment.

KARS_SECRET_KEY     compulsory in production; elsewhere made once and kept in the data folder
KARS_DEBUG          true or false (false)
KARS_SITE_URL       the address readers see (http://127.0.0.1:8000); a local one means "not
                    production", an https one turns on secure cookies, redirects and HSTS
KARS_ALLOWED_HOSTS  host names, separated by commas (the host of KARS_SITE_URL, and the local ones
                    when it is local)
KARS_DATA_DIR       database, media, logs and generated passwords (var/)
KARS_EMAIL_URL      file:, console:, smtp://user:password@host:587 (STARTTLS), smtps://…, or
                    smtp://host:25?tls=none in one's own network (file: writes mail/ in the data
                    folder)
KARS_EMAIL_FROM     sender of the mails (portal@ and the host of KARS_SITE_URL)
KARS_SESSION_MINUTES  minutes without a request after which the office closes a session (60)
KARS_SIGN_IN_FAILURES failed tries after which a user name is locked at an address (5)
KARS_PROXIES        reverse proxies in front of the portal; a visitor's address is then read from
                    X-Forwarded-For, which the outermost of them must set itself (0)
KARS_TRUST_DIR      whose signatures are believed: roots/, intermediates/, crls/, ocsps/ (trust/ in
                    the data folder); the portal only reads it
KARS_SEAL           key of the institution's seal: pkcs12:/path/file.p12 or
                    pkcs11:token=…;object=…?module-path=/path/module.so (none: nothing is sealed)
KARS_SEAL_PASSWORD_FILE  file with the seal's password or PIN
KARS_TSA_URL        address of the time-stamping authority (none: no stamps over the network)
KARS_TSA_IDENTITY_FILE   file with number:password for the authority of Kamu SM
DATABASE_URL        sqlite:///… or postgres://… (SQLite in the data folder)
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import django_stubs_ext
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kars_portal import env, env_signing
from kars_portal.lib.tokens import family

BASE_DIR = Path(__file__).resolve().parent.parent

env.refuse_unknown(os.environ)

# Forms, querysets and screens name their models in brackets, which Django itself doesn't know.
django_stubs_ext.monkeypatch()

# --- Where it runs ---------------------------------------------------------------------------
DEBUG = env.flag("KARS_DEBUG", default=False)
DATA_DIR = env.directory("KARS_DATA_DIR", default=BASE_DIR / "var")

_site = env.site_url("KARS_SITE_URL", default="http://127.0.0.1:8000")
_site_host = _site.hostname or ""
_local = env.is_local(_site_host)
_https = _site.scheme == "https"

SITE_URL = _site.geturl()
SECRET_KEY = env.secret_key(
    "KARS_SECRET_KEY", kept_in=DATA_DIR / "secret_key", production=not (DEBUG or _local)
)
ALLOWED_HOSTS = env.host_names(
    "KARS_ALLOWED_HOSTS",
    default=[_site_host, *(["localhost", "127.0.0.1", "[::1]"] if _local else [])],
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- Applications ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "reports.office.apps.OfficeConfig",  # unfold
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.inlines",
    "unfold.contrib.import_export",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "import_export",
    "django_tables2",
    "django_filters",
    "auditlog",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django_tasks",
    "reports.apps.ReportsConfig",
    "reports.signin.apps.SignInConfig",
    "departments.apps.DepartmentsConfig",
    "finance.apps.FinanceConfig",
    "performance.apps.PerformanceConfig",
    # Last: a command of the portal's own has the same name and takes its place.
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "reports.site.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before anything reads what was sent.
    "reports.ground.plain_requests.PlainRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "reports.ground.languages.LanguageMiddleware",
    "reports.site.middleware.RefusalMiddleware",
    "reports.site.middleware.KeptPagesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Before anything that asks who the visitor is.
    "reports.signin.middleware.SignInMiddleware",
    "reports.signin.keeping.KeepingMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "reports.collect.audit.middleware.RecordingMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "kars_portal.urls"
WSGI_APPLICATION = "kars_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, object]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {
                "addresses": "reports.ground.addresses",
                "paper": "reports.site.paper",
                "tokens": "kars_portal.stylesheets",
            },
            "builtins": ["reports.ground.capitals", "reports.ground.languages"],
        },
    },
]

# --- Data ------------------------------------------------------------------------------------
DATABASES = {
    "default": env.database("DATABASE_URL", default=DATA_DIR / "db.sqlite3", base=BASE_DIR)
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- Language --------------------------------------------------------------------------------
LANGUAGE_CODE = "tr"
LANGUAGES = [("tr", _("Türkçe")), ("en", _("İngilizce"))]
# The reader's choice (docs/sign-in.md); without one the interface is Turkish.
LANGUAGE_COOKIE_NAME = "dil"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LOCALE_PATHS = [BASE_DIR / "kars_portal" / "locale"]
TIME_ZONE = "Europe/Istanbul"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["kars_portal.formats"]

# --- Files -----------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "media/"
MEDIA_ROOT = DATA_DIR / "media"
# Files that prove a result: no address leads here, a view that asks for rights hands them out.
EVIDENCE_DIR = DATA_DIR / "evidence"
# Root certificates and revocation lists that signatures are examined with (docs/signing.md).
TRUST_DIR = Path(env.text("KARS_TRUST_DIR") or DATA_DIR / "trust").expanduser().absolute()
# Signed files: no address leads here either; what is published is handed out by its view.
SIGNED_DIR = DATA_DIR / "signed"
SIGNED_MAX_BYTES = 64 * 1024 * 1024
SEAL = env_signing.seal("KARS_SEAL", beside="KARS_SEAL_PASSWORD_FILE")
SEAL_PASSWORD_FILE = env_signing.secret_file("KARS_SEAL_PASSWORD_FILE", beside="KARS_SEAL")
TSA_URL = env_signing.web_address("KARS_TSA_URL")
TSA_IDENTITY_FILE = env_signing.secret_file("KARS_TSA_IDENTITY_FILE", beside="KARS_TSA_URL")
# Laid-out parts of printed reports (docs/pdf.md); may be emptied at any time.
PDF_CACHE_DIR = DATA_DIR / "cache" / "pdf"
PDF_CACHE_MAX_BYTES = 200 * 1024 * 1024
# Public pages for the time when the database is away; may be emptied at any time.
KEPT_PAGES_DIR = DATA_DIR / "cache" / "pages"
KEPT_PAGES_MAX_BYTES = 300 * 1024 * 1024
EVIDENCE_MAX_BYTES = 20 * 1024 * 1024
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "kars_portal.stylesheets.JoinedStaticFilesStorage"
        )
    },
}

# --- Mail ------------------------------------------------------------------------------------
# EMAIL_BACKEND and what that backend needs.
globals().update(env.email("KARS_EMAIL_URL", folder=DATA_DIR / "mail"))
DEFAULT_FROM_EMAIL = env.sender("KARS_EMAIL_FROM", title="Faaliyet Raporu Portalı", host=_site_host)

# --- Back office -----------------------------------------------------------------------------
UNFOLD: dict[str, object] = {
    "SITE_TITLE": "Faaliyet Raporu Portalı",
    "SITE_HEADER": "Faaliyet Raporu Portalı",
    "SITE_URL": "/",
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda _request: static("site/icon.svg"),
        }
    ],
    "SHOW_VIEW_ON_SITE": False,
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": "kars_portal.navigation.navigation",
    },
    "STYLES": [
        lambda _request: static("office/theme.css"),
    ],
    "DASHBOARD_CALLBACK": "reports.office.desk.dashboard.dashboard",
    "ACCOUNT": {
        "navigation": [
            {"title": _("Hesabım"), "link": reverse_lazy("admin:account")},
            {"title": _("Parola değiştir"), "link": reverse_lazy("admin:password_change")},
        ]
    },
    # The petrol of the public site, so that both sides are recognised as one portal.
    "COLORS": {"primary": family("primary-")},
}
# A page of a large free table has one field for each cell.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# --- Security --------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    # Rights on single objects: who works where.
    "departments.auth.DutiesBackend",
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# Who cannot enter the office with a password alone: codes of reports.core.roles, and "superuser".
SECOND_FACTOR_ROLES: tuple[str, ...] = ("publisher", "signatory", "superuser")
OTP_TOTP_ISSUER = "Faaliyet Raporu Portalı"
# Phones keep the time; a clock that is followed would open the window ever wider.
OTP_TOTP_SYNC = False

SESSION_IDLE_MINUTES = env.number("KARS_SESSION_MINUTES", default=60, least=5, most=720)
# The end that no use puts off; the stored session goes with it.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

TRUSTED_PROXIES = env.number("KARS_PROXIES", default=0, least=0, most=9)
AXES_CLIENT_IP_CALLABLE = "reports.signin.address.client_address"
AXES_HANDLER = "reports.signin.tries.TriesHandler"
AXES_FAILURE_LIMIT = env.number("KARS_SIGN_IN_FAILURES", default=5, least=3, most=50)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_CALLABLE = "reports.signin.lockout.locked_page"
# Trying on does not put the end off, so the time that the page names holds.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "csrfmiddlewaretoken"]
AXES_ENABLE_ADMIN = False  # the office has screens of its own: reports.signin.admin
AXES_VERBOSE = False

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "reports.signin.keeping.refused"

if _https and not DEBUG:
    # TLS ends at the reverse proxy, which must set this header itself and drop a visitor's own.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True

# --- Logging ---------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    # What was refused is no fault of the portal: one line, without where in the code it was.
    "filters": {"refused": {"()": "kars_portal.lib.logs.RefusedInOneLine"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["refused"],
        },
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # They tell of a stranger's file in its own words, with tracebacks: the verdict says enough.
    "loggers": {
        name: {"handlers": ["nowhere"], "propagate": False}
        for name in ("pyhanko", "pyhanko_certvalidator", "pikepdf")
    },
}
