"""Collects the static files under names that carry their hash."""

from set_up import stamps
from set_up.places import HOUSE, REQUIREMENTS, VAR, house_environment, in_venv
from set_up.steps import run, step

STAMP = VAR / "stamps" / "static"
TROUBLE = "The static files could not be collected: a page or style names a file that is not there (see above)."


def collect() -> None:
    """Collect, unless neither our files nor the packages changed."""
    ours = [path for room in ("site", "shop", "logistics", "cms") for path in (HOUSE / room).rglob("static/**/*")]
    files = [path for path in ours if path.is_file()]
    words = [str(path.relative_to(HOUSE)) for path in sorted(files)]
    digest = stamps.fingerprint(files, (REQUIREMENTS / "run.txt").read_text(encoding="utf-8"), *words)
    if stamps.is_current(STAMP, digest) and (VAR / "static" / "staticfiles.json").is_file():
        return
    environment = house_environment(DJANGO_SETTINGS_MODULE="config.settings.embedded")
    command = [in_venv("python"), "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"]
    with step("Collect the static files"):
        run(command, advice=TROUBLE, environment=environment, cwd=HOUSE)
    stamps.put(STAMP, digest)
