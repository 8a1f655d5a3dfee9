"""Which addresses the portal asks when somebody else has written them: the guard against SSRF.

An address is taken apart once, here, and a connection is made from these parts alone, so that no
second reader of the text can understand it otherwise. What a name leads to is judged after it has been
resolved, and the connection goes to the very address that was judged.
"""

from __future__ import annotations

import enum
import ipaddress
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, urljoin, urlsplit

IP: TypeAlias = "ipaddress.IPv4Address | ipaddress.IPv6Address"
Network: TypeAlias = "ipaddress.IPv4Network | ipaddress.IPv6Network"

USUAL_PORTS = {"http": 80, "https": 443}
LONGEST = 2_000
HIGHEST_PORT = 65_535
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_LONGEST_NAME = 253
_SAFE = "/?&=%:@!$'()*+,;~[]|"


class Reason(str, enum.Enum):
    """Why an address is not asked."""

    NO_ADDRESS = "no_address"
    SCHEME = "scheme"
    CREDENTIALS = "credentials"
    PORT = "port"
    NOT_PUBLIC = "not_public"


class NotAllowed(Exception):
    """The address is not asked."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Address:
    """An address in the parts that a connection is made of."""

    scheme: str
    host: str
    """In ASCII and lower case; an IP address without brackets."""
    port: int
    target: str
    """Path and question, as they stand in the request's first line."""

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == USUAL_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def text(self) -> str:
        return f"{self.scheme}://{self.host_header}{self.target}"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site allows beyond the public network on the usual ports."""

    ports: frozenset[int] = frozenset(USUAL_PORTS.values())
    hosts: frozenset[str] = frozenset()
    """Names that may lead to private addresses."""
    networks: tuple[Network, ...] = ()
    """Addresses that are allowed although they are not public."""


def rules_of(hosts: Iterable[str], ports: Iterable[str]) -> Rules:
    """Read the rules as they stand in a configuration.

    Raises:
        ValueError: an entry is neither a name, nor an address, nor a network; or no port.
    """
    names: set[str] = set()
    networks: list[Network] = []
    for entry in hosts:
        network = _network_of(entry)
        if network is not None:
            networks.append(network)
        else:
            names.add(_name_of(entry))
    numbers = {*USUAL_PORTS.values(), *(_port_of(port) for port in ports)}
    return Rules(frozenset(numbers), frozenset(names), tuple(networks))


def port_in(text: str) -> list[str]:
    """Return the port that an address names, for rules that are to allow it; none where it names none.

    Raises:
        ValueError: what stands in its place is no port.
    """
    port = urlsplit(text.strip()).port
    return [] if port is None else [str(port)]


def parse(text: str, rules: Rules) -> Address:
    """Take an address apart.

    Raises:
        NotAllowed: it is none that is asked, whatever its name leads to.
    """
    text = text.strip()
    if not text or len(text) > LONGEST or "\\" in text or not text.isprintable() or " " in text:
        raise NotAllowed(Reason.NO_ADDRESS)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotAllowed(Reason.NO_ADDRESS) from None
    scheme = parts.scheme.lower()
    if scheme not in USUAL_PORTS:
        raise NotAllowed(Reason.SCHEME)
    if "@" in parts.netloc:
        raise NotAllowed(Reason.CREDENTIALS)
    port = USUAL_PORTS[scheme] if port is None else port
    if port not in rules.ports:
        raise NotAllowed(Reason.PORT)
    question = f"?{parts.query}" if parts.query else ""
    return Address(scheme, _host_of(host), port, quote(f"{parts.path or '/'}{question}", _SAFE))


def redirected(address: Address, location: str, rules: Rules) -> Address:
    """Return where an answer leads, looked at as strictly as the first address.

    Raises:
        NotAllowed: it leads to what is not asked.
    """
    try:
        joined = urljoin(address.text, location.strip())
    except ValueError:
        raise NotAllowed(Reason.NO_ADDRESS) from None
    return parse(joined, rules)


def choose(host: str, found: Collection[str], rules: Rules) -> list[str]:
    """Return the addresses a name leads to, if every one of them may be asked.

    One that may not be asked spoils the others: which one is taken is chance, or somebody's choice.

    Raises:
        NotAllowed: there is none, or one of them is not public.
    """
    addresses = [ipaddress.ip_address(one) for one in found]
    if not addresses or not all(_may_be_asked(host, one, rules) for one in addresses):
        raise NotAllowed(Reason.NOT_PUBLIC)
    return [str(one) for one in addresses]


def is_public(address: IP) -> bool:
    """Say whether an address belongs to the public network, in whatever clothes it comes."""
    inner = _inner(address)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast and not _is_among(address, _SPECIAL)


def _may_be_asked(host: str, address: IP, rules: Rules) -> bool:
    if is_public(address):
        return True
    real = _innermost(address)
    if _is_among(real, rules.networks):
        return True
    # A name that is allowed leads to the house's own systems, and never to what is no host.
    return host in rules.hosts and not _is_among(real, _NEVER)


def _innermost(address: IP) -> IP:
    inner = _inner(address)
    return address if inner is None else _innermost(inner)


def _inner(address: IP) -> IP | None:
    """Return the IPv4 address that an IPv6 address is another form of, or a way to."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64:
        return ipaddress.IPv4Address(address.packed[-4:])
    return None


def _is_among(address: IP, networks: Iterable[Network]) -> bool:
    return any(address.version == one.version and address in one for one in networks)


def _host_of(host: str) -> str:
    literal = _ip_of(host)
    if literal is not None:
        return str(literal)
    try:
        return _name_of(host)
    except ValueError:
        raise NotAllowed(Reason.NO_ADDRESS) from None


def _name_of(name: str) -> str:
    """Return a name of a host in ASCII."""
    plain = name.strip().rstrip(".").encode("idna").decode("ascii").lower()
    if len(plain) > _LONGEST_NAME or not _NAME.fullmatch(plain):
        raise ValueError(f"This is no name of a host: {name!r}.")
    return plain


def _ip_of(host: str) -> IP | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _network_of(entry: str) -> Network | None:
    if "/" not in entry and _ip_of(entry) is None:
        return None
    return ipaddress.ip_network(entry, strict=True)


def _port_of(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= HIGHEST_PORT:
        raise ValueError(f"This is no port: {text!r}.")
    return int(text)


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text) for text in texts)


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# What IANA's registries of special addresses name. Python's own lists differ between its versions.
_SPECIAL = _networks(
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    # Of IPv6 only 2000::/3 is given out at all; the rest of the list lies in it.
    "::/3", "4000::/2", "8000::/1",
    "2001::/23", "2001:db8::/32", "3fff::/20",
)  # fmt: skip
_NEVER = _networks(
    "0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "::/128", "fe80::/10", "ff00::/8",
    # The metadata service of a cloud; its addresses look like any other of a house.
    "100.100.100.200/32", "192.0.0.192/32", "fd00:ec2::254/128",
)  # fmt: skip
