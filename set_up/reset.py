"""`make reset`: forgets what was entered, keeps the installed packages."""

import shutil

from set_up.places import VAR
from set_up.running import alone

OURS = ("*.sqlite3*", "media", "mail", "celery", "static", "stamps", "sign-ins.txt", "secret-key", "matrices")


def main() -> None:
    """Remove what we made in the var folder, and only that."""
    with alone():
        for pattern in OURS:
            for path in VAR.glob(pattern):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()
    print(f"{VAR.name}/ is empty; the next make run begins anew.")


if __name__ == "__main__":
    main()
