"""The closed forms of a paper's games, as its folder records and shows them, each with how far it is established."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.show.export.closed_forms import closed_form


def established_forms(
    solved: Mapping[str, Equilibrium | ImplicitEquilibrium | PiecewiseEquilibrium],
) -> dict[str, Any]:
    """Return the closed forms of games, and whether each equilibrium is established.

    Parameters
    ----------
    solved : mapping from str to Equilibrium, ImplicitEquilibrium or PiecewiseEquilibrium
        By label.

    Returns
    -------
    dict
        Of each game what :func:`~lsec_models.show.export.closed_forms.closed_form` returns, and ``established``; of
        one with several regimes each of these, by label and name such as ``"menu: q_L = 0"``, and of a regime with
        several cells each of them, such as ``"menu: q_L = 0, cell 2"``. Where a decision is a root, it holds where the
        symbol of the root is the only solution of an equation between two ends.

    Examples
    --------
    >>> import sympy as sp
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, (p, q) = parameters("a", real=True), decisions("p q")
    >>> priced = solve(Game(players=[Player("firm", decides=[p], payoff=p * (1 - p))]))
    >>> stocked = solve(Game(players=[Player("firm", decides=[q], payoff=(a - q) * q)]), corners=True)
    >>> forms = established_forms({"priced": priced, "stocked": stocked})
    >>> list(forms), forms["priced"]["established"], forms["stocked: q = 0"]["quantities"]["q"]
    (['priced', 'stocked: interior', 'stocked: q = 0'], True, 0)
    """
    forms: dict[str, Any] = {}
    for label, found in solved.items():
        for name, form in _named_forms(label, found):
            forms[name] = form | {"established": found.evidence.established}
    return forms


def _named_forms(
    label: str, found: Equilibrium | ImplicitEquilibrium | PiecewiseEquilibrium
) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(found, ImplicitEquilibrium):
        asked = [condition.relation for condition in found.region.conditions]
        yield label, closed_form(found) | {"holds_where": [*asked, found.root.equation]}
        return
    for name, piece in _named_pieces(label, found):
        yield name, closed_form(piece)


def _named_pieces(label: str, found: Equilibrium | PiecewiseEquilibrium) -> Iterator[tuple[str, Equilibrium]]:
    if isinstance(found, Equilibrium):
        yield label, found
        return
    for regime in found.regimes:
        name = label if len(found.regimes) == 1 else f"{label}: {regime.name}"
        for number, piece in enumerate(regime.pieces, start=1):
            yield (name if len(regime.pieces) == 1 else f"{name}, cell {number}"), piece
