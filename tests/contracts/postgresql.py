"""A PostgreSQL server of the tests' own: on loopback only, as an ordinary user, gone at the end."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

OWN_ADDRESS = "BACKSTAY_TEST_DATABASE_URL"
"""Names a running server's database to use instead; its name must contain "test"."""
ORDINARY_USERS = ("postgres", "nobody")
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=20", "shared_buffers=16MB")
DRIVER = "postgresql+pg8000"


class Server:
    """A running server."""

    def __init__(self, address: str) -> None:
        """Use one database of it."""
        self.address = theirs(address)

    def emptied(self) -> str:
        """Return the address of the database, with nothing in it."""
        engine = create_engine(make_url(self.address).set(drivername=DRIVER))
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
        return self.address


def theirs(address: str) -> str:
    """Return an address of the tests' own; anybody else's database is refused."""
    name = make_url(address).database or ""
    if "test" not in name:
        raise AssertionError(f"the database {name!r} is not the tests' own: its name must contain 'test'")
    return address


@contextmanager
def server() -> Iterator[Server]:
    """Run a server, or use the one that BACKSTAY_TEST_DATABASE_URL names."""
    named = os.environ.get(OWN_ADDRESS)
    if named:
        yield Server(named)
        return
    programs = _programs()
    user = _ordinary_user()
    folder = Path(tempfile.mkdtemp(prefix="backstay-test-"))
    try:
        if user is not None:
            os.chown(folder, *user)
        with _running(programs, folder, user) as address:
            yield Server(address)
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    """Return the folder of PostgreSQL's programs; skip where there are none."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    if not folders:
        pytest.skip("PostgreSQL's programs are not installed; on Debian: apt-get install postgresql")
    return folders[-1].parent


def _ordinary_user() -> tuple[int, int] | None:
    """Return the (user, group) to run as: initdb refuses root; None where we are ordinary ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ORDINARY_USERS:
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
    pytest.skip("PostgreSQL does not run as root, and there is no ordinary user to run it as")


@contextmanager
def _running(programs: Path, folder: Path, user: tuple[int, int] | None) -> Iterator[str]:
    """Run a server and give the address of its database."""
    password, port = secrets.token_urlsafe(16), _free_port()
    secret, data = folder / "password", folder / "data"
    secret.write_text(password)
    secret.chmod(0o644)
    rights = {} if user is None else {"user": user[0], "group": user[1], "extra_groups": []}

    def run(program: str, *words: object) -> None:
        command = [str(programs / program), *map(str, words)]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **rights)

    run("initdb", "-D", data, "-U", "backstay", "-A", "scram-sha-256", f"--pwfile={secret}", "--no-sync", "-E", "UTF8")
    options = f"-h 127.0.0.1 -p {port} -k {folder} " + " ".join(f"-c {each}" for each in QUICK)
    run("pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "log", "-o", options, "start")
    try:
        own = f"postgresql://backstay:{password}@127.0.0.1:{port}/postgres"
        engine = create_engine(make_url(own).set(drivername=DRIVER))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CREATE DATABASE backstay_test"))
        engine.dispose()
        yield own.removesuffix("postgres") + "backstay_test"
    finally:
        run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
