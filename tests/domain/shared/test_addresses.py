"""Which addresses are asked: the guard against being sent to places inside the house (SSRF)."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.shared.domain import addresses
from ckanext.scigov.shared.domain.addresses import Address, NotAllowed, Reason, Rules, rules_of

NOTHING_MORE = Rules()
PUBLIC = {
    "8.8.8.8": True,
    "114.114.114.114": True,
    "1.0.0.1": True,
    "99.255.255.255": True,
    "100.128.0.1": True,
    "172.32.0.1": True,
    "223.255.255.255": True,
    "2400:3200::1": True,
    "2606:4700:4700::1111": True,
    # IPv4 in other clothes: what is inside decides.
    "::ffff:8.8.8.8": True,
    "2002:808:808::1": True,
    "64:ff9b::8.8.8.8": True,
    "::ffff:127.0.0.1": False,
    "::ffff:10.0.0.1": False,
    "::ffff:169.254.169.254": False,
    "2002:7f00:1::": False,
    "2002:a00:1::1": False,
    "2002:a9fe:a9fe::": False,
    "64:ff9b::127.0.0.1": False,
    "64:ff9b::169.254.169.254": False,
    "64:ff9b:1::8.8.8.8": False,
    "::127.0.0.1": False,
    "::8.8.8.8": False,
    "2001:0:4136:e378:8000:63bf:3fff:fdd2": False,
    # The machine itself
    "0.0.0.0": False,
    "0.1.2.3": False,
    "127.0.0.1": False,
    "127.255.255.254": False,
    "::": False,
    "::1": False,
    # The house
    "10.0.0.1": False,
    "172.16.0.1": False,
    "172.31.255.255": False,
    "192.168.1.1": False,
    "fc00::1": False,
    "fd12:3456::1": False,
    "fec0::1": False,
    # Carriers, links, metadata of clouds
    "100.64.0.1": False,
    "100.100.100.200": False,
    "100.127.255.255": False,
    "169.254.0.1": False,
    "169.254.169.254": False,
    "fe80::1": False,
    "fe80::1%eth0": False,
    "fd00:ec2::254": False,
    "192.0.0.192": False,
    # Many at once, or nobody
    "224.0.0.1": False,
    "239.255.255.250": False,
    "255.255.255.255": False,
    "240.0.0.1": False,
    "ff02::1": False,
    "ff0e::1": False,
    # Special purposes
    "192.0.0.8": False,
    "192.0.2.1": False,
    "192.88.99.1": False,
    "198.18.0.1": False,
    "198.51.100.1": False,
    "203.0.113.1": False,
    "100::1": False,
    "2001:db8::1": False,
    "3fff::1": False,
    "5f00::1": False,
    "4000::1": False,
}


@pytest.mark.parametrize(("address", "expected"), PUBLIC.items())
def test_public_addresses(address, expected):
    assert addresses.is_public(ipaddress.ip_address(address)) is expected


@given(st.ip_addresses(v=4).filter(lambda one: not one.is_global))
def test_no_clothes_make_a_private_address_public(inner):
    number = int(inner)
    forms = (0xFFFF << 32 | number, 0x2002 << 112 | number << 80, 0x64FF9B << 96 | number)
    assert [addresses.is_public(ipaddress.IPv6Address(form)) for form in forms] == [False] * 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://example.org", Address("http", "example.org", 80, "/")),
        ("HTTPS://Example.ORG.:443/a b".replace(" ", "%20"),
         Address("https", "example.org", 443, "/a%20b")),
        (" https://example.org/x?y=1&z=%E4#part ",
         Address("https", "example.org", 443, "/x?y=1&z=%E4")),
        ("http://例子.测试/数据.csv",
         Address("http", "xn--fsqu00a.xn--0zwm56d", 80, "/%E6%95%B0%E6%8D%AE.csv")),
        ("http://[2606:4700::1111]/", Address("http", "2606:4700::1111", 80, "/")),
        ("http://8.8.8.8/", Address("http", "8.8.8.8", 80, "/")),
        ("http://under_score.example.org/", Address("http", "under_score.example.org", 80, "/")),
    ],
)  # fmt: skip
def test_an_address_in_its_parts(text, expected):
    assert addresses.parse(text, NOTHING_MORE) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.NO_ADDRESS),
        ("http://", Reason.NO_ADDRESS),
        ("http:///etc/passwd", Reason.NO_ADDRESS),
        ("http://exa mple.org/", Reason.NO_ADDRESS),
        ("http://example.org/\r\nHost: other", Reason.NO_ADDRESS),
        ("http://example.org\t.evil.test/", Reason.NO_ADDRESS),
        ("http://example.org\\@127.0.0.1/", Reason.NO_ADDRESS),
        ("http://[::1/", Reason.NO_ADDRESS),
        ("http://[1.2.3.4]/", Reason.NO_ADDRESS),
        ("http://example.org:99999/", Reason.NO_ADDRESS),
        ("http://example.org:8x/", Reason.NO_ADDRESS),
        ("http://-example.org/", Reason.NO_ADDRESS),
        ("http://exa$mple.org/", Reason.NO_ADDRESS),
        (f"http://{'a' * 64}.org/", Reason.NO_ADDRESS),
        (f"http://{'a.' * 130}org/", Reason.NO_ADDRESS),
        (f"http://example.org/{'a' * 2000}", Reason.NO_ADDRESS),
        ("//example.org/", Reason.SCHEME),
        ("example.org/x.csv", Reason.SCHEME),
        ("file:///etc/passwd", Reason.SCHEME),
        ("ftp://example.org/", Reason.SCHEME),
        ("gopher://127.0.0.1:6379/_SET", Reason.SCHEME),
        ("http+unix://%2Frun%2Fdocker.sock/", Reason.SCHEME),
        ("http://user@example.org/", Reason.CREDENTIALS),
        ("http://user:word@example.org/", Reason.CREDENTIALS),
        ("http://example.org@127.0.0.1/", Reason.CREDENTIALS),
        ("http://example.org:22/", Reason.PORT),
        ("http://example.org:6379/", Reason.PORT),
        ("http://example.org:0/", Reason.PORT),
    ],
)
def test_what_is_no_address_to_be_asked(text, reason):
    with pytest.raises(NotAllowed) as refused:
        addresses.parse(text, NOTHING_MORE)
    assert refused.value.reason is reason


def test_ports_that_a_site_allows_are_allowed_with_the_usual_ones():
    rules = rules_of([], ["8080", "8443"])
    assert [addresses.parse(f"http://example.org{port}/", rules).port
            for port in ("", ":443", ":8080", ":8443")] == [80, 443, 8080, 8443]  # fmt: skip
    with pytest.raises(NotAllowed):
        addresses.parse("http://example.org:8081/", rules)


def test_the_host_is_told_with_its_port_where_that_is_unusual():
    rules = rules_of([], ["8080"])
    told = [
        addresses.parse(text, rules).host_header
        for text in (
            "http://a.test:8080/",
            "http://a.test:443/",
            "https://a.test/",
            "http://[::1]/",
        )
    ]
    assert told == ["a.test:8080", "a.test:443", "a.test", "[::1]"]
    assert addresses.parse("https://a.test/", rules).is_secure
    assert not addresses.parse("http://a.test/", rules).is_secure


@pytest.mark.parametrize(
    "text", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127。0。0。1"]
)
def test_odd_numbers_are_names_and_what_they_lead_to_is_judged(text):
    host = addresses.parse(f"http://{text}/", NOTHING_MORE).host
    with pytest.raises(NotAllowed):
        addresses.choose(host, ["127.0.0.1"], NOTHING_MORE)


def test_one_private_address_spoils_the_public_ones():
    assert addresses.choose("a.test", ["8.8.8.8", "2400:3200::1"], NOTHING_MORE) == [
        "8.8.8.8", "2400:3200::1",
    ]  # fmt: skip
    for found in (["8.8.8.8", "10.0.0.1"], ["10.0.0.1"], [], ["8.8.8.8", "::1"]):
        with pytest.raises(NotAllowed) as refused:
            addresses.choose("a.test", found, NOTHING_MORE)
        assert refused.value.reason is Reason.NOT_PUBLIC


@pytest.mark.parametrize(
    ("allowed", "host", "found", "expected"),
    [
        ("data.house.test", "data.house.test", "10.1.2.3", True),
        ("Data.House.test.", "data.house.test", "127.0.0.1", True),
        ("data.house.test", "evil.data.house.test", "10.1.2.3", False),
        ("data.house.test", "data.house.test.evil.test", "10.1.2.3", False),
        ("10.1.0.0/16", "any.test", "10.1.2.3", True),
        ("10.1.0.0/16", "any.test", "10.2.2.3", False),
        ("10.1.0.0/16", "any.test", "::ffff:10.1.2.3", True),
        ("10.1.0.0/16", "any.test", "64:ff9b::10.1.2.3", True),
        ("10.1.2.3", "any.test", "10.1.2.3", True),
        ("10.1.2.3", "any.test", "10.1.2.4", False),
        ("fd00:1::/64", "any.test", "fd00:1::5", True),
        ("fd00:1::/64", "any.test", "10.1.2.3", False),
        # A name that is allowed leads to no metadata and to no group of hosts.
        ("data.house.test", "data.house.test", "169.254.169.254", False),
        ("data.house.test", "data.house.test", "::ffff:169.254.169.254", False),
        ("data.house.test", "data.house.test", "100.100.100.200", False),
        ("data.house.test", "data.house.test", "fd00:ec2::254", False),
        ("data.house.test", "data.house.test", "224.0.0.1", False),
        ("data.house.test", "data.house.test", "0.0.0.0", False),
        ("data.house.test", "data.house.test", "fe80::1", False),
    ],
)
def test_what_a_site_allows_beyond_the_public_network(allowed, host, found, expected):
    rules = rules_of([allowed], [])
    if expected:
        assert addresses.choose(host, [found], rules) == [str(ipaddress.ip_address(found))]
    else:
        with pytest.raises(NotAllowed):
            addresses.choose(host, [found], rules)


@pytest.mark.parametrize(
    ("hosts", "ports"),
    [
        (["10.0.0.1/8"], []),
        (["10.0.0.0/99"], []),
        (["*.house.test"], []),
        (["http://house.test"], []),
        ([], ["0"]),
        ([], ["65536"]),
        ([], ["80a"]),
        ([], ["-1"]),
    ],
)
def test_rules_that_mean_nothing_are_refused(hosts, ports):
    with pytest.raises(ValueError, match=r"."):
        rules_of(hosts, ports)


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/b.csv", "https://a.test/b.csv"),
        ("b.csv?x=1", "https://a.test/folder/b.csv?x=1"),
        ("//b.test/c", "https://b.test/c"),
        ("http://b.test/c", "http://b.test/c"),
    ],
)
def test_redirects_are_followed_from_where_they_come(location, expected):
    start = addresses.parse("https://a.test/folder/a.csv", NOTHING_MORE)
    assert addresses.redirected(start, location, NOTHING_MORE).text == expected


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", Reason.SCHEME),
        ("http://a.test:22/", Reason.PORT),
        ("http://x:y@a.test/", Reason.CREDENTIALS),
        ("http://[::1", Reason.NO_ADDRESS),
    ],
)
def test_redirects_are_judged_as_strictly(location, reason):
    start = addresses.parse("https://a.test/", NOTHING_MORE)
    with pytest.raises(NotAllowed) as refused:
        addresses.redirected(start, location, NOTHING_MORE)
    assert refused.value.reason is reason
