"""The settings of one house, read from the environment, top to bottom, safe by default.

Development is the default so that two commands are enough on a laptop. `HEARTH_ENV=production` refuses to
start with anything that would put members at risk: see `config/guard.py`.
"""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from config import env

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = env.one_of("HEARTH_ENV", "development", {"development", "production", "test"})
PRODUCTION = ENVIRONMENT == "production"
DEBUG = ENVIRONMENT == "development" and env.flag("HEARTH_DEBUG", True)
DATA = env.data_folder(ROOT)

# ── who we are ────────────────────────────────────────────────────────────────────────────────────────────
HOUSE = {
    "name": env.text("HEARTH_NAME", "Hearth"),
    "keeper": env.text("HEARTH_KEEPER", ""),
    "country": env.text("HEARTH_COUNTRY", "GB"),
    "contact": env.text("HEARTH_CONTACT", ""),
    "exit_to": env.text("HEARTH_EXIT_TO", "https://www.wikipedia.org/"),
}
BASE_URL = env.text("HEARTH_BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.words("HEARTH_HOSTS", "localhost,127.0.0.1,[::1]" + ("" if PRODUCTION else ",testserver"))
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# ── secrets ───────────────────────────────────────────────────────────────────────────────────────────────
_secret_file = DATA / "secret-key"
SECRET_KEY = env.text(
    "HEARTH_SECRET_KEY",
    _secret_file.read_text().strip()
    if _secret_file.exists()
    else (None if PRODUCTION else "development-only-key-that-production-refuses"),
)

# ── rooms ─────────────────────────────────────────────────────────────────────────────────────────────────
FLOORS = [
    "hearth.base",
    "hearth.ui",
    "hearth.screening",
    "hearth.delivery",
    "hearth.people",
    "hearth.groups",
    "hearth.conversations",
    "hearth.meetings",
    "hearth.safety",
    "hearth.notices",
    "hearth.home",
]
# Sign in as anyone, the letter box, the gallery: never installed where real people live.
WORKSHOP = not PRODUCTION
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *FLOORS,
    *(["hearth.workshop"] if WORKSHOP else []),
]
MIDDLEWARE = [
    "hearth.base.wire.WireMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Before the files: a drawing opened by itself is a page, too.
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hearth.people.adapters.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "hearth.people.adapters.middleware.PersonMiddleware",
    "hearth.people.adapters.middleware.ReaderMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "hearth.base.http.RefusalMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [ROOT / name.replace(".", "/") / "templates" for name in [*FLOORS, "hearth.workshop"]],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "hearth.ui.environment.environment",
            "context_processors": ["hearth.base.http.shared"],
        },
    },
    # Only for pages of libraries that we have not dressed; every page a member meets is ours.
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}},
]

# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────
DATABASES = {"default": env.database(env.text("DATABASE_URL", ""), DATA / "hearth.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "urgent"]}}
# "off": pages only; the worker and the clock run elsewhere, as `python -m config.work`.
WORKER = env.one_of("HEARTH_WORKER", "embedded", {"embedded", "off"})

# ── people ────────────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["hearth.people.adapters.hashers.HouseArgon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "hearth.people.adapters.validators.MaximumLengthValidator"},
    {"NAME": "hearth.people.adapters.validators.EasilyGuessedValidator"},
    {"NAME": "hearth.people.adapters.validators.HouseWordsValidator"},
]
SESSION_ENGINE = "hearth.people.adapters.sessions"
SESSION_COOKIE_NAME = "__Host-hearth" if PRODUCTION else "hearth"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_NAME = "__Host-hearth-form" if PRODUCTION else "hearth-form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hearth.home.views.errors.stale_form"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:today.show"

ACCOUNT_ADAPTER = "hearth.people.adapters.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email", "password1*"]
ACCOUNT_FORMS = {
    "add_email": "hearth.people.forms.AddressForm",
    "change_password": "hearth.people.forms.ChangePassphraseForm",
    "login": "hearth.people.forms.SignInForm",
    "reauthenticate": "hearth.people.forms.AskAgainForm",
    "reset_password": "hearth.people.forms.LostPassphraseForm",
    "reset_password_from_key": "hearth.people.forms.NewPassphraseForm",
    "set_password": "hearth.people.forms.FirstPassphraseForm",
    "signup": "hearth.people.forms.SignUpForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "optional"
# "strict": signing up with an address that has an account goes on as if it had none; the address stays
# unconfirmed until its owner says so.
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
# One address, changed only once the new one is confirmed.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_REDIRECT_URL = "home:welcome.show"
# Slower, never locked: limits end by themselves within minutes, and a device that has been signed in before is
# counted apart, so that nobody can keep a person out by failing in their name.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,10/5m/key",
    "way_back": "10/m/ip,5/5m/key",
}
# Behind a proxy everyone would share the proxy's address, and its limits.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("HEARTH_BEHIND_PROXY") else 0
# The library expects names people sign in with to be asked for at sign-up; the house makes them.
SILENCED_SYSTEM_CHECKS = ["account.W001"]
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "activate_totp": "hearth.people.forms.ActivateCodesForm",
    "add_webauthn": "hearth.people.forms.AddPassKeyForm",
    "authenticate": "hearth.people.forms.SecondStepForm",
    "authenticate_webauthn": "hearth.people.forms.PassKeyStepForm",
    "edit_webauthn": "hearth.people.forms.RenamePassKeyForm",
    "login_webauthn": "hearth.people.forms.PassKeySignInForm",
    "reauthenticate": "hearth.people.forms.SecondStepAgainForm",
    "reauthenticate_webauthn": "hearth.people.forms.PassKeyAgainForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
# A second step must not wait for an e-mail address that somebody may never give.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Clocks of phones go wrong by half a minute.
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "hearth.people.adapters.accounts.SecondFactorAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# ── words and clocks ──────────────────────────────────────────────────────────────────────────────────────
USE_I18N = True
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("es", _("Spanish"))]
if not PRODUCTION:
    # A made-up language of longer words and accents: what is not translatable stands out at once.
    LANGUAGES.append(("en-xa", "Pseudo"))
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_NAME = "hearth-language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = env.text("HEARTH_ZONE", "Europe/London")

# ── what browsers may do ──────────────────────────────────────────────────────────────────────────────────
SECURE_CONTENT_TYPE_NOSNIFF = True
# same-origin, not no-referrer: Chromium then sends "Origin: null" with our own forms, and they would fail.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 63072000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION and env.flag("HEARTH_SSL_REDIRECT", True)
if env.flag("HEARTH_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        # Browsers follow a form's redirect only to where forms may lead: without this, the exit would be shut to
        # everyone without a script.
        "form-action": ["'self'", "/".join(HOUSE["exit_to"].split("/")[:3])],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300

# ── files the browser fetches ─────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "hearth.ui.storage.HouseStaticStorage"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False
# What must stand at the root of the site whatever the pages are.
WHITENOISE_ROOT = ROOT / "config" / "root"

# ── letters ───────────────────────────────────────────────────────────────────────────────────────────────
DEFAULT_FROM_EMAIL = env.text("HEARTH_MAIL_FROM", "Hearth <hello@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("EMAIL_HOST", "")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA / "letters"
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 20
# ── letters by web push ──
# The only hosts this house calls besides its mail server and its database.
PUSH_HOSTS = env.words(
    "HEARTH_PUSH_HOSTS",
    "fcm.googleapis.com,updates.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com",
)
# Empty: made at first use and kept in the data folder.
VAPID_KEY = env.text("HEARTH_VAPID_KEY", "")

# ── logs: no words, no names, no addresses ────────────────────────────────────────────────────────────────
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"scrub": {"()": "hearth.base.logs.Scrub"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["scrub"]}},
    "root": {"handlers": ["console"], "level": env.text("HEARTH_LOG_LEVEL", "WARNING")},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": [], "propagate": False},
    },
}

if PRODUCTION:
    from config import guard

    guard.refuse_unsafe(globals())
