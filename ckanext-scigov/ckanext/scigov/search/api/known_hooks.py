"""Hooks that somebody has read: they leave the answers of package_search as they are."""

from __future__ import annotations

KNOWN_BEFORE_SEARCH = frozenset(
    {
        "ckanext.harvest.plugin:Harvest.before_dataset_search",
        "ckanext.scigov.access.plugin:ScigovAccessPlugin.before_dataset_search",
    }
)
"""They look at nothing but the parameters, so they can run where there is no Flask request."""

KNOWN_AFTER_SEARCH = frozenset(
    {"ckanext.scigov.search.plugin:ScigovSearchPlugin.after_dataset_search"}
)
"""They leave the API's answers alone: corrections are for the search page."""

KNOWN_BEFORE_REQUEST = frozenset(
    {
        # Finds out who asks and reads changed settings: both are done before Flask as well.
        "ckan.config.middleware.flask_app:ckan_before_request",
        # Anonymous requests without a session are exempt (CKAN's load_user_from_request).
        "flask_wtf.csrf:CSRFProtect.init_app.<locals>.csrf_protect",
        # Looks at pages alone.
        "ckanext.scigov.pages.public:before_request",
        # They let the API's actions through that are classified, and package_search is.
        "ckanext.scigov.access.gate:before_request",
        "ckanext.scigov.access.entrance:before_request",
        "ckanext.scigov.access.gateway:instead_of_downloads",
        # Looks at addresses that name an entry: the API's name none.
        "ckanext.scigov.access.existence.pages:before_request",
        # Refuses questions with the sign NUL, but lets those to package_search through.
        "ckanext.scigov.shared.toolkit_requests:_refuse_question",
        # Looks at tokens of grants alone: with one, nobody is known before Flask (below).
        "ckanext.scigov.access.bearer_gate:before_request",
    }
)
KNOWN_AFTER_REQUEST = frozenset(
    {
        # Closes the Session, sets Cache-Control: both are done before Flask as well.
        "ckan.config.middleware.flask_app:ckan_after_request",
        # Without a session there is no cookie to renew.
        "flask_login.login_manager:LoginManager._update_remember_cookie",
        # Changes answers about what is gone: a list of entries is none.
        "ckanext.scigov.access.existence.pages:after_request",
        # Counts pages and files that were given, and changes nothing.
        "ckanext.scigov.usage.hook:after_request",
        # Changes refusals of actions that ask for patience: package_search asks for none.
        "ckanext.scigov.shared.toolkit_waiting:_in_its_own_words",
        # Changes dumps of the DataStore.
        "ckanext.scigov.access.dump_notice:after_request",
    }
)

KNOWN_READING_TOKENS = frozenset({"ckanext.scigov.access.plugin:ScigovAccessPlugin"})
"""Plugins of IApiToken that leave CKAN's tokens as they are, and know none of their own without Flask."""
