"""A damaged database is set aside and never deleted; an interrupted migration leaves the old one as it was."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from backstay.errors import StoreError
from backstay.memory.locking import FolderLock
from backstay.memory.migrating import MIGRATIONS
from backstay.memory.opening import LOCK_NAME, open_store
from unit.memory.remembered import remember

NAME = "backstay.sqlite3"
PAGE_BYTES = 4096


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a data folder with somebody's past in it."""
    store = open_store(tmp_path).store
    remember(store)
    store.close()
    return tmp_path


def past(folder: Path) -> int:
    """Return how many sessions a database knows."""
    store = open_store(folder).store
    try:
        return len(store.find_sessions("anna"))
    finally:
        store.close()


def ruined(content: bytes) -> dict[str, bytes]:
    """Return a database ruined in several ways."""
    page = 3 * PAGE_BYTES
    return {
        "empty": b"",
        "half": content[: len(content) // 2],
        "one-byte-short": content[:-1],
        "garbage-at-the-head": b"\xde\xad" * 50 + content[100:],
        "zeros": bytes(len(content)),
        "no-database": b"This was a letter to my aunt.",
        "a-page-of-noise": content[:page] + b"\xa5" * PAGE_BYTES + content[page + PAGE_BYTES :],
    }


@pytest.mark.parametrize("how", ruined(b""))
def test_a_damaged_database_is_set_aside_and_the_program_starts(folder: Path, how: str) -> None:
    bad = ruined((folder / NAME).read_bytes())[how]
    (folder / NAME).write_bytes(bad)
    opened = open_store(folder)
    (aside,) = folder.glob(f"{NAME}.damaged-*")
    assert opened.notice == (
        f"The database was damaged: it is set aside as {aside.name}, and a new one begun in {folder}."
    )
    assert aside.read_bytes() == bad
    assert opened.store.find_people() == ()
    remember(opened.store)
    opened.store.close()
    assert past(folder) == 3


def test_every_page_that_holds_anything_is_watched(folder: Path) -> None:
    whole = (folder / NAME).read_bytes()
    unseen = []
    for page in range(1, len(whole) // PAGE_BYTES):
        content = bytearray(whole)
        content[page * PAGE_BYTES : (page + 1) * PAGE_BYTES] = b"\xa5" * PAGE_BYTES
        (folder / NAME).write_bytes(content)
        opened = open_store(folder)
        if not opened.notice:
            unseen.append(page)
        opened.store.close()
    assert unseen == []
    assert len(list(folder.glob(f"{NAME}.damaged-*"))) == len(whole) // PAGE_BYTES - 1


def test_what_lies_beside_a_damaged_database_goes_with_it(folder: Path) -> None:
    (folder / NAME).write_bytes(b"x" * 1000)
    (folder / f"{NAME}-wal").write_bytes(b"unsaved")
    open_store(folder).store.close()
    (wal,) = folder.glob(f"{NAME}.damaged-*-wal")
    assert wal.read_bytes() == b"unsaved"


def test_a_row_that_makes_no_sense_is_a_sentence(folder: Path) -> None:
    with sqlite3.connect(folder / NAME) as connection:
        connection.execute("UPDATE sessions SET mode = 'by_moonlight'")
    connection.close()
    with pytest.raises(StoreError, match="a row that is damaged"):
        past(folder)


def test_an_sqlite_file_of_another_program_is_refused_and_untouched(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    before = (tmp_path / NAME).read_bytes()
    with pytest.raises(StoreError, match=r"not Backstay's"):
        open_store(tmp_path)
    assert (tmp_path / NAME).read_bytes() == before


NEXT = '''"""One more migration, for the tests."""
import os, signal
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", "0002", None, None
def upgrade():
    op.add_column("people", sa.Column("height_m", sa.Float))
    op.execute("DELETE FROM sessions")
    {then}
'''


def migrations(tmp_path: Path, then: str) -> Path:
    """Return the migrations with one more, which does something in its middle."""
    own = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, own, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    (own / "versions" / "next.py").write_text(NEXT.format(then=then))
    return own


@pytest.mark.parametrize("moment", ["os.kill(os.getpid(), signal.SIGKILL)", "raise OSError(28, 'no room')"])
def test_an_interrupted_migration_leaves_the_old_database(folder: Path, tmp_path: Path, moment: str) -> None:
    own = migrations(tmp_path / "own", moment)
    before = (folder / NAME).read_bytes()
    code = "import sys; from pathlib import Path; from backstay.memory.opening import open_store;"
    code += " open_store(*map(Path, sys.argv[1:2]), None, Path(sys.argv[2]))"
    done = subprocess.run([sys.executable, "-c", code, folder, own], capture_output=True, text=True, check=False)
    assert done.returncode == (-signal.SIGKILL if "kill" in moment else 1)
    if "kill" not in moment:
        assert "cannot be made ready (no room)" in done.stderr
    assert (folder / NAME).read_bytes() == before
    assert past(folder) == 3
    store = open_store(folder, None, migrations(tmp_path / "own", "pass")).store
    assert store.find_sessions("anna") == ()
    store.close()
    assert sorted(path.name for path in folder.glob("backstay.*")) == ["backstay.lock", NAME]


def test_an_older_database_in_use_is_not_migrated_under_anybody(folder: Path) -> None:
    other = FolderLock(folder / LOCK_NAME)
    other.share()
    alone = FolderLock(folder / LOCK_NAME, wait_s=0.1)
    with pytest.raises(StoreError, match="another Backstay is using this folder"):
        alone.take_alone()
    other.release()
    alone.take_alone()
    with pytest.raises(StoreError, match="another Backstay is using this folder"):
        FolderLock(folder / LOCK_NAME, wait_s=0.1).share()
    alone.release()


def test_the_lock_of_a_killed_program_is_gone(folder: Path) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("this system has no fork")
    ready, tell = os.pipe()
    child = os.fork()
    if child == 0:
        FolderLock(folder / LOCK_NAME).take_alone()
        os.write(tell, b"x")
        signal.pause()
    os.read(ready, 1)
    with pytest.raises(StoreError, match="another Backstay"):
        FolderLock(folder / LOCK_NAME, wait_s=0.1).share()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    FolderLock(folder / LOCK_NAME, wait_s=1.0).share()
    os.close(ready)
    os.close(tell)
