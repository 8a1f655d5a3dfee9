"""What the enforcement points of lists and counts do when they let everything through; see ``disabled``."""

from __future__ import annotations


def _as_ckan_does(original, context, data_dict):
    return original(context, data_dict)


access_existence_lists_package_list = _as_ckan_does
access_existence_lists_member_list = _as_ckan_does
access_existence_lists_package_relationships_list = _as_ckan_does
access_existence_resources_resource_search = _as_ckan_does
access_existence_words_tag_list = _as_ckan_does
access_existence_words_tag_search = _as_ckan_does
access_existence_words_tag_autocomplete = _as_ckan_does
access_existence_words_tag_show = _as_ckan_does
access_existence_words_format_autocomplete = _as_ckan_does
access_existence_people_user_list = _as_ckan_does
access_existence_people_user_show = _as_ckan_does
access_existence_people_followee_list = _as_ckan_does
access_existence_gone_package_show = _as_ckan_does
access_existence_writing_package_create = _as_ckan_does


def access_existence_hiding__is_absent(context, ref, operation):
    return False


def access_existence_findable__is_everywhere(principal):
    return True


def access_existence_providers__counts(context, *, is_organization):
    import sqlalchemy as sa

    from ckan import model

    if is_organization:
        group, entry = model.Package.owner_org, model.Package.id
    else:
        group, entry = model.Member.group_id, model.Member.table_id
    return sa.select(group, sa.func.count(sa.distinct(entry))).group_by(group)


def access_existence_people__followed(context, user):
    from ckan import model

    person = model.User.get(user)
    followed = model.Session.query(model.UserFollowingDataset).filter_by(follower_id=person.id)
    return followed.count()


def access_existence_streams__of_what_is_seen(context, activities):
    return activities


def access_existence_originals_harvest_object_show(following, context, data_dict):
    return {"success": True}


def access_existence_searching_check(parameters):
    return parameters


def access_existence_searching_without_addresses(document):
    return document


def access_existence_pages_before_request():
    return None


def access_existence_gone__titles(session, packages):
    return {one.id: one.title for one in packages}


def access_existence_gone__bury(session, _context, _instances):
    return None


def access_existence_ids_check_package(data_dict):
    return None


def access_existence_ids_check_resources(context, data_dict, package_id):
    return None


def access_existence_changes__note(session, _context, _instances):
    return None


def access_service_transitions__empty(session, about, package):
    return None


def access_existence_writing__check_provider(context, package, wanted):
    return None


def access_existence_writing_transferring(following, context, data_dict):
    return following(context, data_dict)
