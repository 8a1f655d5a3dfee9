"""One column of the contract: the suites against one search engine, each suite a process.

CKAN's wheel ships its tests without ``test-core.ini``; the settings here stand for it.
"""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from ckanext.scigov.launcher import children
from contract.suites import SUITES, Suite, modules_of
from contract.verdict import FAILED, LOADING, Results, read_results, read_words

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SECRET = "only-for-the-test-suite-0123456789abcdef"
DATABASE = "core_test"
LONGEST = 3 * 3600

SETTINGS = {
    "use": "egg:ckan",
    "testing": "true",
    "SECRET_KEY": SECRET,
    "WTF_CSRF_SECRET_KEY": SECRET,
    "WTF_CSRF_ENABLED": "false",
    "SESSION_COOKIE_DOMAIN": "test.ckan.net",
    "api_token.jwt.encode.secret": f"string:{SECRET}",
    "api_token.jwt.decode.secret": f"string:{SECRET}",
    "ckan.auth.user_create_organizations": "true",
    "ckan.auth.user_create_groups": "true",
    "ckan.auth.create_user_via_api": "false",
    "ckan.auth.create_user_via_web": "false",
    "ckan.auth.create_default_api_keys": "true",
    "ckan.auth.create_dataset_if_not_in_organization": "true",
    "ckan.auth.anon_create_dataset": "false",
    "ckan.auth.user_delete_groups": "true",
    "ckan.auth.user_delete_organizations": "true",
    "ckan.auth.create_unowned_dataset": "true",
    "ckan.site_id": "test.ckan.net",
    "ckan.site_title": "CKAN",
    "ckan.site_url": "http://test.ckan.net",
    "ckan.extra_resource_fields": "alt_url",
    "ckan.locale_default": "en",
    "ckan.locale_order": "en pt_BR ja it cs_CZ ca es fr el sv sr sr@latin no sk fi ru de pl nl bg"
    " ko_KR hu sa sl lv",
    "ckan.datasets_per_page": "20",
    "ckan.datastore.sqlsearch.enabled": "true",
    "ckan.activity_streams_email_notifications": "true",
    "ckan.files.default_storages.default": "test",
    "ckan.files.storage.test.type": "ckan:memory",
    "package_new_return_url": "http://localhost/dataset/<NAME>?test=new",
    "package_edit_return_url": "http://localhost/dataset/<NAME>?test=edit",
    "smtp.mail_from": "info@test.ckan.net",
}
ADDRESSES = {
    "CKAN_SQLALCHEMY_URL": "sqlalchemy.url",
    "CKAN_DATASTORE_WRITE_URL": "ckan.datastore.write_url",
    "CKAN_DATASTORE_READ_URL": "ckan.datastore.read_url",
    "CKAN_REDIS_URL": "ckan.redis.url",
}
"""Addresses stand in the ini: a variable would outweigh what a test sets."""
LOGGING = """
[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = generic
[logger_root]
level = WARNING
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stdout,)
level = NOTSET
formatter = generic
[formatter_generic]
format = %(asctime)s %(levelname)-5.5s [%(name)s] %(message)s
"""


@dataclasses.dataclass
class Column:
    """A search engine, the services under it, and where its files go."""

    engine: str
    folder: Path
    addresses: Mapping[str, str]
    solr_url: str = "http://127.0.0.1:9/solr/none"
    """Nobody listens at the default: who asks Solr although PostgreSQL answers is found out."""
    words: dict[str, str] = dataclasses.field(default_factory=dict)
    """What the tests said that failed."""
    _places: dict[str, str] = dataclasses.field(default_factory=dict)

    def run(self, wanted: Sequence[str]) -> Results:
        """Run all suites, or the ``wanted`` modules of them."""
        self.folder.mkdir(parents=True)
        addresses = {**self.addresses, "CKAN_SQLALCHEMY_URL": self._new_database()}
        self._places = {key: addresses[variable] for variable, key in ADDRESSES.items()}
        results = Results()
        for suite in SUITES:
            modules = modules_of(suite, wanted)
            if modules:
                results.update(self._run(suite, modules))
        return results

    def _run(self, suite: Suite, modules: list[str]) -> Results:
        ini, report = self.folder / f"{suite.name}.ini", self.folder / f"{suite.name}.xml"
        ini.write_text(self._settings(suite), encoding="utf-8")
        (self.folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        print(f"{self.engine}: {suite.name}, {len(modules)} modules …", flush=True)
        started = time.monotonic()
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("CKAN")}
        everything = {**inherited, "PYTHONPATH": str(HERE)}
        # As CKAN's own instructions say: some tests ask for tables before anything has made them.
        init = [sys.executable, "-m", children.CKAN_COMMAND, "-c", str(ini), "db", "init"]
        subprocess.run(init, env=everything, cwd=self.folder, capture_output=True, check=True)
        said = self.folder / f"{suite.name}.log"
        with said.open("wb") as log:
            subprocess.run(
                self._command(ini, report, modules), cwd=self.folder, stdout=log,
                stderr=subprocess.STDOUT, timeout=LONGEST, check=False,
                env=everything,
            )  # fmt: skip
        results = self._results(report, modules, said)
        print(
            f"{self.engine}: {len(results)} tests, {time.monotonic() - started:.0f} s", flush=True
        )
        return results

    def _results(self, report: Path, modules: list[str], said: Path) -> Results:
        if not report.exists():
            return self._nothing(modules, said)
        self.words.update(read_words(report, modules))
        return read_results(report, modules)

    def _nothing(self, modules: list[str], said: Path) -> Results:
        """Pytest never came to its end: what its last lines say, and every module failed."""
        words = said.read_text(encoding="utf-8", errors="replace")[-3000:]
        print(words, flush=True)
        self.words.update({f"{module}{LOADING}": words for module in modules})
        return {f"{module}{LOADING}": FAILED for module in modules}

    def _command(self, ini: Path, report: Path, modules: list[str]) -> list[str]:
        # The wheel of libmagic must be imported before CKAN; our backend only in its column.
        ours = ["-p", "search_backend"] if self.engine == "postgresql" else ["-p", "pylibmagic"]
        return [
            sys.executable, "-m", "pytest",
            # Tests are named by their path below this folder, and they lie where pytest lies.
            "-q", "-p", "same_texts", "-c", str(self.folder / "pytest.ini"), f"--rootdir={Path(pytest.__file__).parents[1]}", "-p", "no:cacheprovider", *ours,
            f"--ckan-ini={ini}", f"--junitxml={report}", "--tb=short", "--pyargs", *modules,
        ]  # fmt: skip

    def _settings(self, suite: Suite) -> str:
        place = {
            **self._places,
            "solr_url": self.solr_url,
            "ckan.storage_path": str(self.folder / "storage"),
        }
        plugins = {"ckan.plugins": suite.plugins, **dict(suite.settings)}
        settings = {**SETTINGS, **place, **plugins}.items()
        lines = (f"{key} = {value.replace('%', '%%')}" for key, value in settings)
        return "\n".join(["[app:main]", *lines, LOGGING])

    def _new_database(self) -> str:
        """Make a database that has only ever seen CKAN: ours have triggers and tables more."""
        address = self.addresses["CKAN_SQLALCHEMY_URL"]
        engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
        name = sa.quoted_name(DATABASE, quote=True)
        with engine.connect() as connection:
            connection.execute(sa.DDL(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(sa.DDL(f"CREATE DATABASE {name}"))
        engine.dispose()
        # Not by SQLAlchemy's URL: it would write the socket's folder with percent signs, and an ini
        # file gives those a meaning.
        return urlsplit(address)._replace(path=f"/{DATABASE}").geturl()
