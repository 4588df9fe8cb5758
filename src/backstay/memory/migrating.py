"""Bringing a database to the tables of today, by Alembic."""

from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

VERSION_TABLE = "backstay_version"
"""Where a database says which migration it is at; having it is what makes a database ours."""
MIGRATIONS = Path(__file__).with_name("migrations")


class Age(StrEnum):
    """How a database stands to this version of Backstay."""

    EMPTY = "empty"
    FOREIGN = "foreign"
    OLDER = "older"
    TODAYS = "todays"
    NEWER = "newer"


def age_of(connection: Connection, migrations: Path = MIGRATIONS) -> Age:
    """Return whose a database is, and how old."""
    names = inspect(connection).get_table_names()
    if VERSION_TABLE not in names:
        return Age.FOREIGN if names else Age.EMPTY
    at = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 - a constant
    script = ScriptDirectory.from_config(_config(migrations))
    if at == script.get_current_head():
        return Age.TODAYS
    return Age.OLDER if at is None or any(each.revision == at for each in script.walk_revisions()) else Age.NEWER


def migrate(connection: Connection, migrations: Path = MIGRATIONS) -> None:
    """Apply what is missing, within the connection's transaction."""
    config = _config(migrations)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config(migrations: Path) -> Config:
    """Return Alembic's configuration, which needs no file."""
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
