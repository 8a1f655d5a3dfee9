"""Real places of graded resources lie apart, and CKAN's tables may hold none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "9c02be7a51f6"
down_revision = "e53a7160c2bd"
branch_labels = None
depends_on = None

# The last line behind our hook: a program that writes past it is stopped when it commits. What has no
# row of grades at all (harvest sources, datasets from before grading) is not governed here.
IS_CLOSED = """
CREATE FUNCTION scigov_access_is_closed(dataset text, part text)
RETURNS boolean LANGUAGE sql STABLE AS $body$
    SELECT coalesce(
        g.open_type IS DISTINCT FROM 'unconditional'
        OR coalesce(own.open_type, 'unconditional') <> 'unconditional'
        OR p.state IS DISTINCT FROM 'active' OR coalesce(p.private, false)
        OR lower(coalesce(p.extras ->> 'hide_entry', '')) = 'true'
        OR coalesce(p.extras ->> 'lifecycle_status', '') IN ('suspended', 'retired', 'destroyed'),
        true)
    FROM scigov_access_grade g
    LEFT JOIN package p ON p.id = g.object_id
    LEFT JOIN scigov_access_grade own ON own.object_id = part
    WHERE g.object_id = dataset
$body$
"""
CHECK_ONE = """
CREATE FUNCTION scigov_access_check_place(one resource)
RETURNS void LANGUAGE plpgsql STABLE AS $body$
BEGIN
    IF one.state = 'active' AND NOT (
        (coalesce(one.url, '') = ''
         OR right(one.url, length(one.id) + 17) = '/resource/' || one.id || '/access'
         OR (one.url_type = 'upload' AND left(one.url, length(one.id)) = one.id
             AND position('/' IN one.url) = 0))
        AND coalesce(one.hash, '') = '' AND one.size IS NULL AND coalesce(one.cache_url, '') = ''
        AND NOT (coalesce(nullif(one.extras, ''), '{}')::jsonb
                 ?| array['endpoint_url', 'download_url', 'access_url', 'hash_algorithm'])
    ) AND scigov_access_is_closed(one.package_id, one.id) THEN
        RAISE EXCEPTION 'Resource % is not open, so its real place may not stand in this table. '
            'Write it through redact() of ckanext.scigov.access.', one.id
            USING ERRCODE = 'check_violation';
    END IF;
END
$body$
"""
ON_RESOURCE = """
CREATE FUNCTION scigov_access_check_resource() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE one resource;
BEGIN
    SELECT * INTO one FROM resource WHERE id = NEW.id;
    IF FOUND THEN PERFORM scigov_access_check_place(one); END IF;
    RETURN NULL;
END
$body$
"""
ON_DATASET = """
CREATE FUNCTION scigov_access_check_dataset() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE one resource;
BEGIN
    FOR one IN SELECT * FROM resource WHERE package_id = to_jsonb(NEW) ->> TG_ARGV[0] LOOP
        PERFORM scigov_access_check_place(one);
    END LOOP;
    RETURN NULL;
END
$body$
"""
TRIGGERS = (
    (
        "resource",
        "INSERT OR UPDATE OF url, url_type, hash, size, cache_url, extras, state, package_id",
        "scigov_access_check_resource()",
    ),
    ("scigov_access_grade", "INSERT OR UPDATE", "scigov_access_check_dataset('dataset_id')"),
    ("package", "UPDATE OF state, private, extras", "scigov_access_check_dataset('id')"),
)


def upgrade() -> None:
    op.create_table(
        "scigov_access_vault",
        sa.Column("resource_id", sa.Text, nullable=False, comment="CKAN's id"),
        sa.Column("dataset_id", sa.Text, nullable=False, comment="the dataset it belongs to"),
        sa.Column(
            "fields",
            JSONB,
            nullable=False,
            comment="address, checksum, size and whatever else tells where data lie",
        ),
        sa.PrimaryKeyConstraint("resource_id", name="scigov_access_vault_pkey"),
    )
    op.create_index("scigov_access_vault_dataset", "scigov_access_vault", ["dataset_id"])
    for statement in (IS_CLOSED, CHECK_ONE, ON_RESOURCE, ON_DATASET):
        op.execute(sa.text(statement))
    for table, when, function in TRIGGERS:
        op.execute(
            sa.text(
                f"CREATE CONSTRAINT TRIGGER scigov_access_place AFTER {when} ON {table} "
                f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {function}"
            )
        )


def downgrade() -> None:
    """Put everything back where CKAN looks for it, then take the vault away."""
    for table, _when, _function in TRIGGERS:
        op.execute(sa.text(f"DROP TRIGGER scigov_access_place ON {table}"))
    for name in (
        "check_dataset()", "check_resource()", "check_place(resource)", "is_closed(text, text)",
    ):  # fmt: skip
        op.execute(sa.text(f"DROP FUNCTION scigov_access_{name}"))
    op.execute(
        sa.text(
            "UPDATE resource SET url = coalesce(v.fields ->> 'url', url),"
            " hash = coalesce(v.fields ->> 'hash', hash),"
            " size = coalesce((v.fields ->> 'size')::bigint, size),"
            " cache_url = coalesce(v.fields ->> 'cache_url', cache_url),"
            " extras = (coalesce(nullif(extras, ''), '{}')::jsonb || (v.fields - array["
            "'url', 'hash', 'size', 'cache_url', 'cache_last_updated']))::text"
            " FROM scigov_access_vault v WHERE v.resource_id = resource.id"
        )
    )
    op.drop_table("scigov_access_vault")
