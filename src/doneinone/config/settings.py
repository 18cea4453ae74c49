"""Django settings, read from the environment. They never start or need a running database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from doneinone.channels.shared.assets import static_url

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("DONEINONE_DATA", "var")).resolve()

DEBUG = False
DEMO = os.environ.get("DONEINONE_DEMO") == "1"
"""In the demonstration a page shows every message sent and the staff's one-time codes."""

PUBLIC_ADDRESS = os.environ.get("DONEINONE_ADDRESS", "http://127.0.0.1:8000")
"""Where people reach the hub: links in messages begin with it."""

_secure = PUBLIC_ADDRESS.startswith("https://")


def _secret_key() -> str:
    """Take the key from the environment, or keep one made here in the data folder."""
    if given := os.environ.get("DONEINONE_SECRET_KEY"):
        return given
    kept = DATA / "secret-key"
    try:
        return kept.read_text()
    except FileNotFoundError:
        DATA.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return kept.read_text()
        key = secrets.token_urlsafe(48)
        os.write(descriptor, key.encode())
        os.close(descriptor)
        return key


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [
    urlsplit(PUBLIC_ADDRESS).hostname or "127.0.0.1",
    "127.0.0.1",
    "localhost",
    *filter(None, os.environ.get("DONEINONE_HOSTS", "").split(",")),
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "doneinone.foundation.timeline.apps.TimelineConfig",
    "doneinone.domain.identity.apps.IdentityConfig",
    "doneinone.domain.places.apps.PlacesConfig",
    "doneinone.domain.directory.apps.DirectoryConfig",
    "doneinone.domain.catalogue.apps.CatalogueConfig",
    "doneinone.domain.people.apps.PeopleConfig",
    "doneinone.domain.cases.apps.CasesConfig",
    "doneinone.domain.intake.apps.IntakeConfig",
    "doneinone.domain.contacts.apps.ContactsConfig",
    "doneinone.domain.messages.apps.MessagesConfig",
    "doneinone.domain.insight.apps.InsightConfig",
    "doneinone.config.apps.WiringConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "doneinone.channels.shared.limits.BodyLimit",
    "doneinone.channels.shared.assets.Assets",
    "doneinone.channels.shared.csp.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "doneinone.channels.shared.languages.LanguageOfPage",
    "django.middleware.common.CommonMiddleware",
    "doneinone.channels.shared.limits.NoNulls",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "doneinone.channels.shared.acting.ActorOfRequest",
]

ROOT_URLCONF = "doneinone.config.urls"
WSGI_APPLICATION = "doneinone.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            PACKAGE / "channels/shared/templates",
            PACKAGE / "channels/web/templates",
            PACKAGE / "channels/desk/templates",
        ],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "doneinone.config.jinja.environment",
            "context_processors": ["doneinone.channels.shared.context.page"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]


def _database(user: str) -> dict[str, Any]:
    """Describe the database of ``DATABASE_URL``, or the embedded one in the data folder."""
    url = os.environ.get("OWNER_DATABASE_URL" if user == "hub_owner" else "DATABASE_URL")
    common: dict[str, Any] = {
        "ENGINE": "doneinone.foundation.postgres",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
    if url:
        parts = urlsplit(url)
        return common | {
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
        }
    from doneinone.foundation.embedded_postgres import EmbeddedPostgres

    return common | {
        "HOST": EmbeddedPostgres(data=DATA / "database").host,
        "NAME": "hub",
        "USER": user,
    }


DATABASES: dict[str, dict[str, Any]] = {
    "default": _database(os.environ.get("DONEINONE_DB_ROLE", "hub_app"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "rate_limit",
    }
}

AUTH_USER_MODEL = "identity.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/desk/"
LOGIN_URL = "/accounts/login/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_ADAPTER = "doneinone.channels.desk.sign_in.StaffAccounts"
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "doneinone.channels.desk.sign_in.StaffMfa"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Done in One"
# Noted by the desk every ten minutes, not by a middleware with each page.
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _secure
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _secure
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if _secure else 0
X_FRAME_OPTIONS = "DENY"

# How many proxies of ours a request passes: that many of the last addresses it names are believed.
TRUSTED_PROXIES = int(os.environ.get("DONEINONE_PROXIES", "0"))
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_TEMP_DIR = None
MAX_BODY_BYTES = 60 * 1024 * 1024
MAX_FILE_BYTES = 20 * 1024 * 1024

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

STATIC_URL = static_url()
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "channels/shared/static"]

# Which adapter serves which port: dotted names, so that an installed package can bring its own.
EMAIL_ADAPTER = os.environ.get(
    "DONEINONE_EMAIL",
    "doneinone.adapters.email.SmtpEmail" if not DEMO else "doneinone.adapters.email.RecordedEmail",
)
SMS_ADAPTER = os.environ.get("DONEINONE_SMS", "doneinone.adapters.sms.RecordedSms")
LETTER_ADAPTER = os.environ.get("DONEINONE_LETTERS", "doneinone.adapters.letters.RecordedLetters")
FILES_ADAPTER = "doneinone.adapters.files.FolderFiles"
FILES_FOLDER = DATA / "files"
EMAIL_HOST = os.environ.get("DONEINONE_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("DONEINONE_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("DONEINONE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DONEINONE_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("DONEINONE_SMTP_TLS") == "1"
EMAIL_TIMEOUT = 10
# The sender of what the hub tells its own staff; people are written to from the hub's address.
DEFAULT_FROM_EMAIL = os.environ.get(
    "DONEINONE_FROM", f"no-reply@{urlsplit(PUBLIC_ADDRESS).hostname or 'localhost'}"
)
MAP_TILES = os.environ.get("DONEINONE_MAP_TILES", "")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"away": {"()": "doneinone.channels.shared.errors.AwayInOneLine"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["away"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"doneinone": {"level": "INFO"}},
}
