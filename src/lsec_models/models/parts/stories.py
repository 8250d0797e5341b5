"""Choices that only some stories of a model leave open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from lsec_models.errors import DeclarationError, require_known


def require_in_story(kind: str, chosen: str, stories: Mapping[str, Sequence[str]], story: str) -> None:
    """Require that a choice is known, and one of those of a story.

    Parameters
    ----------
    kind : str
        What is chosen, in a word.
    chosen : str
    stories : mapping from story to what may be chosen in it
    story : str

    Raises
    ------
    UnknownName
        If no story has it.
    DeclarationError
        If only other stories have it.

    Examples
    --------
    >>> require_in_story("payer", "brand", {"effort": ["brand", "host"], "price": ["host"]}, "price")
    Traceback (most recent call last):
    lsec_models.errors.DeclarationError: no payer 'brand' in the story 'price'; write one of host
    """
    require_known(chosen, dict.fromkeys(chain.from_iterable(stories.values())), f"no {kind} {chosen!r}")
    if chosen not in stories[story]:
        raise DeclarationError(f"no {kind} {chosen!r} in the story {story!r}; write one of {', '.join(stories[story])}")
