"""Claims about piecewise equilibria: every combination of regimes is a case of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import sympy as sp

from lsec_models.errors import ClaimError
from lsec_models.games.equilibrium import Equilibrium
from lsec_models.games.piecewise import PiecewiseEquilibrium, Regime
from lsec_models.prove.verdicts import ByRegime, Contradictory, Undecided, Verdict

Decide = Callable[[object, list[object]], Verdict]


def is_piecewise(claim: object, given: list[object]) -> bool:
    """Whether a claim, or what is given, speaks of piecewise equilibria."""
    named = any(isinstance(item, PiecewiseEquilibrium) for item in given)
    return named or (isinstance(claim, sp.Basic) and bool(claim.atoms(sp.Piecewise)))


def by_regime(claim: object, given: list[object], decide: Decide) -> Verdict:
    """Decide a claim in each combination of regimes of the piecewise equilibria that are given.

    Parameters
    ----------
    claim : SymPy Boolean
        May have quantities of these equilibria, as ``equilibrium[name]`` gives them.
    given : list
        What may be assumed; a piecewise equilibrium stands for wherever one of its regimes holds.
    decide : callable
        Decides a claim without piecewise quantities.

    Returns
    -------
    ByRegime, or Contradictory where no combination is admissible

    Raises
    ------
    ClaimError
        If the claim has a piecewise quantity of an equilibrium that is not given.
    """
    piecewise = [item for item in given if isinstance(item, PiecewiseEquilibrium)]
    others = [item for item in given if not isinstance(item, PiecewiseEquilibrium)]
    owners = _owners(claim, piecewise)
    cases: dict[str, Verdict] = {}
    for chosen in product(*(enumerate(equilibrium.regimes) for equilibrium in piecewise)):
        images = {atom: atom.args[chosen[owner][0]][0] for atom, owner in owners.items()}
        regimes = tuple(regime for _, regime in chosen)
        special = claim.xreplace(images) if isinstance(claim, sp.Basic) else claim
        label = " | ".join(regime.name for regime in regimes)
        for number, cells in enumerate(_cells(regimes), start=1):
            verdict = decide(special, [*others, *cells])
            if not isinstance(verdict, Contradictory) and not _is_boundary(verdict):
                cases[f"{label} (cell {number})" if number > 1 else label] = verdict
    if not cases:
        return Contradictory(claim=sp.sympify(claim), clash="no combination of regimes is admissible anywhere")
    doubts = tuple(words for equilibrium in piecewise for words in equilibrium.tiling.unproved)
    return ByRegime(claim=sp.sympify(claim), cases=cases, doubts=doubts)


def _cells(regimes: tuple[Regime, ...]) -> Iterator[list[Equilibrium]]:
    return (list(pieces) for pieces in product(*(regime.pieces for regime in regimes)))


def _is_boundary(verdict: Verdict) -> bool:
    """Whether regimes meet at most in boundaries, of which random points meet none."""
    return isinstance(verdict, Undecided) and verdict.points == 0


def _owners(claim: object, piecewise: list[PiecewiseEquilibrium]) -> dict[sp.Basic, int]:
    """Return whose quantity each piecewise part of a claim is, by the regions of its pieces."""
    known = {tuple(regime.region for regime in e.regimes): i for i, e in enumerate(piecewise)}
    found = {}
    for atom in claim.atoms(sp.Piecewise) if isinstance(claim, sp.Basic) else ():
        regions = tuple(region for _, region in atom.args)
        if regions not in known:
            raise ClaimError(
                f"the claim has a piecewise quantity, {str(atom)[:80]}..., of an equilibrium that is not given; add "
                "the equilibrium to given=, or ask of one regime"
            )
        found[atom] = known[regions]
    return found
