"""Constraints on decisions: what must be positive or at least zero, and who must respect it when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sympy as sp
from sympy.core.relational import Relational

from lsec_models.algebra.description import Described, Description
from lsec_models.algebra.domains.relations import flattened
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import Ring, key_of
from lsec_models.errors import DeclarationError
from lsec_models.games.static.order import Stage


@dataclass(frozen=True, kw_only=True, repr=False)
class Bound(Described):
    """A constraint on decisions: the function must be positive (strict) or at least zero.

    Attributes
    ----------
    words : str
        The constraint as it was declared.
    function : Ratio
        In parameters and decisions.
    strict : bool
        Whether zero is excluded.
    stage : int
        The stage that must respect it: the last one that decides anything in it, for which earlier movers must leave
        room, or the last one in which its owner does, who then foresees later answers. 0 if no stage does.
    players : tuple of str
        Who must respect it in that stage.
    foresees : bool
        Whether later stages decide something in it.
    """

    words: str
    function: Ratio
    strict: bool
    stage: int
    players: tuple[str, ...]
    foresees: bool = False

    def description(self) -> Description:
        """Return the constraint, and who must respect it when."""
        by = f"{' and '.join(self.players)} in stage {self.stage}" if self.stage else "nobody: no stage decides it"
        return Description(title=f"Constraint {self.words}", notes=((f"respected by {by}",),))


def bounds_of(
    ring: Ring, stages: Sequence[Stage], decided: Sequence[Decision], constraints: object
) -> tuple[Bound, ...]:
    """Return what the ends of decisions and the constraints of a game ask, and of whom; what is asked twice, once.

    Parameters
    ----------
    ring : Ring
        Of all parameters and decisions.
    stages : sequence of Stage
    decided : sequence of Decision
    constraints : tuple of relations, or mapping from player to such a tuple

    Raises
    ------
    DeclarationError
        If a constraint is given to somebody who decides nothing before it is settled.
    """
    bounds = [
        _bound(ring, stages, relation, owner)
        for owner, relations in (*_ends(decided), *by_owner(constraints))
        for relation in flattened(relations, "constraint")
    ]
    signs = {_up_to_a_number(Ratio.variable(ring, d)) for d in decided if d.is_nonnegative}
    different: dict[object, Bound] = {}
    for bound in bounds:
        function = _up_to_a_number(bound.function)
        if bound.strict or bound.foresees or function not in signs:
            different.setdefault((function, bound.strict, bound.stage, bound.players), bound)
    return tuple(different.values())


def regime_of(binding: Iterable[str]) -> str:
    """Return the name of a regime in which constraints, in words, bind: each with an equality sign, and once.

    Examples
    --------
    >>> regime_of(["lam <= 1", "p >= 0", "lam <= 1"]), regime_of([])
    ('lam = 1, p = 0', 'interior')
    """
    return ", ".join(dict.fromkeys(map(as_equality, binding))) or "interior"


def as_equality(words: str) -> str:
    """Return a constraint in words with an equality sign, as it reads where it binds."""
    return re.sub(r"[<>]=?", "=", words)


def _up_to_a_number(function: Ratio) -> tuple[object, ...]:
    """Return numerator and denominator, without the positive numbers that divide them, as something to compare."""
    parts = (function.numerator, function.denominator)
    return tuple(key_of(part if part.is_zero() else part / abs(int(part.content()))) for part in parts)


def by_owner(constraints: object) -> list[tuple[str | None, tuple[sp.Basic, ...]]]:
    """Return constraints with the players who carry them, None where it is whoever moves last in them."""
    if isinstance(constraints, Mapping):
        return list(constraints.items())
    assert isinstance(constraints, tuple)
    return [(None, constraints)]


def _ends(chosen: Sequence[Decision]) -> Iterator[tuple[None, tuple[sp.Basic, ...]]]:
    """Yield the inequalities that keep decisions between their ends, beyond their declared signs."""
    for decision in chosen:
        low, high = decision.within
        below = () if low is None or (low == 0 and decision.is_nonnegative) else (decision >= low,)
        yield None, below if high is None else (*below, decision <= high)


def _bound(ring: Ring, stages: Sequence[Stage], relation: Relational, owner: str | None) -> Bound:
    function = ratio(ring, relation.gts - relation.lts)
    movers = [
        (stage.number, move.player)
        for stage in stages
        for move in stage.moves
        if any(function.depends_on(decision) for decision in move.decisions)
    ]
    last = max((number for number, _ in movers), default=0)
    players = tuple(player for number, player in movers if number == last)
    strict = relation.func in (sp.Gt, sp.Lt)
    if owner is None:
        return Bound(words=str(relation), function=function, strict=strict, stage=last, players=players)
    turns = [stage.number for stage in stages for move in stage.moves if move.player == owner]
    named = [number for number, player in movers if player == owner]
    own = max(named or [number for number in turns if number <= last], default=0)
    if not own and not players:
        raise DeclarationError(
            f"constraint {relation} of {owner!r}: no player decides anything in it; what is about terms of a bargain "
            f"is written without an owner, constraints=[{relation}], what is about parameters in assuming="
        )
    if not own:
        raise DeclarationError(
            f"constraint {relation} of {owner!r}, who decides nothing before it is settled: who moves last in it is "
            f"{' and '.join(players)}; give it to one of them, or to somebody who moves before"
        )
    return Bound(
        words=str(relation), function=function, strict=strict, stage=own, players=(owner,), foresees=own < last
    )
