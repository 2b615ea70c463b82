"""Sets Foodshed up where there are Python, git and make. What runs before the installation uses no package.

Knows how to install, migrate, start and prove the house; knows nothing of food.
"""

import sys

# Written so that an older Python can read it.
if sys.version_info < (3, 11):
    sys.exit(
        "Foodshed needs Python 3.11 or newer; this is Python %d.%d.\n"
        "Install a newer one and name it: make run PYTHON=python3.11" % sys.version_info[:2]
    )
