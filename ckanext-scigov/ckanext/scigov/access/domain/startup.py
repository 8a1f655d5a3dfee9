"""What makes grading worthless on a site, and is refused when it starts: one row, one rule.

A row names a setting, when it is unsafe, and the sentence an administrator reads. No setting turns a
rule off. The table is printed in docs/access-startup.md. Nothing here reads a file or the environment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ckanext.scigov.access.domain import startup_conditions as when
from ckanext.scigov.access.domain.startup_conditions import (
    OWNERS,
    SHORTEST_SECRET,
    TESTING,
    Found,
    Site,
)

PLUGINS = "ckan.plugins"


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table. ``sentence`` may use {setting} and the words that the condition found."""

    setting: str
    unsafe: str
    condition: Callable[[Site, str], Found]
    sentence: str

    def findings(self, site: Site) -> tuple[str, ...]:
        found = self.condition(site, self.setting)
        return tuple(self.sentence.format(setting=self.setting, **words) for words in found)


def findings(site: Site) -> tuple[str, ...]:
    """Return a sentence for everything that is unsafe; the site must not start while there is one."""
    return tuple(sentence for rule in RULES for sentence in rule.findings(site))


def warnings(site: Site) -> tuple[str, ...]:
    """Return a sentence for what is less safe than it could be."""
    return tuple(sentence for rule in WARNINGS for sentence in rule.findings(site))


RULES: tuple[Rule, ...] = (
    Rule(
        "ckan.datastore.sqlsearch.enabled",
        "true",
        when.is_true,
        "Set {setting} to false, because a query in SQL reaches rows that no other way gives out.",
    ),
    Rule(
        "ckan.datastore.public_table_search",
        "not empty",
        when.is_not_empty,
        "Leave {setting} empty, because anybody may read the tables it names ({found}).",
    ),
    Rule(
        "ckan.files.owner.cascade_access",
        f"names {', '.join(OWNERS[:-1])} or {OWNERS[-1]}, or is not set",
        when.names_an_owner,
        "Take {found} out of {setting} (empty is safe), because whoever may read an entry's metadata"
        " could download its files.",
    ),
    Rule(
        "ckan.storage_path",
        "overlaps a public folder or a public storage, and so does any other place of files",
        when.overlaps_a_public_folder,
        "Put {private} and {public} apart, because everybody can fetch what lies in a public folder.",
    ),
    Rule(
        PLUGINS,
        "another plugin with IPermissionLabels stands before scigov_access",
        when.is_not_first_to_label,
        "Name scigov_access before {found} in {setting}, because CKAN asks only the first plugin who"
        " may find an entry.",
    ),
    Rule(
        PLUGINS,
        "the last plugin with IDatastoreBackend is not ours",
        when.is_not_last_backend,
        "Name the plugin with our backend of the DataStore behind {found} in {setting}, because only"
        " the last backend is asked for rows.",
    ),
    Rule(
        "ckan.auth.user_create_organizations",
        "true or not set",
        when.is_true_or_unset,
        "Set {setting} to false, because whoever makes an organisation is its administrator and"
        " could pose as an agency.",
    ),
    Rule(
        "ckan.auth.user_create_groups",
        "true or not set",
        when.is_true_or_unset,
        "Set {setting} to false, because whoever makes a group can put other people's entries into it"
        " and learn which of them exist.",
    ),
    Rule(
        "ckan.auth.create_unowned_dataset",
        "true",
        when.is_true,
        "Set {setting} to false, because nobody answers for the grade of an entry without a provider.",
    ),
    Rule(
        "ckan.auth.allow_collaborators_to_change_owner_org",
        "true",
        when.is_true,
        "Set {setting} to false, because whoever moves an entry to another provider decides who gets"
        " its data.",
    ),
    Rule(
        "ckan.auth.public_activity_stream_detail",
        "true",
        when.is_true,
        "Set {setting} to false, because old versions of an entry show what has been closed since.",
    ),
    Rule(
        "ckan.auth.reveal_private_datasets",
        "true",
        when.is_true,
        "Set {setting} to false, because the answer would tell that a hidden entry exists.",
    ),
    Rule(
        "ckan.cache_expires",
        "above 0",
        when.is_above_zero,
        "Set {setting} to 0 (it is {found}), because a cache would keep giving out what has been"
        " closed meanwhile.",
    ),
    Rule(
        "ckan.cors.origin_allow_all",
        "true",
        when.is_true,
        "Set {setting} to false and name hosts in ckan.cors.origin_whitelist, because scripts of any"
        " site could use the API from a visitor's browser.",
    ),
    Rule(
        "ckan.search.solr_allowed_query_parsers",
        "not empty",
        when.is_not_empty,
        "Leave {setting} empty, because the parsers it allows ({found}) can ask about fields that"
        " are not shown.",
    ),
    Rule(
        TESTING,
        "true, and ckan.site_url is no loopback address",
        when.is_true_on_a_public_address,
        "Take {setting} out or set ckan.site_url to a loopback address (it is {address}), because"
        " the test kit gives out accounts of every kind.",
    ),
    Rule(
        "debug",
        "true, and ckan.site_url is no loopback address",
        when.is_true_on_a_public_address,
        "Set {setting} to false or ckan.site_url to a loopback address (it is {address}), because"
        " visitors of a site in debug mode can run programs on it.",
    ),
    Rule(
        "SECRET_KEY",
        f"empty, shorter than {SHORTEST_SECRET} characters, or the test suite's",
        when.is_a_poor_secret,
        "Give {setting} a long random value (it is {found}), because with it anybody could make a"
        " session of anybody.",
    ),
    Rule(
        "WTF_CSRF_SECRET_KEY",
        f"shorter than {SHORTEST_SECRET} characters, or the test suite's",
        when.is_a_poor_secret_of_its_own,
        "Give {setting} a long random value or take it out (it is {found}), because with it any site"
        " could send forms in a visitor's name.",
    ),
    *(
        Rule(
            f"api_token.jwt.{use}.secret",
            f"shorter than {SHORTEST_SECRET} characters, or the test suite's",
            when.is_a_poor_secret_of_its_own,
            "Give {setting} a long random value or take it out (it is {found}), because with it"
            " anybody could make a token of anybody.",
        )
        for use in ("encode", "decode")
    ),
)

WARNINGS: tuple[Rule, ...] = (
    Rule(
        PLUGINS,
        "none has a say when a token is made (IApiToken)",
        when.nothing_ends_tokens,
        "API tokens never end on this site: name expire_api_token in {setting} to give each of them"
        " a last day.",
    ),
)
