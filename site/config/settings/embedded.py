"""One machine, nothing else needed: SQLite, files in var/, no broker, no mail server. `make run` uses this."""

from config import environment, queues
from config.settings.base import *  # noqa: F403
from config.settings.base import VAR_DIR

SECRET_KEY = environment.kept_secret(VAR_DIR / "secret-key")
ROOT_URLCONF = "config.embedded_urls"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *environment.words("FOODSHED_HOSTS")]

DATABASES = {"default": environment.database(environment.text("DATABASE_URL", f"sqlite:///{VAR_DIR}/foodshed.sqlite3"))}

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(VAR_DIR / "mail")

CELERY_BROKER_URL = environment.text("CELERY_BROKER_URL", queues.BY_FILES)
if CELERY_BROKER_URL.startswith("filesystem:"):
    CELERY_BROKER_TRANSPORT_OPTIONS = queues.folders(VAR_DIR / "celery")
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = queues.redis_options()
