"""By what visitors are counted."""

from __future__ import annotations

import pytest

from ckanext.scigov.shared.domain.visitor_keys import mailbox_of, network_of


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        (" 203.0.113.7 ", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        (None, "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_an_address_is_counted_by_its_network(address, expected):
    assert network_of(address) == expected


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        ("li.ming@example.org", "li.ming@example.org"),
        (" Li.Ming@Example.ORG. ", "li.ming@example.org"),
        ("li.ming+one@example.org", "li.ming@example.org"),
        ("ｌｉ．ｍｉｎｇ＠example.org", "li.ming@example.org"),
        ("李明@example.org", "李明@example.org"),
        ("no address", "no address"),
    ],
)
def test_a_mailbox_is_the_same_under_its_usual_spellings(mail, expected):
    assert mailbox_of(mail) == expected
