"""Events, paths, ways out and addresses."""

from __future__ import annotations

import pytest

from ckanext.scigov.notices.domain.notices import (
    Setting,
    Subject,
    address,
    channels_of,
    checked_path,
    event_key,
)


@pytest.mark.parametrize(
    ("setting", "ready", "expected"),
    [
        (Setting(), [], ()),
        (Setting(), ["mail", "webhook", "portal"], ("mail", "webhook")),
        (Setting(mail=False), ["mail", "webhook"], ("webhook",)),
        (Setting(mail=False), ["mail"], ()),
        (Setting(), ["sms"], ("sms",)),
    ],
)
def test_mail_is_the_persons_choice_and_all_else_the_operators(setting, ready, expected):
    assert channels_of(setting, ready) == expected


def test_an_event_is_a_kind_an_object_and_a_key():
    subject = Subject("application", "a1")
    assert event_key("decided", subject, "3") == "application:a1:decided:3"
    assert event_key("decided", subject, "") == "application:a1:decided:"


@pytest.mark.parametrize(
    "path", ["/", "/notices", "/applications/a1?tab=history#n2", "/dataset/清单"]
)
def test_a_path_of_the_portal_is_taken(path):
    assert checked_path(path) == path


@pytest.mark.parametrize(
    "path",
    ["", "notices", "//evil.example/", "/\\evil.example", "https://evil.example/", "/a b", "/a\nb",
     "/a\\b", "javascript:x", "/" + "a" * 500],
)  # fmt: skip
def test_what_leads_elsewhere_is_refused(path):
    with pytest.raises(ValueError, match="This is no path of the portal"):
        checked_path(path)


@pytest.mark.parametrize(
    ("root", "language", "expected"),
    [
        ("", "", "https://data.example/applications/a1?x=1"),
        ("", "en", "https://data.example/en/applications/a1?x=1"),
        ("/portal/{{LANG}}", "", "https://data.example/portal/applications/a1?x=1"),
        ("/portal/{{LANG}}", "en", "https://data.example/portal/en/applications/a1?x=1"),
    ],
)
def test_an_address_has_root_and_language(root, language, expected):
    site = "https://data.example/"
    path = "/applications/a1?x=1"
    assert address(path, site_url=site, root_path=root, language=language) == expected


def test_an_address_is_ascii():
    made = address("/dataset/清单", site_url="https://data.example", root_path="", language="")
    assert made == "https://data.example/dataset/%E6%B8%85%E5%8D%95"
