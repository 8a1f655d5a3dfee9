"""What does not fit together stops the start of the site, and the command that tries channels out."""

from __future__ import annotations

import datetime as dt
import enum

import pytest
from click.testing import CliRunner
from notice_words import WordsOfTests

import ckan.plugins as p

from ckanext.scigov.cli import scigov
from ckanext.scigov.notices import config, registry
from ckanext.scigov.notices.channels import MailChannel
from ckanext.scigov.notices.domain.words import Words
from ckanext.scigov.notices.interfaces import INoticeChannel, INoticeWords
from ckanext.scigov.shared.domain.addresses import rules_of

URL, SECRET, HOSTS = config.URL, config.SECRET, config.HOSTS
NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.timezone.utc)
GOOD = "0123456789abcdef"


class Forgetful(str, enum.Enum):
    TOLD = "forgetful.told"
    FORGOTTEN = "forgetful.forgotten"


class WithoutWords(p.SingletonPlugin):
    p.implements(INoticeWords)

    def get_notice_words(self):
        return {Forgetful.TOLD: Words("100% sure", "x")}


class Twice(p.SingletonPlugin):
    p.implements(INoticeWords)
    p.implements(INoticeChannel)

    def get_notice_words(self):
        return {"test.decided": Words("x", "y")}

    def get_notice_channels(self):
        return [MailChannel()]


def refusal_with(name, made, provide_plugin):
    """Start the site with one more plugin; return what it says and why it does not start."""
    provide_plugin(name, made)
    try:
        with pytest.raises(ValueError, match=r"^Notices cannot be told\. ") as refused:
            p.load(name)
    finally:
        p.unload(name)
    return str(refused.value)


@pytest.mark.usefixtures("clean_db", "with_plugins")
def test_what_the_product_offers_fits_together():
    registry.check()


@pytest.mark.with_plugins({"words_of_tests": WordsOfTests})
@pytest.mark.usefixtures("clean_db", "with_plugins")
@pytest.mark.parametrize(
    ("made", "faults"),
    [
        (
            WithoutWords,
            (
                "forgetful.told: '100% sure' has a % that is no named place. "
                "forgetful.forgotten: it has no words."
            ),
        ),
        (
            Twice,
            "test.decided: two plugins have words for it. mail: two channels have this name.",
        ),
    ],
)
def test_what_does_not_fit_stops_the_start(provide_plugin, made, faults):
    told = refusal_with("one_more", made, provide_plugin)
    assert told == f"Notices cannot be told. {faults}"


def test_a_webhooks_port_is_that_of_its_address():
    given = {URL: "https://oa.house.test:8443/in", SECRET: GOOD, HOSTS: "oa.house.test"}
    assert config.webhook_rules(given) == rules_of(["oa.house.test"], ["8443"])
    assert config.webhook_rules({}) == rules_of([], [])


@pytest.mark.parametrize(
    ("url", "secret", "hosts", "message"),
    [
        ("ftp://a.example/", GOOD, "", f"{URL}: this address cannot be asked (scheme)."),
        ("https://u:p@a.example/", GOOD, "", f"{URL}: this address cannot be asked (credentials)."),
        ("https://a.example/", GOOD[1:], "", f"{SECRET} has to have at least 16 characters."),
        (
            "https://a.example/",
            GOOD,
            "*.x",
            f"{HOSTS} and {URL}: This is no name of a host: '*.x'.",
        ),
    ],
)
def test_a_webhook_that_cannot_work_stops_the_start(url, secret, hosts, message):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 (the message is compared below)
        config.webhook_rules({URL: url, SECRET: secret, HOSTS: hosts})
    assert str(refused.value) == message


@pytest.mark.usefixtures("clean_site")
def test_channels_are_tried_out(clerk, post_office, work, rows, at):
    at(NOW)  # The site that was started has installed its own clock.
    post_office.start()
    answer = CliRunner().invoke(scigov, ["notices", "try", "clerk"])
    assert (answer.exit_code, answer.output.splitlines()[-1]) == (
        0, "clerk is told by: portal, mail. What does not arrive stands in the worker's log.",
    )  # fmt: skip
    assert work() == []
    assert [to for to, _ in post_office.received()] == ["clerk@example.org"]
    nobody = CliRunner().invoke(scigov, ["notices", "try", "nobody"])
    assert nobody.exit_code == 1
    assert len(rows()) == 1
