"""`make run`: tables, static files and routing engine at once, a demonstration, then the web server and its worker."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

from set_up import database, native, stamps, static_files
from set_up.places import DEMONSTRATED, HOUSE, SIGN_INS, house_environment, in_venv
from set_up.running import alone
from set_up.steps import StepFailed, run, show, step

PORT = int(os.environ.get("PORT", "8000"))
SCALE = os.environ.get("SCALE", "region")
ADDRESS = f"http://127.0.0.1:{PORT}"
PATIENCE_S = 60
NO_DEMONSTRATION = "The demonstration could not be built. To begin again with empty tables: make reset"


def main() -> None:
    """Set up what is missing and serve until Ctrl-C."""
    began = time.monotonic()
    refuse_a_taken_port()
    with alone():
        was_built = prepare()
        serve(began, greet=not was_built)


def refuse_a_taken_port() -> None:
    """Ask for the port now rather than after minutes."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError as error:
            message = f"Port {PORT} is taken by another program. Choose another: make run PORT={PORT + 1}"
            raise StepFailed(message) from error


def prepare() -> bool:
    """Make tables, static files and routing engine at once, then the demonstration unless it is there.

    Returns whether the demonstration was built.
    """
    with ThreadPoolExecutor() as pool:
        collecting, compiling = pool.submit(static_files.collect), pool.submit(native.build)
        database.migrate()
        collecting.result()
        compiling.result()
    if stamps.is_current(DEMONSTRATED, SCALE):
        return False
    environment = house_environment(DJANGO_SETTINGS_MODULE="config.settings.embedded", FOODSHED_ADDRESS=ADDRESS)
    command = [in_venv("python"), "manage.py", "demonstrate", "--scale", SCALE, "--keep"]
    with step(f"Build the demonstration ({SCALE})"):
        show(command, advice=NO_DEMONSTRATION, environment=environment, cwd=HOUSE)
    with step("Tell its growers' stories"):
        telling = [in_venv("python"), "manage.py", "demonstrate_pages"]
        run(telling, advice=NO_DEMONSTRATION, environment=environment, cwd=HOUSE)
    stamps.put(DEMONSTRATED, SCALE)
    return True


def serve(began: float, *, greet: bool) -> None:
    """Run the Procfile, say when it answers and (to greet) who can sign in; end it with us."""
    environment = house_environment(
        DJANGO_SETTINGS_MODULE="config.settings.embedded",
        FOODSHED_ADDRESS=ADDRESS,
        FOODSHED_LOG_LEVEL=os.environ.get("FOODSHED_LOG_LEVEL", "INFO"),
        PORT=str(PORT),
    )
    # A session of its own: Ctrl-C reaches us, and we end the children in order.
    both = subprocess.Popen([in_venv("honcho"), "start"], env=environment, cwd=HOUSE, start_new_session=True)

    def end(_number: int, _frame: FrameType | None) -> None:
        both.send_signal(signal.SIGTERM)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    if answers(both):
        if greet and SIGN_INS.is_file():
            print(f"\n{SIGN_INS.read_text(encoding='utf-8').rstrip()}", flush=True)
        print(f"\nFoodshed answers at {ADDRESS} after {time.monotonic() - began:.0f} s. Ctrl-C stops it.\n", flush=True)
    status = both.wait()
    if status not in (0, -signal.SIGTERM, 128 + signal.SIGTERM):
        raise StepFailed("The server or its worker stopped by itself; its last lines above say why.")


def answers(both: "subprocess.Popen[bytes]") -> bool:
    """Wait until the front page comes; say so if it never does."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and both.poll() is None:
        try:
            with urllib.request.urlopen(f"{ADDRESS}/", timeout=PATIENCE_S):  # noqa: S310 - our own address
                return True
        except urllib.error.HTTPError as error:
            print(f"\nThe front page answers {error.code}.", flush=True)
            return True
        except OSError:
            time.sleep(0.2)
    return False


if __name__ == "__main__":
    main()
