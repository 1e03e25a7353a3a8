"""One file, from the environment only.

CADRAGE_MODE      demo (default), test or production
CADRAGE_DATA_DIR  where the embedded deployment keeps database, documents and mails
DATABASE_URL      sqlite:///… (default) or postgres://…
REDIS_URL         broker, cache and sessions; absent = embedded broker on the file system
EMAIL_URL         smtp+tls://user:password@host:587 ; absent = a folder shown in the app
BASE_URL          the address written in e-mails
COMPANY_NAME      the company whose projects are framed
COMPANY_LOGO      its logo on the first page of documents: path of a PNG or SVG file (none)
SEAL_CERTIFICATE, SEAL_PASSPHRASE  PKCS#12 file that seals documents, and its passphrase (none)
S3_BUCKET         documents in S3 instead of the data folder
PROJECT_QUOTA_BYTES  what the documents of one project may weigh together (500 MB)
CLAMD_ADDRESS     antivirus: host:3310 or /run/clamav/clamd.ctl ; absent = documents not scanned
CLAMD_SECONDS     how long one document may be scanned before it is tried again (60)
REMIND_ON_WORKING_MORNINGS  reminders leave on working days at each person's hour (default), or
                  at any time
CHAT_TRUSTED_HOSTS  hosts of the company's own network that chat channels may post to (none)
REMINDER_SECONDS  how often late balls are looked for (600)
NOTICE_LEASE_SECONDS, JOB_LEASE_SECONDS  after how long a dead worker's e-mail (60) or
                  document (300, or 60 once it said how far it is) is taken up again
GUEST_IDLE_MINUTES, GUEST_HOURS  a guest signs in again by a new code after so long without a
                  page (120), and so long after signing in anyway (8)
BEAT_LOCK_SECONDS after how long another beat takes over from a dead one, with Redis (30)
"""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.env import ROOT, data_dir, env, local_secret, refuse_unsafe_production

MODE = env.str("CADRAGE_MODE", "demo")
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
if PRODUCTION:
    refuse_unsafe_production()

DATA_DIR = data_dir()
SECRET_KEY = env.str("SECRET_KEY", "") or local_secret(DATA_DIR)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])
DEBUG = env.bool("DEBUG", False)
PORT = env.int("PORT", 8000)
BASE_URL = env.str("BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "testserver"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]
COMPANY_NAME = env.str("COMPANY_NAME", "Maison Verdier")
COMPANY_LOGO = env.str("COMPANY_LOGO", "")
SEAL_CERTIFICATE = env.str("SEAL_CERTIFICATE", "")
SEAL_PASSPHRASE = env.str("SEAL_PASSPHRASE", "")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "template_partials",
    "governance",
    "projects",
    "reviews",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "governance.middleware.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "governance.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "governance.access.GuestSessionMiddleware",
    "governance.keeping.KeepsTypingMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "governance.middleware.WrongStateMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "governance.pages.shell",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "rows",
        "DIRS": [ROOT / "templates" / "rows"],
        "OPTIONS": {"autoescape": True},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
}
DATABASE_URL = env.str("DATABASE_URL", f"sqlite:///{DATA_DIR / 'cadrage.sqlite3'}")
DATABASES = {"default": env.dj_db_url("DATABASE_URL", DATABASE_URL)}
if DATABASE_URL.startswith("sqlite"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

AUTH_USER_MODEL = "governance.Person"
AUTHENTICATION_BACKENDS = ["projects.backends.PersonBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "reviews:home"
ACCOUNT_FORMS = {"request_login_code": "governance.forms.codes.CodeRequestForm"}
ACCOUNT_ADAPTER = "governance.backends.ClosedAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "60/h/ip,5/h/key",
    "check_file": "30/5m/ip",
    "check_code": "60/5m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 1 if PRODUCTION else 0)
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(BASE_URL).scheme
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 60 * 60 * 12
GUEST_IDLE_MINUTES = env.int("GUEST_IDLE_MINUTES", 120)
GUEST_HOURS = env.int("GUEST_HOURS", 8)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "governance.views.errors.csrf_failure"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français")), ("en", _("Anglais"))]
LOCALE_PATHS = [ROOT / "locale" / "typography", ROOT / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "build" / "static", ("img", ROOT / "static" / "img")]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = DATA_DIR / "documents"
S3_BUCKET = env.str("S3_BUCKET", "")
FILES = (
    {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": S3_BUCKET}}
    if S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
)
STATIC_BACKEND = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if PRODUCTION
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {"default": FILES, "staticfiles": {"BACKEND": STATIC_BACKEND}}
UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024
PROJECT_QUOTA_BYTES = env.int("PROJECT_QUOTA_BYTES", 500_000_000)
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", "")
CLAMD_SECONDS = env.float("CLAMD_SECONDS", 60)

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Cadrage <cadrage@verdier.example>")
EMAIL_TIMEOUT = 10
CHAT_TRUSTED_HOSTS = env.list("CHAT_TRUSTED_HOSTS", [])
REMIND_ON_WORKING_MORNINGS = env.bool("REMIND_ON_WORKING_MORNINGS", True)
REMINDER_SECONDS = env.float("REMINDER_SECONDS", 600)
NOTICE_LEASE_SECONDS = env.int("NOTICE_LEASE_SECONDS", 60)
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", 300)
BEAT_LOCK_SECONDS = env.int("BEAT_LOCK_SECONDS", 30)
if EMAIL_URL := env.str("EMAIL_URL", ""):
    vars().update(env.dj_email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "governance.delivery.FolderBackend"
EMAIL_FILE_PATH = DATA_DIR / "mails"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_secrets": {"()": "governance.logs.WithoutSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
    # always said, whatever LOG_LEVEL: kept on another machine, it proves that no line was cut off
    "loggers": {"cadrage.journal.head": {"level": "INFO"}},
}
