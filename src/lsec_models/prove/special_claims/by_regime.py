"""Claims about piecewise equilibria: every combination of regimes is a case of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import sympy as sp

from lsec_models.errors import ClaimError
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.prove.results.verdicts import ByRegime, Contradictory, Verdict
from lsec_models.prove.statements.claim_to_statement import divisors_of, statement
from lsec_models.prove.statements.claims import Slope
from lsec_models.prove.statements.radicals import rebuilt
from lsec_models.prove.statements.statement import Statement
from lsec_models.prove.statements.what_is_given import items_of, logic_of

Decide = Callable[[Statement], Verdict]


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
        Decides a statement without piecewise quantities.

    Returns
    -------
    ByRegime, or Contradictory where it is proved that no combination is admissible

    Raises
    ------
    ClaimError
        If the claim has a piecewise quantity of an equilibrium that is not given.

    Notes
    -----
    A combination whose regimes meet in boundaries only counts like any other: quantities may jump there, and each
    equilibrium is one.
    """
    cases: dict[str, Verdict] = {}
    empty: dict[str, Contradictory] = {}
    logic = logic_of(claim)
    for case in cases_of(claim, given):
        verdict = decide(case.stated)
        if isinstance(verdict, Contradictory):
            empty[case.name] = verdict
        elif case.is_defined:
            cases[case.name] = verdict
        else:
            raise ClaimError(
                f"the claim divides by something that is zero in the regime {case.name}; give what excludes that regime"
            )
    if not cases:
        proofs = {name: proof for name, verdict in empty.items() for proof in verdict.proofs.values()}
        return Contradictory(claim=logic, clash="no combination of regimes is admissible anywhere", proofs=proofs)
    return ByRegime(
        claim=logic,
        cases=cases,
        empty=empty,
        doubts=tuple(doubts_of(given)),
        slopes=bool(logic.atoms(Slope)),
    )


def doubts_of(given: object) -> list[str]:
    """Return what is not proved of the regions of the piecewise equilibria that are given."""
    return [words for item in items_of(given) if isinstance(item, PiecewiseEquilibrium) for words in item.tiling.open]


@dataclass(frozen=True, kw_only=True)
class RegimeCase:
    """A claim where each piecewise equilibrium is in one cell of one of its regimes.

    Attributes
    ----------
    name : str
    claim : SymPy Boolean
    divisors : tuple of sympy.Expr
        What the claim divides by, as it was written.
    assumed : tuple
        What else is given, and the cells.
    """

    name: str
    claim: sp.Basic
    divisors: tuple[sp.Expr, ...]
    assumed: tuple[object, ...]

    @property
    def is_defined(self) -> bool:
        """Whether the claim does not divide by zero."""
        return 0 not in self.divisors and not self.claim.has(sp.zoo, sp.nan)

    @property
    def stated(self) -> Statement:
        """The case in the form that can be decided; where the claim divides by zero, that nothing is admissible."""
        if not self.is_defined:
            return statement(sp.false, self.assumed)
        return statement(self.claim, self.assumed, divisors=self.divisors)


def cases_of(claim: object, given: object) -> Iterator[RegimeCase]:
    """Yield a claim about piecewise equilibria in each combination of their regimes, cell by cell; see `by_regime`."""
    items = items_of(given)
    piecewise = [item for item in items if isinstance(item, PiecewiseEquilibrium)]
    others = [item for item in items if not isinstance(item, PiecewiseEquilibrium)]
    yield from _cases(logic_of(claim), piecewise, others)


def _cases(claim: sp.Basic, piecewise: list[PiecewiseEquilibrium], others: list[object]) -> Iterator[RegimeCase]:
    names = {part: sp.Dummy() for part in sorted(claim.atoms(sp.Piecewise), key=str)}
    outside = divisors_of(rebuilt(claim, names))
    for reading, owners in enumerate(_readings(claim, piecewise), start=1):
        for chosen in product(*(enumerate(equilibrium.regimes) for equilibrium in piecewise)):
            images = {part: part.args[chosen[owner][0]][0] for part, owner in owners.items()}
            inserted = {names[part]: image for part, image in images.items()}
            label = " | ".join(regime.name for _, regime in chosen)
            for number, pieces in enumerate(product(*(regime.pieces for _, regime in chosen)), start=1):
                name = f"{label} (cell {number})" if number > 1 else label
                yield RegimeCase(
                    name=f"{name} (reading {reading})" if reading > 1 else name,
                    claim=rebuilt(claim, images),
                    divisors=tuple(divisor.xreplace(inserted) for divisor in outside),
                    assumed=(*others, *(piece.domain for piece in pieces)),
                )


def _readings(claim: sp.Basic, piecewise: list[PiecewiseEquilibrium]) -> Iterator[dict[sp.Basic, int]]:
    """Yield whose quantity each piecewise part of a claim is, by the regions of its pieces.

    Equilibria may have the same regions. Where a part is not a quantity of just one of them, it may be of any: a claim
    must hold in every reading.
    """
    parts = sorted(claim.atoms(sp.Piecewise), key=str)
    for owners in product(*(_possible_owners(part, piecewise) for part in parts)):
        yield dict(zip(parts, owners, strict=True))


def _possible_owners(part: sp.Piecewise, piecewise: list[PiecewiseEquilibrium]) -> list[int]:
    values, regions = zip(*part.args, strict=True)
    possible = []
    for i, equilibrium in enumerate(piecewise):
        known = tuple(regime.region for regime in equilibrium.regimes)
        if regions in (known, _as_evaluated(known)):
            possible.append(i)
    if not possible:
        raise ClaimError(
            f"the claim has a piecewise quantity, {str(part)[:80]}..., of an equilibrium that is not given; add the "
            "equilibrium to given=, or ask of one regime"
        )
    named = [i for i in possible if len(possible) > 1 and _has_quantity(piecewise[i], values)]
    return named or possible


def _has_quantity(equilibrium: PiecewiseEquilibrium, values: tuple[sp.Expr, ...]) -> bool:
    return any(values == tuple(regime[name] for regime in equilibrium.regimes) for name in equilibrium.common_names)


def _as_evaluated(regions: tuple[sp.Basic, ...]) -> tuple[sp.Basic, ...]:
    """Return regions as SymPy writes them in a power or another function of a piecewise quantity."""
    whole = sp.Piecewise(*((sp.Dummy(), region) for region in regions))
    return tuple(region for _, region in whole.args) if isinstance(whole, sp.Piecewise) else regions
