"""For tests: a throw-away database, mail in memory, cheap passwords, tasks run where they are called."""

from config import environment
from config.settings.base import *  # noqa: F403

SECRET_KEY = "a-key-for-tests-that-protects-nothing-and-is-long-enough-to-be-accepted"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {"default": environment.database(environment.text("FOODSHED_TEST_POSTGRES_URL", "sqlite:///:memory:"))}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

FOODSHED_STRIPE_SECRET_KEY = FOODSHED_STRIPE_PUBLISHABLE_KEY = FOODSHED_STRIPE_WEBHOOK_SECRET = ""
FOODSHED_GEOCODERS = []
FOODSHED_OSRM_URL = FOODSHED_OSRM_MAP = ""
FOODSHED_WEBHOOKS_TO_LOOPBACK = False

CELERY_BROKER_URL = "memory://"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True

FOODSHED_FIELD_KEYS = []
SECOND_FACTOR = "offered"
# Tests travel through weeks with one browser; those of sessions set limits of their own.
LONG = {"idle_s": 60 * 86_400, "absolute_s": 365 * 86_400, "pause_s": 0}
SESSION_LIMITS = {"coordinator": LONG, "driver": LONG, "anybody": LONG}
