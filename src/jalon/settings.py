"""Django's settings, from the home folder and the environment."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

from jalon.identity import home_key

HOME = Path(os.environ.get("JALON_HOME") or Path.home() / ".local" / "share" / "jalon")
PACKAGE = Path(__file__).resolve().parent


def _database() -> dict[str, object]:
    """SQLite in the home by default; PostgreSQL by `JALON_DATABASE=postgresql://user:password@host:port/name`."""
    given = os.environ.get("JALON_DATABASE", "")
    if given.startswith(("postgresql://", "postgres://")):
        said = urlparse(given)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": said.path.lstrip("/"),
            "USER": unquote(said.username or ""),
            "PASSWORD": unquote(said.password or ""),
            "HOST": unquote(said.hostname or ""),
            "PORT": str(said.port or ""),
            "CONN_MAX_AGE": 60,
        }
    if given:
        raise ImproperlyConfigured("JALON_DATABASE")  # never another database than the one asked for, nor its password
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(HOME / "records.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            # FULL: an acknowledged import must survive a power failure.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000; "
            "PRAGMA foreign_keys=ON",
        },
    }


SECRET_KEY = home_key.kept(HOME)
DEBUG = False
DEMO = os.environ.get("JALON_DEMO") == "1"
ALLOWED_HOSTS = [host for host in os.environ.get("JALON_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host]
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("JALON_ORIGINS", "").split(",") if origin]
BEHIND_TLS = os.environ.get("JALON_TLS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "jalon.records.apps.RecordsConfig",
    "jalon.web.apps.WebConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jalon.web.protection.ContentSecurity",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jalon.web.language.InTheReadersLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jalon.web.visiting.KeepsVisits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "jalon.web.urls"
WSGI_APPLICATION = "jalon.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "jalon.web.templatetags.words",
                "jalon.web.templatetags.asked",
                "jalon.web.templatetags.drawing",
                "jalon.web.templatetags.figures",
                "jalon.web.templatetags.imported",
                "jalon.web.templatetags.moving",
                "jalon.web.templatetags.dated",
            ],
        },
    }
]
DATABASES = {"default": _database()}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "records.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
PASSWORDS = os.environ.get("JALON_PASSWORDS") != "off"
"""Whether passwords open anything; switched off where an identity provider or passkeys are the only ways in."""
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_FAILURE_VIEW = "jalon.web.entry.views.stale_form"
CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "wording" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = [
    "jalon.web.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
