"""Sums of squares, and of squares times conditions, modulo equations (a Positivstellensatz of low degree).

``M * target = sum of weight_k * z_k' G_k z_k + multiples of equations``, where M is a positive combination of what is
positive, weights are monomials times conditions, z_k are vectors of monomials and G_k positive definite matrices. The
factors of each matrix are squares that the certificate lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import combinations_with_replacement, product
from math import lcm
from typing import Any

from lsec_models.algebra.polynomials.ring import Polynomial, Ring
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.prove.certificates.json_terms import to_terms
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.identities.exact_weights import largest_bits
from lsec_models.prove.search.identities.identity import Summand, is_strict
from lsec_models.prove.search.identities.visible import Proof, identity_step
from lsec_models.prove.search.positivstellensatz.gram_matrices import (
    DefiniteMatrices,
    Matrix,
    complement,
    entries,
    factored,
    positive_definite,
)
from lsec_models.prove.search.reductions.elimination import Equation, equations_of, without_equations
from lsec_models.work import Work

MAX_VARIABLES = 6
_MAX_DEGREE = 10
_MAX_TERMS = 120
_MAX_BITS = 80
_MAX_CONDITIONS = 8
_MAX_WEIGHTS = 30
_MAX_MULTIPLIERS = 5
_MAX_SQUARES = 3
_MAX_MONOMIALS = 60
_MAX_ENTRIES = 150
_MAX_FREE = 80
_ROUNDS = 4

Powers = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class _Weight:
    """A monomial times conditions, at least zero everywhere."""

    polynomial: Polynomial
    summand: Summand


@dataclass(frozen=True, kw_only=True)
class _Block:
    """A weight, and the polynomials whose products it is multiplied by; of a multiplier, these are one alone."""

    weight: _Weight
    basis: tuple[Polynomial, ...]
    is_multiplier: bool = False

    def columns(self, target: Polynomial) -> list[Polynomial]:
        """Return what the entries of the matrix are multiplied by."""
        if self.is_multiplier:
            return [-self.weight.polynomial * target]
        return [
            self.weight.polynomial * self.basis[i] * self.basis[j] * (1 if i == j else 2)
            for i, j in entries(len(self.basis))
        ]


def by_sums_of_squares(goal: Goal, work: Work) -> Proof | None:
    """Return a proof of a goal by squares, or None where none was found.

    1. Take weights: one, conditions, positive variables, and products of two of these.
    2. For each, take monomials whose products the target calls for; those are left out whose squares nothing cancels.
    3. Find positive definite matrices (:mod:`.gram_matrices`), the target being multiplied by one; or by a combination
       of positive weights. Where all matrices send a vector to zero, as they do where the target has a zero, it is left
       out, and the search starts again.

    References
    ----------
    Parrilo, P. (2003). Semidefinite programming relaxations for semialgebraic problems. Mathematical Programming B 96,
    293-320. Reznick, B. (1978). Extremal PSD forms with few terms. Duke Mathematical Journal 45, 363-374.
    """
    weights = _weights(goal)
    if weights is None:
        return None
    positive = [weight for weight in weights if is_strict(goal, weight.summand)][:_MAX_MULTIPLIERS]
    squared = [*weights[:1], *_squared_variables(goal)]
    for multipliers in (weights[:1], *(several for several in (positive, squared) if len(several) > 1)):
        found = _with_multipliers(goal, multipliers, weights, work)
        if found is not None:
            return found
    return None


def _weights(goal: Goal) -> list[_Weight] | None:
    """Return weights, the simplest first; None where there is too much of anything."""
    ring, target = goal.ring, goal.target
    used = ring.used(target)
    if not 0 < len(used) <= MAX_VARIABLES or _is_large(target):
        return None
    single = [
        _Weight(polynomial=ring.generators[i], summand=_summand(goal, (ring.symbols[i],)))
        for i in (ring.index[symbol] for symbol in used)
        if goal.kinds[i] is not Kind.FREE
    ]
    open_conditions = without_equations(goal).open_conditions.items()
    near = [(position, c.polynomial) for position, c in open_conditions if not _is_large(c.polynomial)]
    near = _connected(ring, used, near)
    single += [
        _Weight(polynomial=polynomial, summand=_summand(goal, (), ((position, 1),)))
        for position, polynomial in near[:_MAX_CONDITIONS]
    ]
    one = _Weight(polynomial=ring.one, summand=_summand(goal))
    pairs = [_times(a, b) for i, a in enumerate(single) for b in single[:i]]
    pairs.sort(key=lambda weight: (weight.polynomial.total_degree(), len(weight.polynomial)))
    return [one, *single, *pairs][:_MAX_WEIGHTS]


def _connected(
    ring: Ring, used: Sequence[Any], conditions: Sequence[tuple[int, Polynomial]]
) -> list[tuple[int, Polynomial]]:
    """Return the conditions that share variables with a target, or with others that do, the nearest first."""
    met, waiting = set(used), list(conditions)
    found: list[tuple[int, Polynomial]] = []
    while True:
        near = [(position, p) for position, p in waiting if met & set(ring.used(p))]
        if not near:
            return found
        found += sorted(near, key=lambda item: (item[1].total_degree(), len(item[1]), item[0]))
        waiting = [item for item in waiting if item not in near]
        met.update(*(ring.used(p) for _, p in near))


def _squared_variables(goal: Goal) -> list[_Weight]:
    """Return the squares of a target's variables that may be negative."""
    ring = goal.ring
    free = [i for i, d in enumerate(goal.target.degrees()) if d > 0 and goal.kinds[i] is Kind.FREE]
    squares = [tuple(2 * int(i == j) for j in range(len(ring.symbols))) for i in free[:_MAX_SQUARES]]
    one = Fraction(1)
    return [
        _Weight(polynomial=ring.from_terms({m: 1}), summand=Summand(coefficient=one, monomial=m, powers=()))
        for m in squares
    ]


def _is_large(polynomial: Polynomial) -> bool:
    too_long = len(polynomial) > _MAX_TERMS or polynomial.total_degree() > _MAX_DEGREE
    return too_long or largest_bits(polynomial) > _MAX_BITS


def _summand(goal: Goal, symbols: Sequence[Any] = (), powers: tuple[tuple[int, int], ...] = ()) -> Summand:
    monomial = tuple(int(symbol in symbols) for symbol in goal.ring.symbols)
    return Summand(coefficient=Fraction(1), monomial=monomial, powers=powers)


def _times(left: _Weight, right: _Weight) -> _Weight:
    monomial = tuple(a + b for a, b in zip(left.summand.monomial, right.summand.monomial, strict=True))
    powers = tuple(sorted((*left.summand.powers, *right.summand.powers)))
    summand = Summand(coefficient=Fraction(1), monomial=monomial, powers=powers)
    return _Weight(polynomial=left.polynomial * right.polynomial, summand=summand)


def _with_multipliers(
    goal: Goal, multipliers: Sequence[_Weight], weights: Sequence[_Weight], work: Work
) -> Proof | None:
    heads = [_Block(weight=w, basis=(goal.ring.one,), is_multiplier=True) for w in multipliers]
    degree = _degree(goal, multipliers, weights)
    blocks = [*heads, *_blocks(goal, multipliers, weights, degree, work)]
    free = _multiples(goal, degree)
    blocks = _with_few_entries(goal, blocks, free, work)
    for _ in range(_ROUNDS):
        if not any(block.is_multiplier and is_strict(goal, block.weight.summand) for block in blocks):
            return None
        columns, sizes = _columns(goal, blocks, free, work), [len(block.basis) for block in blocks]
        found = positive_definite(columns, sizes, sum(block.is_multiplier for block in blocks), work)
        if found is None:
            return None
        if found.matrices is not None:
            one = found.matrices[0][0][0]
            matrices = [[[entry / one for entry in row] for row in matrix] for matrix in found.matrices]
            return _proof(goal, blocks, matrices, [(*part, x / one) for part, x in zip(free, found.free, strict=True)])
        blocks = _reduced(blocks, found)
    return None


def _degree(goal: Goal, multipliers: Sequence[_Weight], weights: Sequence[_Weight]) -> int:
    """Return the degree of all sums: that of the target, times multipliers, or of a condition that is little higher."""
    least = max(weight.polynomial.total_degree() for weight in multipliers) + goal.target.total_degree()
    single = [w.polynomial.total_degree() for w in weights if sum(n for _, n in w.summand.powers) == 1]
    wanted: int = max([least, *(d for d in single if d <= least + 1)])
    return wanted + wanted % 2


def _blocks(
    goal: Goal, multipliers: Sequence[_Weight], weights: Sequence[_Weight], degree: int, work: Work
) -> Iterator[_Block]:
    """Yield each weight with the monomials whose squares, times it, are no higher than what the target calls for."""
    targets = [weight.polynomial * goal.target for weight in multipliers]
    weights = [w for w in weights if w.polynomial.total_degree() <= degree]
    reached = [p.degrees() for p in (*targets, *(w.polynomial for w in weights))]
    box = [2 * ((max(degrees) + 1) // 2) for degrees in zip(*reached, strict=True)]
    for weight in weights:
        degrees = weight.polynomial.degrees()
        room = (degree - weight.polynomial.total_degree()) // 2
        ranges = [range(min(room, max(0, (b - max(d, 0)) // 2)) + 1) for b, d in zip(box, degrees, strict=True)]
        if reduce(lambda count, r: count * len(r), ranges, 1) > 20 * _MAX_MONOMIALS:
            continue
        monomials = sorted((m for m in product(*ranges) if sum(m) <= room), key=lambda m: (-sum(m), m))
        work.charge(len(monomials) * len(weight.polynomial))
        if len(monomials) <= _MAX_MONOMIALS:
            yield _Block(weight=weight, basis=tuple(goal.ring.from_terms({m: 1}) for m in monomials))


def _multiples(goal: Goal, degree: int) -> list[tuple[Equation, Polynomial]]:
    """Return equations, each with the monomials that it may be multiplied by."""
    found: list[tuple[Equation, Polynomial]] = []
    places = [i for i, d in enumerate(goal.target.degrees()) if d > 0]
    for equation in equations_of(goal):
        room = degree - equation.polynomial.total_degree()
        for size in range(room + 1):
            for chosen in combinations_with_replacement(places, size):
                powers = [0] * len(goal.ring.symbols)
                for i in chosen:
                    powers[i] += 1
                found.append((equation, goal.ring.from_terms({tuple(powers): 1})))
                if len(found) >= _MAX_FREE:
                    return found
    return found


def _with_few_entries(
    goal: Goal, blocks: list[_Block], free: Sequence[tuple[Equation, Polynomial]], work: Work
) -> list[_Block]:
    """Leave out monomials whose squares nothing cancels; and the last weights, as long as there are too many."""
    while True:
        needed = _needed(goal, blocks, free, work)
        if sum(len(entries(len(block.basis))) for block in needed) <= _MAX_ENTRIES:
            return needed
        blocks = blocks[:-1]


def _needed(
    goal: Goal, blocks: Sequence[_Block], free: Sequence[tuple[Equation, Polynomial]], work: Work
) -> list[_Block]:
    """Leave out polynomials whose squares, with those of others, add up to zero at a monomial."""
    met = {m for equation, factor in free for m in (equation.polynomial * factor).monoms()}
    met |= {m for block in blocks if block.is_multiplier for p in block.columns(goal.target) for m in p.monoms()}
    kept = list(blocks)
    while True:
        signs: dict[Any, set[int]] = {}
        squares: dict[Any, list[tuple[int, int]]] = {}
        for number, block in enumerate(kept):
            if block.is_multiplier:
                continue
            for (i, j), column in zip(entries(len(block.basis)), block.columns(goal.target), strict=True):
                work.charge(1 + len(column))
                for powers, coefficient in column.terms():
                    signs.setdefault(powers, set()).add((1 if coefficient > 0 else -1) if i == j else 0)
                    squares.setdefault(powers, []).append((number, i))
        idle = {place for m, s in signs.items() if m not in met and len(s) == 1 and 0 not in s for place in squares[m]}
        if not idle:
            return kept
        left = [
            replace(block, basis=tuple(p for i, p in enumerate(block.basis) if (number, i) not in idle))
            for number, block in enumerate(kept)
        ]
        kept = [block for block in left if block.basis]


def _columns(
    goal: Goal, blocks: Sequence[_Block], free: Sequence[tuple[Equation, Polynomial]], work: Work
) -> list[dict[Powers, int]]:
    """Return what entries of matrices and multiples of equations are multiplied by, monomial by monomial."""
    columns = [column for block in blocks for column in block.columns(goal.target)]
    columns += [equation.polynomial * factor for equation, factor in free]
    work.charge(sum(map(len, columns)))
    return [{tuple(map(int, powers)): int(c) for powers, c in column.terms()} for column in columns]


def _reduced(blocks: Sequence[_Block], found: DefiniteMatrices) -> list[_Block]:
    """Leave out what all matrices send to zero."""
    left = []
    for block, null in zip(blocks, found.null, strict=True):
        if not null:
            left.append(block)
            continue
        spanned = [
            sum((p * c for p, c in zip(block.basis, row, strict=True)), start=block.basis[0] * 0)
            for row in complement(null, len(block.basis))
        ]
        if spanned:
            left.append(replace(block, basis=tuple(spanned)))
    return left


def _proof(
    goal: Goal,
    blocks: Sequence[_Block],
    matrices: Sequence[Matrix],
    free: Sequence[tuple[Equation, Polynomial, Fraction]],
) -> Proof | None:
    """Write matrices as a step: the target times something positive, plus multiples of equations, is a sum."""
    heads = [
        replace(block.weight.summand, coefficient=matrix[0][0])
        for block, matrix in zip(blocks, matrices, strict=True)
        if block.is_multiplier
    ]
    numbers = [*(value for _, _, value in free), *(head.coefficient for head in heads)]
    scale = lcm(*(number.denominator for number in numbers))
    squares, is_positive = _squares(goal, blocks, matrices, scale)
    if goal.strict and not is_positive:
        return None
    proof: Proof = {"rule": "squares", "sum": squares}
    multiples: dict[tuple[int, int], Polynomial] = {}
    for equation, factor, value in free:
        part = multiples.get(equation.pair, goal.ring.zero)
        multiples[equation.pair] = part - factor * int(value * scale)
    listed = [
        {"equation": list(pair), "polynomial": to_terms(polynomial)}
        for pair, polynomial in multiples.items()
        if not polynomial.is_zero()
    ]
    if listed:
        proof = {"rule": "modulo", "multiples": listed, "proof": proof}
    scaled = [replace(head, coefficient=head.coefficient * scale) for head in heads]
    factor = sum(
        (
            block.weight.polynomial * int(head.coefficient)
            for block, head in zip((b for b in blocks if b.is_multiplier), scaled, strict=True)
        ),
        start=goal.ring.zero,
    )
    if factor == goal.ring.one:
        return proof
    return {"rule": "multiply", "factor": to_terms(factor), "positive": identity_step(scaled), "product": proof}


def _squares(
    goal: Goal, blocks: Sequence[_Block], matrices: Sequence[Matrix], scale: int
) -> tuple[list[dict[str, Any]], bool]:
    """Return the summands of certificates, and whether one of them is positive."""
    found, is_positive = [], False
    for block, matrix in zip(blocks, matrices, strict=True):
        if block.is_multiplier:
            continue
        summand = block.weight.summand
        for weight, row in factored(matrix) or ():
            common = lcm(*(entry.denominator for entry in row))
            root = sum((p * int(c * common) for p, c in zip(block.basis, row, strict=True)), start=goal.ring.zero)
            is_positive = is_positive or (is_strict(goal, summand) and is_positive_monomial(goal, root))
            found.append(
                {
                    "coefficient": str(weight * scale / common**2),
                    "monomial": list(summand.monomial),
                    "root": to_terms(root),
                    "conditions": [list(pair) for pair in summand.powers],
                }
            )
    return found, is_positive


def is_positive_monomial(goal: Goal, root: Polynomial) -> bool:
    """Whether a polynomial is one monomial of positive variables alone."""
    kinds = [kind for powers in root.monoms() for n, kind in zip(powers, goal.kinds, strict=True) if n]
    return len(root) == 1 and all(kind is Kind.POSITIVE for kind in kinds)
