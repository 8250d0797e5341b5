"""All stabilising solutions of the coupled Riccati equations at many points at once; one state, one or two deciders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy as sp

from lsec_models.algebra.parameter_point import exact_number, given_values
from lsec_models.algebra.ratio import Ratio
from lsec_models.algebra.ring import Polynomial, Ring
from lsec_models.errors import DeclarationError, SeveralSolutions, UnknownName, nearest
from lsec_models.games.differential.game import DifferentialGame, speed_name
from lsec_models.games.differential.hjb import CoefficientSystem
from lsec_models.solve.differential.feedback.conics import common_points
from lsec_models.solve.differential.feedback.undetermined_coefficients import coefficient_system

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class FeedbackGrid:
    """Candidates for feedback equilibria at many points; each point has as many as it has.

    They meet first- and second-order conditions, and signs along the path. What holds off it, where a decision that is
    declared nonnegative meets its bound, is not asked here: ``solve(game, at=...)`` looks there, point by point.

    Attributes
    ----------
    game : DifferentialGame
    point, number : array of int, of shape (solutions,)
        To which point a solution belongs, and its number there, 0 for the fastest to converge.
    count : array of int, of shape (points,)
        How many solutions a point has; 0 where none has a stable closed loop.
    quantities : Mapping from str to array of shape (solutions,)
        Decisions, states and reports in the steady state, payoffs from the start by player, ``"speed"`` of convergence,
        and the coefficients of the value functions: ``"value[PLAYER, STATE*STATE]"`` (of half the square),
        ``"value[PLAYER, STATE]"`` and ``"value[PLAYER, 1]"``.
    """

    game: DifferentialGame
    point: NDArray[np.intp]
    number: NDArray[np.intp]
    count: NDArray[np.intp]
    quantities: Mapping[str, Array]

    def __getitem__(self, name: str) -> Array:
        """Return a quantity of all solutions."""
        if name not in self.quantities:
            raise UnknownName(f"no quantity {name!r} here; {nearest(name, self.quantities)}")
        return self.quantities[name]

    def unique(self, name: str) -> Array:
        """Return a quantity point by point.

        Raises
        ------
        SeveralSolutions
            If a point has no solution, or several.
        """
        if not (self.count == 1).all():
            none, several = int((self.count == 0).sum()), int((self.count > 1).sum())
            raise SeveralSolutions(
                f"{none} point(s) have no solution and {several} have several; read them by `point` and `number`"
            )
        return self[name]


def solve_grid(game: DifferentialGame, points: Mapping[str | sp.Symbol, object]) -> FeedbackGrid:
    """Solve a game with one state and one or two deciders at many points of the parameter space.

    1. Derive the equations for the coefficients of the value functions once.
    2. At all points at once: the common points of two conics (:mod:`lsec_models.solve.differential.feedback.conics`),
       polished by Newton's method; of one decider, the roots of a quadratic equation.
    3. Keep those with a stable closed loop that meet the conditions of the instant at the start and in the steady
       state; solve the remaining, linear, equations.

    In floating point throughout: use :func:`solve_differential` with `at` for rigour at a single point.

    Parameters
    ----------
    game : DifferentialGame
        With feedback information and an infinite horizon.
    points : mapping from parameter to number or array
        The arrays must broadcast against each other, to one dimension.

    Raises
    ------
    DeclarationError
        If the game has several states or more than two deciders, or parameters are missing.
    UnknownName
        If a key is no parameter.
    """
    import numpy as np

    if len(game.stocks) != 1 or game.horizon is not None or game.information != "feedback":
        raise DeclarationError("solve_grid takes games with one state, an infinite horizon and feedback information")
    system = coefficient_system(game)
    if len(system.deciders) > 2:
        raise DeclarationError(
            f"solve_grid takes one or two deciders, not {len(system.deciders)}; solve point by point"
        )
    parameters = _arrays(game, points)
    size = len(next(iter(parameters.values())))
    index, tops = _tops(system, parameters, size)
    known = {symbol: value[index] for symbol, value in parameters.items()} | tops
    known |= _completed(system, known, len(index))
    state = game.stocks[0]
    slope = _values([system.laws[speed_name(state)].derivative(state)], known, len(index))[0]
    with np.errstate(all="ignore"):
        drift = _values([system.laws[speed_name(state)]], {**known, state: np.zeros(len(index))}, len(index))[0]
        steady = -drift / slope
    start = _values([next(iter(game.start.values()))], known, len(index))[0]
    good = (slope < 0) & np.isfinite(steady) & _meets(system, known, (start, steady), len(index))
    good &= _admissible(game, known, len(index))
    order = np.lexsort((slope, index))
    order = order[good[order]]
    index = index[order]
    known = {symbol: value[order] for symbol, value in known.items()}
    count = np.bincount(index, minlength=size)
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    return FeedbackGrid(
        game=game,
        point=index,
        number=np.arange(len(index)) - first[index],
        count=count,
        quantities=_quantities(system, known, (start[order], steady[order]), -slope[order]),
    )


def _numbers(value: object, name: str) -> Array:
    """Return a number, or several, as an array; what is no float yet is read exactly first."""
    import numpy as np

    given = np.asarray(value)
    if given.dtype.kind in "iu" or given.dtype == np.float64:
        return given.astype(np.float64)
    exact = [float(exact_number(one, name)) for one in given.ravel()]
    return np.array(exact, dtype=np.float64).reshape(given.shape)


def _arrays(game: DifferentialGame, points: Mapping[str | sp.Symbol, object]) -> dict[sp.Symbol, Array]:
    import numpy as np

    symbols = {symbol.name: symbol for symbol in game.parameters}
    given: dict[sp.Symbol, Array] = {}
    for name, value in given_values(points).items():
        if name not in symbols:
            raise UnknownName(f"no parameter {name!r}; {nearest(name, symbols)}")
        given[symbols[name]] = _numbers(value, name)
    missing = [name for name, symbol in symbols.items() if symbol not in given]
    if missing:
        raise DeclarationError(f"no value for {', '.join(missing)}; give numbers for every parameter")
    arrays = np.broadcast_arrays(*given.values())
    if arrays[0].ndim > 1:
        raise DeclarationError("points must be numbers or one-dimensional arrays; flatten them")
    return dict(zip(given, map(np.atleast_1d, arrays), strict=True))


def _tops(
    system: CoefficientSystem, parameters: Mapping[sp.Symbol, Array], size: int
) -> tuple[NDArray[np.intp], dict[sp.Symbol, Array]]:
    """Return all real solutions of the equations of the highest power, and the points they belong to."""
    import numpy as np

    unknowns, residuals = system.blocks[0]
    shapes = ((2,), (1,), (0,)) if len(unknowns) == 1 else ((2, 0), (1, 1), (0, 2), (1, 0), (0, 1), (0, 0))
    values = _values([c for residual in residuals for c in _coefficients(residual, unknowns, shapes)], parameters, size)
    conics = np.stack(values).reshape(len(residuals), len(shapes), size)
    if len(unknowns) == 1:
        index, first = _quadratic(*conics[0])
        return index, {unknowns[0]: first}
    index, first, second = common_points(conics[0], conics[1])
    return index, {unknowns[0]: first, unknowns[1]: second}


def _coefficients(residual: Ratio, unknowns: Sequence[sp.Symbol], shapes: Sequence[tuple[int, ...]]) -> list[Ratio]:
    ring = residual.ring
    places = [ring.index[unknown] for unknown in unknowns]
    parts: dict[tuple[int, ...], dict[tuple[int, ...], int]] = {shape: {} for shape in shapes}
    for powers, coefficient in residual.numerator.terms():
        rest = tuple(0 if i in places else n for i, n in enumerate(powers))
        parts[tuple(int(powers[i]) for i in places)][rest] = coefficient
    return [Ratio(ring, ring.from_terms(parts[shape]), residual.denominator) for shape in shapes]


def _quadratic(a: Array, b: Array, c: Array) -> tuple[NDArray[np.intp], Array]:
    """Return the real roots of quadratic equations without cancellation."""
    import numpy as np

    discriminant = b * b - 4 * a * c
    with np.errstate(all="ignore"):
        q = -(b + np.where(b < 0, -1.0, 1.0) * np.sqrt(discriminant)) / 2
        roots = np.stack([q / a, c / q], axis=1)
    index, slot = np.nonzero(np.isfinite(roots))
    return index, roots[index, slot]


def _completed(system: CoefficientSystem, known: Mapping[sp.Symbol, Array], size: int) -> dict[sp.Symbol, Array]:
    import numpy as np

    found: dict[sp.Symbol, Array] = {}
    for unknowns, residuals in system.blocks[1:]:
        ring = residuals[0].ring
        zero = {unknown: Ratio.constant(ring, 0) for unknown in unknowns}
        matrix = [residual.derivative(unknown) for residual in residuals for unknown in unknowns]
        right = [
            -residual.substitute({u: z for u, z in zero.items() if residual.depends_on(u)}) for residual in residuals
        ]
        values = np.stack(_values([*matrix, *right], {**known, **found}, size))
        n = len(unknowns)
        matrices = np.moveaxis(values[: n * n].reshape(n, n, size), 2, 0)
        solution = _solved(matrices, values[n * n :].T)
        found |= {unknown: solution[:, i] for i, unknown in enumerate(unknowns)}
    return found


def _solved(matrices: Array, right: Array) -> Array:
    """Solve systems of one or two equations; infinite where singular."""
    import numpy as np

    with np.errstate(all="ignore"):
        if matrices.shape[1] == 1:
            quotient: Array = right / matrices[:, 0]
            return quotient
        (a, b), (c, d) = np.moveaxis(matrices, 0, 2)
        e, f = right.T
        solution: Array = np.stack([e * d - b * f, a * f - e * c], axis=1) / (a * d - b * c)[:, None]
        return solution


def _meets(system: CoefficientSystem, known: Mapping[sp.Symbol, Array], ends: tuple[Array, Array], size: int) -> Flags:
    import numpy as np

    state = system.stocks[0]
    asked = [(requirement.value, requirement.strict) for requirement in system.requirements]
    if state.is_nonnegative:
        asked.append((Ratio(system.ring, system.ring.generators[system.ring.index[state]]), bool(state.is_positive)))
    good = np.ones(size, dtype=bool)
    for stocks in ends:
        values = _values([value for value, _ in asked], {**known, state: stocks}, size)
        for value, (_, strict) in zip(values, asked, strict=True):
            good &= value > 0 if strict else value >= 0
    return good


def _admissible(game: DifferentialGame, known: Mapping[sp.Symbol, Array], size: int) -> Flags:
    import numpy as np

    good = np.ones(size, dtype=bool)
    for symbol in game.parameters:
        if symbol.is_nonnegative:
            good &= known[symbol] > 0 if symbol.is_positive else known[symbol] >= 0
    asked = [(Ratio(c.ring, c.polynomial), c.strict) for c in game.domain.conditions]
    asked += [(rate, True) for rate in game.rates.values()]
    for value, (_, strict) in zip(_values([v for v, _ in asked], known, size), asked, strict=True):
        good &= value > 0 if strict else value >= 0
    return good


def _quantities(
    system: CoefficientSystem, known: Mapping[sp.Symbol, Array], ends: tuple[Array, Array], speed: Array
) -> dict[str, Array]:
    game, state, size = system.game, system.stocks[0], len(speed)
    start, steady = ends
    names = [*(d.name for d in game.decisions), *game.report]
    settled = _values([system.laws[name] for name in names], {**known, state: steady}, size)
    begun = _values([system.values[name] for name in game.rates], {**known, state: start}, size)
    found = dict(zip(names, settled, strict=True)) | {state.name: steady, "speed": speed}
    found |= dict(zip(game.rates, begun, strict=True))
    return found | {symbol.name: known[symbol] for symbol in system.unknowns}


def _values(functions: Sequence[Ratio], known: Mapping[sp.Symbol, Array], size: int) -> list[Array]:
    """Evaluate rational functions at arrays, monomial by monomial: for a few terms quicker than compiling anything."""
    import numpy as np

    powers: dict[tuple[sp.Symbol, int], Array] = {}
    tops = [_polynomial(function.ring, function.numerator, known, powers) for function in functions]
    bottoms = [_polynomial(function.ring, function.denominator, known, powers) for function in functions]
    with np.errstate(all="ignore"):
        return [np.broadcast_to(top / bottom, (size,)) for top, bottom in zip(tops, bottoms, strict=True)]


def _polynomial(
    ring: Ring, polynomial: Polynomial, known: Mapping[sp.Symbol, Array], powers: dict[tuple[sp.Symbol, int], Array]
) -> Array:
    import numpy as np

    total = np.zeros(1)
    for exponents, coefficient in polynomial.terms():
        term: Array | float = float(int(coefficient))
        for symbol, exponent in zip(ring.symbols, exponents, strict=True):
            if exponent:
                key = symbol, int(exponent)
                if key not in powers:
                    powers[key] = known[symbol] ** int(exponent)
                term = term * powers[key]
        total = total + term
    return total
