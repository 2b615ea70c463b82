"""People, how they sign in, and how long that holds.

The figures are our own judgement; a hub's server may change some (docs/operating.md).
"""

from config import environment

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "accounts:account"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
# A guesser of six digits gets 25 tries an hour, a person who mistypes is never stopped for long.
SIGN_IN_POLICY = {
    "code_digits": 6,
    "code_valid_s": 10 * 60,
    "code_tries": 5,
    "mails_per_address": 5,
    "mails_per_client": 20,
    "mails_window_s": 60 * 60,
    "tries_per_address": 10,
    "tries_per_client": 60,
    "tries_window_s": 15 * 60,
}
# How long a password, code or second factor stands before a sensitive act asks for it again.
ASK_AGAIN_AFTER_S = environment.integer("FOODSHED_ASK_AGAIN_S", default=10 * 60, minimum=60)

# A second factor for coordinators and staff: "offered", or "required" before they do anything else.
SECOND_FACTOR = environment.choice("FOODSHED_SECOND_FACTOR", ("offered", "required"), default="offered")
# After the password, how long the page waits for the second factor.
SECOND_FACTOR_WAIT_S = 10 * 60
# Seals bank details and second factors; with commas, the first seals and every one opens. Empty: made of SECRET_KEY.
FOODSHED_FIELD_KEYS = environment.secret_words("FOODSHED_FIELD_KEY")

# Sessions are rows that know whose they are. A session ends after `idle_s` without a request. Past `absolute_s` it ends
# as soon as nobody has used it for `pause_s`: a driver's does not end in the middle of a round.
SESSION_ENGINE = "accounts.session_store"
HOUR = 60 * 60
DAY = 24 * HOUR
SESSION_LIMITS = {
    "coordinator": {"idle_s": 4 * HOUR, "absolute_s": 14 * HOUR, "pause_s": 0},
    "driver": {"idle_s": 16 * HOUR, "absolute_s": 30 * DAY, "pause_s": 4 * HOUR},
    "anybody": {"idle_s": 14 * DAY, "absolute_s": 60 * DAY, "pause_s": 0},
}
# How often a session notes that it was used, and looks anew what its person is.
SESSION_REFRESH_S = 5 * 60
