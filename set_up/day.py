"""`make day`: the main job alone, on a database of its own, without a server."""

import sys
from concurrent.futures import ThreadPoolExecutor

from set_up import database, native
from set_up.places import DAY_DATABASE, HOUSE, TEMPLATE, house_environment, in_venv
from set_up.steps import show

TROUBLE = "The day did not come to its end; the lines above say at which step and why. Nothing you entered was touched."


def main() -> None:
    """Copy the empty tables and let `manage.py day` fill and run them; further words go to it."""
    with ThreadPoolExecutor() as pool:
        compiling = pool.submit(native.build)
        database.migrate_template()
        compiling.result()
    database.copy(TEMPLATE, DAY_DATABASE)
    environment = house_environment(
        DATABASE_URL=f"sqlite:///{DAY_DATABASE}", DJANGO_SETTINGS_MODULE="config.settings.embedded"
    )
    show([in_venv("python"), "manage.py", "day", *sys.argv[1:]], advice=TROUBLE, environment=environment, cwd=HOUSE)


if __name__ == "__main__":
    main()
