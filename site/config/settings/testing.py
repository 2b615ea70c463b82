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

FOODSHED_GEOCODERS = []
FOODSHED_OSRM_URL = FOODSHED_OSRM_MAP = ""

CELERY_BROKER_URL = "memory://"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
