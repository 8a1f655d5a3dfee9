"""What the enforcement points of tables do when they let everything through; see ``disabled``."""

from __future__ import annotations


def access_table_reading_read(principal, resource_id):
    from ckanext.scigov.access import table_reading
    from ckanext.scigov.access.domain.policy import Decision, Reason

    obj = table_reading.table_object(resource_id)
    if obj is None:
        raise table_reading.absent(resource_id)
    return table_reading.Reading(principal, obj, Decision(True, Reason.PERMITTED))


def access_table_reading_may_know(principal, resource_id):
    from ckanext.scigov.access import table_reading

    return table_reading.table_object(resource_id) is not None


def access_logic_auth_rows__refusal(operation, context, data_dict):
    return None


def access_logic_action_rows__without_data(context, load):
    return load


def access_datastore_backend_gradedbackend__hidden_from_writer(self, context, data_dict):
    return frozenset()


def access_table_sight_sight_of(context, resource_id):
    from ckanext.scigov.tables.interfaces import Sight

    return Sight(frozenset(), True)


def access_generated_gets_originals(principal, resource_id):
    return True


def access_narrowing_view_of(reading):
    from ckanext.scigov.access.domain.row_terms import terms_of
    from ckanext.scigov.access.narrowing import View

    return View(frozenset(), terms_of([reading.decision]))


def access_domain_policy__by_grant(grant, operation, obj):
    from ckanext.scigov.access.domain.policy import Audience, Decision, Reason

    return Decision(True, Reason.PERMITTED, Audience.GRANTEE, grant.obligations, grant.number)


def access_domain_items_columns_besides(columns, dictionary, granted):
    return frozenset()


def access_bearers_narrowed(principal):
    return principal


def access_bearer_gate_before_request():
    return None


def access_logic_auth_grant_tokens_scigov_access_grant_token_create(context, data_dict):
    return {"success": True}


def access_logic_auth_grant_tokens_ends_tokens_of(context, number):
    return True


def access_domain_policy__tells_place(grant):
    return True


def access_domain_granting_within_items(new, dictionaries):
    import dataclasses

    return dataclasses.replace(new, resource_ids=frozenset(dictionaries))


def access_entrance_gives_original(resource_id):
    from ckanext.scigov.access import entrance

    return entrance.permitted(resource_id) is not None


def access_narrowing_narrowed(engine):
    return engine


def access_narrowing_leave_out(fields_types):
    return None


def access_row_counts__public(objects):
    yield from objects


def access_row_terms_enter(context, reading, terms, data_dict):
    from ckanext.scigov.access import row_terms

    row_terms.account(context, reading, terms)


def access_domain_policy_waits_for_terms(grant, operation):
    return False


def access_row_terms_require_all(terms):
    return None


def access_row_terms_mark_of(terms):
    return None


def access_service_reads_count_request(session, grant_number, most, day):
    return True


def access_service_reads_record(session, read, actor, now):
    return None


def access_generated_send(principal, resource_id, stored):
    return None


def access_gateway_instead_of_downloads():
    return None


def access_gateway__keep_private(response):
    return None


def access_entrance__do_not_keep():
    return None


def access_entrance_permitted(resource_id):
    from ckan import model

    from ckanext.scigov.access import entrance, queries
    from ckanext.scigov.access.domain.policy import Decision, Reason

    obj = queries.resource_object(model.Session, resource_id)
    return obj and entrance.Permitted(obj, Decision(True, Reason.PERMITTED))


def access_gateway_send_to_be_shown(resource_id):
    from ckanext.scigov.tables import downloads, viewers

    return viewers.send(downloads.find(resource_id))


def access_table_sight_copy_of(context, resource_id):
    from ckanext.scigov.tables.interfaces import Copy

    return Copy()
