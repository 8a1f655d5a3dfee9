"""The one table that turns our errors into CKAN's, as a decorator for actions."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.errors import (
    Denied,
    NotVisible,
    Refusal,
    Refused,
    StaleReason,
    TooMany,
    Unavailable,
)
from ckanext.scigov.shared.toolkit_waiting import try_later

P = ParamSpec("P")
R = TypeVar("R")


def sentence(refusal: Refusal, sentences: dict[Any, Callable[[], str]]) -> str:
    """Return the reader's sentence for a refusal, with its values filled in."""
    if refusal.reason is StaleReason.STALE_VERSION:
        return tk._(
            "Somebody else has changed this entry since you opened it. "
            "Reload the page and make your change again."
        )
    return sentences[refusal.reason]() % dict(refusal.values)


def translated(
    sentences: dict[Any, Callable[[], str]],
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Translate the errors of a service inside an action.

    Args:
        sentences: reason → a function that gives the translated sentence (called per request,
            because the language is the reader's).
    """

    def decorate(action: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(action)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return action(*args, **kwargs)
            except NotVisible as error:
                message = tk._("This was not found, or it is not visible to you.")
                raise tk.ObjectNotFound(message) from error
            except Denied as error:
                raise tk.NotAuthorized(sentences[error.reason]()) from error
            except Refused as error:
                messages: dict[str, Any] = {}
                for refusal in error.refusals:
                    text = sentence(refusal, sentences)
                    messages.setdefault(refusal.field or "state", []).append(text)
                raise tk.ValidationError(messages) from error
            except (TooMany, Unavailable) as error:
                raise try_later(error) from error

        return wrapper

    return decorate
