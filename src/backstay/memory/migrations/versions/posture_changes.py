"""How often posture changed in each stretch of it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of stretches kept before, nobody knows."""
    op.add_column("postures", sa.Column("changes", sa.Integer, nullable=True))
