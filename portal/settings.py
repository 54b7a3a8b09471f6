"""Django's settings: the constant ones here, those of one process through `configure`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy

from portal.config import CONTROL_HOSTS, SITE_HOSTS, Config

_PORTAL = Path(__file__).parent

DEBUG = False
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "German"), ("ar", "Arabic")]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [_PORTAL / "locale"]
COUNTRIES_OVERRIDE = {"US": gettext_lazy("United States")}
DEFAULT_CHARSET = "utf-8"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "portal.program.urls"
LOGGING_CONFIG = None

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.forms",
    "django_countries",
    "portal.organizations",
    "portal.account",
    "portal.program",
    "portal.store",
]

MIDDLEWARE = [
    "portal.log.RequestLogMiddleware",
    "portal.security.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.sites.SiteMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.preferences.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.security.NullOriginMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.account.sessions.SignInMiddleware",
    "portal.preferences.borders.MarketMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_PORTAL / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["portal.sites.context", "portal.preferences.choice.context"],
            "builtins": [
                "portal.tags",
                "django.templatetags.i18n",
                "django.templatetags.l10n",
                "django.templatetags.static",
            ],
        },
    }
]
FORM_RENDERER = "portal.forms.Renderer"

AUTH_USER_MODEL = "account.Account"
AUTHENTICATION_BACKENDS = ["portal.account.backend.AccountBackend"]
PASSWORD_HASHERS = ["portal.account.hashers.QuickScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "portal.account.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "session"
CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
# Nothing here opens or is opened by another window, and the header would cost a process swap per redirect.
SECURE_CROSS_ORIGIN_OPENER_POLICY = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

STATIC_URL = "/static/"
STATIC_ROOT = str(_PORTAL / "static")
WHITENOISE_USE_FINDERS = False
WHITENOISE_MAX_AGE = 86_400

EMAIL_TIMEOUT = 15

# Replaced by `configure`; here so that type checkers know the names.
PORTAL = Config(port=8000, data=Path(), secret_key="")


def configure(config: Config) -> None:
    """Give Django its settings for this process. Once per process, before ``django.setup``."""
    constants: dict[str, Any] = {name: value for name, value in globals().items() if name.isupper()}
    settings.configure(**(constants | _of_process(config)))


def _of_process(config: Config) -> dict[str, Any]:
    return {
        "PORTAL": config,
        "SECRET_KEY": config.secret_key,
        "ALLOWED_HOSTS": [*SITE_HOSTS.values(), *CONTROL_HOSTS],
        "EMAIL_BACKEND": "portal.smtp.SmtpBackend" if config.smtp else "portal.mail.LogBackend",
        "EMAIL_HOST": config.smtp[0] if config.smtp else "",
        "EMAIL_PORT": config.smtp[1] if config.smtp else 0,
        "DATABASES": {
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": config.database,
                # One connection per thread for its whole life: the server's threads are few and lasting.
                "CONN_MAX_AGE": None,
                "OPTIONS": {
                    # A transaction takes the write lock when it begins, so that it waits for others
                    # instead of failing half-way with "database is locked".
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 20,
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
                },
            }
        },
    }
