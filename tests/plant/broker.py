"""A Redis of the test's own that can be killed and started again, empty."""

import shutil
import subprocess
from types import TracebackType

import redis

from set_up.servers.found import free_port
from tests.plant.processes import soon


class Broker:
    """Keeps nothing on disk: what waited in it when it died is lost."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> "Broker":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        program = shutil.which("redis-server")
        assert program, "redis-server is not installed"
        command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        soon(self.answers, within_s=15, what="Redis answers")

    def kill(self) -> None:
        """No last words."""
        self.process.kill()
        self.process.wait()

    def answers(self) -> bool:
        """Whether it is there."""
        try:
            with redis.Redis.from_url(self.url, socket_connect_timeout=1) as line:
                return bool(line.ping())
        except redis.RedisError:
            return False
