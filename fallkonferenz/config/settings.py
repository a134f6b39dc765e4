"""All settings, in one file; every variable is read through ``environment``."""

import sys
from pathlib import Path

import environ

from fallkonferenz.config import environment, logs

BASE_DIR = Path(__file__).resolve().parents[2]
DEMO = environment.flag("FALLKONFERENZ_DEMO")
TESTING = "pytest" in sys.modules
INVENTED_DATA = DEMO or TESTING  # plain http on localhost, no real person anywhere
DEBUG = False

DATABASE_URL = environment.required(
    "DATABASE_URL",
    "the address of PostgreSQL, for instance postgresql://fk_web:…@db/fallkonferenz (make demo brings its own).",
)
REDIS_URL = environment.required(
    "REDIS_URL", "the address of Valkey or Redis, for instance redis://:…@broker:6379/0 (make demo brings its own)."
)
SECRET_KEY = environment.required("SECRET_KEY", "a random text of at least 50 characters, kept secret.")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS") or (["localhost", "127.0.0.1"] if DEMO else [])
# The address that stands in mails and invitations.
PUBLIC_ADDRESS = environment.text("FALLKONFERENZ_ADDRESS", "http://localhost:8000" if INVENTED_DATA else "")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")

# Apps ---------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # widget templates come out of our own engine
    "guardian",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "fallkonferenz",
    "audit",
    "risk",
    "fallkonferenz.vault",
    "fallkonferenz.institutions",
    "fallkonferenz.outbox",
    "fallkonferenz.cases",
    "fallkonferenz.conferences",
    "fallkonferenz.measures",
    "fallkonferenz.drafts",
    "fallkonferenz.web",
]
MIDDLEWARE = [
    "fallkonferenz.web.observing.ObservingMiddleware",  # around all: what others refuse is counted too
    "fallkonferenz.web.headers.HeadersMiddleware",  # first of those that write: its headers win
    "fallkonferenz.web.foreign.NoForeignRequests",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "fallkonferenz.web.sessions.LongestSession",
    "fallkonferenz.web.language.OwnLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "fallkonferenz.web.sessions.LoginRequired",
    "fallkonferenz.web.middleware.FrameMiddleware",  # last: owns the transaction
]

ROOT_URLCONF = "fallkonferenz.config.urls"
WSGI_APPLICATION = "fallkonferenz.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fallkonferenz.web.navigation.frame",
            ],
        },
    },
]

FORM_RENDERER = "fallkonferenz.web.forms.renderer.KernRenderer"

# Services -----------------------------------------------------------------------------------

DATABASES = {
    "default": {
        **environ.Env.db_url_config(DATABASE_URL),
        "ATOMIC_REQUESTS": False,  # the frame owns the transaction
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    },
}
# Pages come from memory or flash: at its default of 4 the planner gathers and sorts hundreds of rows for a page of 25.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c random_page_cost=1.1")
DATABASE_ROLE = environment.text("DATABASE_ROLE")
if DATABASE_ROLE:
    DATABASES["default"]["OPTIONS"]["assume_role"] = DATABASE_ROLE
# The officers' screens read the log on a connection of their own, as fk_reader; without an address they are closed.
AUDIT_READER_DATABASE_URL = environment.text("FALLKONFERENZ_AUDIT_READER_DATABASE_URL")
if AUDIT_READER_DATABASE_URL or INVENTED_DATA:
    DATABASES["audit_reader"] = environ.Env.db_url_config(AUDIT_READER_DATABASE_URL or DATABASE_URL)
    DATABASES["audit_reader"].setdefault("OPTIONS", {}).update(
        **({} if AUDIT_READER_DATABASE_URL else {"assume_role": "fk_reader"}),
        server_side_binding=True,  # bytes come as they are stored
        options="-c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read"
        " -c statement_timeout=30s",
    )
# Passwords of the login roles, set by the command database_roles when they are given.
DATABASE_PASSWORDS = {
    "fk_web": environment.text("FK_WEB_PASSWORD"),
    "fk_worker": environment.text("FK_WORKER_PASSWORD"),
    "fk_sequencer": environment.text("FK_SEQUENCER_PASSWORD"),
    "fk_reader": environment.text("FK_READER_PASSWORD"),
    "fk_retention": environment.text("FK_RETENTION_PASSWORD"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "fallkonferenz",
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},  # a broker that hangs is a broker that is gone
    },
}

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Whoever publishes must not wait long for a broker that is away: the outbox has the row anyway.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_keepalive": True,
    "socket_connect_timeout": 1.0,
    "socket_timeout": 2.0,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Berlin"

# Secrets ------------------------------------------------------------------------------------

FALLKONFERENZ_KEK_DIR = environment.text("FALLKONFERENZ_KEK_DIR")
AUDIT_INSTANCE_KEY_FILE = environment.text("FALLKONFERENZ_AUDIT_INSTANCE_KEY_FILE")
AUDIT_TAG_KEY_FILE = environment.text("FALLKONFERENZ_AUDIT_TAG_KEY_FILE")  # what the month's tag key is held under
AUDIT_ORIGIN = environment.text("FALLKONFERENZ_AUDIT_ORIGIN")  # the log's public name
AUDIT_LOG_KEY_FILE = environment.text("FALLKONFERENZ_AUDIT_LOG_KEY_FILE")  # the sequencer alone has it
AUDIT_TENDS = not TESTING  # each process closes its epochs by itself; tests swap databases
AUDIT_SOFTWARE = "fallkonferenz 0.1.0"
# Who watches over the log from outside: whose signatures count, where the witness is, what it said last.
AUDIT_POLICY_FILE = environment.text("FALLKONFERENZ_AUDIT_POLICY_FILE")
AUDIT_WITNESS_URL = environment.text("FALLKONFERENZ_AUDIT_WITNESS_URL")
AUDIT_WITHOUT_WITNESS = environment.flag("FALLKONFERENZ_AUDIT_WITHOUT_WITNESS")  # on purpose, where there is none
AUDIT_WITNESSED_FILE = environment.text("FALLKONFERENZ_AUDIT_WITNESSED_FILE")
AUDIT_TIMESTAMP_URL = environment.text("FALLKONFERENZ_AUDIT_TIMESTAMP_URL")
AUDIT_TIMESTAMP_CA_FILE = environment.text("FALLKONFERENZ_AUDIT_TIMESTAMP_CA_FILE")
# How many whole calendar years after its own an entry is kept: § 76 (4) BDSG says one.
AUDIT_RETENTION = {
    "event": environment.number("FALLKONFERENZ_AUDIT_YEARS", 1),
    "officer_access": environment.number("FALLKONFERENZ_AUDIT_YEARS_OFFICERS", 1),
}
# Whose signatures under packs of risk instruments count: one public key a line (RISK_PACK_KEYS_FILE names the file).
RISK_PACK_KEYS = environment.text("RISK_PACK_KEYS")
METRICS_TOKEN = environment.text("FALLKONFERENZ_METRICS_TOKEN")  # without one there is no /metrics

# People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "institutions.Person"
AUTHENTICATION_BACKENDS = ["fallkonferenz.web.adapter.OpenAccounts"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "fallkonferenz.institutions.passphrases.DifferentCharacters"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "email", "name")},
    },
]
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # access/check.py answers, not an authentication backend
    "security.W002",  # web/headers.py sets X-Frame-Options
    "security.W008",  # the proxy leads to https; the cookies travel nowhere else
    "security.W021",  # a list of browsers' makers is the operator's decision
]

ACCOUNT_ADAPTER = "fallkonferenz.web.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "fallkonferenz.web.forms.account.LoginForm",
    "change_password": "fallkonferenz.web.forms.account.ChangePassphraseForm",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# Sessions and headers -----------------------------------------------------------------------

SESSION_ENGINE = "fallkonferenz.web.sessionstore"
SESSION_COOKIE_AGE = 15 * 60  # idle; the limit of ten hours and the renewal are in web/sessions.py
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = not INVENTED_DATA
SESSION_COOKIE_NAME = "fk_session" if INVENTED_DATA else "__Host-fk_session"
CSRF_FAILURE_VIEW = "fallkonferenz.web.faults.csrf_failure"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = not INVENTED_DATA
CSRF_COOKIE_NAME = "fk_csrf" if INVENTED_DATA else "__Host-fk_csrf"
LANGUAGE_COOKIE_NAME = "fk_language" if INVENTED_DATA else "__Host-fk_language"
LANGUAGE_COOKIE_SECURE = not INVENTED_DATA
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Strict"

FILES_AN_HOUR = environment.number("FALLKONFERENZ_FILES_AN_HOUR", 120)  # pages with texts of cases for one account

SECURE_HSTS_SECONDS = 0 if INVENTED_DATA else 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not INVENTED_DATA
SECURE_REFERRER_POLICY = "same-origin"  # with "no-referrer" browsers send "Origin: null", which CSRF refuses
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # KERN's icons are masks in data: addresses
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "report-uri": ["/policy-reports/"],
    },
}

LOGGING = logs.LOGGING
logs.configure(real_people=not INVENTED_DATA)

# Language and time --------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["fallkonferenz.web.formats"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# Static files and mail ----------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = None if INVENTED_DATA else BASE_DIR / "var" / "static"  # demo and tests serve from the packages
STATICFILES_DIRS = [folder for folder in (BASE_DIR / "static",) if folder.is_dir()]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "fallkonferenz.web.kern.KernFinder",
]
WHITENOISE_USE_FINDERS = INVENTED_DATA
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if INVENTED_DATA
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
EMAIL_TIMEOUT = 10  # seconds; a mail server that hangs must not hold up notices
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "fallkonferenz@localhost")
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = BASE_DIR / "var" / "mail"
else:
    vars().update(environ.Env.email_url_config(environment.text("EMAIL_URL", "smtp://localhost:25")))
