"""What members of a table of payoffs earn, as people read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import sympy as sp

from lsec_models.algebra.description import Cell, Description


def payoff_description(
    kind: str,
    strategies: Mapping[str, Sequence[str]],
    payoffs_of: Callable[[tuple[str, ...]], Mapping[str, sp.Expr]],
    notes: tuple[tuple[Cell, ...], ...] = (),
) -> Description:
    """Return the payoffs: of two dimensions as rows by columns, of more a row for each profile.

    Parameters
    ----------
    kind : str
        Of game.
    strategies : Mapping from str to sequence of str
        What each dimension of the table is called, and what goes along it.
    payoffs_of : callable
        Returns who earns what at a profile of strategies.
    notes : tuple of lines

    Examples
    --------
    >>> wages = {"own": ["work", "rest"], "other": ["work", "rest"]}
    >>> payoff_description("Game", wages, lambda profile: {"each": sp.Integer(profile.count("work"))}).rows
    (('work', (2,), (1,)), ('rest', (1,), (0,)))
    """
    if len(strategies) > 2:
        profiles = list(product(*strategies.values()))
        return Description(
            title=f"{kind} of {', '.join(strategies)}",
            columns=(*strategies, *(f"payoff of {name}" for name in payoffs_of(profiles[0]))),
            rows=tuple((*profile, *payoffs_of(profile).values()) for profile in profiles),
            notes=notes,
        )
    (one, rows), (other, columns) = strategies.items()
    return Description(
        title=f"{kind}: {one} (rows), {other} (columns)",
        columns=("", *columns),
        rows=tuple((row, *(tuple(payoffs_of((row, column)).values()) for column in columns)) for row in rows),
        notes=notes,
    )
