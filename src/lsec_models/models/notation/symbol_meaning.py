"""What one symbol stands for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """What a symbol stands for.

    Attributes
    ----------
    words : str
        A few words, without a full stop.
    unit : str
        In the words of :mod:`lsec_models.models.notation`; ``"1"`` for a pure number.
    """

    words: str
    unit: str
