"""Run by Alembic: applies the migrations over the connection that `migrating.migrate` hands in."""

from alembic import context

from backstay.memory.migrating import VERSION_TABLE
from backstay.memory.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, version_table=VERSION_TABLE
)
with context.begin_transaction():
    context.run_migrations()
