"""The home's ckan.ini: made once, then only the values that are still ours are kept up to date.

A value the launcher wrote (an address, the port) is renewed as long as nobody changed it; a value
an administrator edited, and every line the administrator added, stays. Secrets are made once.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping

from .paths import Home
from .state import State, write_private

SECTION = "[app:main]"
HEADING = """\
# The settings of this site alone. What is the same on every site is in the file named by `use`.
# `./scigov up` renews the addresses, the port and the cookies' names below as long as nobody
# has changed them here; everything else is yours. After an edit: ./scigov down, ./scigov up.

"""
# redis-py gives up on an answer after 5 s. A harvester's consumer waits for its next job in one
# endless read, so it would end whenever there is no work for 5 s. On a private socket nothing can
# get lost on the way; a day of patience does no harm.
REDIS_PATIENCE = 86_400
OPTION = re.compile(r"^([^\s#;\[=:][^=:]*?)\s*[=:]\s?(.*)$")


def ensure(home: Home, state: State) -> None:
    """Write or renew ckan.ini for the port and host in ``state``; the caller saves the state."""
    managed = {key: escape(value) for key, value in managed_values(home, state).items()}
    if home.ini.exists():
        text = home.ini.read_text(encoding="utf-8")
        new_text = renew(text, state.managed, managed)
    else:
        once = {key: escape(value) for key, value in secret_values().items()}
        text, new_text = "", HEADING + SECTION + "\n" + _lines(managed) + "\n" + _lines(once)
    if new_text != text:
        write_private(home.ini, new_text)
    home.ini.chmod(0o600)
    state.managed = managed


def managed_values(home: Home, state: State) -> dict[str, str]:
    """The values that follow from where the home is and how the site was started."""
    place = f"?host={home.postgres_sockets}"
    return {
        "use": f"config:{home.root / 'config' / 'scigov.ini'}",
        "ckan.site_url": site_url(state),
        "sqlalchemy.url": f"postgresql://ckan@/ckan{place}",
        "ckan.datastore.write_url": f"postgresql://ckan@/datastore{place}",
        "ckan.datastore.read_url": f"postgresql://datastore_ro@/datastore{place}",
        "ckan.redis.url": f"unix://{home.redis_socket}?db=0&socket_timeout={REDIS_PATIENCE}",
        "ckan.storage_path": str(home.storage),
        # Browsers send a cookie to every port of a host: two homes need two names.
        "SESSION_COOKIE_NAME": f"scigov_{home.key}",
        "REMEMBER_COOKIE_NAME": f"scigov_remember_{home.key}",
    }


def site_url(state: State) -> str:
    everywhere = state.host in ("0.0.0.0", "::", "")  # noqa: S104  (compared, not bound)
    host = "127.0.0.1" if everywhere else state.host
    return f"http://[{host}]:{state.port}" if ":" in host else f"http://{host}:{state.port}"


def effective_url(home: Home, state: State) -> str:
    """Return the address CKAN believes it has: the environment wins over the file."""
    if given := os.environ.get("CKAN_SITE_URL"):
        return given
    if home.exists:
        return read_option(home, "ckan.site_url")
    return site_url(state) if state.port else ""


def secret_values() -> dict[str, str]:
    token = f"string:{secrets.token_urlsafe(48)}"
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "api_token.jwt.encode.secret": token,
        "api_token.jwt.decode.secret": token,
        "ckan.site_id": f"scigov_{secrets.token_hex(4)}",
    }


def renew(text: str, written: Mapping[str, str], wanted: Mapping[str, str]) -> str:
    """Replace the values that are still what we wrote; add those that are missing."""
    lines, seen = [], set()
    for line in text.splitlines():
        option = OPTION.match(line)
        key = option.group(1) if option else ""
        if option and key in wanted:
            seen.add(key)
            ours = option.group(2).strip() == written.get(key)
            lines.append(f"{key} = {wanted[key]}" if ours else line)
        else:
            lines.append(line)
    missing = {key: value for key, value in wanted.items() if key not in seen}
    if missing:
        at = lines.index(SECTION) + 1 if SECTION in lines else 0
        head = [] if at else [SECTION]
        lines[at:at] = head + _lines(missing).splitlines()
    return "\n".join(lines) + "\n"


def read_option(home: Home, key: str) -> str:
    """Return a value of the home's own file, or an empty string."""
    for line in home.ini.read_text(encoding="utf-8").splitlines():
        option = OPTION.match(line)
        if option and option.group(1) == key:
            return option.group(2).strip().replace("%%", "%")
    return ""


def escape(value: str) -> str:
    return value.replace("%", "%%")


def _lines(values: Mapping[str, str]) -> str:
    return "".join(f"{key} = {value}\n" for key, value in values.items())
