"""The coach works where there is no network at all, and its program opens no connection to any other machine."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from backstay.web.trust import ConnectionCount, is_here, open_elsewhere
from web.session_offline import LOOPBACK_UP

ROOT = Path(__file__).parents[2]
WITHIN_S = 180


def can_unshare() -> bool:
    """Return whether this machine lets us make a network namespace."""
    unshare = shutil.which("unshare")
    return unshare is not None and subprocess.run([unshare, "-rn", "true"], check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(not can_unshare(), reason="this machine does not allow network namespaces (unshare -rn)")
def test_a_session_runs_in_a_namespace_with_nothing_but_loopback(tmp_path: Path) -> None:
    script = Path(__file__).with_name("session_offline.py")
    environment = {
        **os.environ,
        "BACKSTAY_DATA": str(tmp_path),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")]),
    }
    done = subprocess.run(
        ["unshare", "-rn", sys.executable, str(script), LOOPBACK_UP],
        env=environment,
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["interfaces"] == ["lo"]
    assert found["checked_in"] == "ready"
    assert found["answered"] >= 10
    assert found["landmarks"] == 33
    assert found["trust"]["connections_elsewhere"] == 0
    assert found["trust"]["says"] == "0 bytes left this machine."
    kept = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    database = {"backstay.sqlite3", "backstay.sqlite3-wal", "backstay.sqlite3-shm", "backstay.lock"}
    assert kept - database == {"events.jsonl", "state.json", "00000.parquet"}, "pictures never touch the disk"


@pytest.mark.parametrize(
    ("address", "is_ours"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("localhost", True),
        ("fe80::1%eth0", False),
        ("10.0.0.1", False),
        ("192.168.1.1", False),
        ("8.8.8.8", False),
        ("example.org", False),
    ],
)
def test_only_this_machine_is_here(address: str, is_ours: bool) -> None:
    assert is_here(address) is is_ours


@pytest.mark.parametrize(
    ("event", "details", "named"),
    [
        ("socket.connect", (None, ("192.0.2.1", 443)), "192.0.2.1"),
        ("socket.sendto", (None, ("2001:db8::7", 53, 0, 0)), "2001:db8::7"),
        ("socket.getaddrinfo", ("example.org", 443, 0, 0, 0), "example.org"),
    ],
)
def test_a_connection_to_elsewhere_is_counted_once_and_named(event: str, details: tuple, named: str) -> None:
    count = ConnectionCount()
    assert count.trust().connections_elsewhere == 0
    for _ in range(3):
        sys.audit(event, *details)
    assert count.trust().connections_elsewhere == 1
    assert named in count.trust().says


def test_connections_to_this_machine_are_none_to_elsewhere() -> None:
    count = ConnectionCount()
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        assert count.trust().says == "0 bytes left this machine."


def test_open_connections_are_told_apart() -> None:
    assert open_elsewhere(lambda: ["127.0.0.1", "::1", "203.0.113.7"]) == ["203.0.113.7"]
