"""``./scigov up``: from whatever state the home is in to a site that is well.

Every step can be done again, and what must be done once leaves its mark as its last act; so a run
that was interrupted anywhere is finished by the next one.
"""

from __future__ import annotations

import argparse
import http.client
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from . import children, health, ini, layout, pgfiles, postgres
from .arguments import DEFAULT_HOST, DEFAULT_PORT
from .console import say, step
from .errors import LauncherError, explain
from .externals import OF_CKAN, Externals
from .fingerprint import fingerprint
from .paths import Home, project_version
from .state import State, write_private
from .supervision import Supervisor

ADMIN = "admin"
GIVE_UP_AFTER = 8.0  # seconds in which a service ended again and again


def run(home: Home, options: argparse.Namespace) -> int:
    layout.check_owner(home)
    with layout.locked(home):
        launch = Launch(home, options.port, options.host)
        launch.check()
        launch.prepare_home()
        launch.bring_up(with_demo=not options.no_demo)
    return 0


class Launch:
    """One site on its way up. ``restore`` uses the single steps too."""

    def __init__(self, home: Home, port: int | None = None, host: str | None = None) -> None:
        """``port`` and ``host`` are what the person asked for; else what the site had last."""
        self.home = home
        self.externals = Externals.of_environment()
        self.state = State.load(home)
        self.supervisor = Supervisor(home)
        self.user: pgfiles.ServerUser | None = None
        self._failing_since: dict[str, float] = {}
        self._address = (
            host or self.state.host or DEFAULT_HOST,
            port or self.state.port or DEFAULT_PORT,
        )

    def check(self) -> None:
        """Refuse what cannot work before anything is started."""
        if self.home.restoring.exists():
            raise LauncherError(
                "A restore of this home was interrupted. Run it again: ./scigov restore FILE --yes"
            )
        self._check_checkout()
        if not self.supervisor.running:
            self.supervisor.end_leftovers()
        if not self.supervisor.running or self._moves:
            health.check_port(*self._address)

    @property
    def _moves(self) -> bool:
        return self._address != (self.state.host, self.state.port)

    def prepare_home(self) -> None:
        if not self.externals.database:
            self.user = pgfiles.server_user()
        layout.prepare(self.home, self.user)

    def bring_up(self, *, with_demo: bool) -> None:
        """Do whatever is still to be done until the site is well."""
        code = fingerprint(self.home.root, self.externals)
        unchanged = code == self.state.prepared and not self._moves
        if unchanged and self.state.demo and self._is_well():
            say(f"The site is already up: {self.url}")
            return
        was_running = self.supervisor.running
        try:
            self._start_all(code, restart=was_running and not unchanged)
        except BaseException:
            if not was_running:  # nothing half is left running
                self.supervisor.stop()
            raise
        if not self.state.demo:
            self._load_demo(wanted=with_demo)
        self._announce()

    def _start_all(self, code: str, *, restart: bool) -> None:
        if restart:
            step("The code or the address has changed; restarting the site's programs")
            self.stop_ckan()
        self.start_stores()
        if code != self.state.prepared:
            self.prepare_databases()
        self.start_ckan()

    @property
    def url(self) -> str:
        return ini.effective_url(self.home, self.state)

    def start_stores(self) -> None:
        """Have ckan.ini, PostgreSQL and Redis ready."""
        self.state.host, self.state.port = self._address
        self._remember()
        if self.user:
            postgres.ensure_cluster(self.home, self.user)
            postgres.write_access_files(postgres.data_directory(self.home), self.user)
        if not self.supervisor.running:
            step("Starting the supervisor")
            self.supervisor.start()
        if self.user:
            self._start("postgres", lambda: postgres.is_ready(self.home.postgres_sockets))
        if not self.externals.redis:
            self._start("redis", self._redis_answers)

    def prepare_databases(self) -> None:
        """Bring roles, databases, tables, permissions and the administrator up to date."""
        step("Preparing the databases")
        code = fingerprint(self.home.root, self.externals)
        if self.user:
            postgres.ensure_databases(self.home.postgres_sockets)
        if not self.home.admin_password.exists() and not self.state.admin_made:
            write_private(self.home.admin_password, secrets.token_urlsafe(12) + "\n")
        self.run_in_ckan("Preparing the databases", "ckanext.scigov.launcher.site_setup", ADMIN)
        self.state.prepared = code
        self.state.save(self.home)

    def run_in_ckan(self, what: str, module: str, *arguments: str) -> None:
        """Run a program with CKAN loaded; its last words are shown only when it fails."""
        answer = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=children.helper_environment(self.home),
        )
        if answer.returncode:
            raise explain(what, answer.stdout + answer.stderr)

    def start_ckan(self) -> None:
        """Start web, workers and scheduler and wait until /healthz is well."""
        step("Starting web server, workers and scheduler")
        for name in OF_CKAN:
            self.supervisor.start_service(name)
        health.wait_until_well(self.state, self._check_services)
        while not self._all_run():  # supervisord calls a service running only after a second
            self._check_services()
            time.sleep(0.1)

    def stop_ckan(self) -> None:
        for name in OF_CKAN:
            self.supervisor.stop_service(name)

    def _check_checkout(self) -> None:
        """Refuse a home that runs with another checkout's code, or was used by a newer version."""
        other = self.state.checkout not in ("", str(self.home.root))
        if other and self.supervisor.running:
            raise LauncherError(
                f"The home {self.home.path} is in use by a running site of {self.state.checkout}. "
                "Stop it there (./scigov down) or name another home in SCIGOV_HOME."
            )
        mine = project_version(self.home.root)
        if self.state.version and version_parts(self.state.version) > version_parts(mine):
            raise LauncherError(
                f"The home {self.home.path} was last used by version {self.state.version}, which "
                f"is newer than this one ({mine}). Start it with that version."
            )
        if self.supervisor.running and self.state.externals != self.externals.key:
            raise LauncherError(
                "The running site works with other databases than the environment names now "
                "(CKAN_SQLALCHEMY_URL, CKAN_REDIS_URL, …). Stop it first: ./scigov down"
            )

    def _remember(self) -> None:
        """Write ckan.ini and what this run means; the addresses in both agree."""
        self.state.version = project_version(self.home.root)
        self.state.checkout = str(self.home.root)
        self.state.externals = self.externals.key
        ini.ensure(self.home, self.state)
        self.state.save(self.home)

    def _is_well(self) -> bool:
        return self._all_run() and health.ask(self.state)[0] == http.client.OK

    def _all_run(self) -> bool:
        services = self.supervisor.services()
        ours = self.externals.our_services()
        return bool(services) and all(services[name].state == "running" for name in ours)

    def _start(self, name: str, is_ready: Callable[[], bool]) -> None:
        if self.supervisor.services()[name].state != "running":
            step(f"Starting {name}")
            self.supervisor.start_service(name)
        until = time.monotonic() + postgres.READY_WITHIN
        while not is_ready():
            self._check_services()
            if time.monotonic() > until:
                raise self._failure_of(name)
            time.sleep(0.05)

    def _check_services(self) -> None:
        """Raise when a service ends as often as it is started."""
        for name, service in self.supervisor.services().items():
            now = time.monotonic()
            if service.state == "running":
                self._failing_since.pop(name, None)
            if service.state == "backoff":
                self._failing_since.setdefault(name, now)
            failing_for = now - self._failing_since.get(name, now)
            if service.state == "fatal" or failing_for > GIVE_UP_AFTER:
                raise self._failure_of(name)

    def _failure_of(self, name: str) -> LauncherError:
        log = self.home.log / f"{name}.log"
        said = log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else ""
        return explain(f"Starting {name}", said or "It said nothing.")

    def _redis_answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(2)
                connection.connect(str(self.home.redis_socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def _load_demo(self, *, wanted: bool) -> None:
        if wanted:
            step("Loading the demonstration catalogue (about a minute, only this once)")
            command = [sys.executable, "-m", children.CKAN_COMMAND, "scigov", "demo", "load"]
            environment = children.helper_environment(self.home)
            answer = subprocess.run(command, check=False, env=environment)
            if answer.returncode:
                raise LauncherError(
                    "The demonstration catalogue could not be loaded; the site itself runs. "
                    "Run ./scigov up again, or ./scigov up --no-demo to do without it."
                )
        self.state.demo = "loaded" if wanted else "declined"
        self.state.save(self.home)

    def _announce(self) -> None:
        step("The site is well")
        say(f"\n  {self.url}")
        if not self.state.admin_made:
            self.state.admin_made = True
            self.state.save(self.home)
            password = self.home.admin_password.read_text(encoding="utf-8").strip()
            say(f"  Administrator: {ADMIN}   Password: {password}")
            say(f"  (shown this once; kept in {self.home.admin_password})")
        say("\n  Stop it with ./scigov down; look at it with ./scigov status and ./scigov logs.")


def version_parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
