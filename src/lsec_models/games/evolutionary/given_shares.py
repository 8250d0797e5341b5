"""Shares that somebody gives: by name, or in order, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isclose, isfinite

from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.evolutionary.game import EvolutionaryGame

_ROUNDED = 1e-9


def shares_given(game: EvolutionaryGame, given: object) -> list[float]:
    """Return all shares in the order of their names.

    Parameters
    ----------
    game : EvolutionaryGame
    given : mapping from str to number, or sequence of numbers
        By name, where the one share that is missing of a population is what is left; or all, in the order of the names.

    Raises
    ------
    UnknownName
        If there is no share of a name.
    DeclarationError
        If one lies outside [0, 1], several of a population are missing, or those of a population do not sum to one.

    Examples
    --------
    >>> game = EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[-1, 2], [0, 1]])
    >>> shares_given(game, {"hawk": 0.25})
    [0.25, 0.75]
    """
    names = list(game.share_names.values())
    by_name = _by_name(names, given)
    for name in by_name:
        require_known(name, names, f"no share of {name!r}")
    numbers = {name: _number(name, value) for name, value in by_name.items()}
    shares = []
    for population, strategies in game.populations.items():
        own = [game.share_names[population, strategy] for strategy in strategies]
        missing = [name for name in own if name not in numbers]
        total = sum(numbers[name] for name in own if name in numbers)
        if len(missing) > 1:
            raise DeclarationError(f"no shares of {', '.join(missing)}; give all of {population!r} but one")
        left = 1 - total
        if left < -_ROUNDED or (not missing and not isclose(total, 1, abs_tol=_ROUNDED)):
            raise DeclarationError(f"the shares of {population!r} sum to {total:g}; give shares that sum to one")
        shares += [max(left, 0.0) if name in missing else numbers[name] / (1.0 if missing else total) for name in own]
    return shares


def _by_name(names: Sequence[str], given: object) -> Mapping[str, object]:
    if isinstance(given, Mapping):
        return {str(name): value for name, value in given.items()}
    try:
        values = list(given)  # type: ignore[call-overload]
    except TypeError:
        values = []
    if isinstance(given, str) or len(values) != len(names):
        raise DeclarationError(f"{given!r} are not shares; give them by name, as in {{{names[0]!r}: 0.3, ...}}")
    return dict(zip(names, values, strict=True))


def _number(name: str, value: object) -> float:
    try:
        share = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        share = float("nan")
    if not isfinite(share) or not -_ROUNDED <= share <= 1 + _ROUNDED:
        raise DeclarationError(f"the share of {name!r} is {value}; give a number from 0 to 1")
    return min(max(share, 0.0), 1.0)
