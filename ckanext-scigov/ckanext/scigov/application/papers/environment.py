"""How the texts of papers are worked out: in a sandbox, and with no word that is not a field.

A unit's template comes from a folder of the site, and what people wrote reaches it as values: a value is
never read as a template. A template reaches nothing but the values, by ``if`` and ``for`` alone, and
cannot switch off that values are escaped.
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.sandbox import ImmutableSandboxedEnvironment

TAGS = frozenset({"if", "elif", "else", "endif", "for", "endfor"})


class FewTags(Extension):
    """Refuses every other tag before it is parsed."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        begins = False
        for token in stream:
            if begins and token.value not in TAGS:
                raise SecurityError(f"{{% {token.value} %}}")
            begins = token.type == "block_begin"
            yield token


def make(*, escapes: bool) -> ImmutableSandboxedEnvironment:
    """Return an environment; ``escapes`` for XML, without it for a page that knows no markup."""
    environment = ImmutableSandboxedEnvironment(
        autoescape=escapes,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        extensions=[FewTags],
    )
    environment.globals.clear()
    environment.filters.pop("safe")
    return environment
