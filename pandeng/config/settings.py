"""All settings in one file; everything that can be set comes from the environment, typed."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.contrib.messages import constants
from django.core.exceptions import ImproperlyConfigured

from pandeng.config import sqlite, trial_clock

PACKAGE = Path(__file__).resolve().parent.parent


def env_text(name: str, default: str) -> str:
    return os.environ.get(name, "").strip() or default


def env_flag(name: str, default: bool) -> bool:
    written = env_text(name, "1" if default else "0").lower()
    if written in {"1", "true", "yes", "on"}:
        return True
    if written in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={written}：请写 1 或 0。")


def env_number(name: str, default: int) -> int:
    written = env_text(name, str(default))
    if not written.isdigit():
        raise ImproperlyConfigured(f"{name}={written}：请写一个不小于0的整数。")
    return int(written)


def env_list(name: str, default: list[str]) -> list[str]:
    text = env_text(name, "")
    return [part.strip() for part in text.split(",") if part.strip()] if text else default


def data_folder() -> Path:
    """PANDENG_HOME, else `var` in the checkout, else (installed as a package) `var` where we are."""
    checkout = PACKAGE.parent
    beside = checkout if (checkout / "pyproject.toml").exists() else Path.cwd()
    return Path(env_text("PANDENG_HOME", str(beside / "var"))).expanduser().resolve()


HOME = data_folder()
TRIAL_DAYS = trial_clock.days_ahead(HOME)  # set by `pandeng clock`, for trying alone
if TRIAL_DAYS:
    trial_clock.go(TRIAL_DAYS)


def secret(name: str) -> str:
    """A secret of this installation: from the environment, else a file made once in HOME."""
    if given := os.environ.get(f"PANDENG_{name.upper()}"):
        return given
    path = HOME / "secrets" / name
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = secrets.token_urlsafe(48)
        try:
            with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(made)
        except FileExistsError:
            return path.read_text().strip()
        return made


SQLITE = sqlite.use_newest()


def sqlite_file() -> dict[str, Any]:
    HOME.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "pandeng.sqlite3",
        "CONN_MAX_AGE": 60,  # a new connection begins with an empty cache
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": f"PRAGMA journal_mode={SQLITE.journal};"
            f"PRAGMA synchronous={'FULL' if SQLITE.wal_is_safe else 'EXTRA'};"
            "PRAGMA foreign_keys=ON;PRAGMA cache_size=-65536;",
        },
    }


def database(url: str) -> dict[str, Any]:
    """The database of DATABASE_URL; without one a SQLite file in HOME."""
    if not url:
        return sqlite_file()
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL 不认识 {parts.scheme}://，请写成 postgresql://用户:口令@主机:端口/库名。"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database(env_text("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DEBUG = env_flag("PANDENG_DEBUG", False)
SECRET_KEY = secret("secret_key")
AUDIT_KEY = secret("audit_key")
ALLOWED_HOSTS = env_list("PANDENG_HOSTS", ["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env_list("PANDENG_ORIGINS", [])
HTTPS = env_flag("PANDENG_HTTPS", False)
DEMO = env_flag("PANDENG_DEMO", False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "simple_history",
    "django_cotton.apps.SimpleAppConfig",
    "csp",
    "pandeng.core",
    "pandeng.access",
    "pandeng.domain.attachments",
    "pandeng.domain.calendars",
    "pandeng.domain.deadlines",
    "pandeng.domain.notices",
    "pandeng.domain.enterprises",
    "pandeng.domain.chains",
    "pandeng.domain.platforms",
    "pandeng.domain.carriers",
    "pandeng.domain.projects",
    "pandeng.domain.demands",
    "pandeng.domain.teams",
    "pandeng.domain.titles",
    "pandeng.domain.climbing",
    "pandeng.domain.surveys",
    "pandeng.domain.outcomes",
    "pandeng.domain.strategy",
    "pandeng.domain.instructions",
    "pandeng.domain.duplicates",
    "pandeng.domain.units",
    "pandeng.domain.packs",
    "pandeng.domain.offices",
    "pandeng.domain.hooks",
    "pandeng.web",
    "pandeng.jobs",
]
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "pandeng.access.passwords.BoundedArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "pandeng.web.pages.account.sign_in.locked_out"
CSRF_FAILURE_VIEW = "pandeng.web.pages.errors.stale_form"
OTP_TOTP_ISSUER = "攀登 Pandeng"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pandeng.web.middleware.language.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pandeng.web.middleware.access.Gate",
    "pandeng.web.middleware.errors.Refusals",
    "axes.middleware.AxesMiddleware",
    "pandeng.api.middleware.Interface",
    "pandeng.web.middleware.conditional.Conditional",
]
ROOT_URLCONF = "pandeng.config.urls"
API_PATH = "/api/"
WSGI_APPLICATION = "pandeng.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "pandeng.web.context_processors.context",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "pandeng.web.templatetags.layout",
            ],
        },
    }
]
FORM_RENDERER = "pandeng.web.ui.widgets.Renderer"
COTTON_DIR = "components"
MESSAGE_TAGS = {  # the tones of c-message
    constants.DEBUG: "info",
    constants.INFO: "info",
    constants.SUCCESS: "good",
    constants.WARNING: "warn",
    constants.ERROR: "bad",
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MANIFEST_STRICT = False
MEDIA_ROOT = HOME / "files"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31536000

# Where the office is reached from outside; links in e-mails and group messages start with it.
PUBLIC_URL = env_text("PANDENG_URL", f"http://localhost:{env_text('PORT', '8000')}").rstrip("/")
SMTP = env_text("PANDENG_SMTP", "")  # smtp://, smtp+tls:// or smtps://user:password@host:port
MAIL_FROM = env_text("PANDENG_MAIL_FROM", "pandeng@localhost")
# Networks that robots and the mail server may be reached in although they are not public.
OUTBOUND_ALLOW = env_list("PANDENG_OUTBOUND_ALLOW", [])

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
UPLOAD_LIMIT_BYTES = 10 * 2**20
ATTACHMENT_BYTES = 20 * 2**20  # one file
MAX_BYTES = 100 * 2**20  # one request; more is refused before it is read
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = False
SIMPLE_HISTORY_DATE_INDEX = False
SIMPLE_HISTORY_ENFORCE_HISTORY_MODEL_PERMISSIONS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env_text("PANDENG_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
