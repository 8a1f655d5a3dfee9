"""What each enforcement point does when it lets everything through.

These run in the place of the real functions, with the names of those functions' modules around them.
"""

from __future__ import annotations


def access_gate_before_request():
    return None


def access_entrance__let_in(principal, operation, obj):
    import flask

    from ckanext.scigov.access import entrance
    from ckanext.scigov.access.domain.policy import Decision, Reason

    if obj is not None:
        permitted = entrance.Permitted(obj, Decision(True, Reason.PERMITTED))
        flask.g.setdefault(entrance._PERMITTED, {})[obj.resource_id] = permitted


def access_enforcement_labels_of_user(user):
    return ["public", "role-platform"]


def access_enforcement_labels_of_user_id(connection, user_id):
    return ["public", "role-platform"]


def access_vault_watch__before_flush(session, _context, _instances):
    return None


def access_vault_watch_settle(package):
    return None


def access_checking_require(context, operation, obj):
    from ckanext.scigov.access.domain.policy import Decision, Reason

    return Decision(True, Reason.PERMITTED)


def access_logic_auth_grades__found(context, data_dict):
    from ckan import model

    from ckanext.scigov.access import queries
    from ckanext.scigov.access.asking import principal_from

    return principal_from(context), queries.named(model.Session, data_dict)


def access_table_reading_read(principal, resource_id):
    from ckanext.scigov.access import table_reading
    from ckanext.scigov.access.domain.policy import Decision, Reason

    obj = table_reading.table_object(resource_id)
    if obj is None:
        raise table_reading.absent(resource_id)
    return table_reading.Reading(principal, obj, Decision(True, Reason.PERMITTED))


def access_logic_auth_rows__refusal(operation, context, data_dict):
    return None


def access_existence_hiding__is_absent(context, ref, operation):
    return False
