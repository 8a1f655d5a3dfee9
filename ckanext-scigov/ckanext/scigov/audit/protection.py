"""That the log only grows: what the migration has put in place must stay there."""

from __future__ import annotations

import sqlalchemy as sa

PROTECTED = (
    "scigov_audit_checkpoint",
    "scigov_audit_event",
    "scigov_audit_link",
    "scigov_audit_seal",
)
TRIGGERS = (
    "scigov_audit_checkpoint_update",
    "scigov_audit_event_begin",
    "scigov_audit_event_delete",
    "scigov_audit_event_queue",
    "scigov_audit_event_update",
    "scigov_audit_link_delete",
    "scigov_audit_link_update",
    "scigov_audit_seal_update",
)

# Privileges that were never changed are not written down: the owner has all of them.
_RIGHTS_LEFT = sa.text("""
    SELECT EXISTS (
        SELECT FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
        WHERE c.oid = ANY (CAST(:tables AS regclass[]))
            AND a.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')
    )
""")
_TRIGGERS_AWAKE = sa.text("""
    SELECT tgname FROM pg_trigger
    WHERE tgrelid = ANY (CAST(:tables AS regclass[])) AND tgenabled IN ('O', 'A')
""")


def missing_triggers(connection: sa.Connection) -> list[str]:
    """Return the triggers that are gone or switched off."""
    awake = set(connection.scalars(_TRIGGERS_AWAKE, {"tables": list(PROTECTED)}))
    return [name for name in TRIGGERS if name not in awake]


def restore_privileges(connection: sa.Connection) -> bool:
    """Take the right to change or delete away again where a restored dump has brought it back."""
    if not connection.scalar(_RIGHTS_LEFT, {"tables": list(PROTECTED)}):
        return False
    connection.execute(sa.select(sa.func.scigov_audit_protect()))
    return True
