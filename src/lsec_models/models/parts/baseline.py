"""Parameter values at which figures are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lsec_models.games.frozen import Frozen


def baseline(values: Mapping[str, str]) -> Frozen[Fraction]:
    """Return exact numbers, by parameter, from their texts.

    Parameters
    ----------
    values : mapping from str to str
        Integers, decimals or fractions, in the units of the model's docstring.

    Examples
    --------
    >>> dict(baseline({"c": "2", "lambda": "0.2", "delta": "1/3"}))
    {'c': Fraction(2, 1), 'lambda': Fraction(1, 5), 'delta': Fraction(1, 3)}
    """
    return Frozen({name: Fraction(value) for name, value in values.items()})
