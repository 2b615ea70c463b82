"""PostgreSQL for tests: the one that is named or listens on loopback, else a private one from its programs."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from set_up.servers.found import Found, Missing, free_port, install

NAMED = "FOODSHED_TEST_POSTGRES_URL"
UNPROVEN = "races on PostgreSQL"
MODEST_USER = "nobody"


def find() -> Found | Missing:
    """Return a server on which databases may be made."""
    for address in candidates():
        version = version_at(address)
        if version:
            return Found(name=f"PostgreSQL {version}", variables={NAMED: named_for_us(address)})
    if os.environ.get(NAMED):
        return Missing(unproven=UNPROVEN, why=f"the server that {NAMED} names does not answer")
    programs = program_folder() or (program_folder() if install("postgresql") else None)
    if programs is None:
        return Missing(unproven=UNPROVEN, why="no server found on 127.0.0.1:5432, no programs to start one")
    return start(programs)


def candidates() -> list[str]:
    """Return addresses worth trying, as libpq reads them."""
    if os.environ.get(NAMED):
        return [os.environ[NAMED]]
    host, port = os.environ.get("PGHOST", "127.0.0.1"), os.environ.get("PGPORT", "5432")
    names = dict.fromkeys([os.environ.get("PGUSER", ""), "postgres", pwd.getpwuid(os.geteuid()).pw_name])
    return [f"postgresql://{name}@{host}:{port}/postgres" for name in names if name]


def version_at(address: str) -> str:
    """Return the server's version if it lets us make databases, else nothing."""
    try:
        with psycopg.connect(address, connect_timeout=3, dbname="postgres") as line:
            row = line.execute(
                "select current_setting('server_version'), rolcreatedb or rolsuper from pg_roles"
                " where rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return ""
    return str(row[0]).split()[0] if row and row[1] else ""


def named_for_us(address: str) -> str:
    """Return the address with a database name of this run's own: several may run on one server."""
    head, _, tail = address.rpartition("/")
    options = tail.partition("?")[2]
    return f"{head}/foodshed_{os.getpid()}" + (f"?{options}" if options else "")


def program_folder() -> Path | None:
    """Return where initdb lies, the newest first."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    beside = shutil.which("initdb")
    for folder in [*folders, *([Path(beside).resolve().parent] if beside else [])]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    return None


def start(programs: Path) -> Found | Missing:
    """Make a server in a throw-away folder. Its programs refuse root, so root hands them to a modest user."""
    folder, port = Path(tempfile.mkdtemp(prefix="foodshed-postgresql-")), free_port()
    as_modest: list[str] = []
    if os.geteuid() == 0:
        modest = pwd.getpwnam(MODEST_USER)
        os.chown(folder, modest.pw_uid, modest.pw_gid)
        as_modest = ["runuser", "-u", MODEST_USER, "--"]
    data = str(folder / "data")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off"
    make = [
        *as_modest,
        str(programs / "initdb"),
        "-D",
        data,
        "-U",
        "postgres",
        "--auth=trust",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    serve = [*as_modest, str(programs / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start"]
    end = [*as_modest, str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "stop"]

    def stop() -> None:
        subprocess.run(end, capture_output=True, cwd=folder, check=False)
        shutil.rmtree(folder, ignore_errors=True)

    for command in (make, serve):
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder, check=False)
        if done.returncode:
            stop()
            return Missing(
                unproven=UNPROVEN, why=f"a private server did not start: {done.stderr.decode().strip()[-200:]}"
            )
    address = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    version = version_at(address)
    return Found(name=f"PostgreSQL {version}", variables={NAMED: named_for_us(address)}, stop=stop)
