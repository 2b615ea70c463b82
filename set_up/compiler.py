"""Fetches a C++ compiler where the machine has none: the one in the package `ziglang`.

It lies in the var folder and in no environment: an installation takes out of the environment what the locks for running
do not name, and would do so while another window compiles. It is kept together with the standard library that it has to
compile for itself, so the engine's next version takes seconds; whoever wants the 500 MB back may delete the folder.
"""

import shlex

from set_up import wheels
from set_up.places import REQUIREMENTS, VAR

LOCK = REQUIREMENTS / "compiler.txt"
FOLDER = VAR / "compiler"


def fetched() -> dict[str, str]:
    """Variables that lead a build to the compiler, fetched now unless it was. Raises `wheels.NotFetched`."""
    zig = wheels.unpacked(LOCK, FOLDER / "wheel", "a C++ compiler") / "ziglang" / "zig"
    compiled = str(FOLDER / "compiled")
    return {
        # By itself it would use all that this processor can do, and another machine on this folder could not run it.
        "CXX": shlex.join([str(zig), "c++", "-mcpu=baseline"]),
        "ZIG_GLOBAL_CACHE_DIR": compiled,
        "ZIG_LOCAL_CACHE_DIR": compiled,
    }
