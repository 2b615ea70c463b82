"""What a search for a server ended with."""

import os
import shutil
import socket
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field


def nothing() -> None:
    """Stop nothing: somebody else started it."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A server that answers: its name with version, the variables that lead tests to it, and how to end it."""

    name: str
    variables: dict[str, str]
    stop: Callable[[], None] = field(default=nothing)


@dataclass(frozen=True, kw_only=True)
class Missing:
    """No server: what therefore stays unproven, and why there is none."""

    unproven: str
    why: str


def free_port() -> int:
    """Return a port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def install(package: str) -> bool:
    """Install a Debian package if we may; say whether it worked."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    print(f"  Install {package} …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    fetch = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", package]
    for command in (fetch, ["apt-get", "update", "--quiet"], fetch):
        done = subprocess.run(command, env=quiet, capture_output=True, check=False)
        if done.returncode == 0 and command is fetch:
            return True
    return False
