"""The rules of the start-up check: for each an unsafe site, a safe one, and its sentence."""

from __future__ import annotations

import dataclasses
import re

import pytest

from ckanext.scigov.access.domain import startup
from ckanext.scigov.access.domain.startup import RULES, WARNINGS, Rule
from ckanext.scigov.access.domain.startup_conditions import Root, Site, is_loopback, is_on

LONG = "kq3Zt0vFh2c8VtqJ5m1WbX"
SAFE: dict[str, object] = {
    "ckan.site_url": "https://data.kjt.example.gov.cn",
    "ckan.files.owner.cascade_access": {},
    "ckan.auth.user_create_organizations": False,
    "ckan.auth.user_create_groups": False,
    "SECRET_KEY": LONG,
}
OURS = frozenset({"scigov_access", "scigov_access_rows"})
STORE = Root("ckan.storage_path", "/srv/ckan", but=("/srv/ckan/storage", "/srv/ckan/webassets"))
SITE = Site(
    SAFE,
    label_plugins=("scigov_access", "other"),
    backend_plugins=("datastore", "scigov_access_rows"),
    ours=OURS,
    token_plugins=("expire_api_token",),
    public_roots=(
        Root("ckan.storage_path + /storage", "/srv/ckan/storage"),
        Root("ckan.webassets.path", "/srv/ckan/webassets"),
        Root("extra_public_paths", "/srv/ckan-theme"),
    ),
    private_roots=(STORE,),
)


def with_settings(**settings: object) -> Site:
    changed = {name.replace("__", "."): value for name, value in settings.items()}
    return dataclasses.replace(SITE, settings={**SAFE, **changed})


def site_with(setting: str, value: object, **others: object) -> Site:
    return dataclasses.replace(SITE, settings={**SAFE, setting: value, **others})


def test_a_safe_site_starts() -> None:
    assert (startup.findings(SITE), startup.warnings(SITE)) == ((), ())


TRUE_IS_UNSAFE = [
    "ckan.datastore.sqlsearch.enabled",
    "ckan.auth.user_create_organizations",
    "ckan.auth.user_create_groups",
    "ckan.auth.create_unowned_dataset",
    "ckan.auth.allow_collaborators_to_change_owner_org",
    "ckan.auth.public_activity_stream_detail",
    "ckan.auth.reveal_private_datasets",
    "ckan.cors.origin_allow_all",
    "ckanext.scigov.testing",
    "debug",
]


@pytest.mark.parametrize("setting", TRUE_IS_UNSAFE)
@pytest.mark.parametrize("value", [True, "true", "True", "yes", "on", "1", "what"])
def test_what_must_not_be_true(setting: str, value: object) -> None:
    (sentence,) = startup.findings(site_with(setting, value))
    assert setting in sentence


@pytest.mark.parametrize("setting", TRUE_IS_UNSAFE)
@pytest.mark.parametrize("value", [False, None, "", "false", "False", "no", "off", "0"])
def test_what_may_be_false(setting: str, value: object) -> None:
    assert startup.findings(site_with(setting, value)) == ()


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("ckan.datastore.public_table_search", ["_table_metadata"], "(_table_metadata)"),
        ("ckan.datastore.public_table_search", "a b", "(a, b)"),
        ("ckan.files.owner.cascade_access", {"resource": set()}, "Take resource out"),
        ("ckan.files.owner.cascade_access", {"group": {"images"}}, "Take group out"),
        ("ckan.files.owner.cascade_access", ["organization", "user:a"], "Take organization out"),
        ("ckan.files.owner.cascade_access", "resource package:p", "Take package, resource out"),
        ("ckan.cache_expires", 1, "(it is 1)"),
        ("ckan.cache_expires", "3600", "(it is 3600)"),
        ("ckan.cache_expires", "long", "(it is long)"),
        ("ckan.search.solr_allowed_query_parsers", ["bool", "knn"], "(bool, knn)"),
        ("ckan.search.solr_allowed_query_parsers", "knn", "(knn)"),
        ("SECRET_KEY", None, "(it is empty)"),
        ("SECRET_KEY", "  ", "(it is empty)"),
        ("SECRET_KEY", "CHANGE_ME", "(it is shorter than 16 characters)"),
        ("SECRET_KEY", "only-for-the-test-suite-0123456789", "(it is the test suite's"),
        ("WTF_CSRF_SECRET_KEY", "replace-me", "(it is shorter than 16 characters)"),
        ("api_token.jwt.encode.secret", "string:replace-me", "(it is shorter than 16"),
        ("api_token.jwt.decode.secret", "string:", "(it is empty)"),
        ("api_token.jwt.decode.secret", "string:only-for-the-test-suite-0", "(it is the test"),
    ],
)
def test_other_unsafe_values(setting: str, value: object, words: str) -> None:
    (sentence,) = startup.findings(site_with(setting, value))
    assert setting in sentence
    assert words in sentence


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("ckan.datastore.public_table_search", []),
        ("ckan.datastore.public_table_search", ""),
        ("ckan.files.owner.cascade_access", ""),
        ("ckan.files.owner.cascade_access", {"user": {"avatars"}}),
        ("ckan.files.owner.cascade_access", "user:avatars packages"),
        ("ckan.cache_expires", 0),
        ("ckan.cache_expires", " 0 "),
        ("ckan.cache_expires", "-1"),
        ("ckan.cache_expires", None),
        ("ckan.search.solr_allowed_query_parsers", []),
        ("SECRET_KEY", "0123456789abcdef"),
        ("WTF_CSRF_SECRET_KEY", ""),
        ("WTF_CSRF_SECRET_KEY", LONG),
        ("api_token.jwt.encode.secret", None),
        ("api_token.jwt.encode.secret", f"string:{LONG}"),
        ("api_token.jwt.decode.secret", "file:/k"),
    ],
)
def test_other_safe_values(setting: str, value: object) -> None:
    assert startup.findings(site_with(setting, value)) == ()


@pytest.mark.parametrize(
    "setting",
    [
        "ckan.files.owner.cascade_access",
        "ckan.auth.user_create_organizations",
        "ckan.auth.user_create_groups",
        "SECRET_KEY",
    ],
)
def test_what_ckan_opens_when_nothing_is_set(setting: str) -> None:
    settings = {name: value for name, value in SAFE.items() if name != setting}
    (sentence,) = startup.findings(dataclasses.replace(SITE, settings=settings))
    assert setting in sentence


@pytest.mark.parametrize("setting", ["ckanext.scigov.testing", "debug"])
@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:5000", "http://localhost", "https://[::1]", "http://a.localhost"]
)
def test_this_machine_alone_may_test(setting: str, address: str) -> None:
    site = site_with(setting, True, **{"ckan.site_url": address})
    assert startup.findings(site) == ()


@pytest.mark.parametrize("address", ["", None, "http://10.0.0.1", "http://localhost.example.com"])
def test_other_addresses_may_not(address: str | None) -> None:
    site = site_with("debug", True, **{"ckan.site_url": address})
    (sentence,) = startup.findings(site)
    assert f"(it is {address or 'empty'})" in sentence


def test_the_test_suites_secrets_serve_the_test_suite() -> None:
    site = site_with(
        "SECRET_KEY",
        "only-for-the-test-suite-0123456789",
        **{"ckanext.scigov.testing": "true", "ckan.site_url": "http://test.scigov.localhost"},
    )
    assert startup.findings(site) == ()


@pytest.mark.parametrize(
    ("address", "leads_here"),
    [
        ("http://127.8.8.8", True),
        ("http://LOCALHOST:80/ckan", True),
        ("http://notlocalhost", False),
        ("http://0.0.0.0", False),
        ("http://[::ffff:10.0.0.1]", False),
        ("127.0.0.1", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_loopback(address: str, leads_here: bool) -> None:
    assert is_loopback(address) is leads_here


def test_numbers_are_read_as_yes_and_no() -> None:
    assert [is_on(value) for value in (1, 0, None)] == [True, False, False]


@pytest.mark.parametrize(
    ("plugins", "words"),
    [
        (("other", "scigov_access"), "before other in ckan.plugins"),
        (("other",), "before other in ckan.plugins"),
        ((), "before others in ckan.plugins"),
    ],
)
def test_ours_says_first_who_finds_an_entry(plugins: tuple[str, ...], words: str) -> None:
    (sentence,) = startup.findings(dataclasses.replace(SITE, label_plugins=plugins))
    assert words in sentence


@pytest.mark.parametrize("plugins", [("datastore",), ("datastore", "scigov_access_rows", "late")])
def test_ours_is_the_last_backend(plugins: tuple[str, ...]) -> None:
    (sentence,) = startup.findings(dataclasses.replace(SITE, backend_plugins=plugins))
    assert f"behind {plugins[-1]} in ckan.plugins" in sentence


def test_without_a_datastore_there_is_no_order() -> None:
    assert startup.findings(dataclasses.replace(SITE, backend_plugins=())) == ()


@pytest.mark.parametrize(
    ("public", "private"),
    [
        (Root("extra_public_paths", "/srv/ckan"), STORE),
        (Root("extra_public_paths", "/srv"), STORE),
        (Root("extra_public_paths", "/"), STORE),
        (Root("extra_public_paths", "/srv/ckan/resources/abc"), STORE),
        (Root("ckan.webassets.path", "/srv/ckan/objects"), STORE),
        (Root("ckan.webassets.path", "/srv/ckan/storage2"), STORE),
        (Root("a", "/p/x", kind="s3"), Root("b", "/p", kind="s3")),
        (Root("a", "/p", kind="s3"), Root("b", "/p", kind="s3")),
    ],
)
def test_public_folders_that_cover_files(public: Root, private: Root) -> None:
    site = dataclasses.replace(SITE, public_roots=(public,), private_roots=(private,))
    (sentence,) = startup.findings(site)
    assert f"Put {private.setting} ({private.path}) and {public.setting} ({public.path}) apart" in (
        sentence
    )


@pytest.mark.parametrize(
    "public",
    [
        Root("extra_public_paths", "/srv/ckan2"),
        Root("a", "/srv/ckan/storage/uploads/group"),
        Root("a", "/srv/ckan", kind="s3"),
    ],
)
def test_public_folders_beside_the_files(public: Root) -> None:
    assert startup.findings(dataclasses.replace(SITE, public_roots=(public,))) == ()


def test_every_overlap_is_told() -> None:
    publics = (Root("a", "/srv"), Root("b", "/srv/ckan/objects"))
    site = dataclasses.replace(SITE, public_roots=publics)
    assert len(startup.findings(site)) == 2


def test_tokens_without_an_end_are_only_warned_of() -> None:
    site = dataclasses.replace(SITE, token_plugins=())
    assert startup.findings(site) == ()
    (sentence,) = startup.warnings(site)
    assert "expire_api_token" in sentence


def test_all_findings_are_told_at_once() -> None:
    assert len(startup.findings(with_settings(debug=True, SECRET_KEY=""))) == 2
    assert len(startup.findings(Site({}))) == 5


@pytest.mark.parametrize("rule", [*RULES, *WARNINGS], ids=lambda rule: rule.setting)
def test_a_sentence_is_one_and_says_what_to_change(rule: Rule) -> None:
    begins = ("Set", "Leave", "Take", "Put", "Name", "Give", "API tokens never end")
    assert rule.sentence.startswith(begins)
    assert rule.sentence.endswith(".")
    assert not re.search(r"[.!?] [A-Z]", rule.sentence)
    assert "because" in rule.sentence or rule in WARNINGS
