"""All causes by which a record, a value or a whole run can go wrong, and how much each weighs.

One list for mapping, connectors and pipeline: problems are stored, grouped and filtered by these codes.
Their sentences are in ``intake/sentences.py``.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType

from ckanext.scigov.intake.domain.states import Severity


class Cause(str, enum.Enum):
    # The record does not go in.
    NOT_A_RECORD = "not_a_record"
    """A text, a number or a list stands where a record was due."""
    NO_IDENTITY = "no_identity"
    NO_TITLE = "no_title"
    TITLE_TOO_LONG = "title_too_long"
    UNKNOWN_PROVIDER = "unknown_provider"
    INVALID = "invalid"
    """The catalogue's validators refuse the entry."""
    TOO_DEEP = "too_deep"
    RECORD_TOO_LARGE = "record_too_large"
    BROKEN_RECORD = "broken_record"
    """A line or part of the answer that cannot be read."""
    NOT_STORED = "not_stored"
    """The database refuses it."""
    IDENTITY_REUSED = "identity_reused"
    """The identity has become something else's; what is in stays as it was."""

    # The record goes in; one of its values does not.
    UNMAPPED = "unmapped"
    """The value stands in no value table, or is no code of the vocabulary."""
    NOT_A_DATE = "not_a_date"
    NO_MATCH = "no_match"
    """The pattern does not fit."""
    NOT_A_TEXT = "not_a_text"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_AN_EMAIL = "not_an_email"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_FLAG = "not_a_flag"
    WRONG_FORM = "wrong_form"
    """Not of the form that the catalogue asks of the field."""
    SEVERAL_VALUES = "several_values"
    TOO_LONG = "too_long"
    CUT = "cut"
    """Too long for its field; its beginning is in."""
    TOO_MANY = "too_many"
    """More values than fit; the first ones are in."""
    GRADE_NOT_ALLOWED = "grade_not_allowed"
    """Level, share type and open type do not go together: the entry is not classified."""

    # The record goes in, or was in; something about it is to be known.
    DUPLICATE_IDENTITY = "duplicate_identity"
    LOOSER_GRADE = "looser_grade"
    """The source wants a less strict grade than is in force: proposed, not taken over."""
    PERSONAL_DATA = "personal_data"
    CHANGED_HERE = "changed_here"
    """The source has changed what was changed here, too: what is here stays."""
    DELETED_HERE = "deleted_here"
    """Its entry was deleted here and is not made again."""
    NOT_ARCHIVED = "not_archived"
    """Its entry could not be archived: something in it is against a rule."""
    VANISHED = "vanished"
    ARCHIVED = "archived"

    # The source cannot be read on.
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    TOO_SLOW = "too_slow"
    ADDRESS_NOT_ALLOWED = "address_not_allowed"
    NOT_AUTHORIZED = "not_authorized"
    NOT_FOUND = "not_found"
    SOURCE_ERROR = "source_error"
    """The source answers with an error of its own."""
    BAD_ANSWER = "bad_answer"
    """Not what the kind of source gives: no JSON, no list, another shape."""
    TRUNCATED = "truncated"
    WRONG_CHARSET = "wrong_charset"
    TOO_LARGE = "too_large"
    UNSAFE_XML = "unsafe_xml"
    CHANGED_MEANWHILE = "changed_meanwhile"
    """Pages have moved while they were read; what has vanished cannot be told."""
    ENDLESS = "endless"
    """Pages follow without end, or repeat."""
    NOT_TRUSTED = "not_trusted"
    """It cannot prove who it is: its certificate is not valid."""
    ASKS_TO_WAIT = "asks_to_wait"
    """It asks to be left alone for longer than a run waits."""
    ENDED_EARLY = "ended_early"
    """It gave fewer records than it says it has."""
    END_UNKNOWN = "end_unknown"
    """Nobody can know whether its answer was cut off."""
    REMOTE_CONTEXT = "remote_context"
    """Its JSON-LD has its terms explained elsewhere."""
    RUN_TOO_LARGE = "run_too_large"
    RUN_TOO_LONG = "run_too_long"
    TOO_MANY_FILES = "too_many_files"
    HOST_KEY = "host_key"
    """The server shows another key than the one that is known."""
    NO_DRIVER = "no_driver"
    """What speaks to its make of database is not installed."""
    NO_KEY = "no_key"
    """A table has too many rows of one moment, and nothing that tells them apart."""
    NO_CREDENTIAL = "no_credential"
    CREDENTIAL_SEALED = "credential_sealed"
    """A credential is there, and was sealed with another key."""
    BAD_SETTINGS = "bad_settings"
    UNKNOWN_CONNECTOR = "unknown_connector"
    FAULT = "fault"
    """A fault of the program, told in its log."""

    # The source was read; something about it is to be known.
    OTHER_CHARSET = "other_charset"
    """Its text is in another encoding than it says; it was read with that."""
    READ_AGAIN = "read_again"
    """Its list changed while it was read, and was read again."""
    UNFINISHED = "unfinished"
    """A file is still being written, and is left for the next run."""
    TOTAL_WRONG = "total_wrong"
    """It says another number of records than it has."""


REJECTING = frozenset(
    {
        Cause.NOT_A_RECORD,
        Cause.NO_IDENTITY,
        Cause.NO_TITLE,
        Cause.TITLE_TOO_LONG,
        Cause.UNKNOWN_PROVIDER,
        Cause.INVALID,
        Cause.TOO_DEEP,
        Cause.RECORD_TOO_LARGE,
        Cause.BROKEN_RECORD,
        Cause.NOT_STORED,
    }
)
"""A record with one of these is not in."""

_WARNINGS = frozenset(
    {
        Cause.UNMAPPED,
        Cause.NOT_A_DATE,
        Cause.NO_MATCH,
        Cause.NOT_A_TEXT,
        Cause.NOT_AN_ADDRESS,
        Cause.NOT_AN_EMAIL,
        Cause.NOT_A_NUMBER,
        Cause.NOT_A_FLAG,
        Cause.WRONG_FORM,
        Cause.SEVERAL_VALUES,
        Cause.TOO_LONG,
        Cause.CUT,
        Cause.TOO_MANY,
        Cause.GRADE_NOT_ALLOWED,
        Cause.DUPLICATE_IDENTITY,
        Cause.LOOSER_GRADE,
        Cause.PERSONAL_DATA,
        Cause.CHANGED_HERE,
        Cause.DELETED_HERE,
        Cause.VANISHED,
        Cause.ARCHIVED,
        Cause.OTHER_CHARSET,
        Cause.READ_AGAIN,
        Cause.UNFINISHED,
        Cause.TOTAL_WRONG,
    }
)

SEVERITY: Mapping[Cause, Severity] = MappingProxyType(
    {cause: Severity.WARNING if cause in _WARNINGS else Severity.ERROR for cause in Cause}
)
