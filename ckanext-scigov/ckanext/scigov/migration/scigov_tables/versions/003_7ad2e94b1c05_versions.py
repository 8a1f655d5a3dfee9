"""Every load is a version: its file, its report, its counts, and who asked for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7ad2e94b1c05"
down_revision = "c81f5a0d97e2"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLE = "scigov_tables_version"
# Tables that are there already begin with a first version; how many columns they have is not known here.
FIRST_VERSIONS = """
    INSERT INTO scigov_tables_version (
        resource_id, number, loaded_at, storage_key, file_name, size, sha256, row_count,
        emptied_count, dictionary, layout, report_key, loaded_by
    )
    SELECT load.resource_id, 1, coalesce(load.finished_at, load.queued_at), file.storage_key,
        file.file_name, coalesce(file.size, 0), coalesce(file.sha256, ''),
        coalesce(load.row_count, 0), 0, load.dictionary, load.layout, load.report_key, ''
    FROM scigov_tables_load load JOIN scigov_tables_location file USING (resource_id)
    WHERE load.state = 'loaded' AND load.loaded_key = file.storage_key
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    op.create_table(
        TABLE,
        sa.Column("resource_id", sa.Text, primary_key=True, comment="CKAN's id, no foreign key"),
        sa.Column(
            "number", sa.Integer, primary_key=True, autoincrement=False,
            comment="counted from 1 in each resource",
        ),
        sa.Column("loaded_at", MOMENT, nullable=False, comment="when its table was shown"),
        sa.Column("storage_key", sa.Text, comment="its stored file; none once that is deleted"),
        sa.Column("file_name", sa.Text, nullable=False, comment="as it was uploaded"),
        sa.Column("size", sa.BigInteger, nullable=False, comment="of the file, in bytes"),
        sa.Column("sha256", sa.Text, nullable=False, comment="of the file, hexadecimal"),
        sa.Column("row_count", sa.BigInteger, nullable=False, comment="of its table"),
        sa.Column(
            "column_count", sa.Integer,
            comment="of its table; none where it was loaded before there were versions",
        ),
        sa.Column("emptied_count", sa.Integer, nullable=False, comment="cells that did not fit"),
        sa.Column(
            "dictionary", sa.Text, nullable=False, comment="hash of the data items and wishes used"
        ),
        sa.Column("layout", sa.Text, nullable=False, comment="encoding and delimiter found"),
        sa.Column(
            "report_key", sa.Text,
            comment="its stored report: columns, remarks, cells that did not fit",
        ),
        sa.Column("loaded_by", sa.Text, nullable=False, comment="who saved file or dictionary"),
    )  # fmt: skip
    op.create_index("scigov_tables_version_key", TABLE, ["storage_key"])
    op.create_index("scigov_tables_version_report", TABLE, ["report_key"])
    op.add_column(
        "scigov_tables_load",
        sa.Column(
            "requested_by", sa.Text, nullable=False, server_default="",
            comment="who saved file or dictionary",
        ),
    )  # fmt: skip
    op.add_column(
        "scigov_tables_load",
        sa.Column("version", sa.Integer, comment="number of the version that is shown"),
    )
    op.execute(FIRST_VERSIONS)
    op.execute(
        "UPDATE scigov_tables_load load SET version = 1 FROM scigov_tables_version version"
        " WHERE version.resource_id = load.resource_id"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    op.drop_column("scigov_tables_load", "version")
    op.drop_column("scigov_tables_load", "requested_by")
    op.drop_index("scigov_tables_version_report", TABLE)
    op.drop_index("scigov_tables_version_key", TABLE)
    op.drop_table(TABLE)
