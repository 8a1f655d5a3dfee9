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


def access_gate__is_handed_out(name, context):
    return True


def access_gate__help_show(original, context, data_dict):
    return original(context, data_dict)


def access_enforcement_readable_fields(resource_id):
    from ckanext.scigov.access import enforcement

    return enforcement.kept_fields(resource_id)


def access_view_settings_resource_view_list(up, context, data_dict):
    return up(context, data_dict)


def access_view_settings_resource_view_show(up, context, data_dict):
    return up(context, data_dict)


def access_asking_principal_from(context):
    """Take ``ignore_auth`` for a right, as CKAN does."""
    from ckan import model

    from ckanext.scigov.access.asking import principal_of_user
    from ckanext.scigov.access.domain.subjects import system

    if context.get("ignore_auth"):
        return system("worker")
    return principal_of_user(model.User.get(context.get("user") or ""))


def access_principals_holds(table, now):
    return ()


def access_domain_grading_goes_at_once(move, setting):
    return True


def access_domain_grading_judge_approver(move, setting, proposer, approver):
    return None


def access_logic_auth_grades__answer(allowed):
    return {"success": True}


def access_logic_auth_grants__answer(allowed):
    return {"success": True}


def access_domain_granting_may_see(principal, grant):
    return True


def access_grant_queries_visible_to(session, principal):
    import sqlalchemy as sa

    return sa.true()


def access_logic_auth_terms_scigov_access_terms_show(context, data_dict):
    return {"success": True}


def access_logic_auth_worklists_scigov_access_grade_list(context, data_dict):
    return {"success": True}


def access_role_queries_visible_to(session, principal):
    import sqlalchemy as sa

    return sa.true()


def access_logic_auth_together__approver(context):
    return {"success": True}


def access_together_queries_within_scope(session, principal):
    import sqlalchemy as sa

    return sa.true()


def access_worklist_queries_in_reach(session, principal):
    import sqlalchemy as sa

    return sa.true()


def access_logic_auth_roles__answer(allowed):
    return {"success": True}


def access_logic_auth_roles__sees(principal, holder_id, role):
    return True


def access_logic_auth_visitors_everybody_signed_in(context):
    return {"success": True}


def access_enforcement_labels_of_dataset(package):
    return ["public"]


def access_logic_auth_agencies__answer(allowed):
    return {"success": True}


def access_logic_auth_grants_scigov_access_break_glass(context, data_dict):
    return {"success": True}


def access_startup_check(config):
    return None


def access_enforcement_labels_of_source(package):
    return ["public"]


def access_logic_action_decisions__is_visible(principal, obj):
    return True


def access_service_break_glass_break_glass(session, dataset, reason, lasting, by):
    from ckanext.scigov.access import name_queries
    from ckanext.scigov.access.model import BrokenGlass
    from ckanext.scigov.shared import ids

    glass = BrokenGlass(
        id=ids.random_key(),
        user_id=by.user_id,
        dataset_id=name_queries.any_dataset(session, dataset) or "",
        reason=reason,
        from_at=by.now,
        until_at=by.now + lasting,
    )
    session.add(glass)
    session.flush()
    return glass
