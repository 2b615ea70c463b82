"""Redis for tests: the one that is named or listens on loopback, else a private one from its program."""

import os
import shutil
import subprocess
import time

import redis

from set_up.servers.found import Found, Missing, free_port, install

NAMED = "FOODSHED_TEST_REDIS_URL"
UNPROVEN = "the worker behind Redis"
PATIENCE_S = 10


def find() -> Found | Missing:
    """Return a server; its last database (15) is the tests'."""
    named = os.environ.get(NAMED)
    address = named or "redis://127.0.0.1:6379/15"
    version = version_at(address)
    if version:
        return Found(name=f"Redis {version}", variables={NAMED: address})
    if named:
        return Missing(unproven=UNPROVEN, why=f"the server that {NAMED} names does not answer")
    program = shutil.which("redis-server") or (shutil.which("redis-server") if install("redis-server") else None)
    if program is None:
        return Missing(unproven=UNPROVEN, why="no server found on 127.0.0.1:6379, no program to start one")
    return start(program)


def version_at(address: str) -> str:
    """Return the version of the server at the address, or nothing."""
    try:
        with redis.Redis.from_url(address, socket_connect_timeout=2) as line:
            return str(line.info("server")["redis_version"])
    except (redis.RedisError, OSError):
        return ""


def start(program: str) -> Found | Missing:
    """Start a server that keeps nothing."""
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address, deadline = f"redis://127.0.0.1:{port}/15", time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and server.poll() is None:
        version = version_at(address)
        if version:
            return Found(name=f"Redis {version}", variables={NAMED: address}, stop=server.terminate)
        time.sleep(0.1)
    server.terminate()
    return Missing(unproven=UNPROVEN, why="a private server did not start")
